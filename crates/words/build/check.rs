//! What a complete set of locale files is. Every problem names its file, its key and its mend.

use std::collections::{BTreeMap, BTreeSet};

/// The language whose files fix which keys exist, and in which order.
pub(crate) const REFERENCE: &str = "en";

/// The words of one file, in its order: key and text.
pub(crate) type Section = Vec<(String, String)>;

/// Language, then section, then words.
pub(crate) type Locales = BTreeMap<String, BTreeMap<String, Section>>;

/// Reads one locale file: a flat table of texts.
pub(crate) fn parse(file: &str) -> Result<Section, String> {
    let table: toml::Table = file.parse().map_err(|error: toml::de::Error| {
        format!("is not TOML ({}). Mend the line that the message names", one_line(&error))
    })?;
    let text = |(key, value): (String, toml::Value)| match value {
        toml::Value::String(text) => Ok((key, text)),
        _ => Err(format!("`{key}` is not a text. Write {key} = \"…\"")),
    };
    table.into_iter().map(text).collect()
}

/// Everything that is missing, extra, empty or uneven. Nothing when the files are complete.
pub(crate) fn problems(locales: &Locales) -> Vec<String> {
    let Some(reference) = locales.get(REFERENCE) else {
        return vec![format!("{REFERENCE}: is missing. Add the folder, it fixes which keys exist")];
    };
    let mut problems = Vec::new();
    for (language, sections) in locales {
        for name in reference.keys().filter(|name| !sections.contains_key(*name)) {
            problems.push(format!(
                "{language}/{name}.toml: is missing. Translate {REFERENCE}/{name}.toml"
            ));
        }
        for (name, section) in sections {
            let file = format!("{language}/{name}.toml");
            let found = match reference.get(name) {
                Some(reference) => section_problems(section, reference),
                None => vec![format!(
                    "has no English counterpart. Remove it, or add {REFERENCE}/{name}.toml"
                )],
            };
            problems.extend(found.into_iter().map(|problem| format!("{file}: {problem}")));
        }
    }
    problems
}

fn section_problems(section: &Section, reference: &Section) -> Vec<String> {
    let text = |section: &Section, wanted: &str| {
        section.iter().find(|(key, _)| key == wanted).map(|(_, text)| text.clone())
    };
    let mut problems = Vec::new();
    for (key, english) in reference {
        if text(section, key).is_none() {
            problems.push(format!("`{key}` is missing. Add it; the English text is {english:?}"));
        }
    }
    for (key, own) in section {
        if !is_key(key) {
            problems.push(format!("`{key}` is not a key. Use snake_case: a-z, 0-9 and _"));
        }
        if let Some(twin) = twin(key).filter(|twin| text(section, twin).is_none()) {
            problems.push(format!("`{key}` stands alone. Add `{twin}`, plurals need both"));
        }
        if own.trim().is_empty() {
            problems.push(format!("`{key}` is empty. Give it a text"));
        }
        let Some(english) = text(reference, key) else {
            problems.push(format!("`{key}` is extra. Remove it, or add it to {REFERENCE} too"));
            continue;
        };
        match (placeholders(own), placeholders(&english)) {
            (Err(problem), _) => problems.push(format!("`{key}` {problem}")),
            (Ok(own), Ok(wanted)) if own != wanted => problems.push(format!(
                "`{key}` has the placeholders {own:?}, {REFERENCE} has {wanted:?}. Use the same"
            )),
            _ => {}
        }
    }
    problems
}

/// Each part begins with a letter, so that no two keys become one variant.
fn is_key(key: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    key.split('_').all(part)
}

/// The other form of a plural key.
fn twin(key: &str) -> Option<String> {
    let one = key.strip_suffix("_one").map(|stem| format!("{stem}_other"));
    one.or_else(|| key.strip_suffix("_other").map(|stem| format!("{stem}_one")))
}

/// The names within braces. A brace that belongs to no placeholder is refused,
/// because it is a misspelt one.
fn placeholders(text: &str) -> Result<BTreeSet<&str>, String> {
    const MEND: &str = "has a stray brace. Placeholders look like {name}";
    let mut names = BTreeSet::new();
    let mut pieces = text.split('{');
    let mut outside = vec![pieces.next().unwrap_or_default()];
    for piece in pieces {
        let (name, rest) = piece.split_once('}').ok_or(MEND)?;
        if !is_key(name) {
            return Err(MEND.to_owned());
        }
        names.insert(name);
        outside.push(rest);
    }
    if outside.iter().any(|piece| piece.contains('}')) {
        return Err(MEND.to_owned());
    }
    Ok(names)
}

/// Cargo's messages are one line each.
fn one_line(error: &toml::de::Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
