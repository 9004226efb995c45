//! What a complete set of locale files is. Every problem names its file, its key and its mend.

use std::collections::BTreeMap;

use crate::plural;
use crate::text::{Text, is_key};

/// The language whose files fix which keys exist, and in which order.
pub(crate) const REFERENCE: &str = "en";

/// What the team reads. A language may leave these out, all others are what visitors read.
const TEAM: [&str; 2] = ["channels", "inbox"];

/// The words of one file, in its order: key and text.
pub(crate) type Section = Vec<(String, Text)>;

/// The sections of one language.
pub(crate) type Sections = BTreeMap<String, Section>;

/// Language or variant, then section, then words.
pub(crate) type Locales = BTreeMap<String, Sections>;

/// Reads one locale file: texts, and tables with the forms of a counted word.
pub(crate) fn parse(file: &str) -> Result<Section, String> {
    let table: toml::Table = file.parse().map_err(|error: toml::de::Error| {
        format!("is not TOML ({}). Mend the line that the message names", one_line(&error))
    })?;
    let text = |(key, value): (String, toml::Value)| match read(value) {
        Some(text) => Ok((key, text)),
        None => Err(format!("`{key}` is not a text. Write {key} = \"…\"")),
    };
    table.into_iter().map(text).collect()
}

fn read(value: toml::Value) -> Option<Text> {
    match value {
        toml::Value::String(text) => Some(Text::Plain(text)),
        toml::Value::Table(forms) => {
            let form =
                |(form, text): (String, toml::Value)| Some((form, text.as_str()?.to_owned()));
            Some(Text::Counted(forms.into_iter().map(form).collect::<Option<_>>()?))
        }
        _ => None,
    }
}

/// The language of which this is a variant: `de` of `de-informal`. Its files hold only the words that differ.
pub(crate) fn base(locale: &str) -> Option<&str> {
    locale.split_once('-').map(|(base, _)| base)
}

/// Whether a language may leave this section out.
pub(crate) fn is_for_team(section: &str) -> bool {
    TEAM.contains(&section)
}

/// Everything that is missing, extra, empty or uneven. Nothing when the files are complete.
pub(crate) fn problems(locales: &Locales) -> Vec<String> {
    let Some(reference) = locales.get(REFERENCE) else {
        return vec![format!("{REFERENCE}: is missing. Add the folder, it fixes which keys exist")];
    };
    let mut problems = Vec::new();
    for (locale, sections) in locales {
        let language = base(locale).unwrap_or(locale);
        if plural::forms(language).is_none() {
            problems.push(format!(
                "{locale}: has no plural rules. Add those of `{language}` to crates/words/src/plural.rs"
            ));
            continue;
        }
        let of_base = base(locale).map(|base| locales.get(base));
        if let Some(None) = of_base {
            problems.push(format!(
                "{locale}: varies a language that is missing. Add the folder {language}"
            ));
            continue;
        }
        let may_lack = |name: &str| of_base.is_some() || is_for_team(name);
        for name in reference.keys().filter(|name| !sections.contains_key(*name)) {
            if !may_lack(name) {
                problems.push(format!(
                    "{locale}/{name}.toml: is missing. Translate {REFERENCE}/{name}.toml"
                ));
            }
        }
        for (name, section) in sections {
            let file = format!("{locale}/{name}.toml");
            let of_base = of_base.flatten().map(|sections| sections.get(name));
            let found = match (reference.get(name), of_base) {
                (None, _) => vec![format!(
                    "has no English counterpart. Remove it, or add {REFERENCE}/{name}.toml"
                )],
                (Some(reference), None) => complete(section, reference, language),
                (Some(reference), Some(Some(base))) => sparse(section, reference, base, language),
                (Some(_), Some(None)) => {
                    vec![format!("varies nothing. Remove it, or add {language}/{name}.toml")]
                }
            };
            problems.extend(found.into_iter().map(|problem| format!("{file}: {problem}")));
        }
    }
    problems
}

/// What is wrong with the file of a language.
fn complete(section: &Section, reference: &Section, language: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for (key, english) in reference {
        if text(section, key).is_none() {
            let english = english.compiled();
            problems.push(format!("`{key}` is missing. Add it; the English text is {english:?}"));
        }
    }
    problems.extend(uneven(section, reference, language));
    problems
}

/// What is wrong with the file of a variant, which holds only what its language says otherwise.
fn sparse(section: &Section, reference: &Section, base: &Section, language: &str) -> Vec<String> {
    let mut problems = uneven(section, reference, language);
    for (key, own) in section {
        if text(base, key) == Some(own) {
            problems.push(format!("`{key}` is what the language says anyway. Remove it"));
        }
    }
    problems
}

/// What is wrong with the words that there are.
fn uneven(section: &Section, reference: &Section, language: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for (key, own) in section {
        if !is_key(key) {
            problems.push(format!("`{key}` is not a key. Use snake_case: a-z, 0-9 and _"));
        }
        match text(reference, key) {
            Some(english) => problems.extend(own.problems(key, english, language)),
            None => {
                problems.push(format!("`{key}` is extra. Remove it, or add it to {REFERENCE} too"));
            }
        }
    }
    problems
}

/// The text of a key.
pub(crate) fn text<'section>(
    section: &'section [(String, Text)],
    wanted: &str,
) -> Option<&'section Text> {
    section.iter().find(|(key, _)| key == wanted).map(|(_, text)| text)
}

/// Cargo's messages are one line each.
fn one_line(error: &toml::de::Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
