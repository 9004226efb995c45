//! What the build refuses, and what it says then.

#[path = "../build/check.rs"]
mod check;

use std::collections::BTreeMap;

use check::{Locales, parse, problems};

/// One section in English and German.
fn locales(english: &str, german: &str) -> Locales {
    let section =
        |file| BTreeMap::from([("panel".to_owned(), parse(file).expect("the file is TOML"))]);
    BTreeMap::from([("en".to_owned(), section(english)), ("de".to_owned(), section(german))])
}

#[test]
fn complete_files_pass() {
    for (english, german) in [
        ("", ""),
        ("send = 'Send'", "send = 'Senden'"),
        ("a_one = '{n} day'\na_other = '{n} days'", "a_other = '{n} Tage'\na_one = '{n} Tag'"),
        ("greet = '{name}, {site}'", "greet = '{site}: {name} {name}'"),
    ] {
        assert_eq!(problems(&locales(english, german)), [""; 0]);
    }
}

#[test]
fn each_gap_is_named_with_its_mend() {
    for (english, german, expected) in [
        (
            "send = 'Send'",
            "",
            "de/panel.toml: `send` is missing. Add it; the English text is \"Send\"",
        ),
        ("", "send = 'Senden'", "de/panel.toml: `send` is extra. Remove it, or add it to en too"),
        ("a = 'A'", "a = ' '", "de/panel.toml: `a` is empty. Give it a text"),
        (
            "a = '{name}'",
            "a = '{nmae}'",
            "de/panel.toml: `a` has the placeholders {\"nmae\"}, en has {\"name\"}. Use the same",
        ),
        (
            "a = '{name}'",
            "a = '{name'",
            "de/panel.toml: `a` has a stray brace. Placeholders look like {name}",
        ),
        (
            "a = 'A'",
            "a = 'A}'",
            "de/panel.toml: `a` has a stray brace. Placeholders look like {name}",
        ),
    ] {
        assert_eq!(problems(&locales(english, german)), [expected]);
    }
}

#[test]
fn keys_become_variants_and_plurals_come_in_pairs() {
    for key in ["Send", "a-b", "'1'", "'a__b'", "'_a'", "a_1"] {
        let file = format!("{key} = 'A'");
        let found = problems(&locales(&file, &file));
        assert!(found.iter().all(|problem| problem.contains("is not a key")), "{found:?}");
        assert_eq!(found.len(), 2, "{key}");
    }
    let found = problems(&locales("days_one = 'A'", "days_one = 'A'"));
    assert!(found[0].contains("Add `days_other`, plurals need both"), "{found:?}");
}

#[test]
fn whole_files_may_not_be_missing_or_extra() {
    let mut uneven = locales("", "");
    uneven.get_mut("de").unwrap().clear();
    assert_eq!(problems(&uneven), ["de/panel.toml: is missing. Translate en/panel.toml"]);
    let mut uneven = locales("", "");
    uneven.get_mut("en").unwrap().clear();
    let expected = "de/panel.toml: has no English counterpart. Remove it, or add en/panel.toml";
    assert_eq!(problems(&uneven), [expected]);
    uneven.remove("en");
    assert!(problems(&uneven)[0].starts_with("en: is missing"));
}

#[test]
fn only_flat_texts_are_read() {
    assert!(parse("a = 'A'\na = 'B'").unwrap_err().starts_with("is not TOML"));
    assert_eq!(parse("a = 1").unwrap_err(), "`a` is not a text. Write a = \"…\"");
    assert!(parse("[a]\nb = 'B'").is_err());
}
