//! A question's journey: asked, forwarded, answered, read, and erased.

use protocol::conversation::{Author, ConversationState};
use protocol::inbox::{EntryKind, MoveTo};
use protocol::live::{InboxEvent, VisitorEvent};
use protocol::question::Ask;
use serde_json::json;
use tests::visitor::question;
use tests::{Edge, Receiver, clock, site};
use timeline::Millis;

#[tokio::test]
async fn a_question_reaches_inbox_and_channel() {
    let receiver = Receiver::start().await;
    let edge = Edge::with(&site::forwarding([receiver.channel("desk")])).await;
    let agent = edge.agent().await;
    let mut inbox = agent.live().await;

    let before = clock::now();
    let asked = edge
        .visitor()
        .ask_with(&Ask {
            topic: Some("tickets".to_owned()),
            name: Some("Jane".to_owned()),
            email: Some("jane@example.org".to_owned()),
            page: format!("{}?token=1#top", site::PAGE),
            locale: "de-AT".to_owned(),
            ..question("Does the night train take bicycles?")
        })
        .await;
    assert!(asked.conversation.starts_with("nordwind."));
    let promise = asked.promise.answer_by.expect("the team is always there");
    let target = Millis::from_hours(2).0;
    assert!(((before.0 + target)..=(clock::now().0 + target)).contains(&promise));

    let InboxEvent::Changed { conversation, counts } = inbox.next().await else {
        panic!("the inbox is told something else first");
    };
    assert_eq!((conversation.id.as_str(), counts.waiting), (&*asked.conversation, 1));

    let list = agent.list("?state=waiting").await;
    assert_eq!(list.conversations, [conversation]);
    let summary = &list.conversations[0];
    assert_eq!(summary.state, ConversationState::Waiting);
    assert_eq!(summary.excerpt, "Does the night train take bicycles?");
    assert_eq!(summary.promise, asked.promise);

    let delivered = receiver.count(1).await.remove(0);
    assert_eq!(receiver.forged(), [""; 0]);
    assert_eq!(delivered.kind, "question.created");
    let data = &delivered.body["data"];
    assert_eq!(data["site"], "nordwind");
    assert_eq!(data["conversation"], *asked.conversation);
    assert_eq!(data["message"]["text"], "Does the night train take bicycles?");
    assert_eq!(
        data["visitor"],
        json!({ "name": "Jane", "email": "jane@example.org", "verified": false })
    );
    assert_eq!(data["topic"], "tickets");
    assert_eq!(data["page"], site::PAGE, "query and fragment stay with the visitor");
    assert_eq!(data["locale"], "de-AT");
    let address = format!("{}/inbox?conversation={}", edge.origin(), asked.conversation);
    assert_eq!(data["inbox_url"], address);
}

#[tokio::test]
async fn an_answer_is_read_and_told_live() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Where is my train?").await;
    let mut live = visitor.live(&asked).await;
    assert_eq!(live.protocol, "askhours.v1");

    let entry = agent.reply(&asked.conversation, "On platform 9.").await;
    assert_eq!((entry.kind, entry.name.as_deref()), (EntryKind::Reply, Some(site::AGENT_NAME)));

    let conversation = visitor.read(&asked).await;
    assert_eq!(conversation.id, asked.conversation);
    assert_eq!(conversation.state, ConversationState::Answered);
    assert_eq!(conversation.promise.answer_by, None, "nothing is owed any more");
    let [question, answer] = &*conversation.messages else { panic!("{conversation:?}") };
    assert_eq!((question.from, &*question.text), (Author::Visitor, "Where is my train?"));
    assert_eq!((answer.from, &*answer.text), (Author::Team, "On platform 9."));
    assert_eq!(answer.name.as_deref(), Some(site::AGENT_NAME));

    let VisitorEvent::Message { message, state, promise } = live.next().await else {
        panic!("the visitor is told something else first");
    };
    assert_eq!(&message, answer);
    assert_eq!((state, promise), (conversation.state, conversation.promise));
}

#[tokio::test]
async fn a_visitor_writes_on() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Where is my train?").await;
    let (mut inbox, mut live) = (agent.live().await, visitor.live(&asked).await);

    let second = visitor.write(&asked, "It is cold.").await;
    assert_eq!(second.promise, asked.promise, "asking again does not make one wait anew");
    let changed = inbox.find("the second message", changed).await;
    assert_eq!((&*changed.excerpt, changed.state), ("It is cold.", ConversationState::Waiting));
    let VisitorEvent::Message { message, .. } = live.next().await else {
        panic!("the visitor's other pages are not told of the message");
    };
    assert_eq!(message, second.message);

    agent.reply(&asked.conversation, "It is late.").await;
    let third = visitor.write(&asked, "How late?").await;
    assert!(third.promise.answer_by > asked.promise.answer_by, "an answer was given in between");
    assert_eq!(visitor.read(&asked).await.state, ConversationState::Waiting);
    let texts: Vec<_> =
        visitor.read(&asked).await.messages.into_iter().map(|message| message.text).collect();
    assert_eq!(texts, ["Where is my train?", "It is cold.", "It is late.", "How late?"]);
}

#[tokio::test]
async fn a_conversation_is_closed_and_opened_again() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Where is my train?").await;
    let id = &asked.conversation;
    let mut live = visitor.live(&asked).await;

    assert_eq!(agent.move_to(id, MoveTo::Closed).await.state, ConversationState::Closed);
    assert_eq!(live.next().await, VisitorEvent::State { state: ConversationState::Closed });
    assert_eq!(visitor.read(&asked).await.state, ConversationState::Closed);

    let opened = agent.move_to(id, MoveTo::Open).await;
    assert_eq!(opened.state, ConversationState::Waiting, "the visitor wrote last");
    assert_eq!(opened.promise, asked.promise, "and is still waiting");
    agent.reply(id, "On platform 9.").await;
    agent.move_to(id, MoveTo::Closed).await;
    let opened = agent.move_to(id, MoveTo::Open).await;
    assert_eq!(opened.state, ConversationState::Answered, "the team wrote last");

    agent.move_to(id, MoveTo::Closed).await;
    visitor.write(&asked, "Thank you!").await;
    assert_eq!(visitor.read(&asked).await.state, ConversationState::Waiting);
}

#[tokio::test]
async fn a_sender_of_spam_is_not_told() {
    let receiver = Receiver::start().await;
    let edge = Edge::with(&site::forwarding([receiver.channel("desk")])).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Buy followers!").await;
    let id = &asked.conversation;
    receiver.count(1).await;
    let mut live = visitor.live(&asked).await;

    assert_eq!(agent.move_to(id, MoveTo::Spam).await.state, ConversationState::Spam);
    assert_eq!(live.next().await, VisitorEvent::State { state: ConversationState::Waiting });
    assert_eq!(visitor.read(&asked).await.state, ConversationState::Waiting);
    agent.write(id, "replies", "No.").await.is_problem(409, "conflict");

    visitor.write(&asked, "Really, buy them!").await;
    assert_eq!(agent.list("").await.counts.spam, 1, "writing on does not bring it back");
    assert_eq!(agent.list("?state=waiting").await.conversations, []);
    visitor.ask("A real question").await;
    let texts: Vec<_> = receiver.count(2).await.into_iter().map(|attempt| attempt.text).collect();
    assert_eq!(texts, ["Buy followers!", "A real question"], "spam is not forwarded");

    assert_eq!(agent.move_to(id, MoveTo::Open).await.state, ConversationState::Waiting);
    agent.reply(id, "Sorry, it was taken for spam.").await;
}

#[tokio::test]
async fn a_note_stays_with_the_team() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Where is my train?").await;
    let mut live = visitor.live(&asked).await;
    let mut inbox = agent.live().await;

    let note = agent.note(&asked.conversation, "He asks every day.").await;
    assert_eq!(note.kind, EntryKind::Note);
    inbox.find("the note", changed).await;
    let detail = agent.detail(&asked.conversation).await;
    assert_eq!(detail.entries.last(), Some(&note));
    assert_eq!(detail.summary.state, ConversationState::Waiting, "a note answers nothing");
    assert_eq!(detail.summary.excerpt, "Where is my train?", "and is no message");

    live.ping().await;
    assert_eq!(visitor.read(&asked).await.messages.len(), 1);
    agent.reply(&asked.conversation, "Soon.").await;
    let VisitorEvent::Message { message, .. } = live.next().await else { panic!("no message") };
    assert_eq!(message.text, "Soon.", "the first that the visitor hears of");
}

#[tokio::test]
async fn a_conversation_is_assigned() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Where is my train?").await;
    let id = &asked.conversation;
    let mut inbox = agent.live().await;

    let answer = agent.assign(id, Some(site::OTHER_AGENT)).await;
    assert_eq!(answer.with_status(200).json::<serde_json::Value>()["assignee"], site::OTHER_AGENT);
    let told = inbox.find("the assignment", changed).await;
    assert_eq!(told.assignee.as_deref(), Some(site::OTHER_AGENT));
    agent.assign(id, Some("nobody")).await.is_problem(404, "not_found");
    agent.assign(id, None).await.is(200);
    assert_eq!(agent.detail(id).await.summary.assignee, None);
}

#[tokio::test]
async fn what_a_visitor_erases_is_gone_for_both() {
    let receiver = Receiver::start().await;
    let edge = Edge::with(&site::forwarding([receiver.channel("desk")])).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let kept = visitor.ask("Something else").await;
    let asked = visitor.ask("An unmistakable word: Quastenflosser").await;
    agent.reply(&asked.conversation, "Indeed.").await;
    receiver.count(2).await;
    let (mut inbox, mut live) = (agent.live().await, visitor.live(&asked).await);

    visitor.erase(&asked).await;
    visitor.reading(&asked).send().await.is_problem(404, "not_found");
    let path = format!("/conversations/{}", asked.conversation);
    agent.get(&path).await.is_problem(404, "not_found");
    assert_eq!(live.next().await, VisitorEvent::Erased);
    let erased = inbox
        .find("the erasure", |event| match event {
            InboxEvent::Erased { conversation, counts } => Some((conversation.clone(), *counts)),
            _ => None,
        })
        .await;
    assert_eq!(erased.0, asked.conversation);
    assert_eq!((erased.1.waiting, erased.1.answered), (1, 0));
    assert_eq!(agent.list("?search=Quastenflosser").await.conversations, []);
    assert_eq!(visitor.read(&kept).await.messages.len(), 1);
    let erasing = visitor.on(http::Method::DELETE, &asked, "");
    erasing.send().await.is_problem(404, "not_found");
}

fn changed(event: &InboxEvent) -> Option<protocol::inbox::Summary> {
    match event {
        InboxEvent::Changed { conversation, .. } => Some(conversation.clone()),
        _ => None,
    }
}
