//! What people have typed in Slack, as its own programs describe it beside the text: without any markup, with emoji
//! as characters.

use std::collections::BTreeMap;

use serde_json::Value;

use super::plain::{link, marked, unescape};

/// The text of a message's blocks; nothing where there is something among them that is not known here: then its text
/// with markup is all there is.
pub(super) fn plain(blocks: &[Value], names: &BTreeMap<String, String>) -> Option<String> {
    let mut text = String::new();
    for block in blocks {
        if block["type"] != "rich_text" {
            return None;
        }
        for element in block["elements"].as_array()? {
            let part = part(element, names)?;
            // A list and what stands around it do not share a line.
            if !text.is_empty() && !text.ends_with('\n') && !part.starts_with('\n') {
                text.push('\n');
            }
            text.push_str(&part);
        }
    }
    (!text.is_empty()).then_some(text)
}

/// The same, once it is known whether it has entities, which is not documented: where it has some that the text with
/// markup, which has each of them twice then, does not know, they are Slack's.
pub(super) fn plain_beside(
    written: &str,
    blocks: &[Value],
    names: &BTreeMap<String, String>,
) -> Option<String> {
    let text = plain(blocks, names)?;
    let typed =
        |entity: &&str| text.contains(*entity) && !written.contains(&entity.replace('&', "&amp;"));
    if ["&amp;", "&lt;", "&gt;"].iter().any(typed) { Some(unescape(&text)) } else { Some(text) }
}

fn part(element: &Value, names: &BTreeMap<String, String>) -> Option<String> {
    match element["type"].as_str()? {
        "rich_text_section" | "rich_text_preformatted" => line(element, names),
        "rich_text_quote" => {
            let quoted = line(element, names)?;
            Some(format!("> {}\n", quoted.trim_end().replace('\n', "\n> ")))
        }
        "rich_text_list" => list(element, names),
        _ => None,
    }
}

fn list(element: &Value, names: &BTreeMap<String, String>) -> Option<String> {
    let indent =
        element["indent"].as_u64().map_or(0, |indent| usize::try_from(indent.min(8)).unwrap_or(8));
    let first = element["offset"].as_u64().unwrap_or(0);
    let ordered = element["style"] == "ordered";
    let items = element["elements"].as_array()?.iter().zip(1_u64..);
    let items = items.map(|(item, number)| {
        let number = first.saturating_add(number);
        let mark = if ordered { format!("{number}.") } else { "•".to_owned() };
        Some(format!("{}{mark} {}\n", "  ".repeat(indent), line(item, names)?))
    });
    items.collect()
}

fn line(section: &Value, names: &BTreeMap<String, String>) -> Option<String> {
    section["elements"].as_array()?.iter().map(|element| word(element, names)).collect()
}

fn word(element: &Value, names: &BTreeMap<String, String>) -> Option<String> {
    let text = |field: &str| element[field].as_str();
    match element["type"].as_str()? {
        "text" => text("text").map(str::to_owned),
        "link" => Some(link(text("url")?, text("text").filter(|label| !label.is_empty()))),
        "emoji" => {
            let characters = text("unicode").and_then(characters);
            characters.or_else(|| text("name").map(|name| format!(":{name}:")))
        }
        // Handles are for the team; a visitor may know no more than the names that were set.
        "user" => {
            Some(names.get(text("user_id")?).map(|name| marked('@', name)).unwrap_or_default())
        }
        "broadcast" => Some(marked('@', text("range")?)),
        "date" => text("fallback").map(str::to_owned),
        "color" => text("value").map(str::to_owned),
        _ => None,
    }
}

/// The characters of an emoji, which Slack writes like `1f44b-1f3fb`.
fn characters(unicode: &str) -> Option<String> {
    let character = |code| char::from_u32(u32::from_str_radix(code, 16).ok()?);
    unicode.split('-').map(character).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(written: &str, elements: &Value) -> Option<String> {
        let names = BTreeMap::from([("U0123456789".to_owned(), "Grace".to_owned())]);
        plain_beside(written, &[json!({"type": "rich_text", "elements": elements})], &names)
    }

    #[test]
    fn what_was_typed_becomes_text() {
        let section = |words: Value| json!([{"type": "rich_text_section", "elements": words}]);
        for (words, expected) in [
            (
                json!([{"type": "text", "text": "2*3*4 "}, {"type": "text", "text": "now", "style": {"bold": true}}]),
                "2*3*4 now",
            ),
            (
                json!([{"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fb"}, {"type": "emoji", "name": "crew"}]),
                "\u{1f44b}\u{1f3fb}:crew:",
            ),
            (
                json!([{"type": "link", "url": "https://example.org/", "text": "our page"}]),
                "our page (https://example.org/)",
            ),
            (json!([{"type": "link", "url": "https://example.org/"}]), "https://example.org/"),
            (
                json!([{"type": "user", "user_id": "U0123456789"}, {"type": "user", "user_id": "U1"}, {"type": "broadcast", "range": "here"}]),
                "@Grace@here",
            ),
            (
                json!([{"type": "date", "timestamp": 1, "format": "{date}", "fallback": "today"}]),
                "today",
            ),
        ] {
            assert_eq!(read("", &section(words)).as_deref(), Some(expected));
        }
        for unknown in
            [json!([{"type": "hologram"}]), json!([{"type": "text"}]), json!([{}]), json!([7])]
        {
            assert_eq!(read("", &section(unknown)), None);
        }
        assert_eq!(read("", &json!([{"type": "rich_text_table"}])), None);
        assert_eq!(plain(&[json!({"type": "section"})], &BTreeMap::new()), None);
        assert_eq!(plain(&[], &BTreeMap::new()), None);
    }

    #[test]
    fn lists_and_quotes_keep_their_lines() {
        let section = |text: &str| json!({"type": "rich_text_section", "elements": [{"type": "text", "text": text}]});
        let elements = json!([
            section("Bring:"),
            {"type": "rich_text_list", "style": "ordered", "elements": [section("a ticket"), section("a dog")]},
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [section("small")]},
            section("That is all."),
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "And\nmy dog?"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "IC 9"}]},
        ]);
        let expected =
            "Bring:\n1. a ticket\n2. a dog\n  • small\nThat is all.\n> And\n> my dog?\nIC 9";
        assert_eq!(read("", &elements).as_deref(), Some(expected));
    }

    #[test]
    fn entities_are_slacks_unless_somebody_typed_them() {
        let typed = |text: &str| json!([{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}]);
        assert_eq!(read("a &amp; b", &typed("a & b")).as_deref(), Some("a & b"));
        assert_eq!(read("a &amp; b", &typed("a &amp; b")).as_deref(), Some("a & b"));
        assert_eq!(read("a &amp;amp; b", &typed("a &amp; b")).as_deref(), Some("a &amp; b"));
    }

    proptest! {
        #[test]
        fn nothing_is_too_odd(name in "[a-z_]{0,20}", text: String, number: u64) {
            for field in ["rich_text_section", "rich_text_list", "rich_text_quote"] {
                let element = json!({"type": name, "text": text, "unicode": text, "name": text, "url": text});
                read(&text, &json!([{"type": field, "indent": number, "offset": number, "style": "ordered",
                    "elements": [element, {"elements": [{"type": "emoji", "unicode": text}]}]}]));
            }
        }
    }
}
