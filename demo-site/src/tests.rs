//! The site as a browser sees it: every page in both languages, through the router.

mod configuration;
mod links;
mod pages;
mod reloading;

use std::collections::BTreeSet;
use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;

use crate::page::MISSING;

/// An edge on another origin, that no page names by itself.
const EDGE: &str = "http://edge.test:8787";
const LANGUAGES: [&str; 2] = ["de", "en"];

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn get(router: &Router, path: &str, accept_language: &str) -> Answer {
    let request =
        Request::get(path).header("accept-language", accept_language).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Answer { status: parts.status, headers: parts.headers, text }
}

fn site() -> Router {
    crate::router(EDGE, None)
}

/// The file names of a language's pages, without the one for missing pages.
fn names(language: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages").join(language);
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some() && name != MISSING)
        .collect()
}

/// The address of every page in both languages.
fn addresses() -> Vec<String> {
    LANGUAGES
        .iter()
        .flat_map(|language| {
            names(language).into_iter().map(move |name| format!("/{language}/{name}"))
        })
        .collect()
}

/// What stands between `start` and the next `end`, each time.
fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start).skip(1).filter_map(move |rest| rest.split(end).next())
}
