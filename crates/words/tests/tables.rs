//! The generated enums and tables belong together.

#![cfg(feature = "tables")]

use words::{LANGUAGES, Section, VARIANTS, channels, inbox, launcher, panel, variant};

#[test]
fn a_word_is_its_place_in_keys_and_tables() {
    assert_eq!(LANGUAGES[0], "en");
    for (language, send) in [("en", "Send"), ("de", "Senden")] {
        assert!(LANGUAGES.contains(&language));
        assert_eq!(panel::table(language).unwrap()[panel::Word::Send as usize], send);
    }
    assert_eq!(panel::Word::KEYS[panel::Word::Send as usize], "send");
    assert_eq!(panel::Word::ALL[panel::Word::Send as usize], panel::Word::Send);
    assert_eq!(launcher::Word::KEYS[launcher::Word::ClosesInMinutes as usize], "closes_in_minutes");
}

#[test]
fn every_language_has_what_visitors_read() {
    assert_eq!(LANGUAGES, ["en", "ar", "de", "es", "fr", "he", "it", "nl", "pl", "pt", "tr", "uk"]);
    for language in LANGUAGES {
        assert!(Section::ALL.iter().all(|section| section.table(language).is_some()), "{language}");
        assert!(words::forms(language).is_some(), "{language}");
    }
    assert_eq!([inbox::LANGUAGES, channels::LANGUAGES], [["en", "de"]; 2]);
    assert_eq!(inbox::table("fr"), None);
    assert_eq!(panel::table("xx"), None);
    assert_eq!(panel::table("de-AT"), None);
}

#[test]
fn informal_german_differs_only_in_how_it_addresses() {
    assert_eq!(VARIANTS, ["de-informal"]);
    assert_eq!(variant("de", true), Some("de-informal"));
    assert_eq!(variant("fr", true), Some("fr"));
    let (formal, informal) = (panel::table("de").unwrap(), panel::table("de-informal").unwrap());
    assert_ne!(formal, informal);
    assert_eq!(informal[panel::Word::Send as usize], "Senden");
    assert_eq!(inbox::table("de-informal"), None);
    for section in Section::ALL {
        for text in section.table("de-informal").unwrap() {
            assert!(!is_formal(text), "{text}");
        }
    }
}

/// Whether a German text says "Sie".
fn is_formal(text: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphabetic());
    words.any(|word| matches!(word, "Sie" | "Ihnen") || word.starts_with("Ihr"))
}

#[test]
fn a_formal_word_is_seen_wherever_it_stands() {
    for formal in ["Sie fragen", "Fragen Sie?", "Sie, bitte", "Danke Ihnen.", "Ihre E-Mail"] {
        assert!(is_formal(formal), "{formal}");
    }
    assert!(!is_formal("Du schreibst, sie antworten; Sieben Tage, siehe dort."));
}

#[test]
fn counted_words_stand_in_the_order_of_their_forms() {
    let text = launcher::table("pl").unwrap()[launcher::Word::ClosesInMinutes as usize];
    let names: Vec<_> = text.split('|').map(|form| form.split('=').next().unwrap()).collect();
    assert_eq!(names, ["one", "few", "many"]);
}
