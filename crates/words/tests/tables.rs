//! The generated enums and tables belong together.

#![cfg(feature = "tables")]

use words::{LANGUAGES, hosted, inbox, launcher, panel};

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
fn every_language_has_every_section() {
    for language in LANGUAGES {
        assert!(launcher::table(language).is_some());
        assert!(panel::table(language).is_some());
        assert!(hosted::table(language).is_some());
        assert!(inbox::table(language).is_some());
    }
    assert_eq!(panel::table("xx"), None);
    assert_eq!(panel::table("de-AT"), None);
}
