//! The languages that a site offers, and what it says in them otherwise than others do.

use std::borrow::Cow;

use protocol::admin::SiteConfiguration;
use protocol::own_words::{OwnText, Texts};
use words::Section;

use super::settings::{Errors, Settings};
use crate::wording;

/// The longest greeting, in characters; it stands above a form.
const MAX_GREETING: usize = 300;
/// The longest text of the site's own, in characters.
const MAX_TEXT: usize = 500;

impl Settings {
    /// The language of a visitor, by the tag that the visitor's page has told: one that the site offers.
    pub(super) fn language_of<'settings>(&'settings self, locale: &str) -> &'settings str {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        let mut offered = self.configuration.languages.iter();
        let known = offered.find(|offered| offered.eq_ignore_ascii_case(language));
        known.unwrap_or(&self.configuration.language)
    }

    /// What e-mails and answers say to visitors, in the order of [`words::mail::Word`].
    pub(super) fn mail_words(&self, language: &str) -> Vec<Cow<'static, str>> {
        let SiteConfiguration { form_of_address, words, .. } = &self.configuration;
        wording::table(Section::Mail, language, *form_of_address, words)
    }
}

/// Checks the languages. Where none are named, the site offers its own.
pub(super) fn check(configuration: &mut SiteConfiguration, errors: &mut Errors) {
    if configuration.languages.is_empty() {
        configuration.languages.push(configuration.language.clone());
    }
    for (place, language) in configuration.languages.iter().enumerate() {
        if !words::LANGUAGES.contains(&language.as_str()) {
            errors.add(format!("languages[{place}]"), "language", unknown(language));
        }
    }
    if !configuration.languages.contains(&configuration.language) {
        errors.add("language", "language", "name it in `languages` too");
    }
    for (language, greeting) in &configuration.greeting {
        if greeting.chars().count() > MAX_GREETING {
            let detail = format!("use at most {MAX_GREETING} characters");
            errors.add(format!("greeting.{language}"), "too_long", detail);
        }
    }
}

fn unknown(language: &str) -> String {
    let base = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    if base != language && words::LANGUAGES.contains(&base.as_str()) {
        return format!(
            "write '{base}' for '{language}': visitors of every region read it, with dates and times their own way"
        );
    }
    let known = words::LANGUAGES.join(", ");
    format!("'{language}' is not among the languages that there are: {known}")
}

/// Checks the site's own words.
pub(super) fn check_words(configuration: &SiteConfiguration, errors: &mut Errors) {
    for (language, own) in &configuration.words {
        if !configuration.languages.contains(language) {
            let offered = configuration.languages.join(", ");
            let detail = format!(
                "the site does not offer '{language}', only {offered}; name it in `languages` or leave its words out"
            );
            errors.add(format!("words.{language}"), "language", detail);
            continue;
        }
        for section in Section::ALL {
            let field = format!("words.{language}.{}", section.name());
            section_words(&field, section, language, wording::texts_of(own, section), errors);
        }
    }
}

fn section_words(
    field: &str,
    section: Section,
    language: &str,
    texts: &Texts,
    errors: &mut Errors,
) {
    for (key, text) in texts {
        let field = format!("{field}.{key}");
        for problem in section.problems(key, language, &wording::read(text, language)) {
            errors.add(&*field, "words", problem);
        }
        if forms(text).any(|text| text.chars().count() > MAX_TEXT) {
            errors.add(&*field, "too_long", format!("use at most {MAX_TEXT} characters"));
        }
        if forms(text).any(|text| text.contains(char::is_control)) {
            errors.add(&*field, "words", format!("write `{key}` on one line"));
        }
    }
}

fn forms(text: &OwnText) -> Box<dyn Iterator<Item = &String> + '_> {
    match text {
        OwnText::Plain(text) => Box::new(std::iter::once(text)),
        OwnText::Counted(forms) => Box::new(forms.values()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::site::settings;

    fn configuration(languages: &Value, words: &Value) -> SiteConfiguration {
        serde_json::from_value(json!({
            "name": "Nordwind", "language": "de", "languages": languages, "words": words,
            "origins": [], "time_zone": "Europe/Berlin", "hours": "Mo-Fr 09:00-17:00",
            "reply_target": "2h", "agents": [{ "id": "mara", "name": "Mara" }],
        }))
        .unwrap()
    }

    #[track_caller]
    fn check_error(languages: &Value, words: &Value, field: &str, detail: &str) {
        let errors = settings::check(configuration(languages, words)).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, [field], "{errors:?}");
        assert!(errors[0].detail.contains(detail), "{}", errors[0].detail);
    }

    #[test]
    fn every_language_may_be_offered() {
        let all = json!(words::LANGUAGES);
        assert!(settings::check(configuration(&all, &json!({}))).is_ok());
        check_error(&json!(["de", "xx"]), &json!({}), "languages[1]", "'xx' is not among");
        check_error(&json!(["de", "pt-BR"]), &json!({}), "languages[1]", "write 'pt' for 'pt-BR'");
        check_error(&json!(["en"]), &json!({}), "language", "name it in `languages` too");
    }

    #[test]
    fn words_that_fit_are_taken() {
        let words = json!({
            "de": {
                "launcher": { "ask_a_question": "Frag die Crew", "open_until": "Da bis {time}" },
                "mail": { "subject": "Moin von {site}" },
            },
            "pl": { "panel": { "duration_days": { "one": "{days}", "few": "{days}", "many": "{days}" } } },
        });
        let settings = settings::check(configuration(&json!(["de", "pl"]), &words)).unwrap();
        assert_eq!(settings.mail_words("de")[0], "Moin von {site}");
    }

    #[test]
    fn a_wrong_word_is_named_with_its_place_and_mend() {
        for (words, field, detail) in [
            (json!({ "en": {} }), "words.en", "does not offer 'en', only de"),
            (
                json!({ "de": { "launcher": { "ask_a_queston": "x" } } }),
                "words.de.launcher.ask_a_queston",
                "Did you mean `ask_a_question`?",
            ),
            (
                json!({ "de": { "launcher": { "open_until": "offen" } } }),
                "words.de.launcher.open_until",
                "has the placeholders {}, en has {\"time\"}. Use the same",
            ),
            (
                json!({ "de": { "launcher": { "closes_in_minutes": "bald" } } }),
                "words.de.launcher.closes_in_minutes",
                "Write closes_in_minutes = { one = \"…\", other = \"…\" }",
            ),
            (
                json!({ "de": { "panel": { "send": { "one": "x", "other": "y" } } } }),
                "words.de.panel.send",
                "counts nothing",
            ),
            (json!({ "de": { "panel": { "send": "a|b" } } }), "words.de.panel.send", "`|`"),
            (json!({ "de": { "panel": { "send": " " } } }), "words.de.panel.send", "is empty"),
            (
                json!({ "de": { "mail": { "subject": "{site}\nBcc: x@y.z" } } }),
                "words.de.mail.subject",
                "on one line",
            ),
            (
                json!({ "de": { "hosted": { "intro": "x".repeat(501) } } }),
                "words.de.hosted.intro",
                "at most 500 characters",
            ),
        ] {
            check_error(&json!(["de"]), &words, field, detail);
        }
    }

    #[test]
    fn a_stored_configuration_is_read_whatever_its_words() {
        let words = json!({ "de": { "launcher": { "gone": "Weg" } }, "xx": {} });
        assert!(settings::reread(configuration(&json!(["de"]), &words)).is_ok());
    }

    #[test]
    fn a_visitor_reads_what_the_site_offers() {
        let settings = settings::check(configuration(&json!(["de", "pt"]), &json!({}))).unwrap();
        let read =
            ["pt-BR", "PT", "de-AT", "fr-CA", "", "pt_PT"].map(|tag| settings.language_of(tag));
        assert_eq!(read, ["pt", "pt", "de", "de", "de", "pt"]);
    }
}
