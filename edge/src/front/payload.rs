//! Fills a site's payload with what the build knows, and joins it with the loader.

use std::borrow::Cow;

use protocol::pinned::NamedWords;
use protocol::site::{App, PublicSite, Site};
use serde_json::Value;
use words::Section;

use crate::front::manifest::Manifest;
use crate::front::ready::hash;
use crate::wording;

/// Stands in the loader's program, exactly once, where the payload goes.
pub(crate) const TOKEN: &str = "__ASKHOURS_PAYLOAD__";

/// What only the panel reads of a payload: it comes with the words, when a visitor reaches for the panel.
const FOR_THE_PANEL: [&str; 5] = ["ask_for", "greeting", "reply", "schedules", "topics"];

/// How far the opening hours in the loader reach: a week as the panel shows it, from yesterday on, and some days for a
/// page that stays open without a connection.
const HORIZON_MINUTES: u64 = 14 * 24 * 60;

/// How many of the launcher's words are needed before the panel's script is there.
const WORDS_BEFORE_INTENT: usize = words::launcher::Word::OpenQuestionPage as usize;

/// Characters of the hash of a site's words: 50 bits tell more versions apart than a site will have.
const DIGEST: usize = 10;

/// Hexadecimal digits of the digest of the words' order, which changes with some versions.
const LAYOUT: usize = 6;

/// The payload as visitors get it: with the addresses of the app, and the launcher's words in the site's language and
/// in another one.
pub(crate) fn filled(site: &PublicSite, manifest: &Manifest, language: &str) -> Site {
    let own = site.payload.language.as_str();
    let words = |language: &str| {
        let words = table(site, Section::Launcher, language).into_iter().map(Cow::into_owned);
        (language.to_owned(), words.collect())
    };
    Site {
        words: [own, language].map(words).into(),
        app: App {
            script: manifest.address("widget.js"),
            wasm: manifest.address("widget.wasm"),
            words: format!("/{}/words/{}/", site.payload.site, version(site)),
        },
        ..site.payload.clone()
    }
}

/// A payload as it stands in the loader, since every page of the site pays for it: without what only the panel reads, and
/// with the opening hours of the next days. A page that stays open learns the rest when it asks what has changed.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn before_intent(payload: &Site) -> serde_json::Result<String> {
    let timeline = payload.timeline.beginning(HORIZON_MINUTES);
    let mut words = payload.words.clone();
    for table in words.values_mut() {
        table.truncate(WORDS_BEFORE_INTENT);
    }
    let mut payload = serde_json::to_value(&Site { timeline, words, ..payload.clone() })?;
    if let Some(fields) = payload.as_object_mut() {
        fields.retain(|name, _| !FOR_THE_PANEL.contains(&name.as_str()));
    }
    serde_json::to_string(&payload)
}

/// The words of a language as launcher and panel know them, and what only the panel reads of the payload, as JSON.
///
/// # Errors
/// Where they cannot be written.
pub(crate) fn words(site: &PublicSite, language: &str) -> serde_json::Result<String> {
    let [launcher, panel] =
        [Section::Launcher, Section::Panel].map(|section| table(site, section, language));
    serde_json::to_string(&(launcher, panel, for_the_panel(site)?))
}

/// What only the panel reads of a site's payload.
fn for_the_panel(site: &PublicSite) -> serde_json::Result<Value> {
    let mut payload = serde_json::to_value(&site.payload)?;
    if let Some(fields) = payload.as_object_mut() {
        fields.retain(|name, _| FOR_THE_PANEL.contains(&name.as_str()));
    }
    Ok(payload)
}

/// The same words by their names.
pub(crate) fn named_words(site: &PublicSite, language: &str) -> NamedWords {
    let named = |section: Section| {
        let keys = section.keys().iter().map(|&key| key.to_owned());
        keys.zip(table(site, section, language).into_iter().map(Cow::into_owned)).collect()
    };
    NamedWords { launcher: named(Section::Launcher), panel: named(Section::Panel) }
}

/// The texts of a section as the site says them.
pub(crate) fn table(site: &PublicSite, section: Section, language: &str) -> Vec<Cow<'static, str>> {
    wording::table(section, language, site.form_of_address, &site.words)
}

/// What stands for all words of a site and for what comes with them: their order first, then their texts.
pub(crate) fn version(site: &PublicSite) -> String {
    let form = for_the_panel(site).unwrap_or_default();
    let own = (words::CONTENT, site.form_of_address, &site.words, form);
    let digest = hash(&serde_json::to_string(&own).unwrap_or_default());
    format!("{}{}", layout(), &digest[..DIGEST])
}

/// What stands for the order of the words: a panel that knows another one would show wrong texts.
pub(crate) fn layout() -> &'static str {
    &words::LAYOUT[..LAYOUT]
}

/// The loader's program with the payload in it; nothing where the program has
/// not exactly one place for it.
pub(crate) fn joined(loader: &str, payload: &str) -> Option<String> {
    let (before, after) = loader.split_once(TOKEN)?;
    (!after.contains(TOKEN)).then(|| [before, &literal(payload), after].concat())
}

/// JSON that is safe in any place of a script element, also as a JavaScript literal: `<` could end the
/// element, and the two separators ended a line before ECMAScript 2019. All three
/// stand in strings only.
pub(crate) fn literal(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_payload_stands_where_the_token_stood() {
        let loader = "(()=>{let p=__ASKHOURS_PAYLOAD__;go(p)})();";
        assert_eq!(joined(loader, r#"{"a":1}"#).unwrap(), r#"(()=>{let p={"a":1};go(p)})();"#);
    }

    #[test]
    fn a_payload_is_never_read_again() {
        let payload = r#"{"a":"$& $1 __ASKHOURS_PAYLOAD__ </script>"}"#;
        assert_eq!(
            joined("f(__ASKHOURS_PAYLOAD__)", payload).unwrap(),
            r#"f({"a":"$& $1 __ASKHOURS_PAYLOAD__ \u003c/script>"})"#
        );
        assert_eq!(literal("\u{2028}\u{2029}"), r"\u2028\u2029");
    }

    #[test]
    fn a_loader_has_one_place_for_it() {
        assert_eq!(joined("f()", "{}"), None);
        assert_eq!(joined("f(__ASKHOURS_PAYLOAD__,__ASKHOURS_PAYLOAD__)", "{}"), None);
    }
}
