//! The parts of the words that visitors read, by name: where a site's own words are looked up and checked.

use crate::text::Text;
use crate::{hosted, launcher, mail, panel};

/// A part of the words that visitors read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The launcher and the status.
    Launcher,
    /// The widget's panel.
    Panel,
    /// The page that works without JavaScript.
    Hosted,
    /// E-mail to visitors.
    Mail,
}

impl Section {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Launcher, Self::Panel, Self::Hosted, Self::Mail];

    /// What the file is called, without its ending.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Launcher => "launcher",
            Self::Panel => "panel",
            Self::Hosted => "hosted",
            Self::Mail => "mail",
        }
    }

    /// The keys, in the order of a table.
    #[must_use]
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Launcher => &launcher::Word::KEYS,
            Self::Panel => &panel::Word::KEYS,
            Self::Hosted => &hosted::Word::KEYS,
            Self::Mail => &mail::Word::KEYS,
        }
    }

    /// The texts of a language or variant, or nothing for an unknown one.
    #[must_use]
    pub fn table(self, language: &str) -> Option<&'static [&'static str]> {
        match self {
            Self::Launcher => launcher::table(language).map(|table| &table[..]),
            Self::Panel => panel::table(language).map(|table| &table[..]),
            Self::Hosted => hosted::table(language).map(|table| &table[..]),
            Self::Mail => mail::table(language).map(|table| &table[..]),
        }
    }

    /// The place of a word in a table.
    #[must_use]
    pub fn place(self, key: &str) -> Option<usize> {
        self.keys().iter().position(|known| *known == key)
    }

    /// What is wrong with a text of one's own for a word in a language. Each problem names its mend.
    #[must_use]
    pub fn problems(self, key: &str, language: &str, text: &Text) -> Vec<String> {
        let Some(place) = self.place(key) else {
            let meant = meant(self.keys(), key);
            let meant = meant.map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
            return vec![format!(
                "`{key}` is no word of `{0}`.{meant} All stand in crates/words/locales/en/{0}.toml",
                self.name()
            )];
        };
        let english = self.table(crate::LANGUAGES[0]).map_or("", |table| table[place]);
        text.problems(key, &Text::parse(english), language)
    }
}

/// The table that serves a language: that of its informal variant where one is wanted and there is one.
#[must_use]
pub fn variant(language: &str, informal: bool) -> Option<&'static str> {
    let of = |known: &str| known.strip_suffix("-informal") == Some(language);
    let variant = crate::VARIANTS.into_iter().find(|known| informal && of(known));
    variant.or_else(|| crate::LANGUAGES.into_iter().find(|known| *known == language))
}

/// The word that was meant, where one is near: more than half of it wrong is no slip of the pen.
fn meant<'words>(words: &[&'words str], key: &str) -> Option<&'words str> {
    let measured = words.iter().map(|known| (strsim::levenshtein(known, key), *known));
    let (distance, near) = measured.min_by_key(|(distance, _)| *distance)?;
    (2 * distance <= key.chars().count()).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Text {
        Text::Plain(text.to_owned())
    }

    #[test]
    fn sections_know_their_words() {
        for section in Section::ALL {
            let table = section.table("de").unwrap();
            assert_eq!(table.len(), section.keys().len());
            assert_eq!(section.place(section.keys()[1]), Some(1));
            for (key, text) in section.keys().iter().zip(table) {
                let problems = section.problems(key, "de", &Text::parse(text));
                assert_eq!(problems, [""; 0], "{key}");
            }
        }
    }

    #[test]
    fn a_wrong_text_says_its_mend() {
        let problems = |key: &str, text: &Text| Section::Launcher.problems(key, "pl", text);
        assert!(
            problems("ask_a_queston", &plain("x"))[0].contains("Did you mean `ask_a_question`")
        );
        assert!(problems("open_until", &plain("x"))[0].contains("{\"time\"}"));
        assert!(problems("closes_in_minutes", &plain("x"))[0].contains("few = \"…\""));
        assert!(problems("close", &plain("a|b"))[0].contains('|'));
        assert_eq!(problems("close", &plain("Zamknij to")), [""; 0]);
    }

    #[test]
    fn only_german_has_an_informal_variant() {
        assert_eq!(variant("en", true), Some("en"));
        assert_eq!(variant("de", false), Some("de"));
        assert_eq!(variant("xx", false), None);
        assert_eq!(variant("de-AT", false), None);
    }

    #[test]
    fn only_what_is_near_is_suggested() {
        let words = ["send", "close"];
        assert_eq!(meant(&words, "sned"), Some("send"));
        assert_eq!(meant(&words, "clos"), Some("close"));
        assert_eq!(meant(&words, "opening_hours"), None);
        assert_eq!(meant(&words, ""), None);
        let far = Section::Launcher.problems("xyzzy", "de", &plain("x"));
        assert!(far[0].starts_with("`xyzzy` is no word of `launcher`. All stand in"), "{far:?}");
    }
}
