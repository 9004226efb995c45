//! The form for a question.

use protocol::question::Ask;
use protocol::site::Need;
use web_sys::Event;

use super::element::{Element, element, of_field, value_of};
use super::field::field;
use super::notice::{maybe_said, notice};
use crate::outgoing::Progress;
use crate::panel::{Panel, Part};
use crate::state::{self, View};
use crate::words::{Word, joined};

/// The form.
pub(super) fn form(panel: Panel) -> Element {
    let ask_for = panel.site(|site| site.ask_for);
    let greeting = panel.site(|site| site.greeting.clone());
    let heading = if greeting.is_empty() { panel.word(Word::Heading) } else { greeting };
    let locked = move || panel.is_sending().then(String::new);
    element("form")
        .class("form")
        .set("novalidate", "")
        .on("focusin", move |event| panel.enter(of_field(&event, "name")))
        .on("keydown", move |event| {
            if sends(&event) {
                submit(panel);
            }
        })
        .children(back(panel))
        .child(element("h3").text(&heading))
        .child(
            element("fieldset")
                .bind("disabled", locked)
                .child(question(panel))
                .children(topic(panel))
                .drawn(
                    move || panel.asking_as(),
                    move |asking_as| match asking_as {
                        Some(told) => vec![element("p").class("asking-as").text(told)],
                        None => contact(panel, Contact::Name, ask_for.name)
                            .into_iter()
                            .chain(contact(panel, Contact::Email, ask_for.email))
                            .collect(),
                    },
                )
                .children(contact(panel, Contact::Phone, ask_for.phone)),
        )
        .drawn(
            move || match panel.question_progress() {
                Some(Progress::Waiting) => Some(panel.waiting(true)),
                Some(Progress::Refused(word)) => Some(word),
                _ => notice(panel),
            },
            move |word| maybe_said(panel, *word),
        )
        .child(sending(move || submit(panel)).live_text(move || {
            panel.word(match panel.question_progress() {
                Some(Progress::Going) => Word::Sending,
                Some(Progress::Waiting) => Word::SendAgain,
                _ => Word::Send,
            })
        }))
        .child(element("p").class("quiet").text(&expectation(panel)))
}

/// Sends the question, or the one that waits once more.
fn submit(panel: Panel) {
    let waits = panel.read(|state| {
        let question = state.queue.iter().find(|unsent| unsent.to.is_none())?;
        (question.progress == Progress::Waiting).then(|| question.key.clone())
    });
    match waits {
        Some(key) => panel.send_again(&key),
        None => panel.ask(),
    }
}

/// The button of a form that sends. It hears clicks, and the Enter key within fields as one: in a sandbox without
/// `allow-forms`, no form is ever submitted.
pub(super) fn sending(send: impl Fn() + 'static) -> Element {
    element("button").class("action").on("click", move |event| {
        event.prevent_default();
        send();
    })
}

/// Whether a key stroke sends what is being written.
pub(super) fn sends(event: &Event) -> bool {
    let event: &web_sys::KeyboardEvent = wasm_bindgen::JsCast::unchecked_ref(event);
    event.key() == "Enter" && (event.ctrl_key() || event.meta_key())
}

/// When an answer may be expected, else what happens to what is typed.
fn expectation(panel: Panel) -> String {
    panel
        .site(|site| site.usual_minutes)
        .and_then(|minutes| panel.usually_within(minutes))
        .unwrap_or_else(|| panel.word(Word::PrivacyHint))
}

/// The way back to the conversation.
fn back(panel: Panel) -> Option<Element> {
    panel.has_conversation().then(|| {
        element("button")
            .class("link back")
            .set("type", "button")
            .on("click", move |_| panel.show(View::Conversation))
            .text(&panel.conversation_heading())
    })
}

fn question(panel: Panel) -> Element {
    let control = element("textarea")
        .set("rows", "4")
        .set("aria-required", "true")
        .set("placeholder", &panel.word(Word::QuestionPlaceholder))
        .value(move || panel.watch(Part::Draft, |state| state.draft.text.clone()))
        .on("input", move |event| panel.write(value_of(&event)));
    let left = move || {
        let left = panel.watch(Part::Draft, |state| state::characters_left(&state.draft.text));
        left.map(|left| panel.counted(Word::CharactersLeft, left))
    };
    let hint = element("p").live_text(move || left().unwrap_or_default());
    field(panel, "text", &panel.word(Word::QuestionLabel), control, hint)
}

fn topic(panel: Panel) -> Option<Element> {
    let topics = panel.site(|site| site.topics.clone());
    (!topics.is_empty()).then(|| {
        let option =
            |(id, label): (String, String)| element("option").text(&label).set("value", &id);
        let chosen = move || panel.watch(Part::Draft, |state| state.draft.topic.clone());
        let control = element("select")
            .child(option((String::new(), panel.word(Word::TopicNone))))
            .children(topics.into_iter().map(option))
            .value(move || chosen().unwrap_or_default())
            .on("change", move |event| panel.choose(given(value_of(&event))));
        let hint = element("p").live_text(move || panel.topic_status());
        field(panel, "topic", &optional(panel, Word::TopicLabel), control, hint)
    })
}

/// A contact detail.
#[derive(Clone, Copy)]
enum Contact {
    Name,
    Email,
    Phone,
}

impl Contact {
    fn of(self, ask: &mut Ask) -> &mut Option<String> {
        match self {
            Self::Name => &mut ask.name,
            Self::Email => &mut ask.email,
            Self::Phone => &mut ask.phone,
        }
    }
}

fn contact(panel: Panel, contact: Contact, need: Need) -> Option<Element> {
    (need != Need::Hidden).then(|| {
        let (name, kind, label, hint) = match contact {
            Contact::Name => ("name", "text", Word::NameLabel, None),
            Contact::Email => ("email", "email", Word::EmailLabel, Some(Word::EmailHint)),
            Contact::Phone => ("phone", "tel", Word::PhoneLabel, Some(Word::PhoneHint)),
        };
        // The type of a telephone's field is also what browsers fill in by themselves.
        let autocomplete = if kind == "text" { name } else { kind };
        let control = element("input")
            .set("type", kind)
            .set("autocomplete", autocomplete)
            .value(move || {
                let mut ask = panel.watch(Part::Draft, |state| state.draft.clone());
                contact.of(&mut ask).take().unwrap_or_default()
            })
            .on("input", move |event| {
                panel.edit(name, |draft| *contact.of(draft) = given(value_of(&event)));
            });
        let (label, control) = if need == Need::Required {
            (panel.word(label), control.set("aria-required", "true"))
        } else {
            (optional(panel, label), control)
        };
        let hint = hint.map(|word| panel.word(word)).unwrap_or_default();
        field(panel, name, &label, control, element("p").text(&hint))
    })
}

/// The label of a field that may be left empty.
fn optional(panel: Panel, label: Word) -> String {
    joined(&[&panel.word(label), " (", &panel.word(Word::Optional), ")"])
}

/// A field that was left empty is absent.
fn given(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
