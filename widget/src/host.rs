//! What the entry script hands to the panel: the browser, the loader and facts of the site.
//! `browser.ts` and `app.ts` do what is named here.

use js_sys::Array;
use protocol::site::{AskFor, Need};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

use crate::time::When;

#[wasm_bindgen]
extern "C" {
    /// `PanelHost` in `app.ts`.
    #[derive(Clone, Debug)]
    pub type Host;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn root(this: &Host) -> Element;
    #[wasm_bindgen(method)]
    fn facts(this: &Host) -> Vec<String>;
    #[wasm_bindgen(method)]
    pub(crate) fn visible(this: &Host) -> bool;
    #[wasm_bindgen(method)]
    pub(crate) fn unread(this: &Host, mark: bool);
    /// As a JavaScript object, since `wire` reads those; undefined where the page names nobody.
    #[wasm_bindgen(method)]
    pub(crate) fn identity(this: &Host) -> JsValue;
    /// Tells the page of a question or of an answer, and by whom it is.
    #[wasm_bindgen(method)]
    pub(crate) fn emit(this: &Host, what: &str, conversation: &str, name: Option<&str>);
    /// Tells the page's developer that a signature does not fit.
    #[wasm_bindgen(method)]
    pub(crate) fn warn(this: &Host);
    #[wasm_bindgen(method)]
    pub(crate) fn topic(this: &Host, id: &str) -> String;
    #[wasm_bindgen(method)]
    pub(crate) fn counted(this: &Host, text: &str, count: u32) -> String;
    #[wasm_bindgen(method, js_name = when)]
    fn tell(this: &Host, at: f64) -> Array;

    #[wasm_bindgen(method)]
    pub(crate) async fn request(
        this: &Host,
        method: &str,
        path: &str,
        secret: Option<&str>,
        key: Option<&str>,
        body: Option<&str>,
    ) -> JsValue;
    #[wasm_bindgen(method)]
    pub(crate) async fn listen(
        this: &Host,
        path: &str,
        protocol: &str,
        secret: &str,
        changed: &wasm_bindgen::closure::Closure<dyn Fn()>,
    );
    #[wasm_bindgen(method, js_name = hangUp)]
    pub(crate) fn hang_up(this: &Host);
    #[wasm_bindgen(method)]
    pub(crate) async fn pause(this: &Host, milliseconds: u32);
    #[wasm_bindgen(method)]
    pub(crate) fn hurry(this: &Host);
    #[wasm_bindgen(method, js_name = isOffline)]
    pub(crate) fn is_offline(this: &Host) -> bool;
    #[wasm_bindgen(method)]
    pub(crate) fn keep(this: &Host, lasting: bool, name: &str, text: &str);
    #[wasm_bindgen(method)]
    pub(crate) fn kept(this: &Host, lasting: bool, name: &str) -> String;
    #[wasm_bindgen(method, js_name = newKey)]
    pub(crate) fn new_key(this: &Host) -> String;
    #[wasm_bindgen(method)]
    pub(crate) fn page(this: &Host) -> String;
    #[wasm_bindgen(method)]
    pub(crate) fn focus(this: &Host, selector: &str);
    #[wasm_bindgen(method)]
    pub(crate) fn has(this: &Host, selector: &str) -> bool;
}

impl Host {
    /// A moment on the visitor's clock.
    #[expect(clippy::cast_possible_truncation, reason = "days from today")]
    pub(crate) fn when(&self, at: i64) -> When {
        #[expect(clippy::cast_precision_loss, reason = "exact for 285,000 years")]
        let told = self.tell(at as f64);
        When {
            days: told.get(0).as_f64().unwrap_or_default() as i32,
            time: told.get(1).as_string().unwrap_or_default(),
            day: told.get(2).as_string().unwrap_or_default(),
        }
    }

    /// The facts of the site.
    pub(crate) fn site(&self) -> Site {
        Site::from_facts(self.facts())
    }
}

/// The facts of the site, in the visitor's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    /// The site's id.
    pub(crate) id: String,
    /// The company's name.
    pub(crate) name: String,
    /// The language in which the visitor reads.
    pub(crate) language: String,
    /// The site's own first words; may be empty.
    pub(crate) greeting: String,
    /// How long an answer usually takes, in minutes of opening time.
    pub(crate) usual_minutes: Option<u32>,
    /// Which contact details the form asks for.
    pub(crate) ask_for: AskFor,
    /// Ids and labels of what a question may be about.
    pub(crate) topics: Vec<(String, String)>,
}

impl Site {
    fn from_facts(facts: Vec<String>) -> Self {
        let mut facts = facts.into_iter();
        let mut next = || facts.next().unwrap_or_default();
        Self {
            id: next(),
            name: next(),
            language: next(),
            greeting: next(),
            usual_minutes: next().parse().ok(),
            ask_for: AskFor { name: need(&next()), email: need(&next()), phone: need(&next()) },
            topics: std::iter::from_fn(|| Some((facts.next()?, facts.next()?))).collect(),
        }
    }
}

fn need(text: &str) -> Need {
    match text {
        "optional" => Need::Optional,
        "required" => Need::Required,
        _ => Need::Hidden,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_in_their_order() {
        let facts = "nordwind|Nordwind|en||90|required|optional|hidden|lost|Lost property";
        let site = Site::from_facts(facts.split('|').map(str::to_owned).collect());
        let ask_for = AskFor { name: Need::Required, email: Need::Optional, phone: Need::Hidden };
        assert_eq!(
            site,
            Site {
                id: "nordwind".to_owned(),
                name: "Nordwind".to_owned(),
                language: "en".to_owned(),
                greeting: String::new(),
                usual_minutes: Some(90),
                ask_for,
                topics: vec![("lost".to_owned(), "Lost property".to_owned())],
            }
        );
    }
}
