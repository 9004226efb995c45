//! What only an edge can say: the loader with a site's payload in it, and the words of a language. They are those of the
//! demo site, whose payload is a usual one, as the built edge sends them.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use ureq::http::Method;

use crate::build::{node, ui};
use crate::stack::{Addresses, Stack};
use crate::{api, project};

/// The names under which the sizes are told, each with the file that was written for it.
pub(crate) type Files = Vec<(&'static str, PathBuf)>;

/// The language of the demo site, and another one in which it is read, for which the loader has words in both.
const LANGUAGES: [(&str, &str); 2] = [("nordwind.js", "de"), ("nordwind.js, en", "en")];

/// Asks an edge that is started for it. The files have their compressed forms beside them.
///
/// # Errors
/// When the edge does not start, or was built with another loader.
pub(crate) fn files() -> Result<Files> {
    let folder = project::stage().join("size");
    fs::create_dir_all(&folder)?;
    let data = project::artefacts().join("size-data");
    fs::remove_dir_all(&data).ok();
    let files = tokio::runtime::Runtime::new()?.block_on(async {
        let stack = Stack::start(Addresses::take(0, 0).await?, data, false).await?;
        let outcome = tokio::task::block_in_place(|| ask(&stack.edge(), &folder));
        stack.stop().await?;
        outcome
    })?;
    node::compress(&files.iter().map(|(_, file)| file.clone()).collect::<Vec<_>>())?;
    Ok(files)
}

fn ask(edge: &str, folder: &std::path::Path) -> Result<Files> {
    let mut files = Files::new();
    let mut keep = |name, file: &str, text: String| {
        let file = folder.join(file);
        fs::write(&file, text)?;
        files.push((name, file));
        anyhow::Ok(())
    };
    let loader = fs::read_to_string(ui::loader())?;
    let (begin, _) =
        loader.split_once(ui::PAYLOAD).context("the loader has no place for a payload")?;
    let get = |path: &str, language: &str| {
        let headers = [("accept-encoding", "identity"), ("accept-language", language)];
        api::call(Method::GET, &format!("{edge}{path}"), &headers, Vec::new())?.text()
    };
    for (name, language) in LANGUAGES {
        let script = get("/nordwind.js", language)?;
        ensure!(script.starts_with(begin), "the edge has another loader: cargo xtask build edge");
        if language == LANGUAGES[0].1 {
            let (_, rest) =
                script.split_once("\"/nordwind/words/").context("no address of words")?;
            let (version, _) = rest.split_once('"').context("no end of an address")?;
            let words = get(&format!("/nordwind/words/{version}{language}"), language)?;
            keep("words, de", "words-de.json", words)?;
        }
        keep(name, &format!("nordwind-{language}.js"), script)?;
    }
    Ok(files)
}
