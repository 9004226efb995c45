//! A site's configuration: applied, refused with reasons, and read without its secrets.

use chrono::{DateTime, Days};
use http::Method;
use protocol::site::Site;
use serde_json::json;
use tests::receiver::SECRET;
use tests::{Edge, Receiver, site};

#[tokio::test]
async fn only_the_admin_key_opens_it() {
    let edge = Edge::start().await;
    for (method, path) in [
        (Method::PUT, "/v1/admin/sites/nordwind"),
        (Method::GET, "/v1/admin/sites/nordwind"),
        (Method::GET, "/v1/admin/sites/unknown"),
        (Method::POST, "/v1/admin/sites/nordwind/agents/ada/key"),
        (Method::DELETE, "/v1/admin/sites/nordwind/agents/ada/key"),
        (Method::POST, "/v1/admin/sites/nordwind/identity-key"),
    ] {
        let request = || edge.request(method.clone(), path).json(&site::configuration());
        let longer = format!("{}x", edge.environment.admin_key);
        for wrong in ["wrong", "", &longer, &edge.environment.signing_key] {
            request().bearer(wrong).send().await.is_problem(401, "unauthorised");
        }
        request().send().await.is_problem(401, "unauthorised");
        let basic = format!("Basic {}", edge.environment.admin_key);
        let answer = request().header("authorization", basic).send().await;
        answer.is_problem(401, "unauthorised");
        assert_ne!(answer.header("www-authenticate"), "", "as HTTP asks for");
    }
}

#[tokio::test]
async fn what_is_wrong_is_named_with_its_mend() {
    let edge = Edge::start().await;
    let webhook = |url: &str, secret: &str| json!([{ "type": "webhook", "id": "desk", "url": url, "secret": secret }]);
    let agents = |ids: [&str; 2]| ids.map(|id| json!({ "id": id, "name": "Ada" })).to_vec();
    for (place, value, field, mend) in [
        ("/hours", json!("Mo-Fr 9 to 5"), "hours", "Mo-Fr 09:00-17:00"),
        ("/hours", json!("Mo-Fr 18:00+"), "hours", "18:00-22:00"),
        ("/hours", json!("PH off"), "hours", "region = "),
        ("/time_zone", json!("Europe/Atlantis"), "time_zone", "Europe/Berlin"),
        ("/reply_target", json!("soon"), "reply_target", "2h"),
        ("/exceptions", json!([{ "from": "24.12.2026" }]), "exceptions[0].from", "2026-12-24"),
        (
            "/exceptions",
            json!([{ "from": "2026-12-24", "to": "2026-12-20" }]),
            "exceptions[0].to",
            "later",
        ),
        (
            "/exceptions",
            json!([{ "from": "2026-12-24", "hours": "late" }]),
            "exceptions[0].hours",
            "10:00-14:00",
        ),
        ("/colour", json!("#123456"), "colour", "unknown field"),
        ("/look", json!({ "accent": "blue" }), "look.accent", "#rrggbb"),
        ("/look", json!({ "colour": "blue" }), "look.colour", "unknown field"),
        ("/look", json!({ "position": "middle" }), "look.position", "left"),
        ("/origins", json!(["www.nordwind.example"]), "origins[0]", "https://www.example.org"),
        (
            "/origins",
            json!([site::PAGE_ORIGIN, "https://a.example/path"]),
            "origins[1]",
            "https://www.example.org",
        ),
        ("/origins", json!(["*"]), "origins[0]", "https://www.example.org"),
        ("/agents", json!(agents(["ada", "ada"])), "agents[1].id", "twice"),
        ("/agents", json!(agents(["ada", "Ada L"])), "agents[1].id", "a-z"),
        ("/agents", json!([]), "agents", "agent"),
        ("/agents", json!([{ "id": "ada", "name": "" }]), "agents[0].name", "write"),
        (
            "/agents",
            json!([{ "id": "ada", "name": "A", "role": "king" }]),
            "agents[0].role",
            "owner",
        ),
        ("/topics", json!([{ "id": "x", "label": {} }]), "topics[0].label", "'de'"),
        (
            "/topics",
            json!([{ "id": "x", "label": { "de": "X" } }, { "id": "x", "label": { "de": "X" } }]),
            "topics[1].id",
            "twice",
        ),
        ("/languages", json!(["de", "tlh"]), "languages[1]", "en"),
        ("/language", json!("tlh"), "language", "languages"),
        ("/name", json!(" "), "name", "write"),
        ("/closing_soon", json!(1_000), "closing_soon", "240"),
        ("/closing_soon", json!(-1), "closing_soon", "u32"),
        ("/greeting", json!({ "de": "x".repeat(301) }), "greeting.de", "300"),
        ("/channels", webhook("http://example.org/", SECRET), "channels[0].url", "https://"),
        ("/channels", webhook("example.org", SECRET), "channels[0].url", "https://"),
        (
            "/channels",
            webhook("https://user:password@example.org/", SECRET),
            "channels[0].url",
            "password",
        ),
        ("/channels", webhook("https://example.org/", "x"), "channels[0].secret", "whsec_"),
        (
            "/channels",
            json!([{ "type": "webhook", "id": "desk", "url": "https://example.org/" }]),
            "channels[0].secret",
            "whsec_",
        ),
        ("/channels", json!([{ "type": "pigeon", "id": "desk" }]), "channels[0]", "webhook"),
    ] {
        let configuration = site::with(place, value);
        let answer = edge.admin().try_apply(site::NAME, &configuration).await;
        let named: Vec<_> = answer.field_errors().into_iter().map(|(field, _)| field).collect();
        assert!(named.iter().any(|named| named.starts_with(field)), "{place}: {}", answer.text());
        let errors = answer.problem().errors;
        let mended = errors.iter().any(|error| error.detail.contains(mend));
        assert!(mended, "{place} does not say '{mend}': {}", answer.text());
    }
    let mut wrong = site::with("/look", json!({ "accent": "blue" }));
    wrong["time_zone"] = json!("Mars");
    wrong["name"] = json!("");
    let answer = edge.admin().try_apply(site::NAME, &wrong).await;
    assert_eq!(answer.field_errors().len(), 3, "all at once: {}", answer.text());

    let mut incomplete = site::configuration();
    incomplete.as_object_mut().unwrap().remove("hours");
    let answer = edge.admin().try_apply(site::NAME, &incomplete).await;
    assert!(answer.problem().errors[0].detail.contains("hours"), "{}", answer.text());
    let kept = edge.admin().read(site::NAME).await;
    assert_eq!(kept["hours"], "Mo-Su 00:00-24:00", "what was refused changed nothing");
}

#[tokio::test]
async fn some_names_are_taken() {
    let edge = Edge::bare().await;
    for reserved in ["inbox", "assets", "v1", "healthz"] {
        let answer = edge.admin().try_apply(reserved, &site::configuration()).await;
        answer.is_problem(409, "conflict");
    }
    for odd in ["Nordwind", "nord_wind", "-nordwind", &"n".repeat(41)] {
        let answer = edge.admin().try_apply(odd, &site::configuration()).await;
        assert!((400..500).contains(&answer.problem().status), "{odd}: {}", answer.text());
    }
    for unknown in ["/nordwind", "/nordwind/agents/ada/key"] {
        let method = if unknown.ends_with("key") { Method::POST } else { Method::GET };
        let answer = edge.admin().request(method, unknown).send().await;
        answer.is_problem(404, "not_found");
    }
    edge.admin().apply("nordwind", &site::configuration()).await;
    let nobody = edge.admin().request(Method::POST, "/nordwind/agents/nobody/key").send().await;
    nobody.is_problem(404, "not_found");
}

#[tokio::test]
async fn secrets_are_never_shown_and_kept_when_left_out() {
    let receiver = Receiver::start().await;
    let edge = Edge::bare().await;
    let whole = site::forwarding([receiver.channel("desk")]);
    let applied = edge.admin().apply(site::NAME, &whole).await;
    let read = edge.admin().read(site::NAME).await;
    assert_eq!(applied, read, "a PUT answers with what now holds");
    assert!(!read.to_string().contains("whsec_"), "{read}");
    assert_eq!(read["channels"][0]["url"], receiver.url());

    // What was read can be applied again as it is.
    edge.admin().apply(site::NAME, &read).await;
    edge.visitor().ask("Where is my train?").await;
    receiver.count(1).await;
    assert_eq!(receiver.forged(), [""; 0]);

    // A channel of another name has no secret to keep.
    let renamed = site::changed(read, "/channels/0/id", "new");
    let answer = edge.admin().try_apply(site::NAME, &renamed).await;
    assert_eq!(answer.field_errors(), [("channels[0].secret".to_owned(), "missing".to_owned())]);
}

#[tokio::test]
async fn a_change_is_seen_at_once() {
    let edge = Edge::start().await;
    let payload = async || -> Site {
        let answer = edge.request(Method::GET, "/v1/sites/nordwind").send().await;
        answer.with_status(200).json()
    };
    let loader = async || edge.request(Method::GET, "/nordwind.js").send().await.with_status(200);
    let (before, before_loader) = (payload().await, loader().await);
    assert!(before.timeline.open);
    assert_eq!(before.timeline.lengths.len(), 1, "it is always open");

    let mut changed = site::with("/hours", "Mo 10:00-11:00");
    changed["name"] = json!("Südwind");
    edge.admin().apply(site::NAME, &changed).await;
    let (after, after_loader) = (payload().await, loader().await);
    assert!(after.timeline.lengths.len() > 10, "{:?}", after.timeline);
    assert!(after.timeline.lengths.contains(&60));
    assert_eq!(after.name, "Südwind");
    assert!(after_loader.text().contains("Südwind"));
    assert_ne!(before_loader.header("etag"), after_loader.header("etag"));
}

#[tokio::test]
async fn an_exception_is_told_with_its_note() {
    let edge = Edge::start().await;
    let today = DateTime::from_timestamp_millis(tests::clock::now().0).unwrap();
    let day = |days| (today + Days::new(days)).format("%Y-%m-%d").to_string();
    let note = json!({ "de": "Betriebsausflug", "en": "Company outing" });
    let exceptions = json!([{ "from": day(3), "to": day(4), "note": note }]);
    edge.admin().apply(site::NAME, &site::with("/exceptions", exceptions)).await;
    let answer = edge.request(Method::GET, "/v1/sites/nordwind").send().await;
    let payload: Site = answer.with_status(200).json();
    let closed = payload.timeline.lengths.iter().position(|minutes| *minutes == 2 * 24 * 60);
    let closed = u32::try_from(closed.expect("two days are closed")).unwrap();
    assert_eq!(payload.timeline.reasons[&closed]["en"], "Company outing");
}

#[tokio::test]
async fn a_promise_counts_opening_time() {
    let edge = Edge::with(&site::with("/hours", "Mo 10:00-11:00")).await;
    let asked = edge.visitor().ask("Where is my train?").await;
    let answer_by = asked.promise.answer_by.expect("two Mondays are near");
    let minute_of_week = |moment: i64| (moment / 60_000) % (7 * 24 * 60);
    // Two hours of opening time at an hour a week: some Monday at 11:00 in Berlin (the epoch was a
    // Thursday, and Berlin is one or two hours ahead).
    let monday = 4 * 24 * 60;
    let hour = 11 * 60;
    let found = minute_of_week(answer_by);
    let expected = [monday + hour - 60, monday + hour - 120];
    assert!(expected.contains(&found), "{found} is none of {expected:?}");
}
