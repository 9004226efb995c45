//! Fills a site's payload with what the build knows, and joins it with the loader.

use protocol::site::{App, PublicSite, Site};

use crate::front::manifest::Manifest;

/// Stands in the loader's program, exactly once, where the payload goes.
pub(crate) const TOKEN: &str = "__ASKHOURS_PAYLOAD__";

/// The payload as visitors get it: with the launcher's words and the addresses of the
/// app, for each language that the object left an empty entry for.
pub(crate) fn filled(site: &PublicSite, manifest: &Manifest) -> Site {
    let spoken = || {
        let known = |language: &&String| words::launcher::table(language).is_some();
        site.payload.words.keys().filter(known)
    };
    let table = |language: &String| {
        let table = words::launcher::table(language).map_or(&[][..], |table| &table[..]);
        (language.clone(), table.iter().map(|&text| text.to_owned()).collect())
    };
    let panel =
        |language: &String| (language.clone(), manifest.address(&format!("panel-{language}.json")));
    Site {
        words: spoken().map(table).collect(),
        app: App {
            script: manifest.address("widget.js"),
            wasm: manifest.address("widget.wasm"),
            words: spoken().map(panel).collect(),
        },
        ..site.payload.clone()
    }
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
