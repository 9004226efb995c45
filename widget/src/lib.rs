//! The visitor's panel, compiled to WebAssembly.
//!
//! The loader (`loader/*.ts`) draws launcher and frame on every page. On intent it fetches this
//! panel, whose entry script `app.ts` calls [`mount`]:
//!
//! - [`host`]: what the entry script hands over, the browser among it,
//! - [`panel`]: what the panel knows, and what visitor and edge do to it,
//! - [`state`], [`draft`], [`outgoing`], [`time`], [`words`]: the rules, without a browser,
//! - [`api`], [`store`], [`wire`]: the edge, the browser's storage, and JSON,
//! - [`views`]: what is seen.
//!
//! Every byte is paid by a visitor. So this is Leptos' reactive system and renderer with
//! one type of element (`views::element`) in place of typed builders, with the
//! browser's JSON parser (`wire`) and with the browser behind one small interface (`host`).
//! `view!` is no choice in any case: it turns static parts into `innerHTML`, which a page's
//! Trusted Types refuse.

mod api;
mod draft;
mod host;
mod outgoing;
mod panel;
mod state;
mod store;
mod time;
mod views;
mod wire;
mod words;

use any_spawner::Executor;
use leptos::reactive::owner::Owner;
use wasm_bindgen::prelude::wasm_bindgen;

pub use crate::host::Host;
use crate::panel::Panel;
use crate::views::Element;
use crate::words::Words;

/// A panel that stands in a page. Freeing it removes the panel and ends its work.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Mounted {
    panel: Panel,
    owner: Owner,
    view: Element,
}

#[wasm_bindgen]
impl Mounted {
    /// The visitor has opened the panel.
    pub fn shown(&self) {
        self.panel.seen();
    }

    /// The page has words for the visitor: a text and the id of a topic, neither of which replaces the visitor's own.
    pub fn fill(&self, text: Option<String>, topic: Option<String>) {
        self.panel.fill(text, topic);
    }

    /// The page may tell something else now: of who asks, or of the opening hours.
    pub fn told(&self) {
        self.panel.told();
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Ends the tasks, which would otherwise keep the owner alive that they run under.
        self.owner.cleanup();
        self.view.unmount();
    }
}

/// Draws the panel into the element that the host names. `words` is the table of one language.
#[wasm_bindgen]
#[must_use]
pub fn mount(host: Host, words: Vec<String>) -> Mounted {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    // An earlier panel of this page has done so, where this fails.
    _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    owner.with(|| {
        let root = host.root();
        let panel = Panel::new(host, Words::new(words));
        let view = views::panel(panel);
        view.mount(&root, None);
        panel.start();
        Mounted { panel, owner: owner.clone(), view }
    })
}
