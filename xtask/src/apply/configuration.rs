//! TOML to JSON, with `${NAME}` in texts replaced.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde_json::{Map, Value};

/// The JSON of a configuration. Secrets stand in the file as `${NAME}`, so that the
/// file can be kept with the code; `lookup` gives their values.
///
/// # Errors
/// When the text is no TOML, or a name has no value; all such names are told at once.
pub(crate) fn json(text: &str, lookup: impl Fn(&str) -> Option<String>) -> Result<Value> {
    let table: toml::Table = toml::from_str(text)?;
    let mut missing = BTreeSet::new();
    let json = convert(toml::Value::Table(table), &mut |text| replace(text, &lookup, &mut missing));
    if !missing.is_empty() {
        let names: Vec<_> = missing.into_iter().collect();
        bail!("set these environment variables, which the file mentions: {}", names.join(", "));
    }
    Ok(json)
}

fn convert(value: toml::Value, text: &mut impl FnMut(&str) -> String) -> Value {
    match value {
        toml::Value::String(string) => Value::String(text(&string)),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        // JSON has no dates: a bare `2026-12-24` is the text of the same day.
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(values) => {
            values.into_iter().map(|value| convert(value, text)).collect()
        }
        toml::Value::Table(table) => {
            let fields = table.into_iter().map(|(key, value)| (key, convert(value, text)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}

fn replace(
    text: &str,
    lookup: impl Fn(&str) -> Option<String>,
    missing: &mut BTreeSet<String>,
) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else { break };
        replaced.push_str(before);
        match lookup(name) {
            Some(value) => replaced.push_str(&value),
            None => {
                missing.insert(name.to_owned());
            }
        }
        rest = after;
    }
    replaced.push_str(rest);
    replaced
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    fn known(name: &str) -> Option<String> {
        (name == "SECRET").then(|| "whsec_AAAA".to_owned())
    }

    #[test]
    fn tables_dates_and_names_become_json() {
        let toml = r#"
            name = "Nordwind"
            closing_soon = 20
            [[exceptions]]
            from = 2026-12-24
            [[channels]]
            type = "webhook"
            secret = "${SECRET}"
        "#;
        let expected = json!({
            "name": "Nordwind",
            "closing_soon": 20,
            "exceptions": [{ "from": "2026-12-24" }],
            "channels": [{ "type": "webhook", "secret": "whsec_AAAA" }],
        });
        assert_eq!(super::json(toml, known).unwrap(), expected);
    }

    #[test]
    fn every_name_without_a_value_is_told() {
        let error = super::json("a = '${ONE}/${TWO}'\nb = '${SECRET}'", known).unwrap_err();
        assert!(error.to_string().ends_with("ONE, TWO"), "{error}");
    }

    #[test]
    fn text_around_a_name_stays() {
        let expected = json!({ "a": "x whsec_AAAA y ${open" });
        assert_eq!(super::json("a = 'x ${SECRET} y ${open'", known).unwrap(), expected);
    }
}
