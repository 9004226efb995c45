//! The fields of a form, and what the site's object said of them.

use conversation::text::{MAX_NAME, MAX_TEXT};
use protocol::problem::{FieldError, Problem};
use words::fill;
use words::panel::Word;

use super::texts::Texts;
use crate::{random, secrets};

/// Random bytes of an idempotency key.
const KEY: usize = 20;

/// The characters of these bytes in base32.
const KEY_LENGTH: usize = KEY * 8 / 5;

/// The fields of a form or a query, as `application/x-www-form-urlencoded` (URL standard, section 5).
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Decodes a form's body or a query. What is no UTF-8 is replaced, never refused.
    pub(crate) fn decode(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }

    /// A field's value; empty where it is missing.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// A field that counts as missing while it is empty.
    pub(crate) fn optional(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// The idempotency key that the form carried; a new one where somebody changed it.
    pub(crate) fn key(&self) -> String {
        let key = self.get("key");
        let ours = key.len() == KEY_LENGTH && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if ours { key.to_owned() } else { new_key() }
    }
}

/// A new idempotency key, for a form to carry.
pub(crate) fn new_key() -> String {
    random::token(KEY)
}

/// The key of another text that came with a key that was used before. It follows
/// from both, so that this request too may be repeated without doing a thing twice.
pub(crate) fn key_of_another(key: &str, text: &[u8]) -> String {
    secrets::hash(&[key.as_bytes(), b"\n", text].concat())
}

/// What is wrong, in the visitor's words.
#[derive(Debug, Default)]
pub(crate) struct Errors {
    fields: Vec<(String, String)>,
    /// What is wrong with the sending rather than with a field.
    pub(crate) general: Option<String>,
}

impl Errors {
    /// The problem in the visitor's words. Its own texts are for developers.
    pub(crate) fn of(problem: &Problem, texts: &Texts) -> Self {
        if problem.errors.is_empty() {
            let word = match problem.status {
                404 => Word::ErrorUnknownConversation,
                429 => Word::ErrorRate,
                _ => Word::ErrorServer,
            };
            return Self { fields: Vec::new(), general: Some(texts.panel(word).to_owned()) };
        }
        let said = |error: &FieldError| (error.field.clone(), in_words(error, texts));
        Self { fields: problem.errors.iter().map(said).collect(), general: None }
    }

    /// That something went wrong on our side.
    pub(crate) fn ours(texts: &Texts) -> Self {
        Self { fields: Vec::new(), general: Some(texts.panel(Word::ErrorServer).to_owned()) }
    }

    /// What is wrong with a field.
    pub(crate) fn on(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == field).map(|(_, text)| text.as_str())
    }

    /// Whether anything is wrong.
    pub(crate) fn any(&self) -> bool {
        self.general.is_some() || !self.fields.is_empty()
    }
}

fn in_words(error: &FieldError, texts: &Texts) -> String {
    let word = match (error.field.as_str(), error.code.as_str()) {
        (_, "missing") => Word::ErrorMissing,
        ("email", _) => Word::ErrorEmailInvalid,
        ("phone", _) => Word::ErrorPhoneInvalid,
        (_, "too_long") => {
            let limit = if error.field == "name" { MAX_NAME } else { MAX_TEXT };
            return fill(texts.panel(Word::ErrorTooLong), &[("limit", &limit.to_string())]);
        }
        ("text", _) => Word::ErrorEmpty,
        _ => Word::ErrorServer,
    };
    texts.panel(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_decoded_as_browsers_write_them() {
        let fields = Fields::decode(b"text=Hallo+%C3%BC%0D%0A1%2B1%3D2&name=&x=%ff");
        assert_eq!(fields.get("text"), "Hallo ü\r\n1+1=2");
        assert_eq!(fields.optional("name"), None);
        assert_eq!(fields.get("none"), "");
        assert_eq!(fields.get("x"), "\u{fffd}");
    }

    fn problem(status: u16, errors: &[(&str, &str)]) -> Problem {
        let error = |(field, code): &(&str, &str)| FieldError {
            field: (*field).to_owned(),
            code: (*code).to_owned(),
            detail: String::new(),
        };
        Problem {
            kind: String::new(),
            title: String::new(),
            status,
            detail: "internals".to_owned(),
            errors: errors.iter().map(error).collect(),
        }
    }

    #[test]
    fn each_field_has_its_own_words() {
        let texts = Texts::of("en");
        let codes =
            [("text", "empty"), ("email", "email"), ("name", "too_long"), ("phone", "missing")];
        let errors = Errors::of(&problem(422, &codes), &texts);
        assert_eq!(errors.on("text"), Some(texts.panel(Word::ErrorEmpty)));
        assert_eq!(errors.on("email"), Some(texts.panel(Word::ErrorEmailInvalid)));
        assert!(errors.on("name").unwrap().contains("100"));
        assert_eq!(errors.on("phone"), Some(texts.panel(Word::ErrorMissing)));
        assert_eq!(errors.on("topic"), None);
        assert_eq!(errors.general, None);
    }

    #[test]
    fn other_problems_are_told_without_internals() {
        let texts = Texts::of("en");
        let general = |status| Errors::of(&problem(status, &[]), &texts).general;
        assert_eq!(general(500).as_deref(), Some(texts.panel(Word::ErrorServer)));
        assert_eq!(general(429).as_deref(), Some(texts.panel(Word::ErrorRate)));
    }
}
