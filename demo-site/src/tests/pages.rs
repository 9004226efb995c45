//! Each page by itself: status, language, placeholders, policy.

use super::*;

#[tokio::test]
async fn every_page_answers_in_its_language() {
    let router = site();
    for address in addresses() {
        let answer = get(&router, &address, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        let language = &address[1..3];
        assert!(answer.text.contains(&format!("<html lang=\"{language}\">")), "{address}");
        assert!(!answer.text.contains("{{"), "{address} has a placeholder left");
        assert_eq!(between(&answer.text, "<h1", "</h1>").count(), 1, "{address}");
        for part in
            ["<title>", "<meta name=\"description\"", "<main id=\"content\"", "class=\"skip\""]
        {
            assert!(answer.text.contains(part), "{address} lacks {part}");
        }
    }
}

#[test]
fn both_languages_have_the_same_pages() {
    assert_eq!(names("de"), names("en"));
    for host_page in ["index", "help", "hostile", "strict", "nowasm", "app"] {
        assert!(names("en").contains(&format!("{host_page}.html")), "{host_page}");
    }
}

#[tokio::test]
async fn every_page_loads_the_widget_once_and_from_the_edge() {
    let router = site();
    for address in addresses() {
        let answer = get(&router, &address, "").await;
        let tag = format!("<script async src=\"{EDGE}/nordwind.js\"");
        assert_eq!(between(&answer.text, &tag, ">").count(), 1, "{address}");
    }
}

#[tokio::test]
async fn the_help_page_shows_the_panel_in_place_of_a_launcher() {
    let answer = get(&site(), "/en/help.html", "").await;
    assert!(answer.text.contains("<ask-hours site=\"nordwind\" mode=\"inline\"></ask-hours>"));
    assert!(answer.text.contains("/nordwind.js\" data-launcher=\"none\"></script>"));
}

#[tokio::test]
async fn strict_pages_allow_nothing_inline_and_have_nothing_inline() {
    let router = site();
    for language in LANGUAGES {
        for (name, webassembly) in [("strict.html", true), ("nowasm.html", false)] {
            let answer = get(&router, &format!("/{language}/{name}"), "").await;
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("require-trusted-types-for 'script'"), "{policy}");
            assert!(policy.contains(&format!("script-src 'self' {EDGE}")), "{policy}");
            assert!(policy.contains("ws://edge.test:8787"), "{policy}");
            assert!(!policy.contains("unsafe-inline"), "{policy}");
            assert_eq!(policy.contains("'wasm-unsafe-eval'"), webassembly, "{policy}");
            for inline in ["<style", " style=", "<script>", "javascript:", " onclick=", " onload="]
            {
                assert!(!answer.text.contains(inline), "{name} has {inline}");
            }
        }
        let ordinary = get(&router, &format!("/{language}/"), "").await;
        assert_eq!(ordinary.header("content-security-policy"), "");
    }
}

#[tokio::test]
async fn the_first_visit_leads_to_the_browsers_language() {
    let router = site();
    for (accepted, home) in [("de-DE,de;q=0.9", "/de/"), ("sv", "/en/")] {
        let answer = get(&router, "/", accepted).await;
        assert_eq!(answer.status, StatusCode::FOUND);
        assert_eq!(answer.header("location"), home);
        assert_eq!(answer.header("vary"), "Accept-Language");
    }
    assert_eq!(get(&router, "/de", "en").await.header("location"), "/de/");
}

#[tokio::test]
async fn a_missing_page_looks_like_the_site() {
    let router = site();
    for (path, accepted, heading) in [
        ("/de/gibt-es-nicht.html", "en", "Hier endet das Gleis"),
        ("/en/no-such-page.html", "de", "The track ends here"),
        ("/somewhere/else", "de", "Hier endet das Gleis"),
        ("/en/404.html", "en", "The track ends here"),
        ("/en/parts/header.html", "en", "The track ends here"),
        ("/en/..%2fen%2findex.html", "en", "The track ends here"),
    ] {
        let answer = get(&router, path, accepted).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text.contains(heading), "{path}");
        assert!(answer.text.contains("class=\"footer\""), "{path}");
    }
    for path in ["/assets/none.css", "/assets/..%2fCargo.toml", "/assets/overpass.LICENSE.txt"] {
        assert_eq!(get(&router, path, "en").await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_address_inside_the_planner_is_the_planner() {
    let answer = get(&site(), "/de/app/kiel-hbf/flensburg/2026-11-23", "").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("/assets/app.js"));
}
