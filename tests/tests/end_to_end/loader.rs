//! The one request that every page view costs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use flate2::read::GzDecoder;
use http::Method;
use protocol::pinned::NamedWords;
use protocol::site::Site;
use serde_json::{Value, json};
use tests::{Answer, Edge, clock, site};
use timeline::Moment;

#[cfg(target_os = "linux")]
use crate::asleep::Disk;

async fn get(edge: &Edge, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = edge.request(Method::GET, path);
    let request =
        headers.iter().fold(request, |request, (name, value)| request.header(name, value));
    request.send().await
}

/// The text behind an encoding.
fn decoded(answer: &Answer) -> String {
    let mut text = String::new();
    match answer.header("content-encoding") {
        "br" => brotli::Decompressor::new(&*answer.body, 4096).read_to_string(&mut text),
        "gzip" => GzDecoder::new(&*answer.body).read_to_string(&mut text),
        _ => (&*answer.body).read_to_string(&mut text),
    }
    .expect("it is compressed as it says");
    text
}

#[tokio::test]
async fn the_loader_carries_the_payload() {
    let edge = Edge::start().await;
    let payload = get(&edge, "/v1/sites/nordwind", &[]).await.with_status(200);
    let site: Site = payload.json();
    assert_eq!((&*site.site, &*site.name, &*site.language), ("nordwind", "Nordwind", "de"));
    assert_eq!(site.time_zone, "Europe/Berlin");
    assert_eq!(site.reply.target_minutes, Some(120));
    assert_eq!(site.topics[0].label["en"], "Tickets");
    assert_eq!(site.greeting["de"], "Guten Tag!");
    assert!(site.timeline.open);
    let words = words::launcher::Word::KEYS.len();
    assert_eq!(site.languages, ["de", "en"]);
    assert_eq!(site.words.keys().collect::<Vec<_>>(), ["de"], "others come when they are wanted");
    assert_eq!(site.words["de"].len(), words);
    assert!(site.words["de"].iter().all(|word| !word.is_empty()));

    let loader = get(&edge, "/nordwind.js", &[]).await.with_status(200);
    assert!(loader.header("content-type").starts_with("text/javascript"));
    let text = loader.text();
    let start = text.find("{\"app\":").expect("the payload is in the loader");
    let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter();
    let carried: Value = values.next().expect("there is a value").expect("it is JSON");
    assert!(!text.contains("__ASKHOURS_PAYLOAD__"));
    // What only the panel reads comes with its words, so that no page pays for it before somebody asks.
    let words = format!("{}de", site.app.words);
    let (_, _, form): (Value, Value, Value) = get(&edge, &words, &[]).await.with_status(200).json();
    let mut whole = carried.as_object().expect("an object").clone();
    assert!(!whole.contains_key("topics"));
    whole.extend(form.as_object().expect("an object").clone());
    let payload: Value = payload.json();
    let fields = payload.as_object().expect("an object");
    assert!(whole.keys().eq(fields.keys()), "{:?}", whole.keys());
    for name in ["topics", "greeting", "ask_for", "reply"] {
        assert_eq!(whole[name], fields[name]);
    }
}

#[tokio::test]
async fn what_a_site_says_cannot_break_out_of_the_loader() {
    let evil = "</script><script>alert(1)</script>\u{2028}\u{2029}__ASKHOURS_PAYLOAD__$&";
    let edge = Edge::with(&site::with("/name", evil)).await;
    let text = get(&edge, "/nordwind.js", &[]).await.with_status(200).text();
    assert!(!text.contains("</script>") && !text.contains(['\u{2028}', '\u{2029}']));
    assert!(text.contains("\\u003c/script>\\u003cscript>alert(1)"));
    let site: Site = get(&edge, "/v1/sites/nordwind", &[]).await.with_status(200).json();
    assert_eq!(site.name, evil);
}

#[tokio::test]
async fn what_a_browser_has_is_not_sent_again() {
    let edge = Edge::start().await;
    for path in ["/nordwind.js", "/v1/sites/nordwind"] {
        for encoding in ["br", "gzip", "identity"] {
            let accept = ("accept-encoding", encoding);
            let first = get(&edge, path, &[accept]).await.with_status(200);
            let etag = first.header("etag");
            assert!(etag.starts_with('"') && etag.ends_with('"'), "{etag}");
            let cached = ["cache-control", "vary", "access-control-allow-origin"];
            for tag in [etag.to_owned(), format!("W/{etag}"), format!("\"x\", {etag}")] {
                let again = get(&edge, path, &[accept, ("if-none-match", &tag)]).await;
                assert_eq!((again.status, again.body.len()), (304, 0), "{path} {tag}");
                assert_eq!(again.header("etag"), etag);
                for name in cached {
                    assert_eq!(again.header(name), first.header(name), "{path} {name}");
                }
            }
            let other = get(&edge, path, &[accept, ("if-none-match", "\"x\"")]).await;
            assert_eq!(other.status, 200);
        }
    }
}

#[tokio::test]
async fn it_is_compressed_as_the_browser_likes() {
    let edge = Edge::start().await;
    for path in ["/nordwind.js", "/v1/sites/nordwind"] {
        let plain = get(&edge, path, &[]).await.with_status(200);
        assert_eq!(plain.header("content-encoding"), "");
        for (accepted, encoding) in [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip, deflate", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("identity", ""),
        ] {
            let answer = get(&edge, path, &[("accept-encoding", accepted)]).await.with_status(200);
            assert_eq!(answer.header("content-encoding"), encoding, "{accepted}");
            assert!(answer.header("vary").to_lowercase().contains("accept-encoding"));
            assert_eq!(decoded(&answer), plain.text(), "{accepted}");
            assert!(encoding.is_empty() || answer.body.len() < plain.body.len() * 3 / 5);
        }
    }
}

#[tokio::test]
async fn it_is_fresh_for_a_while_and_served_stale_for_long() {
    let edge = Edge::start().await;
    let control = get(&edge, "/nordwind.js", &[]).await.header("cache-control").to_owned();
    let seconds = |name: &str| -> u32 {
        let value = control.split(',').find_map(|part| part.trim().strip_prefix(name));
        value.expect("the directive is there").trim_start_matches('=').parse().unwrap()
    };
    let others = "a cache on the way would tell the time later, and put right clocks wrong";
    assert!(control.contains("private"), "{others}: {control}");
    assert_eq!(seconds("max-age"), 60, "what the team switches shows within a minute: {control}");
    assert!(seconds("stale-while-revalidate") >= 3_600, "{control}");
}

#[tokio::test]
async fn it_tells_what_the_time_is() {
    let edge = Edge::start().await;
    for path in ["/nordwind.js", "/v1/sites/nordwind"] {
        let etag = get(&edge, path, &[]).await.header("etag").to_owned();
        let mut times = Vec::new();
        for (tag, status) in [("\"x\"", 200), (&*etag, 304), ("\"x\"", 200), (&*etag, 304)] {
            let before = clock::now();
            let answer = get(&edge, path, &[("if-none-match", tag)]).await.with_status(status);
            let told = answer.header("server-timing").strip_prefix("now;dur=").unwrap_or_default();
            let told = Moment(told.parse().expect("a number of milliseconds"));
            assert!((before.0 - 5..=clock::now().0 + 5).contains(&told.0), "{path} {status}");
            assert_eq!(answer.header("timing-allow-origin"), "*");
            assert_eq!(answer.header("access-control-expose-headers"), "server-timing");
            times.push(told);
        }
        assert!(times.is_sorted(), "each answer has its own time: {times:?}");
    }
}

#[tokio::test]
async fn a_site_that_does_not_exist_has_no_loader() {
    let edge = Edge::bare().await;
    get(&edge, "/nordwind.js", &[]).await.is_problem(404, "not_found");
    edge.admin().apply(site::NAME, &site::configuration()).await;
    assert_eq!(get(&edge, "/nordwind.js", &[]).await.status, 200, "a new site is there at once");
}

#[tokio::test]
async fn the_usual_reply_time_is_told_once_there_are_enough_answers() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    for number in 0..5 {
        let asked = visitor.ask(&format!("Question {number}")).await;
        agent.reply(&asked.conversation, "An answer").await;
    }
    // Applying a configuration is what makes the front ask the site's object again.
    edge.admin().apply(site::NAME, &site::configuration()).await;
    let site: Site = get(&edge, "/v1/sites/nordwind", &[]).await.with_status(200).json();
    assert_eq!(site.reply.usual_minutes, Some(1), "nobody answers within no time at all");
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_warm_loader_does_not_wake_the_site() {
    let edge = Edge::start().await;
    get(&edge, "/nordwind.js", &[]).await.is(200);
    let mut disk = Disk::of(&edge);
    disk.falls_asleep().await;
    for _ in 0..20 {
        get(&edge, "/nordwind.js", &[]).await.is(200);
    }
    assert!(!disk.was_woken().await, "the loader is answered without the site's object");
    edge.visitor().ask("Wake up!").await;
    assert!(disk.was_woken().await, "and a question is not");
}

#[tokio::test]
async fn the_payload_names_files_that_exist() {
    let edge = Edge::start().await;
    let payload: Value = get(&edge, "/v1/sites/nordwind", &[]).await.with_status(200).json();
    let app = &payload["app"];
    for file in [&app["script"], &app["wasm"]] {
        let path = file.as_str().unwrap_or_default();
        assert!(path.starts_with("/assets/"), "{app}");
        assert_eq!(get(&edge, path, &[]).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn words_are_told_by_name_to_pages_that_pinned_an_earlier_script() {
    let own = json!({ "de": { "launcher": { "ask_a_question": "Frag die <Crew>" } } });
    let edge = Edge::with(&site::with("/words", own)).await;
    let answer = get(&edge, "/v1/sites/nordwind/words/de", &[]).await.with_status(200);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let named: NamedWords = answer.json();
    assert_eq!(named.launcher["ask_a_question"], "Frag die <Crew>");
    let keys = |words: &BTreeMap<String, String>| words.keys().cloned().collect::<BTreeSet<_>>();
    let all = |keys: &[&str]| keys.iter().map(|&key| key.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(keys(&named.launcher), all(&words::launcher::Word::KEYS));
    assert_eq!(keys(&named.panel), all(&words::panel::Word::KEYS));
    assert!(named.panel.values().all(|text| !text.is_empty()));

    for path in
        ["/v1/sites/nordwind/words/fr", "/v1/sites/nordwind/words/xx", "/v1/sites/nobody/words/de"]
    {
        let answer = get(&edge, path, &[]).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "pages may read why");
        answer.is_problem(404, "not_found");
    }
}
