//! The switch of the inbox: it acts at once everywhere, outlives the process, and ends by itself.

use std::time::Duration;

use http::Method;
use protocol::inbox::{Opening, Switch, SwitchTo};
use protocol::live::{InboxEvent, VisitorEvent};
use protocol::site::Site;
use serde_json::{Value, json};
use tests::{Edge, clock, site};
use timeline::{Millis, Moment, Status, Timeline};

const HOUR: i64 = 3_600_000;

fn pause(note: &str) -> Switch {
    let note = (!note.is_empty()).then(|| note.to_owned());
    Switch { to: SwitchTo::Paused, until: None, note }
}

fn until(to: SwitchTo, until: Moment) -> Switch {
    Switch { to, until: Some(until.0), note: None }
}

/// The next whole hour but one, so that no test meets its end by chance.
fn in_two_hours() -> Moment {
    Moment((clock::now().0 / HOUR + 2) * HOUR)
}

async fn payload(edge: &Edge) -> Site {
    let answer = edge.request(Method::GET, "/v1/sites/nordwind").send().await;
    answer.with_status(200).json()
}

fn domain(timeline: &protocol::timeline::Timeline) -> Timeline {
    timeline.read("de", "de").expect("a timeline")
}

fn status(timeline: &protocol::timeline::Timeline, at: Moment) -> Status {
    domain(timeline).status(at, Millis::ZERO)
}

#[tokio::test]
async fn a_pause_shows_at_once_wherever_a_page_is_open() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let before = payload(&edge).await;
    let asked = visitor.ask("Where is my train?").await;
    let other = visitor.ask("And mine?").await;
    let (mut live, mut elsewhere) = (visitor.live(&asked).await, visitor.live(&other).await);
    let mut inbox = agent.live().await;

    let opening = agent.switch(&pause(" Team meeting ")).await;
    let switch = pause("Team meeting");
    assert_eq!(opening.switch, Some(switch));
    assert_eq!(opening.usual.as_ref(), Some(&before.timeline));
    assert!(opening.revision > before.revision, "it is newer than what was told");
    let paused = Status::Paused { reopens: None, reason: Some("Team meeting".to_owned()) };
    assert_eq!(status(&opening.timeline, clock::now()), paused);

    // Within the two seconds that are promised.
    let told = async {
        for socket in [&mut live, &mut elsewhere] {
            let VisitorEvent::Opening { timeline, revision, .. } = socket.next().await else {
                panic!("the visitor is told something else")
            };
            assert_eq!((&timeline, revision), (&opening.timeline, opening.revision));
        }
        let InboxEvent::Opening { opening } = inbox.next().await else {
            panic!("the inbox is told something else")
        };
        opening
    };
    let told = tokio::time::timeout(Duration::from_secs(2), told).await;
    assert_eq!(told.expect("all are told within two seconds"), opening);

    let paused = payload(&edge).await;
    assert_eq!((&paused.timeline, paused.revision), (&opening.timeline, opening.revision));
    let session = agent.session().await.opening;
    assert_eq!(session, opening);
    assert_eq!(visitor.ask("Is anybody there?").await.promise.answer_by, None);

    let back = agent.switch_back().await;
    assert!(back.revision > opening.revision);
    let revision = back.revision;
    let usual = Opening { revision, timeline: before.timeline.clone(), switch: None, usual: None };
    assert_eq!(back, usual);
    assert!(
        matches!(live.next().await, VisitorEvent::Opening { timeline, .. } if timeline == before.timeline)
    );
    assert_eq!(payload(&edge).await.timeline, before.timeline);
    let again = agent.switch_back().await;
    assert_eq!(again.timeline, back.timeline, "twice is fine");
}

#[tokio::test]
async fn a_switch_outlives_the_process() {
    let mut edge = Edge::start().await;
    let agent = edge.agent().await;
    let switch = until(SwitchTo::Paused, in_two_hours());
    let opening = agent.switch(&switch).await;
    edge.restart().await;
    let agent = edge.agent().await;
    assert_eq!(agent.session().await.opening, opening);
    assert_eq!(payload(&edge).await.timeline, opening.timeline);
}

#[tokio::test]
async fn a_new_switch_replaces_the_one_before() {
    let edge = Edge::with(&site::with("/hours", "off")).await;
    let agent = edge.agent().await;
    assert_eq!(payload(&edge).await.timeline.lengths.len(), 1, "it is never open");
    agent.switch(&pause("Meeting")).await;

    let end = in_two_hours();
    let opening = agent.switch(&until(SwitchTo::Open, end)).await;
    assert_eq!(opening.switch, Some(until(SwitchTo::Open, end)));
    assert_eq!(status(&opening.timeline, clock::now()), Status::Open { until: Some(end) });
    assert_eq!(opening.timeline.paused, [0; 0]);
    assert_eq!(opening.timeline.reasons, [].into());

    let back = agent.switch_back().await;
    let closed = Status::Closed { reopens: None, reason: None };
    assert_eq!((status(&back.timeline, clock::now()), back.switch), (closed, None));
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_by_its_field() {
    let edge = Edge::start().await;
    let agent = edge.agent().await;
    let now = clock::now().0;
    let long = "x".repeat(101);
    for (switch, field, code) in [
        (json!({ "to": "open" }), "until", "missing"),
        (json!({ "to": "paused", "until": now - HOUR }), "until", "past"),
        (json!({ "to": "paused", "until": now + 61 * 24 * HOUR }), "until", "too_far"),
        (json!({ "to": "paused", "note": long }), "note", "too_long"),
        (json!({ "to": "closed" }), "to", "form"),
        (json!({ "to": "paused", "until": "noon" }), "until", "form"),
    ] {
        let answer = agent.try_switch(&switch).await;
        let problem = answer.problem();
        assert_eq!(problem.status, 422, "{switch}");
        let errors: Vec<_> =
            problem.errors.iter().map(|error| (&*error.field, &*error.code)).collect();
        assert_eq!(errors, [(field, code)], "{switch}");
        assert!(problem.errors[0].detail.len() > 10, "{switch}");
    }
    assert_eq!(agent.session().await.opening.switch, None);
    let sixty_days = json!({ "to": "paused", "until": clock::now().0 + 60 * 24 * HOUR });
    agent.try_switch(&sixty_days).await.is(200);
}

#[tokio::test]
async fn only_the_team_switches_from_its_own_page() {
    let edge = Edge::start().await;
    let agent = edge.agent().await;
    for method in [Method::PUT, Method::DELETE] {
        let plain =
            || edge.request(method.clone(), "/v1/inbox/switch").json(&json!({ "to": "paused" }));
        plain().header("origin", edge.origin()).send().await.is_problem(401, "unauthorised");
        let elsewhere = plain().header("origin", site::PAGE_ORIGIN).header("cookie", &agent.cookie);
        elsewhere.send().await.is_problem(403, "origin");
    }
    assert_eq!(agent.session().await.opening.switch, None);
}

#[tokio::test]
async fn an_applied_configuration_is_told_and_leaves_the_switch() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Where is my train?").await;
    let switched = agent.switch(&until(SwitchTo::Paused, in_two_hours())).await;
    let (mut live, mut inbox) = (visitor.live(&asked).await, agent.live().await);

    edge.admin().apply(site::NAME, &site::with("/hours", "off")).await;
    let VisitorEvent::Opening { timeline, revision, .. } = live.next().await else {
        panic!("not told")
    };
    assert_ne!(timeline, switched.timeline);
    assert!(revision > switched.revision);
    assert!(matches!(status(&timeline, clock::now()), Status::Paused { reopens: None, .. }));
    let opening = inbox.find("the opening hours", |event| match event {
        InboxEvent::Opening { opening } => Some(opening.clone()),
        _ => None,
    });
    let opening = opening.await;
    assert_eq!((opening.timeline, opening.switch), (timeline, switched.switch));
}

#[tokio::test]
async fn what_the_switch_says_has_its_form() {
    let edge = Edge::start().await;
    let agent = edge.agent().await;
    let until = in_two_hours().0;
    let answer = agent.try_switch(&json!({ "to": "paused", "until": until, "note": "Tea" })).await;
    let body: Value = answer.with_status(200).json();
    assert_eq!(body["switch"], json!({ "to": "paused", "until": until, "note": "Tea" }));
    let index = body["timeline"]["paused"][0].to_string();
    assert_eq!(
        body["timeline"]["reasons"][&index],
        json!({ "de": "Tea", "en": "Tea" }),
        "in each language of the site, as the loader reads it"
    );
}
