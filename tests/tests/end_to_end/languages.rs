//! What visitors read: their language, the site's form of address, and the site's own words.

use http::Method;
use serde_json::{Value, json};
use tests::folder::Folder;
use tests::workerd::Environment;
use tests::{Answer, Edge, site};
use words::{launcher, panel};

/// A site that offers four languages and says some words its own way.
fn configuration(words: &Value) -> Value {
    let many = site::with("/languages", json!(["en", "de", "pl", "he"]));
    site::changed(many, "/words", words.clone())
}

async fn get(edge: &Edge, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = edge.request(Method::GET, path);
    let request =
        headers.iter().fold(request, |request, (name, value)| request.header(name, value));
    request.send().await
}

/// The payload inside the loader, for a browser that prefers these languages.
async fn payload(edge: &Edge, accepted: &str) -> Value {
    let loader = get(edge, "/nordwind.js", &[("accept-language", accepted)]).await.with_status(200);
    let text = loader.text();
    let start = text.find("{\"app\":").expect("the payload is in the loader");
    let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter();
    values.next().expect("there is a value").expect("it is JSON")
}

fn spoken(payload: &Value) -> Vec<&str> {
    payload["words"].as_object().expect("words by language").keys().map(String::as_str).collect()
}

/// The addresses' beginning, and launcher's and panel's words of a language.
async fn words(edge: &Edge, language: &str) -> (String, [Vec<String>; 2]) {
    let (prefix, (launcher, panel, _)) = answered(edge, language).await;
    (prefix, [launcher, panel])
}

async fn answered(edge: &Edge, language: &str) -> (String, (Vec<String>, Vec<String>, Value)) {
    let prefix = payload(edge, "").await["app"]["words"].as_str().expect("a prefix").to_owned();
    let answer = get(edge, &format!("{prefix}{language}"), &[]).await.with_status(200);
    (prefix, answer.json())
}

#[tokio::test]
async fn the_loader_speaks_the_sites_language_and_the_browsers() {
    let edge = Edge::with(&configuration(&json!({}))).await;
    for (accepted, expected) in [
        ("", vec!["de"]),
        ("pl-PL,pl;q=0.9,en;q=0.8", vec!["de", "pl"]),
        ("fr-CA,en;q=0.5", vec!["de", "en"]),
        ("fr,ja", vec!["de"]),
        ("de-AT", vec!["de"]),
    ] {
        let payload = payload(&edge, accepted).await;
        assert_eq!(spoken(&payload), expected, "{accepted}");
        assert_eq!(payload["languages"], json!(["de", "en", "pl", "he"]), "its own comes first");
    }
    let loader = get(&edge, "/nordwind.js", &[]).await;
    assert!(loader.header("vary").contains("accept-language"), "{}", loader.header("vary"));
    let json: Value = get(&edge, "/v1/sites/nordwind", &[("accept-language", "pl")]).await.json();
    assert_eq!(spoken(&json), ["de"]);
}

#[tokio::test]
async fn each_variant_of_the_loader_has_its_own_tag() {
    let edge = Edge::with(&configuration(&json!({}))).await;
    let polish = ("accept-language", "pl");
    let tag = get(&edge, "/nordwind.js", &[polish]).await.header("etag").to_owned();
    let known = ("if-none-match", &*tag);
    assert_eq!(get(&edge, "/nordwind.js", &[polish, known]).await.status, 304);
    let hebrew = ("accept-language", "he");
    assert_eq!(get(&edge, "/nordwind.js", &[hebrew, known]).await.status, 200);
}

#[tokio::test]
async fn words_of_any_offered_language_come_from_an_address_that_never_changes() {
    let edge = Edge::with(&configuration(&json!({}))).await;
    let (prefix, [launcher, panel]) = words(&edge, "pl").await;
    assert!(prefix.starts_with("/nordwind/words/") && prefix.ends_with('/'), "{prefix}");
    assert_eq!(launcher.len(), launcher::Word::KEYS.len());
    assert_eq!(panel.len(), panel::Word::KEYS.len());
    let minutes = &launcher[launcher::Word::ClosesInMinutes as usize];
    assert!(minutes.starts_with("one=") && minutes.contains("|few="), "{minutes}");

    let path = format!("{prefix}he");
    let answer = get(&edge, &path, &[("accept-encoding", "br")]).await.with_status(200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("content-encoding"), "br");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    let known = ("if-none-match", answer.header("etag"));
    assert_eq!(get(&edge, &path, &[("accept-encoding", "br"), known]).await.status, 304);
    let head = edge.request(Method::HEAD, &path).send().await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    let post = edge.request(Method::POST, &path).send().await;
    assert_eq!(post.status, 405);
}

#[tokio::test]
async fn what_a_site_does_not_offer_is_a_problem_that_a_page_can_read() {
    let edge = Edge::with(&configuration(&json!({}))).await;
    let (prefix, _) = words(&edge, "de").await;
    let paths = [
        (format!("{prefix}fr"), "says nothing in 'fr'"),
        (format!("{prefix}xx"), "says nothing in 'xx'"),
        ("/v1/sites/nordwind/words/fr".to_owned(), "it offers: de, en, pl, he"),
        ("/nobody/words/1/de".to_owned(), "There is no site 'nobody'"),
        ("/nordwind/words/000000aaaaaaaaaa/de".to_owned(), "Load the page again"),
        ("/nordwind/words/1/de".to_owned(), "Load the page again"),
    ];
    for (path, said) in paths {
        let answer = get(&edge, &path, &[]).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert!(answer.text().contains(said), "{path}: {}", answer.text());
        answer.is_problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_page_of_an_earlier_build_gets_the_words_in_its_order() {
    let folder = Folder::new();
    let order = json!({
        "launcher": [["close", "Close"], ["ask_a_question", "Ask"]],
        "panel": [["gone", "Earlier text"], ["send", "Send it"]],
    });
    let file = folder.path().join("layout.0a1b2c.json");
    std::fs::write(file, order.to_string()).expect("room for a file");
    let assets = folder.path().to_owned();
    let edge = Edge::within(Environment { assets, ..Environment::random() }).await;
    let own = json!({ "de": { "launcher": { "ask_a_question": "Frag die Crew" } } });
    edge.admin().apply(site::NAME, &configuration(&own)).await;
    for (language, expected) in [
        ("de", json!([["Schließen", "Frag die Crew"], ["Earlier text", "Senden"]])),
        ("en", json!([["Close", "Ask a question"], ["Earlier text", "Send"]])),
    ] {
        let path = format!("/nordwind/words/0a1b2caaaaaaaaaa/{language}");
        let answer = get(&edge, &path, &[]).await.with_status(200);
        assert_eq!(answer.header("cache-control"), "no-store");
        let told: Value = answer.json();
        assert_eq!([&told[0], &told[1]], [&expected[0], &expected[1]]);
        assert!(told[2].is_object(), "what only the panel reads of the payload");
    }
    let unknown = get(&edge, "/nordwind/words/0a1b2daaaaaaaaaa/de", &[]).await;
    unknown.is_problem(404, "not_found");
}

#[tokio::test]
async fn a_sites_own_words_are_said_everywhere() {
    let own = json!({ "de": {
        "launcher": { "ask_a_question": "Frag die Crew" },
        "panel": { "send": "Ab die Post" },
        "hosted": { "intro": "Schreib der Crew." },
    } });
    let edge = Edge::with(&configuration(&json!({}))).await;
    let (before, [launcher, _]) = words(&edge, "de").await;
    assert_eq!(launcher[launcher::Word::AskAQuestion as usize], "Frage stellen");

    edge.admin().apply(site::NAME, &configuration(&own)).await;
    let (prefix, [launcher, panel]) = words(&edge, "de").await;
    assert_ne!(prefix, before, "other words have another address");
    assert_eq!(launcher[launcher::Word::AskAQuestion as usize], "Frag die Crew");
    assert_eq!(panel[panel::Word::Send as usize], "Ab die Post");
    let payload = payload(&edge, "de").await;
    assert_eq!(payload["words"]["de"][launcher::Word::AskAQuestion as usize], "Frag die Crew");

    let page = get(&edge, "/nordwind", &[("accept-language", "de")]).await.with_status(200).text();
    assert!(page.contains("Schreib der Crew.") && page.contains("Ab die Post"), "{page}");
    let page = get(&edge, "/nordwind", &[("accept-language", "en")]).await.with_status(200).text();
    assert!(!page.contains("Crew"), "German words are German alone: {page}");

    // A page that was loaded before goes on with what the words are now.
    let earlier = get(&edge, &format!("{before}de"), &[]).await.with_status(200);
    assert_eq!(earlier.header("cache-control"), "no-store");
    assert!(earlier.text().contains("Frag die Crew"));
}

#[tokio::test]
async fn a_site_may_say_du() {
    let edge = Edge::start().await;
    let hosted = async || {
        let page = get(&edge, "/nordwind", &[("accept-language", "de-AT")]).await;
        page.with_status(200).text()
    };
    let (formal, [_, panel]) = words(&edge, "de").await;
    assert_eq!(panel[panel::Word::QuestionLabel as usize], "Ihre Frage");
    assert!(hosted().await.contains("Ihre Frage"));

    edge.admin().apply(site::NAME, &site::with("/form_of_address", "informal")).await;
    let (informal, [_, panel]) = words(&edge, "de").await;
    assert_ne!(informal, formal);
    assert_eq!(panel[panel::Word::QuestionLabel as usize], "Deine Frage");
    let page = hosted().await;
    assert!(page.contains("Deine Frage") && !page.contains("Ihre Frage"), "{page}");
}

#[tokio::test]
async fn a_word_that_does_not_fit_is_refused_with_its_place_and_mend() {
    let edge = Edge::start().await;
    let refused = async |words: Value| {
        let words = site::with("/words", words);
        let answer = edge.admin().try_apply(site::NAME, &words).await;
        answer.with_status(422).text()
    };
    let text = refused(json!({ "de": { "launcher": { "open_until": "offen" } } })).await;
    assert!(text.contains("words.de.launcher.open_until") && text.contains('{'), "{text}");
    let text = refused(json!({ "de": { "launchr": {} } })).await;
    assert!(text.contains("launchr") && text.contains("launcher"), "{text}");
    let text = refused(json!({ "fr": { "panel": { "send": "Envoyer" } } })).await;
    assert!(text.contains("words.fr") && text.contains("does not offer"), "{text}");
    let text = refused(json!({ "de": { "panel": { "send": 7 } } })).await;
    assert!(text.contains("a word is a text"), "{text}");
}
