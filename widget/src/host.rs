//! What the entry script `app.ts` hands to the panel: facts of the site, and what only the loader can do.

use wasm_bindgen::prelude::*;
use protocol::site::{AskFor, Need};
use web_sys::Element;

use crate::time::When;

#[wasm_bindgen]
extern "C" {
    /// `Facts` in `app.ts`.
    #[derive(Clone, Debug)]
    pub type Host;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn root(this: &Host) -> Element;
    #[wasm_bindgen(method, getter)]
    fn edge(this: &Host) -> String;
    #[wasm_bindgen(method, getter)]
    fn site(this: &Host) -> String;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Host) -> String;
    #[wasm_bindgen(method, getter)]
    fn language(this: &Host) -> String;
    #[wasm_bindgen(method, getter)]
    fn greeting(this: &Host) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn usual(this: &Host) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn topics(this: &Host) -> Vec<String>;
    #[wasm_bindgen(method, getter)]
    fn needs(this: &Host) -> Vec<String>;

    #[wasm_bindgen(method)]
    pub(crate) fn page(this: &Host) -> String;
    #[wasm_bindgen(method)]
    pub(crate) fn visible(this: &Host) -> bool;
    #[wasm_bindgen(method)]
    pub(crate) fn unread(this: &Host, mark: bool);
    #[wasm_bindgen(method)]
    pub(crate) fn focus(this: &Host, selector: &str);
    #[wasm_bindgen(method, js_name = when)]
    fn when_told(this: &Host, at: f64) -> Told;

    /// `When` in the loader.
    type Told;

    #[wasm_bindgen(method, getter)]
    fn days(this: &Told) -> i32;
    #[wasm_bindgen(method, getter)]
    fn time(this: &Told) -> String;
    #[wasm_bindgen(method, getter)]
    fn day(this: &Told) -> String;
}

impl Host {
    /// A moment on the visitor's clock.
    pub(crate) fn when(&self, at: i64) -> When {
        #[expect(clippy::cast_precision_loss, reason = "exact for 285,000 years")]
        let told = self.when_told(at as f64);
        When { days: told.days(), time: told.time(), day: told.day() }
    }

    /// The facts of the site.
    pub(crate) fn facts(&self) -> Site {
        let needs = self.needs();
        let need = |place: usize| match needs.get(place).map(String::as_str) {
            Some("optional") => Need::Optional,
            Some("required") => Need::Required,
            _ => Need::Hidden,
        };
        let topics = self.topics();
        Site {
            edge: self.edge(),
            id: self.site(),
            name: self.name(),
            language: self.language(),
            greeting: self.greeting(),
            usual_minutes: self.usual(),
            topics: topics.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect(),
            ask_for: AskFor { name: need(0), email: need(1), phone: need(2) },
        }
    }
}

/// The facts of the site, in the visitor's language.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// The edge's origin.
    pub(crate) edge: String,
    /// The site's id.
    pub(crate) id: String,
    /// The company's name.
    pub(crate) name: String,
    /// The language in which the visitor reads.
    pub(crate) language: String,
    /// The site's own first words.
    pub(crate) greeting: Option<String>,
    /// How long an answer usually takes, in minutes of opening time.
    pub(crate) usual_minutes: Option<u32>,
    /// Ids and labels of what a question may be about.
    pub(crate) topics: Vec<(String, String)>,
    /// Which contact details the form asks for.
    pub(crate) ask_for: AskFor,
}
