//! Reads `locales/`, refuses what is incomplete, and writes one Rust module per section.

mod check;
mod generate;
#[path = "../src/plural.rs"]
#[expect(unreachable_pub, reason = "the crate tells others which form a number takes")]
mod plural;
#[path = "../src/text.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    reason = "what was compiled is read where a site has words of its own"
)]
mod text;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use check::{Locales, Sections};

/// Shown before file names, so that a message can be followed from the repository's root.
const LOCALES: &str = "crates/words/locales";

#[expect(clippy::print_stdout, reason = "this is how a build script talks to cargo")]
fn main() -> io::Result<()> {
    for path in ["build", "locales", "src/plural.rs", "src/text.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut problems = Vec::new();
    let locales = read(Path::new("locales"), &mut problems)?;
    problems.extend(check::problems(&locales));
    for problem in &problems {
        println!("cargo::error={LOCALES}/{problem}");
    }
    if problems.is_empty() {
        fs::write(out.join("languages.rs"), generate::languages(&locales))?;
        for section in locales[check::REFERENCE].keys() {
            fs::write(out.join(format!("{section}.rs")), generate::section(&locales, section))?;
        }
    }
    Ok(())
}

/// All sections of all languages: `locales/<language>/<section>.toml`.
fn read(folder: &Path, problems: &mut Vec<String>) -> io::Result<Locales> {
    let mut locales = Locales::new();
    for language in fs::read_dir(folder)? {
        let language = language?.path();
        let mut sections = Sections::new();
        for file in fs::read_dir(&language)? {
            let file = file?.path();
            let (language, section) = (name(&language), name(&file));
            match check::parse(&fs::read_to_string(&file)?) {
                Ok(words) => _ = sections.insert(section, words),
                Err(problem) => problems.push(format!("{language}/{section}.toml: {problem}")),
            }
        }
        locales.insert(name(&language), sections);
    }
    Ok(locales)
}

/// The file's name without folder and ending.
fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
