//! One request and its answer.

use http::{HeaderMap, HeaderValue};
use protocol::problem::{MEDIA_TYPE, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::wait;

/// A request that is being put together.
#[derive(Debug)]
pub struct Request {
    pub(crate) builder: reqwest::RequestBuilder,
    pub(crate) what: String,
}

impl Request {
    /// Adds a header; bytes that are no text are fine.
    #[must_use]
    pub fn header(self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let value = HeaderValue::from_bytes(value.as_ref()).expect("the value fits a header");
        Self { builder: self.builder.header(name, value), ..self }
    }

    /// Adds `Authorization: Bearer`.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(self, value: &impl Serialize) -> Self {
        Self { builder: self.builder.json(value), ..self }
    }

    /// Sets a body of any bytes.
    #[must_use]
    pub fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { builder: self.builder.body(body.into()), ..self }
    }

    /// Sets the body that a browser makes of a form.
    #[must_use]
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let pairs: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
            .collect();
        self.header("content-type", "application/x-www-form-urlencoded").body(pairs.join("&"))
    }

    /// Sends it, and waits for the whole answer.
    pub async fn send(self) -> Answer {
        let what = self.what.clone();
        match self.try_send().await {
            Ok(answer) => answer,
            Err(error) => panic!("{what}: no answer: {error:?}"),
        }
    }

    /// Sends it to an edge that may be down.
    ///
    /// # Errors
    /// Where no answer came, or not all of it.
    pub async fn try_send(self) -> Result<Answer, reqwest::Error> {
        let what = self.what;
        wait::until(&what, async {
            let response = self.builder.send().await?;
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let body = response.bytes().await?.to_vec();
            Ok(Answer { what: what.clone(), status, headers, body })
        })
        .await
    }
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked, for messages.
    pub what: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as it was sent.
    pub body: Vec<u8>,
}

impl Answer {
    /// The same answer, unless its status is another one.
    #[must_use]
    #[track_caller]
    pub fn with_status(self, status: u16) -> Self {
        self.is(status);
        self
    }

    /// Fails unless the status is this one.
    #[track_caller]
    pub fn is(&self, status: u16) {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text());
    }

    /// A header's value; empty where there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body's JSON.
    #[must_use]
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_slice(&self.body) {
            Ok(value) => value,
            Err(error) => panic!("{}: {error} in {}", self.what, self.text()),
        }
    }

    /// The problem document, held to what every one of them has.
    #[must_use]
    #[track_caller]
    pub fn problem(&self) -> Problem {
        let kind = self.header("content-type");
        assert_eq!(kind, MEDIA_TYPE, "{}: {} {}", self.what, self.status, self.text());
        let problem: Problem = self.json();
        assert_eq!(problem.status, self.status, "{}", self.what);
        assert!(!problem.title.is_empty() && !problem.detail.is_empty(), "{problem:?}");
        assert_ne!(problem.code(), problem.kind, "the type has no stable prefix: {problem:?}");
        problem
    }

    /// Fails unless it is a problem of this status and code.
    #[track_caller]
    pub fn is_problem(&self, status: u16, code: &str) {
        self.is(status);
        assert_eq!(self.problem().code(), code, "{}: {}", self.what, self.text());
    }

    /// The fields and codes of a problem's errors.
    #[must_use]
    #[track_caller]
    pub fn field_errors(&self) -> Vec<(String, String)> {
        self.is_problem(422, "invalid");
        let errors = self.problem().errors;
        assert!(errors.iter().all(|error| !error.detail.is_empty()), "{errors:?}");
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }
}

/// A text as forms and queries have it (URL standard, section 5.2), with every other byte escaped.
#[must_use]
pub fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}
