//! The Rust source of a section: its enum, its keys and, on demand, its texts.

use std::fmt::Write as _;

use crate::check::{Locales, REFERENCE};

/// The constant with the languages, the reference first.
pub(crate) fn languages(locales: &Locales) -> String {
    let others = locales.keys().map(String::as_str).filter(|language| *language != REFERENCE);
    let languages: Vec<&str> = std::iter::once(REFERENCE).chain(others).collect();
    format!(
        "/// The languages that are complete, English first, as BCP 47 tags.\n\
         pub const LANGUAGES: [&str; {}] = {languages:?};\n",
        languages.len()
    )
}

/// The content of the module of one section.
pub(crate) fn section(locales: &Locales, name: &str) -> String {
    let reference = &locales[REFERENCE][name];
    let count = reference.len();
    let (mut variants, mut all, mut keys) = (String::new(), String::new(), String::new());
    for (key, text) in reference {
        let variant = variant(key);
        let doc = format!("`{text}`");
        _ = writeln!(variants, "    #[doc = {doc:?}]\n    {variant},");
        _ = writeln!(all, "        Self::{variant},");
        _ = writeln!(keys, "        {key:?},");
    }
    let (mut statics, mut arms) = (String::new(), String::new());
    for (language, sections) in locales {
        let mut texts = String::new();
        for (key, _) in reference {
            let text = sections[name].iter().find(|(own, _)| own == key).map(|(_, text)| text);
            _ = writeln!(texts, "    {:?},", text.map_or("", String::as_str));
        }
        let constant = language.to_ascii_uppercase().replace('-', "_");
        _ = writeln!(
            statics,
            "#[cfg(feature = \"tables\")]\n\
             static {constant}: [&str; {count}] = [\n{texts}];\n"
        );
        _ = writeln!(arms, "        {language:?} => Some(&{constant}),");
    }
    format!(
        "/// One text of this section; `word as usize` is its place in a table.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         pub enum Word {{\n{variants}}}\n\n\
         impl Word {{\n    \
         /// Every word, in the order of a table.\n    \
         pub const ALL: [Self; {count}] = [\n{all}    ];\n\n    \
         /// The keys of the locale files, in the same order.\n    \
         pub const KEYS: [&'static str; {count}] = [\n{keys}    ];\n\
         }}\n\n\
         /// The texts of a language in the order of [`Word`], or nothing for an unknown language.\n\
         #[cfg(feature = \"tables\")]\n\
         #[must_use]\n\
         pub fn table(language: &str) -> Option<&'static [&'static str; {count}]> {{\n    \
         match language {{\n{arms}        _ => None,\n    }}\n}}\n\n{statics}"
    )
}

/// `closes_in_minutes_one` becomes `ClosesInMinutesOne`.
fn variant(key: &str) -> String {
    let capital = |part: &str| {
        let (first, rest) = part.split_at(part.len().min(1));
        first.to_ascii_uppercase() + rest
    };
    key.split('_').map(capital).collect()
}
