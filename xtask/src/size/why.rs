//! `cargo xtask size --why`: what weighs in the panel's WebAssembly, and in the scripts of loader and panel.

use anyhow::Result;

use crate::build::named;
use crate::say;
use crate::size::{module, scripts};

/// How many functions are worth a look.
const SHOWN: usize = 40;

/// Prints the weights.
pub(crate) fn run() -> Result<()> {
    let module = named::widget()?;
    let pieces = module::pieces(&module.wasm)?;
    say::line("\n       widget.wasm, in bytes before compression, by crate   functions     bytes");
    for (name, count, bytes) in pieces.crates() {
        say::line(&format!("       {name:<52}{count:>10}{bytes:>10}"));
    }
    say::line(&format!("       {:<62}{:>10}", "texts and tables", pieces.data));
    say::line(&format!(
        "       {:<62}{:>10}",
        "types, imports, exports and the like", pieces.other
    ));
    say::line("\n       its largest functions");
    for function in pieces.functions.iter().take(SHOWN) {
        say::line(&format!("       {:>6}  {}", function.bytes, function.name));
    }
    for (script, entry) in
        [("loader.js", "widget/loader/loader.ts"), ("widget.js", "widget/app.ts")]
    {
        say::line(&format!("\n       {script}, in bytes before compression, by file"));
        for (file, bytes) in scripts::files(entry, &module.glue)? {
            say::line(&format!("       {bytes:>6}  {file}"));
        }
    }
    Ok(())
}
