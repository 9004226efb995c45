//! `GET /inbox`: the page that loads the team's app. It tells the app where its files are.

use askama::Template;
use web_sys::Response;
use words::inbox::{LANGUAGES, Word};

use crate::front::html::{self, Page};
use crate::front::incoming::Incoming;
use crate::front::negotiate::Language;
use crate::front::sites;
use crate::problem::ApiResult;

#[derive(Template)]
#[template(path = "inbox.html")]
struct InboxPage<'text> {
    language: &'text str,
    title: &'text str,
    needs_javascript: &'text str,
    style: String,
    script: String,
    wasm: String,
    /// The words' address per language.
    words: Vec<(&'static str, String)>,
}

/// The page.
///
/// # Errors
/// Where the build left no manifest.
pub(crate) fn answer(incoming: &Incoming) -> ApiResult<Response> {
    let accepted = incoming.header("accept-language");
    let chosen = Language::accepted(accepted.as_deref(), &LANGUAGES, LANGUAGES[0]);
    let word =
        |word: Word| words::inbox::table(&chosen.language).map_or("", |table| table[word as usize]);
    let manifest = sites::manifest()?;
    let address = |language| (language, manifest.address(&format!("inbox-{language}.json")));
    let page = InboxPage {
        language: &chosen.language,
        title: word(Word::Title),
        needs_javascript: word(Word::NeedsJavascript),
        style: manifest.address("inbox.css"),
        script: manifest.address("inbox.js"),
        wasm: manifest.address("inbox.wasm"),
        words: LANGUAGES.into_iter().map(address).collect(),
    };
    let policy = policy(&incoming.own_origin());
    // The key of a sign-in link stands in the address, behind `#`.
    let (referrer, cache, robots) = ("no-referrer", "private, no-cache", "noindex");
    html::answer(incoming, 200, &Page { body: &page, policy: &policy, referrer, cache, robots })
}

/// The app and nothing else: its own files, WebAssembly, and a socket to its own
/// edge, which older browsers do not count as `'self'`.
fn policy(own_origin: &str) -> String {
    let socket = own_origin.replacen("http", "ws", 1);
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self' {socket}; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::policy;

    #[test]
    fn the_socket_goes_to_the_edge_itself() {
        assert!(policy("https://a.example").contains("connect-src 'self' wss://a.example;"));
        assert!(policy("http://127.0.0.1:1").contains("connect-src 'self' ws://127.0.0.1:1;"));
    }
}
