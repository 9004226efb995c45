//! What the build refuses, and what it says then.

#[path = "../build/check.rs"]
mod check;
#[path = "../build/generate.rs"]
#[expect(dead_code, reason = "the build script writes the sections, too")]
mod generate;
#[path = "../src/plural.rs"]
#[expect(unreachable_pub, reason = "the crate makes it public")]
mod plural;
#[path = "../src/text.rs"]
#[expect(dead_code, unreachable_pub, reason = "the crate and its build script use the rest")]
mod text;

use std::collections::BTreeMap;

use check::{Locales, parse, problems};

/// One section in English and another language or variant.
fn locales(english: &str, other: &str, locale: &str) -> Locales {
    let section =
        |file| BTreeMap::from([("panel".to_owned(), parse(file).expect("the file is TOML"))]);
    BTreeMap::from([("en".to_owned(), section(english)), (locale.to_owned(), section(other))])
}

#[test]
fn complete_files_pass() {
    for (english, german) in [
        ("", ""),
        ("send = 'Send'", "send = 'Senden'"),
        ("greet = '{name}, {site}'", "greet = '{site}: {name} {name}'"),
        (
            "days = { one = '{n} day', other = '{n} days' }",
            "days = { other = '{n} Tage', one = 'ein Tag' }",
        ),
        (
            "files = { one = 'File: {names}', other = '{count} files: {names}' }",
            "files = { one = '{count} Datei: {names}', other = '{count} Dateien: {names}' }",
        ),
    ] {
        assert_eq!(problems(&locales(english, german, "de")), [""; 0]);
    }
    let english = "days = { one = '{n} day', other = '{n} days' }";
    let arabic =
        "days = { zero = 'a', one = 'b', two = 'c', few = '{n}', many = '{n}', other = '{n}' }";
    assert_eq!(problems(&locales(english, arabic, "ar")), [""; 0]);
    let polish = "days = { one = '{n}', few = '{n}', many = '{n}' }";
    assert_eq!(problems(&locales(english, polish, "pl")), [""; 0]);
}

#[test]
fn each_gap_is_named_with_its_mend() {
    for (english, german, expected) in [
        ("send = 'Send'", "", "`send` is missing. Add it; the English text is \"Send\""),
        ("", "send = 'Senden'", "`send` is extra. Remove it, or add it to en too"),
        ("a = 'A'", "a = ' '", "`a` is empty. Give it a text"),
        (
            "a = '{name}'",
            "a = '{nmae}'",
            "`a` has the placeholders {\"nmae\"}, en has {\"name\"}. Use the same",
        ),
        ("a = '{name}'", "a = '{name'", "`a` has a stray brace. Placeholders look like {name}"),
        ("a = 'A'", "a = 'A}'", "`a` has a stray brace. Placeholders look like {name}"),
        ("a = 'A'", "a = 'A|B'", "`a` has a `|`, which separates forms. Write it without"),
        ("a = 'A'", "a = { one = 'A', other = 'B' }", "`a` counts nothing. Write a = \"…\""),
    ] {
        let expected = format!("de/panel.toml: {expected}");
        assert_eq!(problems(&locales(english, german, "de")), [expected]);
    }
}

#[test]
fn counted_words_have_the_forms_of_their_language() {
    let english = "days = { one = '{n} day', other = '{n} days' }";
    for (locale, file, expected) in [
        ("de", "days = '{n} Tage'", "`days` counts. Write days = { one = \"…\", other = \"…\" }"),
        (
            "pl",
            "days = { one = '{n}', many = '{n}' }",
            "`days` has no form `few`. Write days = { one = \"…\", few = \"…\", many = \"…\" }",
        ),
        (
            "de",
            "days = { one = '{n}', few = '{n}', other = '{n}' }",
            "`days.few` is no form of the language. It has: one, other",
        ),
        (
            "de",
            "days = { one = 'Tag', other = 'Tage' }",
            "`days.other` has the placeholders {}, en has {\"n\"}. Use the same",
        ),
        (
            "de",
            "days = { one = '{m} Tag', other = '{n} Tage' }",
            "`days.one` has the placeholders {\"m\"}, en has {\"n\"}. Use the same",
        ),
        (
            "uk",
            "days = { one = 'день', few = '{n} дні', many = '{n} днів' }",
            "`days.one` has the placeholders {}, en has {\"n\"}. Use the same",
        ),
        ("de", "days = { one = '', other = '{n}' }", "`days.one` is empty. Give it a text"),
    ] {
        let expected = format!("{locale}/panel.toml: {expected}");
        assert_eq!(problems(&locales(english, file, locale)), [expected]);
    }
    let numberless = "days = { one = 'day', other = 'days' }";
    let found = problems(&locales(numberless, numberless, "de"));
    assert_eq!(found[0], "de/panel.toml: `days` counts, but not what. Put {count} into `other`");
}

#[test]
fn a_variant_holds_only_what_differs() {
    let with = |informal: &str| {
        let mut locales = locales("a = 'A {n}'\nb = 'B'", "a = 'Sie {n}'\nb = 'Ihr'", "de");
        let section = parse(informal).unwrap();
        locales.insert("de-informal".to_owned(), BTreeMap::from([("panel".to_owned(), section)]));
        problems(&locales)
    };
    assert_eq!(with("a = 'du {n}'"), [""; 0]);
    assert_eq!(with(""), [""; 0]);
    for (file, expected) in [
        ("b = 'Ihr'", "`b` is what the language says anyway. Remove it"),
        ("a = 'du'", "`a` has the placeholders {}, en has {\"n\"}. Use the same"),
        ("c = 'du'", "`c` is extra. Remove it, or add it to en too"),
    ] {
        assert_eq!(with(file), [format!("de-informal/panel.toml: {expected}")]);
    }
    assert_eq!(
        problems(&locales("", "", "de-informal")),
        ["de-informal: varies a language that is missing. Add the folder de"]
    );
}

#[test]
fn keys_become_variants() {
    for key in ["Send", "a-b", "'1'", "'a__b'", "'_a'", "a_1"] {
        let file = format!("{key} = 'A'");
        let found = problems(&locales(&file, &file, "de"));
        assert!(found.iter().all(|problem| problem.contains("is not a key")), "{found:?}");
        assert_eq!(found.len(), 2, "{key}");
    }
}

#[test]
fn whole_files_and_languages_may_not_be_missing_or_extra() {
    let mut uneven = locales("", "", "de");
    uneven.get_mut("de").unwrap().clear();
    assert_eq!(problems(&uneven), ["de/panel.toml: is missing. Translate en/panel.toml"]);
    let mut uneven = locales("", "", "de");
    uneven.get_mut("en").unwrap().clear();
    let expected = "de/panel.toml: has no English counterpart. Remove it, or add en/panel.toml";
    assert_eq!(problems(&uneven), [expected]);
    uneven.remove("en");
    assert!(problems(&uneven)[0].starts_with("en: is missing"));
    let expected = "ja: has no plural rules. Add those of `ja` to crates/words/src/plural.rs";
    assert_eq!(problems(&locales("", "", "ja")), [expected]);
}

#[test]
fn what_the_team_reads_may_stay_english() {
    let mut locales = locales("", "", "de");
    locales.get_mut("en").unwrap().insert("inbox".to_owned(), parse("a = 'A'").unwrap());
    assert_eq!(problems(&locales), [""; 0]);
    locales.get_mut("de").unwrap().insert("inbox".to_owned(), Vec::new());
    assert!(problems(&locales)[0].starts_with("de/inbox.toml: `a` is missing"));
}

#[test]
fn only_texts_and_their_forms_are_read() {
    assert!(parse("a = 'A'\na = 'B'").unwrap_err().starts_with("is not TOML"));
    assert_eq!(parse("a = 1").unwrap_err(), "`a` is not a text. Write a = \"…\"");
    assert_eq!(parse("a = { one = 1 }").unwrap_err(), "`a` is not a text. Write a = \"…\"");
}

#[test]
fn only_what_pages_fetch_stands_for_the_content() {
    let before = locales("send = 'Send'", "send = 'Senden'", "de");
    let with = |section: &str, text: &str| {
        let mut locales = before.clone();
        let german = locales.get_mut("de").expect("there is German");
        german.insert(section.to_owned(), parse(text).expect("the file is TOML"));
        generate::languages(&locales)
    };
    let before_it = generate::languages(&before);
    assert_eq!(with("inbox", "send = 'Antworten'"), before_it);
    assert_eq!(with("channels", "send = 'Antworten'"), before_it);
    assert_ne!(with("panel", "send = 'Abschicken'"), before_it);
}
