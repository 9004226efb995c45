//! What a visitor is shown of a message besides its text: who wrote it, and which files came with it. Events and answers
//! have both in the same form.

use serde_json::Value;

use crate::event::display_name;

/// The name that agents have chosen for visitors, else their own.
pub(super) fn author(sender: &Value) -> Option<String> {
    let name = |key: &str| sender.get(key).and_then(Value::as_str);
    let shown = name("available_name").and_then(display_name);
    shown.or_else(|| name("name").and_then(display_name))
}

/// The names of attached files.
pub(super) fn files(attachments: &Value) -> Vec<String> {
    attachments.as_array().into_iter().flatten().map(file_name).collect()
}

/// The name of an attached file: the last part of its address.
fn file_name(attachment: &Value) -> String {
    let text = |key: &str| attachment.get(key).and_then(Value::as_str);
    let address = text("data_url").unwrap_or_default();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = decoded(path.rsplit('/').next().unwrap_or_default());
    let name = if name.is_empty() { text("fallback_title").unwrap_or("file") } else { &name };
    name.chars().filter(|character| !character.is_control()).take(100).collect()
}

/// `%20` and the like, undone.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let escaped = escaped.filter(|_| byte == b'%');
        bytes.push(escaped.unwrap_or(byte));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn agents_are_shown_by_the_name_that_they_have_chosen() {
        let name = |sender: Value| author(&sender);
        let both =
            json!({ "name": "Grace Hopper", "available_name": "Grace", "email": "g@h.example" });
        assert_eq!(name(both).as_deref(), Some("Grace"));
        assert_eq!(name(json!({ "name": "Grace Hopper" })).as_deref(), Some("Grace Hopper"));
        let address = json!({ "name": "Grace Hopper", "available_name": "g@h.example" });
        assert_eq!(name(address).as_deref(), Some("Grace Hopper"));
        for nobody in [json!({ "name": "g@h.example" }), json!({ "name": 1 }), json!(null)] {
            assert_eq!(name(nobody), None);
        }
    }

    #[test]
    fn files_have_the_name_at_the_end_of_their_address() {
        for (address, name) in [
            ("https://chatwoot.example/rails/eyJf--1f/time%20table.pdf?a=1#b", "time table.pdf"),
            ("https://chatwoot.example/%E2%82%AC.png", "\u{20ac}.png"),
            ("https://chatwoot.example/100%.txt", "100%.txt"),
            ("https://chatwoot.example/%0a%00x", "x"),
            ("https://chatwoot.example/%ff", "\u{fffd}"),
            ("https://chatwoot.example/", "Station"),
            ("", "Station"),
        ] {
            let file = json!([{ "data_url": address, "fallback_title": "Station" }]);
            assert_eq!(files(&file), [name], "{address}");
        }
        assert_eq!(files(&json!([{}, null])), ["file", "file"]);
        assert!(files(&json!({ "data_url": "x" })).is_empty());
    }
}
