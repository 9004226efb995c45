//! The Rust source of a section: its enum, its keys and, on demand, its texts.

use std::fmt::Write as _;

use crate::check::{Locales, REFERENCE, Section, Sections, base, is_for_team, text};
use crate::plural;
use crate::text::Text;

/// The sections whose texts pages fetch, by the place of each.
const FETCHED: [&str; 2] = ["launcher", "panel"];

/// Hexadecimal digits of what stands for the order: it is part of an address in every loader.
const LAYOUT: usize = 6;

/// The constants with the languages, the reference first, and with what stands for the content.
pub(crate) fn languages(locales: &Locales) -> String {
    let languages = in_order(locales.keys().map(String::as_str).filter(|own| base(own).is_none()));
    let variants: Vec<&str> =
        locales.keys().map(String::as_str).filter(|own| base(own).is_some()).collect();
    format!(
        "/// The languages that visitors may read, English first, as BCP 47 tags.\n\
         pub const LANGUAGES: [&str; {}] = {languages:?};\n\n\
         /// Variants of languages, which have tables of their own, such as `de-informal`.\n\
         pub const VARIANTS: [&str; {}] = {variants:?};\n\n\
         /// Stands for the launcher's and the panel's texts in all languages, in their order.\n\
         pub const CONTENT: &str = {:?};\n\n\
         /// Stands for the order of the launcher's and the panel's words: who knows another one, reads wrong words.\n\
         pub const LAYOUT: &str = {:?};\n",
        languages.len(),
        variants.len(),
        digest(&content(locales)),
        &digest(&layout(locales))[..LAYOUT],
    )
}

/// The content of the module of one section.
pub(crate) fn section(locales: &Locales, name: &str) -> String {
    let reference = &locales[REFERENCE][name];
    let count = reference.len();
    let (mut variants, mut all, mut keys) = (String::new(), String::new(), String::new());
    for (key, text) in reference {
        let variant = variant(key);
        let doc = format!("`{}`", text.compiled());
        _ = writeln!(variants, "    #[doc = {doc:?}]\n    {variant},");
        _ = writeln!(all, "        Self::{variant},");
        _ = writeln!(keys, "        {key:?},");
    }
    let (mut statics, mut arms, mut languages) = (String::new(), String::new(), Vec::new());
    for (locale, sections) in locales {
        let of_base = base(locale).and_then(|base| locales.get(base)?.get(name));
        let own = match (sections.get(name), of_base) {
            // A variant of what the language itself does not have was refused.
            (None, None) => continue,
            (None, Some(_)) if is_for_team(name) => continue,
            (own, _) => own.map_or(&[][..], Vec::as_slice),
        };
        if of_base.is_none() {
            languages.push(locale.as_str());
        }
        let texts = texts(locale, own, of_base.map_or(&[][..], Vec::as_slice), reference);
        let constant = locale.to_ascii_uppercase().replace('-', "_");
        _ = writeln!(
            statics,
            "#[cfg(feature = \"tables\")]\n\
             static {constant}: [&str; {count}] = [\n{texts}];\n"
        );
        _ = writeln!(arms, "        {locale:?} => Some(&{constant}),");
    }
    let languages = in_order(languages.into_iter());
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
         /// The languages in which there is this section, English first.\n\
         pub const LANGUAGES: [&str; {}] = {languages:?};\n\n\
         /// The texts of a language or variant in the order of [`Word`], or nothing for an unknown one.\n\
         #[cfg(feature = \"tables\")]\n\
         #[must_use]\n\
         pub fn table(language: &str) -> Option<&'static [&'static str; {count}]> {{\n    \
         match language {{\n{arms}        _ => None,\n    }}\n}}\n\n{statics}",
        languages.len()
    )
}

/// The texts of a table: the own ones, where there are, before those of the language that is varied.
fn texts(
    locale: &str,
    own: &[(String, Text)],
    of_base: &[(String, Text)],
    reference: &Section,
) -> String {
    let forms = plural::forms(base(locale).unwrap_or(locale)).unwrap_or_default();
    let mut texts = String::new();
    for (key, _) in reference {
        let text = text(own, key).or_else(|| text(of_base, key)).cloned();
        let text = text.map(|text| text.in_order(forms).compiled()).unwrap_or_default();
        _ = writeln!(texts, "    {text:?},");
    }
    texts
}

/// The reference first, the others as they come.
fn in_order<'a>(languages: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut languages: Vec<&str> = languages.collect();
    languages.sort_by_key(|language| *language != REFERENCE);
    languages
}

fn content(locales: &Locales) -> String {
    let sections = |(locale, sections): (&String, &Sections)| {
        format!("{locale}: {:?}", FETCHED.map(|section| sections.get(section)))
    };
    locales.iter().map(sections).collect::<Vec<_>>().join("\n")
}

fn layout(locales: &Locales) -> String {
    let keys = |section: &str| {
        let section = locales[REFERENCE].get(section).map_or(&[][..], Vec::as_slice);
        section.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>().join(" ")
    };
    FETCHED.map(keys).join("\n")
}

/// FNV-1a, which stays the same on every machine and with every compiler.
fn digest(text: &str) -> String {
    let digest = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{digest:016x}")
}

/// `closes_in_minutes` becomes `ClosesInMinutes`.
fn variant(key: &str) -> String {
    let capital = |part: &str| {
        let (first, rest) = part.split_at(part.len().min(1));
        first.to_ascii_uppercase() + rest
    };
    key.split('_').map(capital).collect()
}
