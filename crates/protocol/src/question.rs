//! A visitor asks, and writes on.

use conversation::contact::{ContactError, EmailAddress, Locale, PageUrl, PhoneNumber};
use conversation::id::Slug;
use conversation::text::{PersonName, QuestionText, TextError};
use serde::{Deserialize, Serialize};

use crate::identity::Identity;
use crate::problem::FieldError;

/// `POST /v1/sites/{site}/questions`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ask {
    /// The question; at most 8,000 characters.
    pub text: String,
    /// One of the site's topics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// How the visitor wants to be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where an answer may be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Where the visitor may be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The address of the page; query and fragment are dropped.
    pub page: String,
    /// The language in which the visitor reads, as a language tag.
    pub locale: String,
    /// Who asks, as the page says. Where its signature fits, it takes the place of `name` and `email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
}

/// The answer to [`Ask`], with status 201: the question is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Asked {
    /// The conversation's id.
    pub conversation: String,
    /// Proves to the edge that a reader is this visitor.
    pub secret: String,
    /// By when the team says it will answer.
    pub promise: Promise,
    /// Whether the signature of `identity` fitted; missing where there was none of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
}

/// The reply promise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Promise {
    /// The moment; missing where the site promises none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<i64>,
}

/// `POST /v1/conversations/{id}/messages`: the visitor writes on. Also a team's
/// reply or note in the inbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Write {
    /// What is written; at most 8,000 characters.
    pub text: String,
}

/// A parsed [`Ask`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub text: QuestionText,
    /// The topic. Whether the site has it is for the site to say.
    pub topic: Option<Slug>,
    /// The visitor's name.
    pub name: Option<PersonName>,
    /// The visitor's e-mail address.
    pub email: Option<EmailAddress>,
    /// The visitor's telephone number.
    pub phone: Option<PhoneNumber>,
    /// The page.
    pub page: PageUrl,
    /// The visitor's language.
    pub locale: Locale,
}

impl TryFrom<Ask> for Question {
    type Error = Vec<FieldError>;

    fn try_from(ask: Ask) -> Result<Self, Self::Error> {
        let mut errors = Vec::new();
        let text = keep(&mut errors, "text", QuestionText::parse(&ask.text));
        let topic = optional(&mut errors, "topic", ask.topic.as_deref(), Slug::parse);
        let name = optional(&mut errors, "name", ask.name.as_deref(), PersonName::parse);
        let email = optional(&mut errors, "email", ask.email.as_deref(), EmailAddress::parse);
        let phone = optional(&mut errors, "phone", ask.phone.as_deref(), PhoneNumber::parse);
        let page = keep(&mut errors, "page", PageUrl::parse(&ask.page));
        let locale = keep(&mut errors, "locale", Locale::parse(&ask.locale));
        match (text, page, locale) {
            (Some(text), Some(page), Some(locale)) if errors.is_empty() => {
                Ok(Self { text, topic, name, email, phone, page, locale })
            }
            _ => Err(errors),
        }
    }
}

impl TryFrom<Write> for QuestionText {
    type Error = Vec<FieldError>;

    fn try_from(write: Write) -> Result<Self, Self::Error> {
        Self::parse(&write.text).map_err(|error| vec![field_error("text", &error)])
    }
}

/// The stable code of an error, to which clients map their words.
pub trait Code: std::fmt::Display {
    /// The code.
    fn code(&self) -> &'static str;
}

impl Code for TextError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
        }
    }
}

impl Code for ContactError {
    fn code(&self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Page => "page",
            Self::Locale => "locale",
        }
    }
}

impl Code for conversation::id::SlugError {
    fn code(&self) -> &'static str {
        "name"
    }
}

/// One field's error in the wire's form.
pub fn field_error(field: &str, error: &impl Code) -> FieldError {
    FieldError { field: field.to_owned(), code: error.code().to_owned(), detail: error.to_string() }
}

fn keep<T>(errors: &mut Vec<FieldError>, field: &str, parsed: Result<T, impl Code>) -> Option<T> {
    parsed.map_err(|error| errors.push(field_error(field, &error))).ok()
}

/// A field that was left out or left empty is absent, not wrong.
fn optional<T, E: Code>(
    errors: &mut Vec<FieldError>,
    field: &str,
    text: Option<&str>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Option<T> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    keep(errors, field, parse(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(json: &str) -> Result<Question, Vec<FieldError>> {
        serde_json::from_str::<Ask>(json).unwrap().try_into()
    }

    #[test]
    fn empty_optional_fields_are_absent() {
        let question = ask(
            r#"{"text":" Hi ","name":" ","email":"","page":"https://example.org/","locale":"de","new":1}"#,
        )
        .unwrap();
        assert_eq!(question.text.as_str(), "Hi");
        assert_eq!((question.name, question.email), (None, None));
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let errors =
            ask(r#"{"text":"","email":"x","phone":"y","topic":"Z","page":"p","locale":"?"}"#)
                .unwrap_err();
        let named: Vec<_> =
            errors.iter().map(|error| (error.field.as_str(), error.code.as_str())).collect();
        assert_eq!(
            named,
            [
                ("text", "empty"),
                ("topic", "name"),
                ("email", "email"),
                ("phone", "phone"),
                ("page", "page"),
                ("locale", "locale"),
            ]
        );
    }
}
