//! What pages point to exists: pages, parts of pages, styles, scripts, drawings.

use super::*;

/// The addresses in the attributes of a page, where they stay on the site.
fn local(text: &str) -> BTreeSet<&str> {
    ["href=\"", "src=\"", "action=\""]
        .iter()
        .flat_map(|attribute| between(text, attribute, "\""))
        .filter(|address| address.starts_with('/') || address.starts_with('#'))
        .collect()
}

#[tokio::test]
async fn every_link_leads_somewhere() {
    let router = site();
    for page in addresses() {
        let text = get(&router, &page, "").await.text;
        for link in local(&text) {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = get(&router, if path.is_empty() { &page } else { path }, "").await;
            assert!(target.status.is_success(), "{page} links to {link}: {}", target.status);
            let id = format!("id=\"{fragment}\"");
            assert!(fragment.is_empty() || target.text.contains(&id), "{page} links to {link}");
        }
    }
}

#[tokio::test]
async fn nothing_comes_from_a_third_party() {
    let router = site();
    for page in addresses() {
        let text = get(&router, &page, "").await.text;
        for address in between(&text, "src=\"", "\"").chain(between(&text, "href=\"", "\"")) {
            let third = address.starts_with("http") && !address.starts_with(EDGE);
            assert!(!third && !address.starts_with("//"), "{page} has {address}");
        }
    }
}

#[tokio::test]
async fn what_styles_ask_for_is_there() {
    let router = site();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let text = get(&router, &format!("/assets/{name}"), "").await.text;
        if Path::new(&name).extension() == Some("css".as_ref()) {
            for file in between(&text, "url(\"", "\"") {
                let found = get(&router, &format!("/assets/{file}"), "").await;
                assert!(found.status.is_success(), "{name} asks for {file}");
            }
        }
    }
}

#[tokio::test]
async fn each_page_names_itself_in_the_other_language() {
    let router = site();
    for page in addresses() {
        let text = get(&router, &page, "").await.text;
        let file = page[4..].replace("index.html", "");
        for language in LANGUAGES {
            let alternate = format!("hreflang=\"{language}\" href=\"/{language}/{file}\"");
            assert!(text.contains(&alternate), "{page} lacks {alternate}");
        }
        let other = if page.starts_with("/de") { "en" } else { "de" };
        let switch = format!("href=\"/{other}/{file}\" hreflang=\"{other}\" lang=\"{other}\"");
        assert!(text.contains(&switch), "{page} lacks {switch}");
    }
}

#[tokio::test]
async fn the_navigation_marks_the_page_itself() {
    let router = site();
    let tickets = get(&router, "/en/tickets.html", "").await.text;
    assert_eq!(tickets.matches("aria-current=\"page\"").count(), 1);
    assert!(tickets.contains("href=\"/en/tickets.html\" aria-current=\"page\""));
    assert!(!get(&router, "/en/", "").await.text.contains("aria-current"));
}
