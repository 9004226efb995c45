//! The webhook as one channel among the others: what it says and takes, the try from the inbox, and its secret.

use protocol::conversation::ConversationState;
use protocol::inbox::MoveTo;
use serde_json::{Value, json};
use tests::event::{Event, closed, reopened, reply};
use tests::receiver::SECRET;
use tests::visitor::question;
use tests::{Agent, Edge, Reaction, Receiver, clock, site};
use timeline::Millis;

async fn edge(receiver: &Receiver) -> (Edge, Agent) {
    let edge = Edge::with(&site::forwarding([receiver.channel("desk")])).await;
    let agent = edge.agent().await;
    (edge, agent)
}

#[tokio::test]
async fn everything_that_happens_here_is_told_there_in_its_order() {
    let receiver = Receiver::start().await;
    let (edge, agent) = edge(&receiver).await;
    let visitor = edge.visitor();
    let ask = protocol::question::Ask {
        topic: Some("tickets".to_owned()),
        name: Some("Jane".to_owned()),
        phone: Some("+49 30 123456".to_owned()),
        ..question("Does it take bicycles?")
    };
    let asked = visitor.ask_with(&ask).await;
    visitor.write(&asked, "And a dog?").await;
    visitor.write(&asked, "A small one.").await;
    agent.reply(&asked.conversation, "Both.").await;
    agent.move_to(&asked.conversation, MoveTo::Closed).await;
    agent.move_to(&asked.conversation, MoveTo::Open).await;

    let all = receiver.count(6).await;
    assert_eq!(receiver.forged(), [""; 0]);
    let told: Vec<_> = all.iter().map(|one| (&*one.kind, &*one.text)).collect();
    let expected = [
        ("question.created", "Does it take bicycles?"),
        ("message.created", "And a dog?"),
        ("message.created", "A small one."),
        ("reply.created", "Both."),
        ("conversation.closed", ""),
        ("conversation.reopened", ""),
    ];
    assert_eq!(told, expected);
    for attempt in &all {
        let data = &attempt.body["data"];
        assert_eq!(data["conversation"], *asked.conversation, "{}", attempt.kind);
        assert_eq!(
            data["visitor"],
            json!({ "name": "Jane", "phone": "+49 30 123456", "verified": false })
        );
        assert_eq!((&data["topic"], &data["page"]), (&json!("tickets"), &json!(site::PAGE)));
        assert!(!attempt.body.to_string().contains(&asked.secret), "{}", attempt.kind);
    }
}

#[tokio::test]
async fn what_happens_there_is_told_here() {
    let receiver = Receiver::start().await;
    let (edge, agent) = edge(&receiver).await;
    let visitor = edge.visitor();
    let asked = visitor.ask("Does it take bicycles?").await;
    let id = &asked.conversation;
    for (body, state) in [
        (closed(id), ConversationState::Closed),
        (reopened(id), ConversationState::Waiting),
        (reply(id, "Yes."), ConversationState::Answered),
        (closed(id), ConversationState::Closed),
        (reopened(id), ConversationState::Answered),
    ] {
        Event::new(site::NAME, "desk", SECRET, &body).to(&edge).send().await.is(204);
        assert_eq!(visitor.read(&asked).await.state, state, "{body}");
    }
    assert!(agent.health("desk").await.reported_at.is_some());
    // Nothing of it comes back: the next that is told is what the visitor writes.
    visitor.write(&asked, "Thank you!").await;
    let kinds: Vec<_> = receiver.count(2).await.into_iter().map(|one| one.kind).collect();
    assert_eq!(kinds, ["question.created", "message.created"]);
}

#[tokio::test]
async fn a_test_question_says_what_came_of_it_and_leaves_nothing_behind() {
    let receiver = Receiver::start().await;
    let (edge, agent) = edge(&receiver).await;
    receiver.react([Reaction::Status(204), Reaction::Status(401), Reaction::Status(410)]);
    let tested = agent.test("desk").await;
    assert_eq!(tested.failure, None);
    let attempt = receiver.count(1).await.remove(0);
    assert_eq!((&*attempt.kind, &*attempt.text), ("test", ""));
    assert!(attempt.conversation.starts_with("nordwind."), "{}", attempt.conversation);
    let health = agent.health("desk").await;
    assert!(health.succeeded_at.is_some() && health.failure.is_none());

    let failure = agent.test("desk").await.failure.expect("it was refused");
    assert_eq!((&*failure.code, failure.status), ("unauthorised", Some(401)));
    assert_eq!(agent.health("desk").await.failure, Some(failure));
    let failure = agent.test("desk").await.failure.expect("it wants no more");
    assert_eq!(failure.code, "gone");
    assert_eq!(agent.health("desk").await.switched_off, None, "a try switches nothing off");

    let reply = reply(&attempt.conversation, "To nobody.");
    let event = Event::new(site::NAME, "desk", SECRET, &reply);
    event.to(&edge).send().await.is_problem(404, "not_found");
    assert_eq!(agent.list("").await.conversations, []);
    assert_eq!(agent.deliveries().await.deliveries, []);
    edge.visitor().ask("A real one").await;
    let all = receiver.count(4).await;
    assert_eq!(all[3].text, "A real one", "it is not tried again, and holds up nothing");
}

#[tokio::test]
async fn a_test_of_what_does_not_answer_says_so() {
    let port = Receiver::later().await;
    let edge = Edge::with(&site::forwarding([tests::receiver::channel("desk", port)])).await;
    let agent = edge.agent().await;
    let failure = agent.test("desk").await.failure.expect("nobody listens");
    assert_eq!((&*failure.code, failure.status), ("unreachable", None));
    assert!(!failure.text.is_empty() && !failure.text.contains("127.0.0.1"), "{failure:?}");
}

#[tokio::test]
async fn the_secret_is_in_no_answer_and_in_no_log() {
    let receiver = Receiver::start().await;
    let (edge, agent) = edge(&receiver).await;
    receiver.react([Reaction::Status(500), Reaction::Status(401)]);
    let asked = edge.visitor().ask("Does it take bicycles?").await;
    let late = clock::now() + Millis::from_hours(-1);
    let event = Event::new(site::NAME, "desk", SECRET, &reply(&asked.conversation, "Yes."));
    let refused = Event { at: late, ..event }.to(&edge).send().await;
    refused.is_problem(401, "unauthorised");
    agent.test("desk").await;
    receiver.count(3).await;

    let shown = [
        edge.admin().read(site::NAME).await.to_string(),
        agent.get("/deliveries").await.text(),
        agent.get(&format!("/conversations/{}", asked.conversation)).await.text(),
        agent.get("/session").await.text(),
        refused.text(),
        edge.log(),
    ];
    let secret = SECRET.trim_start_matches("whsec_");
    for text in shown {
        assert!(!text.contains(secret), "{text}");
    }
    let configuration: Value = edge.admin().read(site::NAME).await;
    edge.admin().apply(site::NAME, &configuration).await;
    edge.visitor().ask("Is it still known?").await;
    let signed =
        |all: &[tests::Attempt]| all.iter().any(|attempt| attempt.text == "Is it still known?");
    receiver.attempts("what is signed with it", signed).await;
}
