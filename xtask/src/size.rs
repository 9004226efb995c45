//! `cargo xtask size`: what visitors, agents and the edge have to load, and how much it may be.

mod module;
mod scripts;
mod served;
mod why;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::build::{Manifest, node};
use crate::{project, say, toolchain};

/// What may be sent for a file, in bytes of brotli. The loader as it is served is on every page of a site, and its
/// limit is a promise of the product; so is that of everything up to the opened panel ([`OPENED`]). The others
/// stand a few per cent above what `cargo xtask size` said when they were last set, so that growth
/// is a decision.
const BUDGETS: [(&str, u64); 11] = [
    ("nordwind.js", 4 * 1024),
    ("nordwind.js, en", 4 * 1024 + 512),
    ("loader.js", 3 * 1024 + 640),
    ("widget.js", 9 * 1024 + 512),
    ("widget.wasm", 44 * 1024 + 768),
    ("words, de", 2 * 1024),
    ("inbox.js", 4 * 1024 + 128),
    ("inbox.wasm", 256 * 1024),
    ("inbox.css", 4 * 1024 + 640),
    ("inbox-de.json", 2500),
    ("edge", 1032 * 1024),
];

/// What a visitor has loaded once the panel is open.
const OPENED: [&str; 4] = ["nordwind.js", "widget.js", "widget.wasm", "words, de"];
const OPENED_BUDGET: u64 = 60 * 1024;

/// What a standard library that nobody has built for size adds to a module (measured: 11 KB
/// to the inbox, 9 KB to the widget), and its longer glue to a script.
const PREBUILT: [(&str, u64); 2] = [("wasm", 12 * 1024), ("js", 512)];

/// What to print.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Prints what weighs in the panel, instead of the budgets.
    #[arg(long)]
    why: bool,
}

/// Sizes in bytes, of one file or of several.
#[derive(Default)]
struct Sizes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the sizes with their budgets.
///
/// # Errors
/// When one is over its budget, or something is not built.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.why { why::run() } else { budgets() }
}

/// Holds the sizes to their budgets.
pub(crate) fn budgets() -> Result<()> {
    let assets = project::assets();
    let manifest = fs::read(assets.join("manifest.json"))
        .context("nothing is built yet: cargo xtask build")?;
    let manifest: Manifest = serde_json::from_slice(&manifest)?;
    let served = served::files()?;
    say::line("       bytes                 raw      gzip    brotli    budget");
    let mut table = Table::default();
    let mut opened = Sizes::default();
    for (name, budget) in BUDGETS {
        let served = served.iter().find(|(it, _)| *it == name);
        let sizes = match (manifest.get(name), served) {
            (Some(file), _) => Sizes::of(&assets.join(file))?,
            (_, Some((_, file))) => Sizes::of(file)?,
            _ if name == "edge" => edge()?,
            _ => bail!("{name} is not built yet: cargo xtask build"),
        };
        if OPENED.contains(&name) {
            opened.add(&sizes);
        }
        table.row(name, &sizes, budget + allowance(name));
    }
    let allowed = OPENED.iter().map(|name| allowance(name)).sum::<u64>();
    table.row("opened panel", &opened, OPENED_BUDGET + allowed);
    if !table.over.is_empty() {
        bail!("over budget (xtask/src/size.rs): {}", table.over.join(", "));
    }
    Ok(())
}

/// The table as it is printed, and who is over the budget.
#[derive(Default)]
struct Table {
    over: Vec<String>,
}

impl Table {
    fn row(&mut self, name: &str, sizes: &Sizes, budget: u64) {
        let Sizes { raw, gzip, brotli } = sizes;
        say::line(&format!("       {name:<16}{raw:>10}{gzip:>10}{brotli:>10}{budget:>10}"));
        if *brotli > budget {
            self.over.push(format!("{name} by {} bytes", brotli - budget));
        }
    }
}

fn allowance(name: &str) -> u64 {
    // The loader is no Rust.
    if name.starts_with("nordwind") || name == "loader.js" || !toolchain::is_prebuilt() {
        return 0;
    }
    PREBUILT.iter().find(|(kind, _)| name.ends_with(kind)).map_or(0, |(_, bytes)| *bytes)
}

impl Sizes {
    fn add(&mut self, other: &Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }

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
