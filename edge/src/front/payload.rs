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

/// The words of a language as launcher and panel know them, in the order of an earlier build where there is one, and
/// what only the panel reads of the payload, as JSON.
///
/// # Errors
/// Where they cannot be written.
pub(crate) fn words(
    site: &PublicSite,
    language: &str,
    earlier: Option<&Value>,
) -> serde_json::Result<String> {
    let [launcher, panel] = [Section::Launcher, Section::Panel].map(|section| {
        let table = table(site, section, language);
        match earlier {
            Some(order) => arranged(section, &table, order),
            None => table,
        }
    });
    serde_json::to_string(&(launcher, panel, for_the_panel(site)?))
}

/// A table in the order of an earlier build: pairs of a word's name and its English text, which stands in for a word
/// that there is no longer.
fn arranged<'text>(
    section: Section,
    table: &[Cow<'text, str>],
    order: &Value,
) -> Vec<Cow<'text, str>> {
    let pairs = order[section.name()].as_array().into_iter().flatten();
    let text = |pair: &Value| {
        let place = pair[0].as_str().and_then(|key| section.place(key));
        let text = place.and_then(|place| table.get(place)).cloned();
        text.unwrap_or_else(|| Cow::Owned(pair[1].as_str().unwrap_or_default().to_owned()))
    };
    pairs.map(text).collect()
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
    [words::LAYOUT, &digest[..DIGEST]].concat()
}

/// What stands in a version for the order of the words: a panel that knows another one would show wrong texts. Nothing
/// where it is no version.
pub(crate) fn layout_of(version: &str) -> Option<&str> {
    let (layout, _) = version.split_at_checked(words::LAYOUT.len())?;
    layout.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(layout)
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
    fn a_page_of_an_earlier_build_gets_each_word_where_it_looks_for_it() {
        let order = serde_json::json!({
            "launcher": [["close", "Close"]],
            "panel": [["gone", "Earlier text"], ["send", "Send it"]],
        });
        let said = |section: Section| {
            let texts = section.table("de").unwrap();
            let table: Vec<_> = texts.iter().map(|&text| Cow::Borrowed(text)).collect();
            arranged(section, &table, &order)
        };
        assert_eq!(said(Section::Launcher), ["Schließen"]);
        assert_eq!(said(Section::Panel), ["Earlier text", "Senden"]);
        assert_eq!(said(Section::Mail), [""; 0]);
    }

    #[test]
    fn a_version_begins_with_the_order() {
        let version = [words::LAYOUT, "aaaaaaaaaa"].concat();
        assert_eq!(layout_of(&version), Some(words::LAYOUT));
        assert_eq!(layout_of("0a1b2c"), Some("0a1b2c"));
        for wrong in ["", "1", "../../aaaaaaaaaa", "äääöö", "0a1b2/aaaaaaaaaa"] {
            assert_eq!(layout_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_loader_has_one_place_for_it() {
        assert_eq!(joined("f()", "{}"), None);
        assert_eq!(joined("f(__ASKHOURS_PAYLOAD__,__ASKHOURS_PAYLOAD__)", "{}"), None);
    }
}
