//! The visitor's panel, compiled to WebAssembly.
//!
//! The loader (`loader/*.ts`) draws launcher and frame on every page. On intent it fetches this
//! panel, whose entry script `app.ts` calls [`mount`]:
//!
//! - [`host`]: what the entry script hands over,
//! - [`panel`]: the signals, and what visitor and edge do to them,
//! - [`state`], [`outgoing`], [`time`], [`words`]: the rules, without a browser,
//! - [`api`], [`live`], [`store`], [`draft`], [`wire`], [`browser`]: the browser,
//! - [`views`]: what is seen.
//!
//! Elements are made by Leptos' builders: `view!` would turn static parts into `innerHTML`,
//! which a page's Trusted Types refuse.

mod api;
mod browser;
mod draft;
mod host;
mod live;
mod outgoing;
mod panel;
mod state;
mod store;
mod time;
mod views;
mod wire;
mod words;

use std::any::Any;

use leptos::prelude::{Owner, mount_to_renderer};
use wasm_bindgen::prelude::wasm_bindgen;

pub use crate::host::Host;
use crate::panel::Panel;
use crate::words::Words;

/// A panel that stands in a page. Freeing it removes the panel and ends its work.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Mounted {
    panel: Panel,
    owner: Owner,
    _view: Box<dyn Any>,
}

#[wasm_bindgen]
impl Mounted {
    /// The visitor has opened the panel.
    pub fn shown(&self) {
        self.panel.seen();
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Ends the tasks, which would otherwise keep the owner alive that they run under.
        self.owner.cleanup();
    }
}

/// Draws the panel into the element that the host names. `words` is the table of one language.
#[wasm_bindgen]
#[must_use]
pub fn mount(host: Host, words: Vec<String>) -> Mounted {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let owner = Owner::new();
    owner.with(|| {
        let root = host.root();
        let panel = Panel::new(host, Words::new(words));
        let view = mount_to_renderer(&root, move || views::panel(panel));
        panel.start();
        Mounted { panel, owner: owner.clone(), _view: Box::new(view) }
    })
}
