//! What becomes of deliveries while a service fails: nothing is lost, nothing overtakes, and nobody is pressed.

use http::Method;
use protocol::forwarding::{Delivery, DeliveryState};
use protocol::inbox::MoveTo;
use serde_json::{Value, json};
use tests::Fault::{BrokenBody, CutAfter, CutBefore, HangAfter, Status, WithHeader};
use tests::receiver::{Reaction, SECRET};
use tests::service::{self, Handler};
use tests::{Agent, Edge, Fault, Receiver, Seen, Service, clock, site, wait};
use timeline::{Millis, Moment};

use channels::webhook::signature::{ID, Key, TIMESTAMP};

/// A receiver of any time: what an edge signs whose clock is ahead, no other would take.
async fn desk() -> Service {
    let handler: Handler = std::sync::Arc::new(|_| service::status(204));
    Service::start(handler).await
}

fn channel(id: &str, desk: &Service) -> Value {
    json!({ "type": "webhook", "id": id, "url": format!("{}/hook", desk.url()), "secret": SECRET })
}

/// A request to a [`desk`].
#[derive(Debug)]
struct Attempt {
    id: String,
    /// When it was signed, in whole seconds.
    at: Moment,
    kind: String,
    text: String,
}

impl From<&Seen> for Attempt {
    fn from(seen: &Seen) -> Self {
        let seconds: i64 = seen.header(TIMESTAMP).parse().expect("a timestamp");
        let at = Moment(seconds * 1_000);
        let key = Key::parse(SECRET).expect("the secret is in order");
        assert_eq!(key.verify(&seen.headers, &seen.body, at), Ok(seen.header(ID)));
        let body = seen.json();
        let text =
            |place| body.pointer(place).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (kind, text) = (text("/type"), text("/data/message/text"));
        Self { id: seen.header(ID).to_owned(), at, kind, text }
    }
}

async fn attempts(desk: &Service, count: usize) -> Vec<Attempt> {
    let what = format!("attempt {count} at the desk");
    let seen = desk.requests(&what, |seen| seen.len() >= count).await;
    seen.iter().map(Attempt::from).collect()
}

fn texts(attempts: &[Attempt]) -> Vec<&str> {
    attempts.iter().map(|attempt| &*attempt.text).collect()
}

/// The deliveries of a conversation, once they stand as they should. Nobody is told of an attempt that will be
/// repeated, so this asks.
async fn deliveries(
    agent: &Agent,
    conversation: &str,
    right: impl Fn(&[Delivery]) -> bool,
) -> Vec<Delivery> {
    wait::until("the deliveries to be recorded", async {
        loop {
            let deliveries = agent.detail(conversation).await.deliveries;
            if right(&deliveries) {
                return deliveries;
            }
        }
    })
    .await
}

fn delivered(deliveries: &[Delivery]) -> bool {
    deliveries.iter().all(|delivery| delivery.state == DeliveryState::Delivered)
}

/// Moves the edge's clock, of which its alarm learns when somebody has it look again.
async fn pass_until(edge: &mut Edge, agent: &Agent, channel: &str, moment: Moment) {
    edge.wait_until(moment);
    agent.resume(channel).await;
}

#[tokio::test]
async fn an_hour_of_errors_costs_a_few_attempts_and_no_message() {
    let desk = desk().await;
    let start = clock::now();
    let hour = start + Millis::from_hours(1);
    let mut edge = Edge::at(start, &site::forwarding([channel("desk", &desk)])).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    desk.fail(Method::POST, "/hook", vec![Status(500); 1_000]);
    let asked = visitor.ask("First").await;
    visitor.write(&asked, "Second").await;
    visitor.write(&asked, "Third").await;

    let mut count = 0;
    while edge.now() < hour {
        count += 1;
        attempts(&desk, count).await;
        let tried = u32::try_from(count).unwrap();
        let all = deliveries(&agent, &asked.conversation, |all| all[0].attempts == tried).await;
        let states: Vec<_> = all.iter().map(|one| (one.state, one.attempts)).collect();
        let waits = DeliveryState::Waiting;
        assert_eq!(states, [(waits, tried), (waits, 0), (waits, 0)], "the later ones wait");
        let next = Moment(all[0].next_at.expect("it is tried again"));
        pass_until(&mut edge, &agent, "desk", next).await;
    }
    let health = agent.health("desk").await;
    let failure = health.failure.expect("the team sees what is wrong");
    assert_eq!((&*failure.code, failure.status), ("fault", Some(500)));
    assert_eq!((health.waiting, health.failed, health.succeeded_at), (3, 0, None));
    assert!(
        health.oldest_waiting_at.is_some_and(|at| edge.now() - Moment(at) >= Millis::from_hours(1))
    );

    // The last attempt is under way. Then the service is well again.
    attempts(&desk, count + 1).await;
    desk.recover();
    let tried = u32::try_from(count + 1).unwrap();
    let all = deliveries(&agent, &asked.conversation, |all| all[0].attempts == tried).await;
    let next = Moment(all[0].next_at.expect("it is tried again"));
    pass_until(&mut edge, &agent, "desk", next).await;
    let all = attempts(&desk, count + 4).await;
    assert_eq!(texts(&all[count + 1..]), ["First", "Second", "Third"]);
    assert!(
        all[..count + 2].iter().all(|attempt| attempt.id == all[0].id),
        "one id for one message"
    );
    deliveries(&agent, &asked.conversation, delivered).await;
    // 5 s that double on average to half: about 11 in an hour, and never as often as once a minute.
    assert!((4..60).contains(&count), "{count} attempts in an hour");
    assert_eq!(agent.health("desk").await.waiting, 0);
}

#[tokio::test]
async fn a_channel_that_wants_rest_gets_it_for_everything() {
    let (desk, quick) = (desk().await, desk().await);
    let start = clock::now();
    let channels = [channel("desk", &desk), channel("quick", &quick)];
    let mut edge = Edge::at(start, &site::forwarding(channels)).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    desk.fail(Method::POST, "/hook", [WithHeader(429, "retry-after", "1800".to_owned())]);
    let first = visitor.ask("First").await;
    attempts(&desk, 1).await;
    deliveries(&agent, &first.conversation, |all| all.iter().all(|one| one.attempts == 1)).await;
    let rest = Moment(agent.health("desk").await.rests_until.expect("it rests"));
    assert!(rest >= start + Millis::from_seconds(1_800));

    let second = visitor.ask("Second").await;
    visitor.write(&first, "Third").await;
    attempts(&quick, 3).await;
    // Neither a message nor a restart shortens it.
    edge.restart().await;
    pass_until(&mut edge, &agent, "quick", rest + Millis::from_seconds(-60)).await;
    visitor.ask("Fourth").await;
    attempts(&quick, 4).await;
    pass_until(&mut edge, &agent, "quick", rest).await;

    let all = attempts(&desk, 5).await;
    let mut later = texts(&all[1..]);
    let place = |text| all.iter().rposition(|attempt| attempt.text == text);
    assert!(place("First") < place("Third"), "{later:?}");
    later.sort_unstable();
    assert_eq!(later, ["First", "Fourth", "Second", "Third"]);
    for attempt in &all[1..] {
        let allowed = Moment(rest.0 / 1_000 * 1_000);
        assert!(attempt.at >= allowed, "{} came too early", attempt.text);
    }
    deliveries(&agent, &first.conversation, delivered).await;
    deliveries(&agent, &second.conversation, delivered).await;
    assert_eq!(agent.health("desk").await.rests_until, None);
}

#[tokio::test]
async fn each_channel_has_its_own_pace() {
    const QUESTIONS: usize = 4;
    let pace = channels::slack::PACE;
    let handler: Handler = std::sync::Arc::new(|_| {
        service::json(200, &json!({ "ok": true, "channel": "C0123456789", "ts": "1.000100" }))
    });
    let (slow, quick) = (Service::start(handler).await, desk().await);
    let slack = json!({
        "type": "slack", "id": "slow", "channel": "C0123456789", "token": "xoxb-1234567890-0987654321-abcdefghijklmnop",
        "secret": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "url": slow.url(),
    });
    let edge = Edge::with(&site::forwarding([slack, channel("quick", &quick)])).await;
    let begun = clock::now();
    for number in 0..QUESTIONS {
        edge.visitor().ask(&format!("Question {number}")).await;
    }
    attempts(&quick, QUESTIONS).await;
    let waited = quick.so_far()[QUESTIONS - 1].at - begun;
    let seen = slow.requests("all questions", |seen| seen.len() >= QUESTIONS).await;
    for (before, after) in seen.iter().zip(&seen[1..]) {
        // From arrival to arrival, which is not quite from beginning to beginning.
        let between = after.at - before.at;
        assert!(between.0 > pace.0 * 2 / 3, "{between:?} between two");
    }
    let took = seen[QUESTIONS - 1].at - seen[0].at;
    let least = pace.0 * (i64::try_from(QUESTIONS).unwrap() - 1);
    assert!(took.0 > least * 9 / 10, "{took:?} for all of them");
    assert!(waited.0 < least, "the other one has no pace to keep: {waited:?}");
}

#[tokio::test]
async fn a_worker_killed_between_send_and_record_sends_again_under_the_same_id() {
    for fault in [HangAfter, Fault::HangBefore] {
        let desk = desk().await;
        let mut edge = Edge::with(&site::forwarding([channel("desk", &desk)])).await;
        let (visitor, agent) = (edge.visitor(), edge.agent().await);
        desk.fail(Method::POST, "/hook", [fault]);
        let asked = visitor.ask("First").await;
        visitor.write(&asked, "Second").await;
        attempts(&desk, 1).await;
        edge.kill().await;
        edge.restart().await;
        let all = attempts(&desk, 3).await;
        assert_eq!(texts(&all), ["First", "First", "Second"]);
        assert_eq!(all[0].id, all[1].id, "by which a receiver knows it again");
        let all = deliveries(&agent, &asked.conversation, delivered).await;
        assert_eq!(all.len(), 2);
    }
}

#[tokio::test]
async fn a_connection_that_is_cut_is_tried_again() {
    for fault in [CutBefore, CutAfter] {
        let desk = desk().await;
        let edge = Edge::with(&site::forwarding([channel("desk", &desk)])).await;
        let (visitor, agent) = (edge.visitor(), edge.agent().await);
        desk.fail(Method::POST, "/hook", [fault.clone(), fault.clone()]);
        let asked = visitor.ask("First").await;
        visitor.write(&asked, "Second").await;
        let all = attempts(&desk, 4).await;
        assert_eq!(texts(&all), ["First", "First", "First", "Second"], "{fault:?}");
        assert!(all[..3].iter().all(|attempt| attempt.id == all[0].id));
        deliveries(&agent, &asked.conversation, delivered).await;
    }
}

#[tokio::test]
async fn half_an_answer_is_judged_by_its_status() {
    let desk = desk().await;
    let edge = Edge::with(&site::forwarding([channel("desk", &desk)])).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    desk.fail(Method::POST, "/hook", [BrokenBody, Fault::Endless]);
    let asked = visitor.ask("First").await;
    visitor.write(&asked, "Second").await;
    visitor.write(&asked, "Third").await;
    assert_eq!(texts(&attempts(&desk, 3).await), ["First", "Second", "Third"]);
    deliveries(&agent, &asked.conversation, delivered).await;
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_and_the_queue_outlives_the_edge() {
    let mut desk = desk().await;
    let mut edge = Edge::with(&site::forwarding([channel("desk", &desk)])).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    desk.stop();
    let asked = visitor.ask("First").await;
    visitor.write(&asked, "Second").await;
    agent.move_to(&asked.conversation, MoveTo::Closed).await;
    let tried = |all: &[Delivery]| all[0].attempts > 0;
    let all = deliveries(&agent, &asked.conversation, tried).await;
    assert_eq!(all[0].reason.as_ref().map(|reason| &*reason.code), Some("unreachable"));
    edge.kill().await;
    desk.start_again().await;
    edge.restart().await;
    let all = attempts(&desk, 3).await;
    let kinds: Vec<_> = all.iter().map(|attempt| &*attempt.kind).collect();
    assert_eq!(kinds, ["question.created", "message.created", "conversation.closed"]);
    deliveries(&agent, &asked.conversation, delivered).await;
}

#[tokio::test]
async fn order_is_kept_within_a_conversation_and_no_other_waits() {
    let desk = desk().await;
    let edge = Edge::with(&site::forwarding([channel("desk", &desk)])).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    desk.fail(Method::POST, "/hook", [Fault::HangBefore]);
    let unlucky = visitor.ask("Unlucky").await;
    attempts(&desk, 1).await;
    agent.reply(&unlucky.conversation, "We are there for you.").await;
    visitor.write(&unlucky, "Hello?").await;
    agent.move_to(&unlucky.conversation, MoveTo::Closed).await;
    agent.move_to(&unlucky.conversation, MoveTo::Open).await;
    visitor.ask("Lucky").await;
    let all = attempts(&desk, 2).await;
    assert_eq!(texts(&all), ["Unlucky", "Lucky"], "while the other one hangs");

    let all = attempts(&desk, 7).await;
    let kinds: Vec<_> = all[2..].iter().map(|attempt| &*attempt.kind).collect();
    let steps = ["conversation.closed", "conversation.reopened"];
    let expected = ["question.created", "reply.created", "message.created", steps[0], steps[1]];
    assert_eq!(kinds, expected);
    assert_eq!(all[2].id, all[0].id);
}

#[tokio::test]
async fn a_paused_channel_keeps_its_queue() {
    let (paused, other) = (Receiver::start().await, Receiver::start().await);
    let channels = [paused.channel("desk"), other.channel("other")];
    let mut edge = Edge::with(&site::forwarding(channels)).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    agent.pause("desk").await;
    let health = agent.health("desk").await;
    assert_eq!(health.paused.expect("the team sees it").by, site::AGENT_NAME);

    let asked = visitor.ask("First").await;
    visitor.write(&asked, "Second").await;
    other.count(2).await;
    edge.restart().await;
    visitor.write(&asked, "Third").await;
    other.count(3).await;
    let health = agent.health("desk").await;
    assert!(health.paused.is_some(), "a restart ends no pause");
    assert_eq!((health.waiting, health.failed), (3, 0));
    assert!(health.oldest_waiting_at.is_some());
    assert_eq!((paused.so_far(), paused.forged()), (Vec::new(), Vec::new()));

    // Applying a configuration neither.
    let configuration = edge.admin().read(site::NAME).await;
    edge.admin().apply(site::NAME, &configuration).await;
    visitor.write(&asked, "Fourth").await;
    other.count(4).await;
    assert_eq!(paused.so_far(), []);

    agent.resume("desk").await;
    let texts: Vec<_> = paused.count(4).await.into_iter().map(|attempt| attempt.text).collect();
    assert_eq!(texts, ["First", "Second", "Third", "Fourth"]);
    deliveries(&agent, &asked.conversation, delivered).await;
    let health = agent.health("desk").await;
    assert_eq!((health.paused, health.waiting), (None, 0));
    assert!(health.succeeded_at.is_some());
}

#[tokio::test]
async fn a_pause_during_an_attempt_holds_up_what_comes_after_it() {
    let (desk, other) = (Receiver::start().await, Receiver::start().await);
    let edge = Edge::with(&site::forwarding([desk.channel("desk"), other.channel("other")])).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    desk.react([Reaction::Hold]);
    let asked = visitor.ask("First").await;
    visitor.write(&asked, "Second").await;
    desk.count(1).await;
    agent.pause("desk").await;
    desk.release();
    let first = |all: &[Delivery]| {
        all.iter().any(|one| one.channel == "desk" && one.state == DeliveryState::Delivered)
    };
    deliveries(&agent, &asked.conversation, first).await;
    visitor.write(&asked, "Third").await;
    other.count(3).await;
    assert_eq!(desk.so_far().len(), 1);
    agent.resume("desk").await;
    let texts: Vec<_> = desk.count(3).await.into_iter().map(|attempt| attempt.text).collect();
    assert_eq!(texts, ["First", "Second", "Third"]);
}

#[tokio::test]
async fn only_the_team_pauses_and_only_what_there_is() {
    let desk = Receiver::start().await;
    let edge = Edge::with(&site::forwarding([desk.channel("desk")])).await;
    let agent = edge.agent().await;
    for (method, what) in
        [(Method::PUT, "pause"), (Method::DELETE, "pause"), (Method::POST, "test")]
    {
        let answer = agent.on_channel(method.clone(), "unknown", what).await;
        answer.is_problem(404, "not_found");
        let path = format!("/v1/inbox/channels/desk/{what}");
        let stranger = edge.request(method, &path).header("origin", edge.origin());
        stranger.send().await.is_problem(401, "unauthorised");
    }
    assert_eq!(agent.health("desk").await.paused, None);
    assert_eq!(desk.so_far(), []);
}
