//! The opening hours that come out: holidays of a region, schedules that topics pick, promises in opening days.

use std::io::Write as _;
use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime};
use http::Method;
use protocol::question::{Ask, Promise};
use protocol::site::Site;
use serde_json::{Value, json};
use tests::visitor::question;
use tests::{Edge, clock, site};
use timeline::{Millis, Moment, Period, State};

/// Public holidays of one date each, so close to one another that on any day one of them comes within the
/// eight weeks after: region, month, day, and the name in German where it is known.
const HOLIDAYS: [(&str, u32, u32, &str); 10] = [
    ("DE-BY", 1, 6, "Heilige Drei Könige"),
    ("EE", 2, 24, "Independence Day"),
    ("DE-BE", 3, 8, "Internationaler Frauentag"),
    ("DE", 5, 1, "Maifeiertag"),
    ("IT", 6, 2, "Republic Day"),
    ("FR", 7, 14, "Bastille Day"),
    ("DE-SL", 8, 15, "Mariä Himmelfahrt"),
    ("DE", 10, 3, "Tag der Deutschen Einheit"),
    ("DE-BY", 11, 1, "Allerheiligen"),
    ("DE", 12, 25, "1. Weihnachtstag"),
];

async fn payload(edge: &Edge) -> Site {
    let answer = edge.request(Method::GET, "/v1/sites/nordwind").send().await;
    answer.with_status(200).json()
}

/// What holds from a moment on, in German.
fn period(site: &Site, from: Moment) -> Period {
    let timeline = site.timeline.read("de", "de").expect("a timeline");
    let found = timeline.periods().iter().find(|period| period.from == from);
    found.unwrap_or_else(|| panic!("nothing changes at {from:?}: {timeline:?}")).clone()
}

/// Read once for all tests: at midnight some would begin on one day and end on the next.
fn today() -> NaiveDate {
    static TODAY: LazyLock<NaiveDate> = LazyLock::new(|| {
        chrono::DateTime::from_timestamp_millis(clock::now().0).expect("a date").date_naive()
    });
    *TODAY
}

fn midnight(date: NaiveDate) -> Moment {
    Moment(date.and_time(NaiveTime::MIN).and_utc().timestamp_millis())
}

fn in_days(days: u64) -> NaiveDate {
    today() + Days::new(days)
}

fn in_utc(place: &str, value: impl Into<Value>) -> Value {
    site::changed(site::with("/time_zone", "UTC"), place, value)
}

#[tokio::test]
async fn a_holiday_of_the_region_closes_its_day_and_says_its_name() {
    let next = |month, day| {
        let years = [today().year(), today().year() + 1].into_iter();
        let mut dates = years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
        dates.find(|date| *date > today()).unwrap()
    };
    let holidays = HOLIDAYS.map(|(region, month, day, name)| (next(month, day), region, name));
    let (date, region, name) = holidays.into_iter().min().unwrap();
    assert!(date <= in_days(58), "{date} is too far away");

    let edge = Edge::with(&in_utc("/region", region)).await;
    let site = payload(&edge).await;
    assert_eq!(
        period(&site, midnight(date)),
        Period::new(midnight(date), State::Closed).because(name)
    );
    let index = site.timeline.reasons.values().find(|notes| notes["de"] == name);
    assert!(!index.unwrap()["en"].is_empty(), "it has a name in each language of the site");

    let usual = in_utc("/hours", format!("24/7; {} off", date.format("%b %d")));
    edge.admin().apply(site::NAME, &usual).await;
    assert_eq!(period(&payload(&edge).await, midnight(date)).reason, None);
}

#[tokio::test]
async fn a_comment_in_the_hours_says_why() {
    let date = in_days(20);
    let hours = format!("24/7; {} off \"On the lake\"", date.format("%Y %b %d"));
    let edge = Edge::with(&in_utc("/hours", hours)).await;
    let closed = Period::new(midnight(date), State::Closed).because("On the lake");
    assert_eq!(period(&payload(&edge).await, midnight(date)), closed);
}

#[tokio::test]
async fn exceptions_hold_every_year_and_win_over_holidays() {
    let (one, two) = (in_days(3), in_days(4));
    let exceptions = json!([{
        "from": one.format("%m-%d").to_string(),
        "to": two.format("%m-%d").to_string(),
        "note": { "de": "Ausflug" },
    }]);
    let edge = Edge::with(&in_utc("/exceptions", exceptions)).await;
    let site = payload(&edge).await;
    let closed = Period::new(midnight(one), State::Closed).because("Ausflug");
    assert_eq!(period(&site, midnight(one)), closed);
    assert_eq!(period(&site, midnight(in_days(5))).state, State::Open);
}

#[tokio::test]
async fn a_topic_has_the_hours_of_its_schedule() {
    let topic = |id: &str, schedule: Option<&str>| json!({ "id": id, "label": { "de": id }, "schedule": schedule });
    let tomorrow = in_days(1).format("%Y-%m-%d").to_string();
    let day_after = in_days(2).format("%Y-%m-%d").to_string();
    let configuration = in_utc(
        "/schedules",
        json!([
            { "id": "sales", "hours": "off", "exceptions": [
                { "from": tomorrow, "hours": "10:00-12:00", "note": { "de": "Messe" } },
            ] },
            { "id": "press", "hours": "off" },
            { "id": "unused", "hours": "24/7" },
        ]),
    );
    let topics =
        [topic("tickets", None), topic("fair", Some("sales")), topic("news", Some("press"))];
    let configuration = site::changed(configuration, "/topics", topics.to_vec());
    let closed = json!([{ "from": tomorrow, "to": day_after, "note": { "de": "Ausflug" } }]);
    let configuration = site::changed(configuration, "/exceptions", closed);
    let edge = Edge::with(&configuration).await;

    let site = payload(&edge).await;
    let names: Vec<_> = site.schedules.keys().map(String::as_str).collect();
    assert_eq!(names, ["press", "sales"], "only those that topics pick travel");
    assert_eq!(site.topics[1].schedule.as_deref(), Some("sales"));
    assert_eq!(period(&site, midnight(in_days(1))).reason.as_deref(), Some("Ausflug"));
    let fair = site.schedules["sales"].read("de", "de").unwrap();
    let opens = midnight(in_days(1)) + Millis::from_hours(10);
    let is_open = |period: &&Period| period.state == State::Open;
    let open: Vec<_> = fair.periods().iter().filter(is_open).cloned().collect();
    assert_eq!(open, [Period::new(opens, State::Open).because("Messe")], "its own exceptions win");

    let visitor = edge.visitor();
    let promise = async |topic: &str| {
        let topic = Some(topic.to_owned());
        visitor.ask_with(&Ask { topic, ..question("When?") }).await.promise
    };
    let by_fair = Promise { answer_by: Some((opens + Millis::from_hours(2)).0) };
    assert_eq!(promise("fair").await, by_fair);
    assert_eq!(promise("news").await, Promise::default());
    assert_ne!(promise("tickets").await, by_fair);

    // Writing on is promised by the same schedule.
    let topic = Some("fair".to_owned());
    let asked = visitor.ask_with(&Ask { topic, ..question("When?") }).await;
    let agent = edge.agent().await;
    agent.reply(&asked.conversation, "Tomorrow.").await;
    assert_eq!(visitor.write(&asked, "At what time?").await.promise, by_fair);
}

#[tokio::test]
async fn a_promise_in_opening_days_ends_with_the_last_of_them() {
    let configuration = in_utc("/hours", "Mo-Su 10:00-12:00,13:00-15:00");
    let configuration = site::changed(configuration, "/reply_target", "2 opening days");
    let edge = Edge::with(&configuration).await;
    assert_eq!(payload(&edge).await.reply.target_days, Some(2));
    // Today counts as the first day only where none of its opening time has passed.
    let begins = midnight(today()) + Millis::from_hours(10);
    let promised_now = || {
        let days = if clock::now() <= begins { 1 } else { 2 };
        (midnight(in_days(days)) + Millis::from_hours(15)).0
    };
    let before = promised_now();
    let promise = edge.visitor().ask("When?").await.promise.answer_by.expect("a promise");
    assert!([before, promised_now()].contains(&promise), "{promise}");
}

#[tokio::test]
async fn a_usual_week_travels_in_a_few_hundred_bytes() {
    let configuration =
        site::with("/hours", "Mo-Fr 06:00-22:00; Sa-Su 08:00-20:00; PH 10:00-16:00");
    let configuration = site::changed(configuration, "/region", "DE-SH");
    let edge = Edge::with(&configuration).await;
    let site = payload(&edge).await;
    let until = site.timeline.read("de", "de").unwrap().until();
    assert!(until - clock::now() >= Millis::from_days(60), "it tells the next 60 days");
    let json = serde_json::to_vec(&site.timeline).unwrap();
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 4096, 11, 22);
    writer.write_all(&json).unwrap();
    drop(writer);
    assert!(compressed.len() < 600, "{} bytes of {}", compressed.len(), json.len());
}

#[tokio::test]
async fn what_is_wrong_with_hours_is_named_with_place_and_mend() {
    let edge = Edge::bare().await;
    for (place, value, field, mend) in [
        ("/hours", json!("Mo-Fr 09:00-17"), "hours", "hours at character "),
        ("/region", json!("DE-XX"), "region", "DE"),
        ("/exceptions", json!([{ "from": "13-01" }]), "exceptions[0].from", "12-24"),
        ("/reply_target", json!("1 working day"), "reply_target", "opening day"),
        (
            "/schedules",
            json!([
                { "id": "sales", "hours": "24/7" },
                { "id": "press", "hours": "24/7", "exceptions": [{ "from": "12-24", "hours": "9-5" }] },
            ]),
            "schedules[1].exceptions[0].hours",
            "schedules[1].exceptions[0].hours at character 1: ",
        ),
        (
            "/schedules",
            json!([{ "id": "a", "hours": "24/7" }, { "id": "a", "hours": "24/7" }]),
            "schedules[1].id",
            "twice",
        ),
        ("/schedules", json!([{ "id": "A", "hours": "24/7" }]), "schedules[0].id", "letters"),
        ("/schedules", json!([{ "id": "a", "hour": "24/7" }]), "schedules[0].hour", "hours"),
        (
            "/topics",
            json!([{ "id": "a", "label": { "de": "A" }, "schedule": "sales" }]),
            "topics[0].schedule",
            "add one",
        ),
    ] {
        let answer = edge.admin().try_apply(site::NAME, &site::with(place, value)).await;
        let fields: Vec<_> = answer.field_errors().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, [field], "{}", answer.text());
        let detail = &answer.problem().errors[0].detail;
        assert!(detail.contains(mend), "{field} does not say '{mend}': {detail}");
    }
}
