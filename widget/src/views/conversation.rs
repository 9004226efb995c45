//! The visitor's conversation: messages, what is unsent, and the field to write on.

use protocol::conversation::{Author, ConversationState, Message};

use super::confirmation::{confirmation, promised};
use super::element::{Element, element, value_of};
use super::form::{sending, sends};
use super::notice::{maybe_said, notice, said};
use crate::outgoing::{Progress, Unsent};
use crate::panel::{Panel, Part};
use crate::state::View;
use crate::wire::Json;
use crate::words::{Word, joined};

/// The conversation.
pub(super) fn conversation(panel: Panel) -> Vec<Element> {
    let scroll = element("div")
        .class("scroll")
        .set("role", "region")
        .set("tabindex", "0")
        .set("aria-label", &panel.conversation_heading())
        .child(flow(panel));
    vec![scroll, compose(panel), more(panel)]
}

/// What scrolls: the messages, and where the conversation stands.
fn flow(panel: Panel) -> Element {
    let messages = move || {
        panel.watch(Part::Conversation, |state| {
            state.conversation.as_ref().map(|known| known.messages.clone())
        })
    };
    let known = move || {
        panel.watch(Part::Conversation, |state| {
            let known = state.conversation.as_ref().map(|known| known.state);
            // The confirmation has the focus: it is not drawn anew for what it does not show.
            (state.just_sent, known.filter(|_| !state.just_sent))
        })
    };
    let disconnected = move || panel.watch(Part::Conversation, |state| state.lost);
    let list = element("ol")
        .drawn(messages, move |messages| {
            messages.iter().flatten().map(|message| bubble(panel, message)).collect()
        })
        .drawn(
            move || panel.watch(Part::Queue, |state| state.queue.clone()),
            move |queue| {
                let messages = queue.iter().filter(|unsent| unsent.to.is_some());
                messages.map(|unsent| on_its_way(panel, unsent)).collect()
            },
        );
    element("div")
        .class("flow")
        .child(list)
        .drawn(known, move |(just_sent, state)| {
            standing(panel, *just_sent, *state).into_iter().collect()
        })
        .drawn(disconnected, move |lost| maybe_said(panel, lost.then_some(Word::Reconnecting)))
        .drawn(move || notice(panel), move |word| maybe_said(panel, *word))
}

fn bubble(panel: Panel, message: &Message) -> Element {
    let team = panel.word(Word::Team);
    let (class, name) = match message.from {
        Author::Visitor => ("mine", None),
        Author::Team => ("theirs", Some(message.name.as_deref().unwrap_or(&team))),
    };
    element("li")
        .class(class)
        .child(element("p").class("quiet").text(&panel.wrote(name, message.sent_at)))
        .child(element("p").class("bubble").text(&message.text))
}

/// A message on its way.
fn on_its_way(panel: Panel, unsent: &Unsent) -> Element {
    let (meta, reason) = match unsent.progress {
        Progress::Going => (Word::Sending, None),
        Progress::Waiting => (Word::NotSent, Some(panel.waiting(false))),
        Progress::Refused(word) => (Word::NotSent, Some(word)),
    };
    let text = Json::parse(&unsent.body).text("text").unwrap_or_default();
    let again = || {
        let key = unsent.key.clone();
        button(panel, "link", Word::SendAgain, move || panel.send_again(&key))
    };
    element("li")
        .class("mine unsent")
        .child(element("p").class("quiet").text(&panel.word(meta)))
        .child(element("p").class("bubble").text(&text))
        .children(reason.map(|word| said(panel, word)))
        .children(reason.map(|_| again()))
}

/// Where the conversation stands.
fn standing(panel: Panel, just_sent: bool, state: Option<ConversationState>) -> Option<Element> {
    let standing = || element("p").class("standing");
    match state {
        _ if just_sent => Some(confirmation(panel)),
        Some(ConversationState::Waiting | ConversationState::Spam) => {
            let text =
                move || joined(&[&panel.word(Word::WaitingForAnswer), " ", &promised(panel)]);
            Some(standing().live_text(text))
        }
        Some(ConversationState::Closed) => Some(standing().text(&panel.word(Word::ClosedNotice))),
        Some(ConversationState::Answered) | None => None,
    }
}

fn compose(panel: Panel) -> Element {
    let field = element("textarea")
        .set("id", "message")
        .set("rows", "1")
        .set("aria-label", &panel.word(Word::WriteOnLabel))
        .set("placeholder", &panel.word(Word::WriteOnPlaceholder))
        .value(move || panel.watch(Part::Message, |state| state.message.clone()))
        .on("input", move |event| panel.write_message(value_of(&event)))
        .on("keydown", move |event| {
            if sends(&event) {
                panel.write_on();
            }
        });
    element("form")
        .class("compose")
        .child(field)
        .child(sending(move || panel.write_on()).text(&panel.word(Word::Send)))
}

/// What else can be done: asking something else, and erasing.
fn more(panel: Panel) -> Element {
    element("div").class("more").drawn(
        move || panel.watch(Part::Erasing, |state| state.erasing),
        move |erasing| {
            if *erasing {
                let question = element("p").class("question").set("tabindex", "-1");
                vec![
                    question.text(&panel.word(Word::EraseQuestion)),
                    button(panel, "action danger", Word::EraseConfirm, move || panel.erase()),
                    button(panel, "link", Word::EraseCancel, move || panel.ask_to_erase(false)),
                ]
            } else {
                vec![
                    button(panel, "link", Word::AskAnother, move || panel.show(View::Form)),
                    button(panel, "link erase", Word::Erase, move || panel.ask_to_erase(true)),
                ]
            }
        },
    )
}

fn button(panel: Panel, class: &'static str, word: Word, act: impl Fn() + 'static) -> Element {
    element("button")
        .class(class)
        .set("type", "button")
        .on("click", move |_| act())
        .text(&panel.word(word))
}
