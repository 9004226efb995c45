//! The inbox's texts in one language: a table that the page names and that is
//! fetched beside the program.

use words::inbox::Word;

/// The texts of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// The language's tag.
    pub(crate) language: &'static str,
    table: Vec<String>,
}

impl Words {
    /// Takes a table in the order of [`Word`]; nothing where it is another one,
    /// such as that of an older version.
    pub(crate) fn new(language: &'static str, table: Vec<String>) -> Option<Self> {
        (table.len() == Word::ALL.len()).then_some(Self { language, table })
    }

    /// A text.
    pub(crate) fn get(&self, word: Word) -> &str {
        self.table.get(word as usize).map_or("", String::as_str)
    }

    /// A text with its placeholders filled.
    pub(crate) fn fill(&self, word: Word, values: &[(&str, &str)]) -> String {
        words::fill(self.get(word), values)
    }

    /// A text that counts something; the placeholder is named `name`.
    pub(crate) fn count(&self, word: Word, name: &str, count: u64) -> String {
        let text = words::counted(self.get(word), self.language, count);
        words::fill(text, &[(name, &count.to_string())])
    }
}

/// The first of the wanted languages that we have; English where we have none.
pub(crate) fn language<'a>(wanted: impl IntoIterator<Item = &'a str>) -> &'static str {
    let known =
        |tag: &str| words::inbox::LANGUAGES.into_iter().find(|known| *known == primary(tag));
    wanted.into_iter().find_map(known).unwrap_or(words::inbox::LANGUAGES[0])
}

/// The tag for dates and times: the reader's own variant of the language where
/// there is one, since `en-GB` and `en-US` write dates differently.
pub(crate) fn variant<'a>(language: &'a str, wanted: impl IntoIterator<Item = &'a str>) -> &'a str {
    wanted.into_iter().find(|tag| primary(tag) == language).unwrap_or(language)
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The English words, for tests.
#[cfg(test)]
pub(crate) fn english() -> Words {
    let table = words::inbox::table("en").unwrap().map(str::to_owned).to_vec();
    Words::new("en", table).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_we_have() {
        assert_eq!(language(["fr-FR", "de-AT", "en"]), "de");
        assert_eq!(language(["fr"]), "en");
        assert_eq!(variant("en", ["de-DE", "en-GB", "en-US"]), "en-GB");
        assert_eq!(variant("de", ["en-GB"]), "de");
    }

    #[test]
    fn a_table_of_another_version_is_refused() {
        assert_eq!(Words::new("en", vec!["Inbox".to_owned()]), None);
        assert_eq!(Words::default().get(Word::Title), "");
    }

    #[test]
    fn counts_choose_their_form() {
        assert_eq!(english().count(Word::DurationHours, "hours", 1), "1 hour");
        assert_eq!(english().count(Word::DurationHours, "hours", 2), "2 hours");
    }
}
