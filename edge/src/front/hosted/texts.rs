//! The words of the hosted page in one language, as the site says them. Labels, promises and errors are
//! the panel's and the status is the launcher's, so that no two places differ.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use protocol::own_words::FormOfAddress;
use protocol::site::PublicSite;
use words::{Section, counted, fill, hosted, launcher, panel};

use crate::front::payload;
use crate::wording;

/// The words in one language. A copy is cheap.
#[derive(Clone, Debug)]
pub(crate) struct Texts(Rc<Tables>);

#[derive(Debug)]
struct Tables {
    language: String,
    hosted: Vec<Cow<'static, str>>,
    panel: Vec<Cow<'static, str>>,
    launcher: Vec<Cow<'static, str>>,
}

impl Texts {
    /// The words of a language, where no site is known to say them otherwise; those of the first language where there
    /// is no such one.
    pub(crate) fn of(language: &str) -> Self {
        let known = words::LANGUAGES.into_iter().find(|known| *known == language);
        let language = known.unwrap_or(words::LANGUAGES[0]);
        let (form, none) = (FormOfAddress::Formal, BTreeMap::default());
        Self::new(language, |section| wording::table(section, language, form, &none))
    }

    /// The words of a language that a site offers, as that site says them.
    pub(crate) fn of_site(site: &PublicSite, language: &str) -> Self {
        Self::new(language, |section| payload::table(site, section, language))
    }

    /// The name of a language in itself, as a site says it, without all of its other words.
    pub(crate) fn name(site: &PublicSite, language: &str) -> String {
        let (section, key) = (Section::Hosted, "language_name");
        wording::word(section, key, language, site.form_of_address, &site.words).into_owned()
    }

    fn new(language: &str, table: impl Fn(Section) -> Vec<Cow<'static, str>>) -> Self {
        Self(Rc::new(Tables {
            language: language.to_owned(),
            hosted: table(Section::Hosted),
            panel: table(Section::Panel),
            launcher: table(Section::Launcher),
        }))
    }

    /// A word of the hosted page itself.
    pub(crate) fn hosted(&self, word: hosted::Word) -> &str {
        self.0.hosted.get(word as usize).map_or("", AsRef::as_ref)
    }

    /// A word that the panel shows too.
    pub(crate) fn panel(&self, word: panel::Word) -> &str {
        self.0.panel.get(word as usize).map_or("", AsRef::as_ref)
    }

    /// A word that the launcher shows too.
    pub(crate) fn launcher(&self, word: launcher::Word) -> &str {
        self.0.launcher.get(word as usize).map_or("", AsRef::as_ref)
    }

    /// The form of a counted word that a count takes.
    pub(crate) fn counted<'text>(&self, text: &'text str, count: u64) -> &'text str {
        counted(text, &self.0.language, count)
    }

    /// A word of the hosted page with the company's name in it.
    pub(crate) fn naming(&self, word: hosted::Word, company: &str) -> String {
        fill(self.hosted(word), &[("site", company)])
    }
}
