//! The page that works without JavaScript, used as a browser without it does.

use http::Method;
use protocol::inbox::{Switch, SwitchTo};
use serde_json::{Value, json};
use tests::{Answer, Edge, Receiver, site};

const HTML: &str = "text/html; charset=utf-8";

/// How the page's data for machines begins.
const DATA_BLOCK: &str = "<script type=\"application/ld+json\">";

async fn open(edge: &Edge, address: &str) -> Answer {
    edge.request(Method::GET, address).header("accept-language", "en").send().await
}

async fn submit(edge: &Edge, address: &str, fields: &[(&str, &str)]) -> Answer {
    let request = edge.request(Method::POST, address).header("accept-language", "en");
    request.header("origin", edge.origin()).form(fields).send().await
}

/// The value of the first field of that name in a page.
fn value(page: &Answer, name: &str) -> String {
    let text = page.text();
    let tag = text.split('<').find(|tag| tag.contains(&format!("name=\"{name}\"")));
    let tag = tag.unwrap_or_else(|| panic!("there is no field {name} in {text}"));
    if let Some(after) = tag.split("value=\"").nth(1) {
        return unescaped(after.split('"').next().unwrap_or_default());
    }
    unescaped(tag.split_once('>').map_or("", |(_, inside)| inside.trim_start_matches('\n')))
}

fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#60;", "<"), ("&#62;", ">")];
    let pairs = pairs.into_iter().chain([("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]);
    pairs.fold(text.to_owned(), |text, (from, to)| text.replace(from, to)).replace("&amp;", "&")
}

/// Asks through the form and gives the address of the conversation's page.
async fn ask(edge: &Edge, text: &str) -> String {
    let form = open(edge, "/nordwind").await.with_status(200);
    let (key, page) = (value(&form, "key"), value(&form, "page"));
    let sent = submit(edge, "/nordwind", &[("key", &key), ("page", &page), ("text", text)]).await;
    sent.with_status(303).header("location").to_owned()
}

#[tokio::test]
async fn a_question_is_asked_and_answered_without_javascript() {
    let receiver = Receiver::start().await;
    let edge = Edge::with(&site::forwarding([receiver.channel("desk")])).await;
    let agent = edge.agent().await;
    let form = open(&edge, "/nordwind").await.with_status(200);
    assert_eq!(form.header("content-type"), HTML);
    assert!(form.text().contains("Hello!") && form.text().contains("lang=\"en\""));
    assert!(form.text().contains("Open now"));
    // Nothing but data stands in a script element.
    assert!(!form.text().replace(DATA_BLOCK, "").contains("<script"));

    let fields = [
        ("key", &*value(&form, "key")),
        ("page", site::PAGE),
        ("topic", "tickets"),
        ("text", "Is <b>this</b> & \"that\" fine?\r\nReally?"),
        ("name", "Jane"),
        ("email", "jane@example.org"),
        ("phone", ""),
    ];
    let sent = submit(&edge, "/nordwind", &fields).await.with_status(303);
    assert_eq!(sent.header("cache-control"), "no-store");
    let address = sent.header("location").to_owned();
    // A reload, or a second click, sends the same key again.
    assert_eq!(submit(&edge, "/nordwind", &fields).await.header("location"), address);

    let page = open(&edge, &address).await.with_status(200);
    assert!(page.text().contains("Thank you"), "{}", page.text());
    assert!(unescaped(&page.text()).contains("Is <b>this</b> & \"that\" fine?\nReally?"));
    assert!(!page.text().contains("<b>this"), "text is text");
    assert_eq!(page.header("cache-control"), "no-store");

    let list = agent.list("").await;
    assert_eq!(list.conversations.len(), 1);
    let id = &list.conversations[0].id;
    let detail = agent.detail(id).await;
    assert_eq!(detail.visitor.email.as_deref(), Some("jane@example.org"));
    assert_eq!((&*detail.visitor.page, &*detail.visitor.locale), (site::PAGE, "en"));
    assert_eq!(receiver.count(1).await[0].conversation, *id);

    agent.reply(id, "It <i>is</i>.").await;
    let page = open(&edge, &address).await.with_status(200);
    assert!(unescaped(&page.text()).contains("It <i>is</i>.") && !page.text().contains("<i>is"));
    assert!(page.text().contains(site::AGENT_NAME));

    let key = value(&page, "key");
    let fields = [("do", "write"), ("key", &*key), ("text", "Thanks!")];
    let sent = submit(&edge, &address, &fields).await.with_status(303);
    assert_eq!(sent.header("location"), address, "a reload of the next page sends nothing again");
    assert!(open(&edge, &address).await.text().contains("Thanks!"));
    assert_eq!(agent.detail(id).await.entries.len(), 3);
}

#[tokio::test]
async fn while_the_team_is_paused_no_time_is_promised() {
    let edge = Edge::start().await;
    let pause = Switch { to: SwitchTo::Paused, until: None, note: Some("Power cut".to_owned()) };
    edge.agent().await.switch(&pause).await;
    let form = open(&edge, "/nordwind").await.with_status(200);
    assert!(form.text().contains("Paused (Power cut)"), "{}", form.text());
    let address = ask(&edge, "Where is my train?").await;
    let page = open(&edge, &address).await.with_status(200);
    assert!(page.text().contains("We answer as soon as we can."), "{}", page.text());
}

#[tokio::test]
async fn a_mistake_keeps_what_was_typed() {
    let edge = Edge::with(&site::with("/ask_for/email", "required")).await;
    let form = open(&edge, "/nordwind").await.with_status(200);
    let key = value(&form, "key");
    let long = "ü".repeat(8_001);
    for (text, email, wrong) in [
        ("My <text>", "jane", "name@example.org"),
        ("My <text>", "", "fill this in"),
        (" ", "jane@example.org", "write a few words"),
        (&*long, "jane@example.org", "8000"),
    ] {
        let fields = [("key", &*key), ("page", site::PAGE), ("text", text), ("email", email)];
        let answer = submit(&edge, "/nordwind", &fields).await.with_status(422);
        assert_eq!(answer.header("content-type"), HTML);
        assert!(answer.text().replace(',', "").contains(wrong), "{wrong}: {}", answer.text());
        assert_eq!(value(&answer, "text").trim(), text.trim());
        assert_eq!(value(&answer, "email"), email);
        assert_eq!(value(&answer, "key"), key, "the mended form is the same question");
        assert!(answer.text().contains("aria-invalid=\"true\""));
    }
    let fields = [("key", &*key), ("text", "My text"), ("email", "jane@example.org")];
    assert_eq!(submit(&edge, "/nordwind", &fields).await.status, 303);
}

#[tokio::test]
async fn writing_on_has_its_mistakes_too() {
    let edge = Edge::start().await;
    let address = ask(&edge, "Where is my train?").await;
    let page = open(&edge, &address).await;
    let key = value(&page, "key");
    let fields = [("do", "write"), ("key", &*key), ("text", " ")];
    let answer = submit(&edge, &address, &fields).await.with_status(422);
    assert!(answer.text().contains("aria-invalid=\"true\""), "{}", answer.text());
    assert!(answer.text().contains("Where is my train?"), "the conversation is still shown");
}

#[tokio::test]
async fn a_visitor_erases_without_javascript() {
    let edge = Edge::start().await;
    let agent = edge.agent().await;
    let address = ask(&edge, "Where is my train?").await;
    let erased = submit(&edge, &address, &[("do", "erase")]).await.with_status(200);
    assert_eq!(erased.header("content-type"), HTML);
    assert_eq!(agent.list("").await.conversations, []);
    assert_eq!(open(&edge, &address).await.status, 404);
}

#[tokio::test]
async fn a_wrong_link_shows_nothing() {
    let edge = Edge::start().await;
    let address = ask(&edge, "Where is my train?").await;
    let (path, secret) = address.split_once("?secret=").unwrap();
    let other = ask(&edge, "Other").await;
    let unknown = format!("/nordwind/conversations/nordwind.{}?secret={secret}", "a".repeat(26));
    let mut pages = Vec::new();
    let swapped = format!("{path}?secret={}", other.split_once("?secret=").unwrap().1);
    for wrong in [&*swapped, &*format!("{path}?secret=x"), path, &*unknown] {
        let page = open(&edge, wrong).await.with_status(404);
        assert_eq!(page.header("content-type"), HTML);
        assert!(!page.text().contains("train"));
        pages.push(page.text());
    }
    assert!(pages.windows(2).all(|two| two[0] == two[1]), "nobody learns which was wrong");
    let elsewhere = address.replace("/nordwind/", "/ostwind/");
    assert_eq!(open(&edge, &elsewhere).await.status, 404);
    assert_eq!(open(&edge, "/unknown").await.with_status(404).header("content-type"), HTML);
}

#[tokio::test]
async fn pages_are_closed_against_what_they_do_not_need() {
    let edge = Edge::start().await;
    let address = ask(&edge, "Where is my train?").await;
    for page in ["/nordwind", &*address, "/inbox", "/unknown"] {
        let answer = open(&edge, page).await;
        let policy = answer.header("content-security-policy");
        for needed in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(needed), "{page}: {policy}");
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains(" 'unsafe-eval'"),
            "{policy}"
        );
        assert_ne!(answer.header("referrer-policy"), "", "{page}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{page}");
        assert_eq!(answer.header("set-cookie"), "", "{page} needs no cookie");
    }
    let page = open(&edge, "/nordwind").await;
    let text = page.text();
    let sheets = text.split("rel=\"stylesheet\" href=\"").skip(1);
    let mut found = 0;
    for sheet in sheets {
        let path = sheet.split('"').next().unwrap();
        let answer = edge.request(Method::GET, path).send().await.with_status(200);
        assert!(answer.header("content-type").starts_with("text/css"), "{path}");
        found += 1;
    }
    assert_eq!(found, 2);
}

#[tokio::test]
async fn another_page_cannot_send_the_form() {
    let edge = Edge::start().await;
    for origin in ["https://evil.example", site::PAGE_ORIGIN, "null"] {
        let request = edge.request(Method::POST, "/nordwind").header("origin", origin);
        let answer = request.form(&[("text", "Hello"), ("page", site::PAGE)]).send().await;
        assert_eq!(answer.status, 403, "{origin}: {}", answer.text());
    }
    assert_eq!(edge.agent().await.list("").await.conversations, []);
}

#[tokio::test]
async fn odd_forms_are_no_accident() {
    let edge = Edge::start().await;
    let origin = edge.origin();
    let long = "a=".repeat(110_000);
    for body in [&b""[..], b"%", b"text=%ff%fe&page=%00", b"\xff\xfe", b"text", long.as_bytes()] {
        let request = edge.request(Method::POST, "/nordwind").header("origin", &origin);
        let answer = request.body(body.to_vec()).send().await;
        assert!((300..500).contains(&answer.status), "{}: {}", answer.status, answer.text());
    }
    for address in ["/nordwind/conversations/x?secret=%ff", "/nordwind/conversations/%00?secret=a"]
    {
        assert_eq!(open(&edge, address).await.status, 404);
    }
    assert_eq!(edge.request(Method::PUT, "/nordwind").send().await.status, 405);
    assert!(!edge.log().contains("panicked"));
}

#[tokio::test]
async fn the_page_speaks_the_visitors_language() {
    let edge = Edge::start().await;
    for (accepted, language, greeting) in [
        ("de-AT, en;q=0.5", "de", "Guten Tag!"),
        ("fr, en;q=0.1", "en", "Hello!"),
        ("fr", "de", "Guten Tag!"),
    ] {
        let request = edge.request(Method::GET, "/nordwind").header("accept-language", accepted);
        let text = request.send().await.with_status(200).text();
        assert!(text.contains(&format!("<html lang=\"{language}\"")), "{accepted}");
        assert!(text.contains(greeting), "{accepted}");
    }
}

#[tokio::test]
async fn the_page_tells_people_and_machines_the_opening_hours() {
    let name = "</script>Nord & <b>wind</b>";
    let closed = json!([{ "from": "2020-01-01", "to": "2099-12-31", "note": { "en": "Works <i>ahead</i>" } }]);
    let configuration = site::changed(site::with("/name", name), "/exceptions", closed);
    let edge = Edge::with(&configuration).await;
    let page = open(&edge, "/nordwind").await.with_status(200);
    assert_eq!(page.header("x-robots-tag"), "all", "what is told of hours may be found");
    let text = page.text();
    let table = text.split_once("<table>").unwrap().1.split_once("</table>").unwrap().0;
    assert!(table.contains("Opening hours") && table.contains("(time in Berlin)"));
    assert_eq!(table.matches("<tr>").count(), 7);
    assert_eq!(table.matches("aria-current=\"date\"").count(), 1);
    assert_eq!(unescaped(table).matches("Works <i>ahead</i>").count(), 7);

    let data = text.split_once(DATA_BLOCK).unwrap().1.split_once("</script>").unwrap().0;
    let data: Value = serde_json::from_str(data).unwrap();
    assert_eq!((&data["@type"], &data["name"]), (&json!("LocalBusiness"), &json!(name)));
    assert_eq!(data["url"], site::PAGE_ORIGIN);
    assert_eq!(data["contactPoint"][0]["url"], format!("{}/nordwind", edge.origin()));
    let special = &data["specialOpeningHoursSpecification"][0];
    assert_eq!((&special["opens"], &special["closes"]), (&json!("00:00"), &json!("00:00")));
    assert_eq!(special["name"], "Works <i>ahead</i>");
    assert!(special["validFrom"].as_str() < special["validThrough"].as_str());
}

#[tokio::test]
async fn the_hours_of_a_topic_stand_below_those_of_the_site() {
    let topic = json!({ "id": "groups", "label": { "de": "Gruppen", "en": "Group travel" }, "schedule": "groups" });
    let configuration =
        site::with("/schedules", json!([{ "id": "groups", "hours": "Mo-Su 10:00-14:00" }]));
    let edge = Edge::with(&site::changed(configuration, "/topics/0", topic)).await;
    let text = open(&edge, "/nordwind").await.with_status(200).text();
    let tables: Vec<_> = text.split("<table>").skip(1).collect();
    assert_eq!(tables.len(), 2);
    assert!(tables[0].contains("Open all day"));
    assert!(tables[1].contains("Group travel") && tables[1].contains("<bdi>10:00"));
    assert!(text.contains("hoursAvailable"));
}

/// What stands in the page's head under this name.
fn meta<'text>(text: &'text str, name: &str) -> Vec<&'text str> {
    let tag = |attribute: &str| format!("<meta {attribute}=\"{name}\" content=\"");
    let (one, other) = (tag("name"), tag("property"));
    let rests = text.split(&*one).skip(1).chain(text.split(&*other).skip(1));
    rests.map(|rest| rest.split('"').next().expect("a split has a first part")).collect()
}

#[tokio::test]
async fn a_link_to_the_page_shows_who_answers_and_when() {
    let image = "https://www.example.org/preview.png?size=1200&for=links";
    let hours = site::with("/hours", "Mo-Fr 09:00-17:00");
    let edge = Edge::with(&site::changed(hours, "/preview_image", image)).await;
    let page = open(&edge, "/nordwind").await.with_status(200).text();
    let address = format!("{}/nordwind", edge.origin());
    assert_eq!(meta(&page, "og:title"), ["Ask Nordwind"]);
    assert_eq!(meta(&page, "og:url"), [&*address]);
    assert_eq!(meta(&page, "og:locale"), ["en_US"]);
    assert_eq!(meta(&page, "og:locale:alternate"), ["de_DE"]);
    assert_eq!(unescaped(meta(&page, "og:image")[0]), image);
    assert_eq!(meta(&page, "twitter:card"), ["summary_large_image"]);
    let description = meta(&page, "description")[0];
    assert!(
        description.starts_with("Hello! ") && description.contains("Monday–Friday 9:00"),
        "{description}"
    );
    assert_eq!(meta(&page, "og:description"), [description]);
    assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{address}\">")), "{page}");
    for (language, lang) in [("de", "?lang=de"), ("en", "?lang=en"), ("x-default", "")] {
        let link = format!("hreflang=\"{language}\" href=\"{address}{lang}\"");
        assert!(page.contains(&link), "{link} in {page}");
    }
    let robots = open(&edge, "/robots.txt").await.text();
    assert!(!robots.contains("Disallow: /\n"), "previews are fetched by robots: {robots}");
    assert!(
        robots.contains("Disallow: /*/conversations/\n"),
        "opening one has an effect: {robots}"
    );
}

#[tokio::test]
async fn an_address_chooses_the_language_and_keeps_it() {
    let edge = Edge::start().await;
    let page = open(&edge, "/nordwind?lang=de").await.with_status(200);
    let text = page.text();
    assert!(text.contains("<html lang=\"de\" dir=\"ltr\">") && text.contains("Guten Tag!"));
    assert!(
        text.contains(&format!("rel=\"canonical\" href=\"{}/nordwind?lang=de\"", edge.origin()))
    );
    assert!(text.contains("action=\"/nordwind?lang=de\""));
    let key = value(&page, "key");
    let fields = [("key", &*key), ("text", "Wo ist mein Zug?")];
    let sent = submit(&edge, "/nordwind?lang=de", &fields).await.with_status(303);
    let conversation = open(&edge, sent.header("location")).await.with_status(200).text();
    assert!(conversation.contains("<html lang=\"de\""), "{conversation}");
    assert!(conversation.contains("href=\"/nordwind?lang=de\""), "asking again is in German, too");
    let unknown = open(&edge, "/nordwind?lang=xx\"><b>").await.with_status(200).text();
    assert!(unknown.contains("<html lang=\"en\"") && !unknown.contains("xx"));
}

#[tokio::test]
async fn a_link_to_a_conversation_shows_nothing_of_it() {
    let edge = Edge::start().await;
    let address = ask(&edge, "Where is my train?").await;
    let page = open(&edge, &address).await.with_status(200);
    assert_eq!(page.header("x-robots-tag"), "noindex");
    // To ourselves alone: without any, a browser would not say either where the page's own form comes from.
    assert_eq!(page.header("referrer-policy"), "same-origin");
    let text = page.text();
    let head = text.split_once("</head>").unwrap().0;
    let secret = address.split_once("secret=").unwrap().1;
    assert!(!head.contains(secret) && !head.contains("train"), "{head}");
    assert!(!head.contains("canonical") && !head.contains("og:url"), "{head}");
    assert!(meta(head, "og:description")[0].contains("Keep this link"));
}

#[tokio::test]
async fn a_preview_image_is_an_address_that_services_can_fetch() {
    let edge = Edge::bare().await;
    for image in
        ["http://www.example.org/a.png", "https://www.example.org", "https://x/a b.png", "/a.png"]
    {
        let configuration = site::with("/preview_image", image);
        let applied = edge.admin().try_apply("nordwind", &configuration).await;
        assert_eq!(applied.status, 422, "{image}");
        assert!(applied.text().contains("preview_image"), "{image}: {}", applied.text());
    }
}
