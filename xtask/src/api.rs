//! Calls to an edge, and its problem documents as text for people.

use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use protocol::problem::Problem;
use serde_json::Value;
use ureq::http::{Method, Request};

/// An edge answers in milliseconds; this is for one that does not answer at all.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// A call's answer.
#[derive(Debug)]
pub(crate) struct Answer {
    status: u16,
    body: String,
}

/// Sends JSON (or nothing) to an edge.
///
/// # Errors
/// When it cannot be reached.
pub(crate) fn call(
    method: Method,
    url: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Result<Answer> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(TIME_LIMIT))
        .build()
        .into();
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut response = agent
        .run(request.body(body).with_context(|| format!("`{url}` is no address"))?)
        .with_context(|| format!("no answer from {url}; is the edge running there?"))?;
    let status = response.status().as_u16();
    Ok(Answer { status, body: response.body_mut().read_to_string()? })
}

impl Answer {
    /// The text of a successful answer.
    ///
    /// # Errors
    /// When it is none.
    pub(crate) fn text(self) -> Result<String> {
        ensure!(self.status == 200, "the edge answered {}: {}", self.status, self.body);
        Ok(self.body)
    }

    /// The JSON of a successful answer.
    ///
    /// # Errors
    /// What the problem document says, one line for each field.
    pub(crate) fn json(self) -> Result<Value> {
        if (200..300).contains(&self.status) {
            return if self.body.is_empty() {
                Ok(Value::Null)
            } else {
                serde_json::from_str(&self.body).context("the edge's answer is no JSON")
            };
        }
        match serde_json::from_str::<Problem>(&self.body) {
            Ok(problem) => Err(anyhow!("{}", told(&problem))),
            Err(_) => Err(anyhow!("the edge answered {}: {}", self.status, self.body)),
        }
    }
}

/// A problem document as lines of text.
fn told(problem: &Problem) -> String {
    let mut lines = vec![format!("{} ({}). {}", problem.title, problem.status, problem.detail)];
    lines.extend(problem.errors.iter().map(|error| match &*error.detail {
        // What is wrong with opening hours says by itself where.
        detail if detail.starts_with(&error.field) => format!("    {detail}"),
        detail => format!("    {}: {detail}", error.field),
    }));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_field_has_its_line() {
        let body = r#"{"type":"urn:askhours:problem:invalid","title":"Invalid","status":422,
            "detail":"Mend the fields.","errors":[
                {"field":"hours","code":"invalid","detail":"Not a time: 25:00."},
                {"field":"region","code":"hours","detail":"region: no such one."},
                {"field":"origins[0]","code":"invalid","detail":"Leave out the path."}]}"#;
        let answer = Answer { status: 422, body: body.to_owned() };
        let told = answer.json().unwrap_err().to_string();
        assert_eq!(
            told,
            "Invalid (422). Mend the fields.\n    hours: Not a time: 25:00.\n    \
             region: no such one.\n    origins[0]: Leave out the path."
        );
    }
}
