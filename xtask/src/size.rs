//! `cargo xtask size`: what visitors, agents and the edge have to load, and how much it may be.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::build::{Manifest, node};
use crate::{project, say, toolchain};

/// What may be sent for a file, in bytes of brotli. The loader is on every page of a site, and its
/// limit is a promise of the product; so is that of the whole panel with it, which is 60 KB. The others
/// stand a few per cent above what `cargo xtask size` said when they were last set, so that growth
/// is a decision.
const BUDGETS: [(&str, u64); 9] = [
    ("loader.js", 3 * 1024 + 64),
    ("widget.js", 7 * 1024 + 256),
    ("widget.wasm", 48 * 1024),
    ("panel-de.json", 1200),
    ("inbox.js", 4 * 1024),
    ("inbox.wasm", 256 * 1024),
    ("inbox.css", 4 * 1024 + 640),
    ("inbox-de.json", 2450),
    ("edge", 976 * 1024),
];

/// What a standard library that nobody has built for size adds to a module (measured: 11 KB
/// to the inbox, 9 KB to the widget), and its longer glue to a script.
const PREBUILT: [(&str, u64); 2] = [("wasm", 12 * 1024), ("js", 512)];

/// One file's sizes in bytes.
struct Sizes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the sizes with their budgets.
///
/// # Errors
/// When one is over its budget, or something is not built.
pub(crate) fn run() -> Result<()> {
    let assets = project::assets();
    let manifest = fs::read(assets.join("manifest.json"))
        .context("nothing is built yet: cargo xtask build")?;
    let manifest: Manifest = serde_json::from_slice(&manifest)?;
    say::line("       bytes               raw      gzip    brotli    budget");
    let mut over = Vec::new();
    for (name, budget) in BUDGETS {
        let budget = budget + allowance(name);
        let sizes = match manifest.get(name) {
            Some(file) => Sizes::of(&assets.join(file))?,
            None if name == "edge" => edge()?,
            None => bail!("{name} is not built yet: cargo xtask build"),
        };
        let Sizes { raw, gzip, brotli } = sizes;
        say::line(&format!("       {name:<14}{raw:>10}{gzip:>10}{brotli:>10}{budget:>10}"));
        if brotli > budget {
            over.push(format!("{name} by {} bytes", brotli - budget));
        }
    }
    if !over.is_empty() {
        bail!("over budget (xtask/src/size.rs): {}", over.join(", "));
    }
    Ok(())
}

fn allowance(name: &str) -> u64 {
    // The loader is no Rust.
    if name == "loader.js" || !toolchain::is_prebuilt() {
        return 0;
    }
    PREBUILT.iter().find(|(kind, _)| name.ends_with(kind)).map_or(0, |(_, bytes)| *bytes)
}

impl Sizes {
    /// The sizes of a file that has its compressed forms beside it.
    fn of(file: &Path) -> Result<Self> {
        let size = |path: &Path| {
            let data = path.metadata().with_context(|| format!("{} is missing", path.display()))?;
            Ok::<_, anyhow::Error>(data.len())
        };
        let name = file.display();
        Ok(Self {
            raw: size(file)?,
            gzip: size(Path::new(&format!("{name}.gz")))?,
            brotli: size(Path::new(&format!("{name}.br")))?,
        })
    }
}

/// The edge's two files together. Nobody downloads them, so there are no compressed forms yet.
fn edge() -> Result<Sizes> {
    let folder = project::stage().join("size");
    fs::create_dir_all(&folder)?;
    let copy = folder.join("edge");
    let mut both = fs::read(project::edge().join("index_bg.wasm"))
        .context("the edge is not built yet: cargo xtask build")?;
    both.extend(fs::read(project::edge().join("index.js"))?);
    fs::write(&copy, both)?;
    node::compress(std::slice::from_ref(&copy))?;
    Sizes::of(&copy)
}
