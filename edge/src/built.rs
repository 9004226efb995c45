//! What the build puts beside this module: the asset manifest and the loader's
//! text. They are no part of the WebAssembly, so that a changed widget does not
//! rebuild the edge. On the host these functions link and cannot be called.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(raw_module = "./built.js")]
extern "C" {
    /// The asset manifest as JSON: logical name to hashed name.
    pub(crate) fn manifest() -> String;
    /// The loader's program, in which a token stands for the site's payload.
    pub(crate) fn loader() -> String;
    /// The hash of the pinned script, as Subresource Integrity writes it; empty where there is none.
    pub(crate) fn integrity() -> String;
}
