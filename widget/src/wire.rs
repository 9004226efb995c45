//! The JSON of `protocol`, read and written with the browser's own parser, which weighs nothing.
//!
//! `protocol` derives serde for all of this; in WebAssembly that is 8 KB (brotli) for six small shapes.

use js_sys::{Array, JSON, Object, Reflect};
use protocol::conversation::{Author, Conversation, ConversationState, Message, Written};
use protocol::identity::Identity;
use protocol::problem::FieldError;
use protocol::question::{Ask, Asked, Promise};
use wasm_bindgen::{JsCast as _, JsValue};

/// A parsed JSON value of which fields are read.
#[derive(Clone, Debug)]
pub(crate) struct Json(JsValue);

impl From<JsValue> for Json {
    fn from(value: JsValue) -> Self {
        Self(value)
    }
}

impl Json {
    /// Parses JSON; null where it is none.
    pub(crate) fn parse(text: &str) -> Self {
        Self(JSON::parse(text).unwrap_or(JsValue::NULL))
    }

    /// A field; undefined where there is none.
    fn get(&self, name: &str) -> Self {
        Self(Reflect::get(&self.0, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED))
    }

    /// A field that holds a text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).0.as_string()
    }

    /// A field that holds a moment.
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
    pub(crate) fn moment(&self, name: &str) -> Option<i64> {
        self.get(name).0.as_f64().map(|moment| moment as i64)
    }

    fn list(&self, name: &str) -> impl Iterator<Item = Self> {
        let list = self.get(name).0.dyn_into::<Array>().unwrap_or_default();
        (0..list.length()).map(move |place| Self(list.get(place)))
    }

    /// The answer to a question.
    pub(crate) fn asked(&self) -> Option<Asked> {
        Some(Asked {
            conversation: self.text("conversation")?,
            secret: self.text("secret")?,
            promise: self.promise(),
            verified: self.get("verified").0.as_bool(),
        })
    }

    /// The answer to a further message.
    pub(crate) fn written(&self) -> Option<Written> {
        Some(Written { message: self.get("message").message()?, promise: self.promise() })
    }

    /// The visitor's conversation.
    pub(crate) fn conversation(&self) -> Option<Conversation> {
        Some(Conversation {
            id: self.text("id")?,
            state: match self.text("state")?.as_str() {
                "answered" => ConversationState::Answered,
                "closed" => ConversationState::Closed,
                _ => ConversationState::Waiting,
            },
            promise: self.promise(),
            messages: self.list("messages").filter_map(|message| message.message()).collect(),
        })
    }

    /// What a problem says of fields.
    pub(crate) fn errors(&self) -> Vec<FieldError> {
        let error = |error: Self| {
            Some(FieldError {
                field: error.text("field")?,
                code: error.text("code")?,
                detail: String::new(),
            })
        };
        self.list("errors").filter_map(error).collect()
    }

    /// A question that is kept.
    pub(crate) fn ask(&self) -> Option<Ask> {
        Some(Ask {
            text: self.text("text")?,
            topic: self.text("topic"),
            name: self.text("name"),
            email: self.text("email"),
            phone: self.text("phone"),
            page: String::new(),
            locale: String::new(),
            identity: None,
        })
    }

    /// Whom a page names. Without an address it is nobody, or nobody any more.
    pub(crate) fn identity(&self) -> Option<Identity> {
        Some(Identity {
            name: self.text("name").unwrap_or_default(),
            email: self.text("email").filter(|email| !email.is_empty())?,
            signature: self.text("signature").unwrap_or_default(),
        })
    }

    fn promise(&self) -> Promise {
        Promise { answer_by: self.get("promise").moment("answer_by") }
    }

    fn message(&self) -> Option<Message> {
        Some(Message {
            id: self.text("id")?,
            from: if self.text("from")? == "team" { Author::Team } else { Author::Visitor },
            name: self.text("name"),
            text: self.text("text")?,
            sent_at: self.moment("sent_at")?,
        })
    }
}

/// The JSON of a question.
pub(crate) fn ask_to_text(ask: &Ask) -> String {
    let question = object(&[
        ("text", Some(&ask.text)),
        ("topic", ask.topic.as_ref()),
        ("name", ask.name.as_ref()),
        ("email", ask.email.as_ref()),
        ("phone", ask.phone.as_ref()),
        ("page", Some(&ask.page)),
        ("locale", Some(&ask.locale)),
    ]);
    if let Some(Identity { name, email, signature }) = &ask.identity {
        let fields = [("name", Some(name)), ("email", Some(email)), ("signature", Some(signature))];
        set(&question, "identity", &object(&fields));
    }
    text_of(&question)
}

/// The JSON of an object of texts. Absent ones are left out.
pub(crate) fn to_text(fields: &[(&str, Option<&String>)]) -> String {
    text_of(&object(fields))
}

fn object(fields: &[(&str, Option<&String>)]) -> Object {
    let object = Object::new();
    for (name, text) in fields {
        if let Some(text) = text {
            set(&object, name, &JsValue::from_str(text));
        }
    }
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

fn text_of(object: &Object) -> String {
    JSON::stringify(object).map(String::from).unwrap_or_default()
}
