//! Makes a page out of its file: shared parts put in, placeholders replaced.
//!
//! | in a file | becomes |
//! |---|---|
//! | `{{> name}}` | `pages/{language}/parts/name.html`, else `pages/parts/name.html` |
//! | `{{edge}}` | the origin of the edge |
//! | `{{page}}` | the page's file name, empty for the home page, for links to its other language |

use std::path::Path;

use anyhow::{Context as _, bail};
use tokio::fs::read_to_string;

use crate::Site;
use crate::language::Language;

/// The page that stands for a whole folder.
pub(crate) const HOME: &str = "index.html";
/// What is shown, with status 404, where there is no page.
pub(crate) const MISSING: &str = "404.html";

const PART: &str = "{{> ";

/// The finished text of `file`, or `None` when the language has no such page.
pub(crate) async fn page(
    site: &Site,
    language: Language,
    file: &str,
) -> anyhow::Result<Option<String>> {
    if !is_page_name(file) {
        return Ok(None);
    }
    let pages = site.folder.join("pages");
    let path = pages.join(language.code()).join(file);
    let text = match read_to_string(&path).await {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
    };
    let address = if file == HOME || file == MISSING { "" } else { file };
    let text = with_parts(&pages, language, &text).await?;
    let text = text.replace("{{edge}}", &site.edge).replace("{{page}}", address);
    Ok(Some(mark_current(&text, &format!("/{}/{address}", language.code()))))
}

/// Puts the shared parts in. Parts do not contain parts.
async fn with_parts(pages: &Path, language: Language, text: &str) -> anyhow::Result<String> {
    let mut whole = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(PART) {
        let Some((name, after)) = after.split_once("}}") else {
            bail!("a shared part is opened with `{PART}` but not closed with `}}}}`");
        };
        whole.push_str(before);
        whole.push_str(&part(pages, language, name).await?);
        rest = after;
    }
    whole.push_str(rest);
    Ok(whole)
}

async fn part(pages: &Path, language: Language, name: &str) -> anyhow::Result<String> {
    let file = format!("parts/{name}.html");
    let path = pages.join(language.code()).join(&file);
    if let Ok(text) = read_to_string(&path).await {
        return Ok(text);
    }
    let shared = pages.join(&file);
    read_to_string(&shared).await.with_context(|| {
        format!("no part `{name}`: write {} or {}", path.display(), shared.display())
    })
}

/// Tells which link of the navigation leads to the page itself. Only links that are
/// marked with `data-nav` count, so that text may link to its own page freely.
fn mark_current(text: &str, address: &str) -> String {
    let link = format!("data-nav href=\"{address}\"");
    text.replace(&link, &format!("{link} aria-current=\"page\"")).replace("data-nav ", "")
}

/// Letters, digits and hyphens before `.html`: no way out of the folder.
fn is_page_name(file: &str) -> bool {
    file.strip_suffix(".html").is_some_and(|stem| {
        !stem.is_empty()
            && stem
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    })
}
