//! What a site says in a language: the words of that language or of its informal variant, and over them the site's own.

use std::borrow::Cow;
use std::collections::BTreeMap;

use protocol::own_words::{FormOfAddress, OwnText, OwnWords, Texts};
use words::{Section, Text};

/// The texts of a section in a language, in the order of its words. Empty for a language that there is not.
///
/// A text of the site's own that has been stored by an earlier version and fits no longer is left out.
pub(crate) fn table(
    section: Section,
    language: &str,
    form: FormOfAddress,
    own: &BTreeMap<String, OwnWords>,
) -> Vec<Cow<'static, str>> {
    let variant = words::variant(language, form == FormOfAddress::Informal);
    let texts = variant.and_then(|variant| section.table(variant)).unwrap_or_default();
    let mut table: Vec<_> = texts.iter().map(|&text| Cow::Borrowed(text)).collect();
    let own = own.get(language).map(|own| texts_of(own, section));
    for (key, text) in own.into_iter().flatten() {
        let text = read(text, language);
        let place = section.place(key).and_then(|place| table.get_mut(place));
        if let Some(place) = place.filter(|_| section.problems(key, language, &text).is_empty()) {
            *place = Cow::Owned(text.compiled());
        }
    }
    table
}

/// One text of a section, for who needs no more of it.
pub(crate) fn word(
    section: Section,
    key: &str,
    language: &str,
    form: FormOfAddress,
    own: &BTreeMap<String, OwnWords>,
) -> Cow<'static, str> {
    let own = own.get(language).and_then(|own| texts_of(own, section).get(key));
    let own = own.map(|text| read(text, language));
    if let Some(own) = own.filter(|text| section.problems(key, language, text).is_empty()) {
        return Cow::Owned(own.compiled());
    }
    let variant = words::variant(language, form == FormOfAddress::Informal);
    let texts = variant.and_then(|variant| section.table(variant)).unwrap_or_default();
    Cow::Borrowed(section.place(key).and_then(|place| texts.get(place)).copied().unwrap_or(""))
}

/// The site's own words of a section.
pub(crate) const fn texts_of(own: &OwnWords, section: Section) -> &Texts {
    match section {
        Section::Launcher => &own.launcher,
        Section::Panel => &own.panel,
        Section::Hosted => &own.hosted,
        Section::Mail => &own.mail,
    }
}

/// A text of the site's own, with its forms in the order of the language.
pub(crate) fn read(text: &OwnText, language: &str) -> Text {
    match text {
        OwnText::Plain(text) => Text::Plain(text.clone()),
        OwnText::Counted(forms) => {
            let forms = forms.iter().map(|(form, text)| (form.clone(), text.clone())).collect();
            Text::Counted(forms).in_order(words::forms(language).unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(launcher: &str) -> BTreeMap<String, OwnWords> {
        let words: OwnWords =
            serde_json::from_str(&format!(r#"{{"launcher":{launcher}}}"#)).unwrap();
        BTreeMap::from([("de".to_owned(), words)])
    }

    fn said(word: words::launcher::Word, launcher: &str) -> String {
        let table = table(Section::Launcher, "de", FormOfAddress::Formal, &own(launcher));
        table[word as usize].clone().into_owned()
    }

    #[test]
    fn the_sites_own_words_stand_over_those_of_the_language() {
        use words::launcher::Word::{AskAQuestion, Close, ClosesInMinutes};
        let own = r#"{"ask_a_question":"Frag die Crew","closes_in_minutes":{"other":"{minutes}!","one":"gleich"}}"#;
        assert_eq!(said(AskAQuestion, own), "Frag die Crew");
        assert_eq!(said(ClosesInMinutes, own), "one=gleich|other={minutes}!");
        assert_eq!(said(Close, own), "Schließen");
    }

    #[test]
    fn what_fits_no_longer_is_left_out() {
        use words::launcher::Word::{AskAQuestion, OpenUntil};
        assert_eq!(said(AskAQuestion, r#"{"gone":"Weg"}"#), said(AskAQuestion, "{}"));
        assert_eq!(said(OpenUntil, r#"{"open_until":"{gone}"}"#), said(OpenUntil, "{}"));
    }

    #[test]
    fn one_word_is_that_of_the_table() {
        for said in
            [r#"{"ask_a_question":"Frag die Crew"}"#, r#"{"ask_a_question":"{gone}"}"#, "{}"]
        {
            let form = FormOfAddress::Informal;
            let own = own(said);
            let all = table(Section::Launcher, "de", form, &own);
            let one = word(Section::Launcher, "ask_a_question", "de", form, &own);
            assert_eq!(one, all[words::launcher::Word::AskAQuestion as usize], "{said}");
        }
    }

    #[test]
    fn a_language_that_there_is_not_says_nothing() {
        let none = table(Section::Panel, "xx", FormOfAddress::Informal, &BTreeMap::new());
        assert_eq!(none, [""; 0]);
    }
}
