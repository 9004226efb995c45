//! One conversation in several channels: what is said in one reaches the visitor and the others, marked with where it
//! came from, and never comes back to where it was said.

use protocol::conversation::ConversationState;
use protocol::inbox::MoveTo;
use serde_json::Value;
use tests::event::{Event, closed, reopened, reply};
use tests::receiver::SECRET;
use tests::{Agent, Attempt, Edge, Receiver, site};

/// Two tools of one team.
struct Tools {
    helpdesk: Receiver,
    chat: Receiver,
    edge: Edge,
    agent: Agent,
}

async fn tools() -> Tools {
    let (helpdesk, chat) = (Receiver::start().await, Receiver::start().await);
    let channels = [helpdesk.channel("helpdesk"), chat.channel("chat")];
    let edge = Edge::with(&site::forwarding(channels)).await;
    let agent = edge.agent().await;
    Tools { helpdesk, chat, edge, agent }
}

impl Tools {
    async fn says(&self, channel: &str, body: &Value) {
        let event = Event::new(site::NAME, channel, SECRET, body);
        event.to(&self.edge).send().await.is(204);
    }

    /// Everything that both got until each of them has this many.
    async fn all(&self, helpdesk: usize, chat: usize) -> [Vec<Attempt>; 2] {
        let [helpdesk, chat] = [self.helpdesk.count(helpdesk).await, self.chat.count(chat).await];
        assert_eq!((self.helpdesk.forged(), self.chat.forged()), (Vec::new(), Vec::new()));
        [helpdesk, chat]
    }
}

fn kinds(attempts: &[Attempt]) -> Vec<&str> {
    attempts.iter().map(|attempt| &*attempt.kind).collect()
}

#[tokio::test]
async fn a_reply_in_one_channel_reaches_the_visitor_and_the_other_channel() {
    let tools = tools().await;
    let visitor = tools.edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    tools.says("helpdesk", &reply(&asked.conversation, "On platform 9.")).await;
    tools.says("chat", &reply(&asked.conversation, "And it is late.")).await;
    visitor.write(&asked, "Thank you!").await;

    // What belongs to a conversation is brought in its order: an echo would stand before the thanks.
    let [helpdesk, chat] = tools.all(3, 3).await;
    for (there, kind, text, name, from) in [
        (&helpdesk, "reply.created", "And it is late.", "Mary", "chat"),
        (&chat, "reply.created", "On platform 9.", "Mary", "helpdesk"),
    ] {
        assert_eq!(kinds(there), ["question.created", kind, "message.created"]);
        let data = &there[1].body["data"];
        assert_eq!((&*there[1].text, &data["author"]["name"]), (text, &Value::from(name)));
        assert_eq!(data["channel"], from, "it is marked with where it came from");
    }

    let conversation = visitor.read(&asked).await;
    let texts: Vec<_> = conversation.messages.iter().map(|message| &*message.text).collect();
    let said = ["Where is my train?", "On platform 9.", "And it is late.", "Thank you!"];
    assert_eq!(texts, said, "each of them once");
    let detail = tools.agent.detail(&asked.conversation).await;
    let channels: Vec<_> = detail.entries.iter().map(|entry| entry.channel.as_deref()).collect();
    assert_eq!(channels, [None, Some("helpdesk"), Some("chat"), None]);
}

#[tokio::test]
async fn a_reply_in_the_inbox_goes_to_every_channel_and_a_note_to_none() {
    let tools = tools().await;
    let asked = tools.edge.visitor().ask("Where is my train?").await;
    tools.agent.note(&asked.conversation, "Why do they all ask?").await;
    tools.agent.reply(&asked.conversation, "On platform 9.").await;
    for there in tools.all(2, 2).await {
        assert_eq!(kinds(&there), ["question.created", "reply.created"]);
        let data = &there[1].body["data"];
        assert_eq!(data["author"]["name"], site::AGENT_NAME);
        assert_eq!((&*there[1].text, data.get("channel")), ("On platform 9.", None));
    }
    assert_eq!(tools.edge.visitor().read(&asked).await.messages.len(), 2);
}

#[tokio::test]
async fn an_event_that_comes_twice_is_mirrored_once() {
    let tools = tools().await;
    let visitor = tools.edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    let body = reply(&asked.conversation, "On platform 9.");
    let event = Event::new(site::NAME, "helpdesk", SECRET, &body);
    for _ in 0..3 {
        event.to(&tools.edge).send().await.is(204);
    }
    visitor.write(&asked, "Thank you!").await;
    let [_, chat] = tools.all(2, 3).await;
    assert_eq!(kinds(&chat), ["question.created", "reply.created", "message.created"]);
    assert_eq!(visitor.read(&asked).await.messages.len(), 3);
}

#[tokio::test]
async fn a_step_in_one_channel_is_taken_in_the_other() {
    let tools = tools().await;
    let visitor = tools.edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    let id = &asked.conversation;
    let state = async || visitor.read(&asked).await.state;

    tools.says("helpdesk", &closed(id)).await;
    assert_eq!(state().await, ConversationState::Closed);
    // Closed is closed: nobody is told again, whoever says so.
    tools.says("helpdesk", &closed(id)).await;
    tools.says("chat", &closed(id)).await;
    tools.says("chat", &reopened(id)).await;
    assert_eq!(state().await, ConversationState::Waiting);
    tools.says("helpdesk", &reopened(id)).await;
    tools.agent.move_to(id, MoveTo::Closed).await;
    tools.agent.move_to(id, MoveTo::Open).await;

    let [helpdesk, chat] = tools.all(4, 4).await;
    let after = ["conversation.closed", "conversation.reopened"];
    assert_eq!(kinds(&helpdesk)[1..], ["conversation.reopened", after[0], after[1]]);
    assert_eq!(kinds(&chat)[1..], ["conversation.closed", after[0], after[1]]);
    for attempt in [&helpdesk, &chat].into_iter().flatten() {
        assert_eq!(&attempt.conversation, id);
    }
}

#[tokio::test]
async fn a_visitor_who_writes_on_opens_a_closed_conversation_for_everybody() {
    let tools = tools().await;
    let visitor = tools.edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    tools.says("helpdesk", &closed(&asked.conversation)).await;
    visitor.write(&asked, "It has not come!").await;
    assert_eq!(visitor.read(&asked).await.state, ConversationState::Waiting);
    let [helpdesk, chat] = tools.all(2, 3).await;
    assert_eq!(helpdesk[1].text, "It has not come!");
    assert_eq!(kinds(&chat)[1..], ["conversation.closed", "message.created"]);
}

#[tokio::test]
async fn a_channel_that_fails_holds_up_only_itself() {
    let tools = tools().await;
    let visitor = tools.edge.visitor();
    tools.helpdesk.react([tests::Reaction::Status(500), tests::Reaction::Status(503)]);
    let asked = visitor.ask("Where is my train?").await;
    tools.says("chat", &reply(&asked.conversation, "On platform 9.")).await;
    tools.says("chat", &closed(&asked.conversation)).await;
    assert_eq!(visitor.read(&asked).await.state, ConversationState::Closed);
    let [helpdesk, chat] = tools.all(5, 1).await;
    let question = "question.created";
    let expected = [question, question, question, "reply.created", "conversation.closed"];
    assert_eq!(kinds(&helpdesk), expected, "in the order in which it happened");
    assert_eq!(kinds(&chat), [question], "it has said the rest itself");
}

#[tokio::test]
async fn what_was_taken_from_one_channel_reaches_the_other_after_a_kill() {
    let mut tools = tools().await;
    let visitor = tools.edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    tools.all(1, 1).await;
    tools.chat.react([tests::Reaction::Hold]);
    tools.says("helpdesk", &reply(&asked.conversation, "On platform 9.")).await;
    tools.says("helpdesk", &closed(&asked.conversation)).await;
    tools.edge.kill().await;
    tools.edge.restart().await;
    assert_eq!(visitor.read(&asked).await.messages.len(), 2);
    let told = |all: &[Attempt]| all.iter().any(|attempt| attempt.kind == "conversation.closed");
    let chat = tools.chat.attempts("the closing in the chat", told).await;
    // Where the kill came between sending and recording, the reply comes again under its id.
    let mut replies: Vec<_> = chat.iter().filter(|one| one.kind == "reply.created").collect();
    assert!(replies.iter().all(|attempt| attempt.text == "On platform 9."));
    replies.dedup_by_key(|attempt| attempt.id.clone());
    assert_eq!(replies.len(), 1);
    assert_eq!(tools.helpdesk.so_far().len(), 1, "it has said both itself");
}
