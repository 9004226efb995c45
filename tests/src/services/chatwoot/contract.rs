//! Chatwoot's own OpenAPI document, to which every request is held, and every answer of the stand-in too.

use http::Method;
use serde_json::{Value, json};

/// The document of the public client API, as Chatwoot publishes it.
const DOCUMENT: &str = include_str!("../../../fixtures/chatwoot/client.openapi.json");

/// What the document forgets though Chatwoot takes it: the name under which a contact is made.
const FORGOTTEN: [(&str, &str); 1] = [("create-a-contact", "source_id")];

/// The document, read.
#[derive(Debug)]
pub(super) struct Contract {
    document: Value,
}

/// An operation of the document, as a request means it.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    /// Its id.
    pub(super) id: String,
    /// The values of the address's parameters, in their order.
    pub(super) parameters: Vec<String>,
    definition: Value,
}

impl Contract {
    pub(super) fn read() -> Self {
        Self { document: serde_json::from_str(DOCUMENT).expect("the document is JSON") }
    }

    /// The operation that a request means, with parameters and body as the document has them.
    ///
    /// # Errors
    /// Says what the document does not allow.
    pub(super) fn request(
        &self,
        method: &Method,
        path: &str,
        body: &[u8],
    ) -> Result<Operation, String> {
        if path.contains('?') {
            return Err(format!("{path}: none of these operations has a query"));
        }
        let operation = self.operation(method, path)?;
        let id = &operation.id;
        let schema = operation.definition.pointer("/requestBody/content/application~1json/schema");
        match (schema, body) {
            (None, []) => {}
            (None, _) => return Err(format!("{id} has no body")),
            (Some(schema), body) => {
                let body: Value = serde_json::from_slice(body)
                    .map_err(|error| format!("{id}: the body is not JSON: {error}"))?;
                self.validate(schema, &body).map_err(|error| format!("{id}: {error}"))?;
                self.only_known(id, schema, &body)?;
            }
        }
        Ok(operation)
    }

    /// Holds an answer of the stand-in to the document.
    ///
    /// # Errors
    /// Says what the document does not promise.
    pub(super) fn answer(
        &self,
        operation: &Operation,
        status: u16,
        body: &Value,
    ) -> Result<(), String> {
        let place = format!("/responses/{status}/content/application~1json/schema");
        // Errors that the document does not know are answered as its source has them.
        let Some(schema) = operation.definition.pointer(&place).filter(|_| status == 200) else {
            return Ok(());
        };
        self.validate(schema, body).map_err(|error| format!("{}: {error}", operation.id))
    }

    fn operation(&self, method: &Method, path: &str) -> Result<Operation, String> {
        let paths = self.document["paths"].as_object().expect("the document has paths");
        let found = paths.iter().find_map(|(template, item)| {
            let values = matched(template, path)?;
            Some((template, item, values))
        });
        let (template, item, values) = found.ok_or_else(|| format!("there is no {path}"))?;
        let definition = item.get(method.as_str().to_ascii_lowercase());
        let definition = definition.ok_or_else(|| format!("there is no {method} {template}"))?;
        for (name, value) in &values {
            self.parameter(item, name, value)?;
        }
        Ok(Operation {
            id: definition["operationId"].as_str().expect("it has an id").to_owned(),
            parameters: values.into_iter().map(|(_, value)| value).collect(),
            definition: definition.clone(),
        })
    }

    fn parameter(&self, item: &Value, name: &str, value: &str) -> Result<(), String> {
        let all = item["parameters"].as_array().into_iter().flatten();
        let mut resolved = all.map(|parameter| self.resolved(parameter));
        let parameter = resolved.find(|parameter| parameter["name"] == name);
        let schema = &parameter.ok_or_else(|| format!("{name} is not described"))?["schema"];
        let value = match schema["type"].as_str() {
            Some("integer") => value.parse::<i64>().map_or_else(|_| json!(value), Value::from),
            _ => json!(value),
        };
        self.validate(schema, &value).map_err(|error| format!("{name}: {error}"))
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let reference = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        reference.map_or(value, |place| {
            self.document.pointer(place).unwrap_or_else(|| panic!("{place} is in the document"))
        })
    }

    fn validate(&self, schema: &Value, value: &Value) -> Result<(), String> {
        let schema = json!({ "allOf": [schema], "components": self.document["components"] });
        let validator =
            jsonschema::validator_for(&schema).expect("the document's schemas are in order");
        let errors: Vec<_> = validator
            .iter_errors(value)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(errors.join("; ")) }
    }

    /// The document lets any key pass; one that it does not name would be ignored without a word.
    fn only_known(&self, id: &str, schema: &Value, body: &Value) -> Result<(), String> {
        let properties = &self.resolved(schema)["properties"];
        let keys = body.as_object().into_iter().flat_map(|body| body.keys());
        let unknown = keys.filter(|key| {
            properties.get(key).is_none() && !FORGOTTEN.contains(&(id, key.as_str()))
        });
        match unknown.cloned().collect::<Vec<_>>().as_slice() {
            [] => Ok(()),
            unknown => Err(format!("{id} knows no {}", unknown.join(", "))),
        }
    }
}

/// The values of a template's parameters in a path. Like Rails, a dot ends a part.
fn matched(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let (mut parts, mut given) = (template.split('/'), path.split('/'));
    let mut values = Vec::new();
    loop {
        match (parts.next(), given.next()) {
            (None, None) => return Some(values),
            (Some(part), Some(given)) => {
                match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                    Some(name) if !given.is_empty() && !given.contains('.') => {
                        values.push((name.to_owned(), given.to_owned()));
                    }
                    None if part == given => {}
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTACTS: &str = "/public/api/v1/inboxes/abc/contacts";

    #[test]
    fn requests_are_held_to_the_document() {
        let contract = Contract::read();
        let check = |method: Method, below: &str, body: Value| {
            let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
            let path = format!("{CONTACTS}{below}");
            contract.request(&method, &path, &body).map(|operation| operation.id)
        };
        let good = |id: &str| Ok(id.to_owned());
        let ada = json!({ "source_id": "a", "name": "Ada", "custom_attributes": {} });
        assert_eq!(check(Method::POST, "", ada), good("create-a-contact"));
        let list = "list-all-conversation-messages";
        assert_eq!(check(Method::GET, "/a/conversations/7/messages", Value::Null), good(list));
        for (method, below, body) in [
            (Method::POST, "", json!({ "name": 7 })),
            (Method::POST, "", json!({ "nickname": "Ada" })),
            (Method::POST, "", json!([])),
            (Method::POST, "", Value::Null),
            (Method::DELETE, "", Value::Null),
            (Method::GET, "/a.b/conversations", Value::Null),
            (Method::GET, "/a/conversations/first", Value::Null),
            (Method::GET, "/a/conversations/7", json!({})),
            (Method::GET, "/a/conversations/7/notes", Value::Null),
            (Method::GET, "/a/conversations/7/messages?after=1", Value::Null),
        ] {
            assert!(check(method.clone(), below, body).is_err(), "{method} {below}");
        }
    }
}
