//! What days bring, on an edge whose clock is set: holidays, ends and beginnings, and hours that are worked
//! out again.

use chrono::NaiveDateTime;
use http::Method;
use protocol::inbox::{Switch, SwitchTo};
use protocol::site::Site;
use serde_json::{Value, json};
use tests::{Edge, site, wait};
use timeline::{Millis, Moment, Status};

#[cfg(target_os = "linux")]
use crate::asleep::Disk;

/// A moment in UTC, written as `2027-05-26 12:00`.
fn at(text: &str) -> Moment {
    let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a moment");
    Moment(time.and_utc().timestamp_millis())
}

/// Weekdays from nine to five in UTC.
fn office() -> Value {
    site::changed(site::with("/time_zone", "UTC"), "/hours", "Mo-Fr 09:00-17:00")
}

fn switch(to: SwitchTo, until: &str) -> Switch {
    Switch { to, until: Some(at(until).0), note: None }
}

async fn payload(edge: &Edge) -> Site {
    edge.request(Method::GET, "/v1/sites/nordwind").send().await.with_status(200).json()
}

fn status(site: &Site, now: Moment) -> Status {
    let timeline = site.timeline.read("de", "de").expect("a timeline");
    timeline.status(now, Millis::ZERO)
}

/// By which minute a question that is asked now is answered.
async fn promise(edge: &Edge) -> Option<Moment> {
    let promise = edge.visitor().ask("When?").await.promise.answer_by.map(Moment);
    promise.map(|moment| Moment::from_minute(moment.minute()))
}

#[tokio::test]
async fn a_holiday_of_one_part_of_the_country_is_none_in_another() {
    // The Thursday of Corpus Christi.
    let now = at("2027-05-27 10:00");
    for (region, closed) in [("DE-BY", true), ("DE-BE", false), ("AT", true), ("DE-SN", false)] {
        let configuration = site::changed(office(), "/region", region);
        let site = payload(&Edge::at(now, &configuration).await).await;
        let expected = if closed {
            let reason = Some("Fronleichnam".to_owned());
            Status::Closed { reopens: Some(at("2027-05-28 09:00")), reason }
        } else {
            Status::Open { until: Some(at("2027-05-27 17:00")) }
        };
        assert_eq!(status(&site, now), expected, "{region}");
    }
}

#[tokio::test]
async fn an_opening_day_is_one_on_which_the_team_is_there() {
    let configuration = site::changed(office(), "/region", "DE-BY");
    let configuration = site::changed(configuration, "/reply_target", "1 opening day");
    // A Wednesday before Corpus Christi.
    let mut edge = Edge::at(at("2027-05-26 08:59"), &configuration).await;
    assert_eq!(promise(&edge).await, Some(at("2027-05-26 17:00")), "today, before it opens");
    edge.wait_until(at("2027-05-26 09:01"));
    assert_eq!(promise(&edge).await, Some(at("2027-05-28 17:00")), "the holiday is none");
    edge.wait_until(at("2027-05-27 12:00"));
    assert_eq!(promise(&edge).await, Some(at("2027-05-28 17:00")));
    edge.wait_until(at("2027-05-28 16:00"));
    let agent = edge.agent().await;
    assert_eq!(promise(&edge).await, Some(at("2027-05-31 17:00")), "over the week's end");
    agent.switch(&switch(SwitchTo::Paused, "2027-06-01 00:00")).await;
    assert_eq!(promise(&edge).await, Some(at("2027-06-01 17:00")), "nor is a day in a pause");
    agent.switch(&switch(SwitchTo::Open, "2027-05-29 12:00")).await;
    edge.wait_until(at("2027-05-28 20:00"));
    assert_eq!(promise(&edge).await, Some(at("2027-05-29 12:00")), "a Saturday in a longer day is");
}

#[tokio::test]
async fn a_switch_ends_by_itself() {
    let mut edge = Edge::at(at("2027-06-02 10:00"), &office()).await;
    let agent = edge.agent().await;
    let opening = agent.switch(&switch(SwitchTo::Paused, "2027-06-02 11:00")).await;
    assert_eq!(
        promise(&edge).await,
        Some(at("2027-06-02 13:00")),
        "time that is paused is no time"
    );
    assert_eq!(agent.session().await.opening, opening);

    edge.wait_until(at("2027-06-02 11:00"));
    assert_eq!(agent.session().await.opening.switch, None);
    assert_eq!(promise(&edge).await, Some(at("2027-06-02 13:00")));
    assert_eq!(Some(payload(&edge).await.timeline), opening.usual);

    let within_a_minute =
        Switch { to: SwitchTo::Open, until: Some(at("2027-06-02 20:00").0 - 1), note: None };
    let opening = agent.switch(&within_a_minute).await;
    let switch = opening.switch.expect("it is switched");
    assert_eq!(switch.until, Some(at("2027-06-02 20:00").0), "an end is that of its minute");
}

#[tokio::test]
async fn a_clock_that_is_set_back_brings_no_switch_back() {
    let mut edge = Edge::at(at("2027-06-02 12:00"), &office()).await;
    let agent = edge.agent().await;
    agent.switch(&switch(SwitchTo::Paused, "2027-06-02 13:00")).await;
    edge.wait_until(at("2027-06-02 12:30"));
    let before = agent.switch_back().await;
    edge.wait_until(at("2027-06-02 12:20"));
    assert_eq!(agent.session().await.opening, before, "what was ended stays so");

    agent.switch(&switch(SwitchTo::Paused, "2027-06-02 16:00")).await;
    edge.wait_until(at("2027-06-02 12:25"));
    let shorter = agent.switch(&switch(SwitchTo::Paused, "2027-06-02 12:40")).await;
    assert!(shorter.revision > before.revision);
    edge.wait_until(at("2027-06-02 12:21"));
    assert_eq!(agent.session().await.opening, shorter, "and what was replaced");
    edge.wait_until(at("2027-06-02 12:40"));
    assert_eq!(agent.session().await.opening.switch, None);
}

#[tokio::test]
async fn the_usual_time_counts_what_was_switched() {
    let mut edge = Edge::at(at("2027-06-02 16:00"), &office()).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let mut asked = Vec::new();
    for number in 0..5 {
        asked.push(visitor.ask(&format!("Question {number}")).await);
    }
    edge.wait_until(at("2027-06-02 16:30"));
    agent.switch(&switch(SwitchTo::Open, "2027-06-02 18:00")).await;
    edge.wait_until(at("2027-06-03 09:00"));
    agent.switch(&switch(SwitchTo::Paused, "2027-06-03 12:00")).await;
    edge.wait_until(at("2027-06-03 09:30"));
    agent.switch_back().await;
    // The clock goes on, so that the last minute is not a whole one.
    edge.wait_until(at("2027-06-03 10:00") + Millis::from_seconds(30));
    for asked in &asked {
        agent.reply(&asked.conversation, "An answer").await;
    }
    edge.admin().apply(site::NAME, &office()).await;
    // From 16 to 18 o'clock, and half an hour of the next morning.
    assert_eq!(payload(&edge).await.reply.usual_minutes, Some(150));
}

#[tokio::test]
async fn the_usual_time_is_told_though_nobody_applies_anything() {
    let mut edge = Edge::at(at("2027-06-02 10:00"), &office()).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let mut asked = Vec::new();
    for number in 0..5 {
        asked.push(visitor.ask(&format!("Question {number}")).await);
    }
    edge.wait_until(at("2027-06-02 10:20") + Millis::from_seconds(30));
    for asked in &asked {
        agent.reply(&asked.conversation, "An answer").await;
    }
    let told = async {
        let mut minutes = None;
        while minutes.is_none() {
            // The front's memory is to be too old.
            edge.wait_until(edge.now() + Millis::from_minutes(11));
            minutes = payload(&edge).await.reply.usual_minutes;
        }
        minutes
    };
    assert_eq!(wait::until("the usual time", told).await, Some(20));
}

#[tokio::test]
async fn hours_are_worked_out_again_each_day_and_reach_far() {
    let mut edge = Edge::at(at("2027-03-01 12:00"), &office()).await;
    let first = payload(&edge).await.timeline;
    for (now, from) in
        [("2027-03-01 23:59", first.from), ("2027-03-03 00:01", first.from + 2 * 24 * 60)]
    {
        edge.wait_until(at(now));
        let renewed = async {
            loop {
                let timeline = payload(&edge).await.timeline;
                let until = timeline.read("de", "de").expect("a timeline").until();
                assert!(until - edge.now() >= Millis::from_days(60), "{now}: it reaches {until:?}");
                if timeline.from == from {
                    return;
                }
                edge.wait_until(edge.now() + Millis::from_minutes(11));
            }
        };
        wait::until("hours that are worked out again", renewed).await;
    }
    // After three weeks nobody waits either: what there is serves, and is renewed.
    edge.wait_until(at("2027-03-24 10:00"));
    assert_eq!(promise(&edge).await, Some(at("2027-03-24 12:00")));
    // After a year there is nothing left that could serve.
    edge.wait_until(at("2028-03-24 10:00"));
    assert_eq!(promise(&edge).await, Some(at("2028-03-24 12:00")));
}

#[tokio::test]
async fn a_clock_that_is_set_back_over_midnight_changes_no_hours() {
    let mut edge = Edge::at(at("2027-03-02 00:10"), &office()).await;
    let before = promise(&edge).await;
    edge.wait_until(at("2027-03-01 23:50"));
    assert_eq!(promise(&edge).await, before);
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn hours_are_ready_though_nobody_came_for_weeks() {
    let mut edge = Edge::at(at("2027-03-01 12:00"), &office()).await;
    edge.kill().await;
    edge.wait_until(at("2027-03-24 10:00"));
    let mut disk = Disk::of(&edge);
    edge.restart().await;
    // It wakes by itself, looks at its hours, and sleeps again.
    disk.falls_asleep().await;
    let until = payload(&edge).await.timeline.read("de", "de").expect("a timeline").until();
    assert!(
        until - edge.now() >= Millis::from_days(60),
        "the first visitor is told until {until:?}"
    );
}

#[tokio::test]
async fn the_edge_tells_its_own_time() {
    let now = at("2030-01-01 00:00");
    let edge = Edge::at(now, &office()).await;
    let answer = edge.request(Method::GET, "/nordwind.js").send().await.with_status(200);
    let told = answer.header("server-timing").strip_prefix("now;dur=").unwrap_or_default();
    let told: i64 = told.parse().expect("a number of milliseconds");
    assert!((now.0..=edge.now().0).contains(&told));
}

#[tokio::test]
async fn a_closed_day_says_why_and_until_when() {
    let exceptions = json!([
        { "from": "12-24", "to": "01-01", "note": { "de": "Betriebsferien", "en": "the holidays" } },
        { "from": "12-29", "hours": "10:00-12:00", "note": { "de": "Notdienst" } },
    ]);
    let configuration = site::changed(office(), "/exceptions", exceptions);
    let edge = Edge::at(at("2027-12-23 18:00"), &configuration).await;
    let site = payload(&edge).await;
    let closed = |reopens: &str, reason: &str| Status::Closed {
        reopens: Some(at(reopens)),
        reason: (!reason.is_empty()).then(|| reason.to_owned()),
    };
    assert_eq!(status(&site, at("2027-12-23 18:00")), closed("2027-12-29 10:00", ""));
    assert_eq!(status(&site, at("2027-12-24 10:00")), closed("2027-12-29 10:00", "Betriebsferien"));
    assert_eq!(status(&site, at("2027-12-31 23:59")), closed("2028-01-03 09:00", "Betriebsferien"));
    assert_eq!(status(&site, at("2028-01-02 00:00")), closed("2028-01-03 09:00", ""));
}
