//! The words of the hosted page in one language. Labels, promises and errors are
//! the panel's and the status is the launcher's, so that no two places differ.

use words::{counted, fill, hosted, launcher, panel};

/// The words in one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts {
    language: &'static str,
    hosted: &'static [&'static str],
    panel: &'static [&'static str],
    launcher: &'static [&'static str],
}

impl Texts {
    /// The words of a language; those of the first one where it has none.
    pub(crate) fn of(language: &str) -> Self {
        let known = words::LANGUAGES.into_iter().find(|known| *known == language);
        let language = known.unwrap_or(words::LANGUAGES[0]);
        Self {
            language,
            hosted: hosted::table(language).map_or(&[], |table| table),
            panel: panel::table(language).map_or(&[], |table| table),
            launcher: launcher::table(language).map_or(&[], |table| table),
        }
    }

    /// A word of the hosted page itself.
    pub(crate) fn hosted(&self, word: hosted::Word) -> &'static str {
        self.hosted.get(word as usize).copied().unwrap_or_default()
    }

    /// A word that the panel shows too.
    pub(crate) fn panel(&self, word: panel::Word) -> &'static str {
        self.panel.get(word as usize).copied().unwrap_or_default()
    }

    /// A word that the launcher shows too.
    pub(crate) fn launcher(&self, word: launcher::Word) -> &'static str {
        self.launcher.get(word as usize).copied().unwrap_or_default()
    }

    /// The form of a counted word that a count takes.
    pub(crate) fn counted<'text>(&self, text: &'text str, count: u64) -> &'text str {
        counted(text, self.language, count)
    }

    /// A word of the hosted page with the company's name in it.
    pub(crate) fn naming(&self, word: hosted::Word, company: &str) -> String {
        fill(self.hosted(word), &[("site", company)])
    }
}
