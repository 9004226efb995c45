//! Putting values into a text, and choosing the form that a number takes.

use crate::plural::category;

/// Replaces each `{name}` by its value, in one pass: a value is never read again,
/// so braces that a visitor types stay what they are. Unknown names are left standing. Where a value ends in a
/// full stop, the one that ends the sentence is left out.
///
/// ```
/// assert_eq!(words::fill("Open until {time}", &[("time", "17:00")]), "Open until 17:00");
/// ```
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        if let Some((value, after)) = value {
            filled.push_str(value);
            // "5:00 p.m." ends a sentence by itself.
            let end = after.strip_prefix('.').filter(|_| value.ends_with('.'));
            let end = end.filter(|end| end.chars().next().is_none_or(char::is_whitespace));
            rest = end.unwrap_or(after);
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

/// The form of a counted word that a count takes in a language; the last one where none fits.
/// A text that does not count stays what it is.
///
/// ```
/// let minutes = "one={minutes} minute|other={minutes} minutes";
/// assert_eq!(words::counted(minutes, "en", 2), "{minutes} minutes");
/// ```
#[must_use]
pub fn counted<'text>(text: &'text str, language: &str, count: u64) -> &'text str {
    if !text.contains('|') {
        return text;
    }
    let category = category(language, count);
    let mut last = text;
    for form in text.split('|') {
        let (name, form) = form.split_once('=').unwrap_or_default();
        last = form;
        if name == category {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::{counted, fill};

    #[test]
    fn fills_in_one_pass() {
        let values = [("a", "{b}"), ("b", "2"), ("empty", "")];
        for (text, expected) in [
            ("", ""),
            ("plain", "plain"),
            ("{a}{b}", "{b}2"),
            ("{b} and {b}", "2 and 2"),
            ("[{empty}]", "[]"),
            ("{unknown} {b}", "{unknown} 2"),
            ("{", "{"),
            ("}{", "}{"),
            ("{{b}}", "{2}"),
            ("{b", "{b"),
            ("ä{b}ö", "ä2ö"),
        ] {
            assert_eq!(fill(text, &values), expected, "{text}");
        }
    }

    #[test]
    fn one_full_stop_is_enough() {
        let values = [("time", "5:00 p.m."), ("plain", "17:00")];
        for (text, expected) in [
            ("We answer by {time}.", "We answer by 5:00 p.m."),
            ("By {time}. Until then", "By 5:00 p.m. Until then"),
            ("By {time}, or {plain}.", "By 5:00 p.m., or 17:00."),
            ("{time}.example", "5:00 p.m..example"),
        ] {
            assert_eq!(fill(text, &values), expected, "{text}");
        }
    }

    #[test]
    fn a_count_takes_its_form_and_the_last_where_there_is_none() {
        let text = "one={n} day=24h|other={n} days";
        assert_eq!(counted(text, "en", 1), "{n} day=24h");
        assert_eq!(counted(text, "en", 21), "{n} days");
        assert_eq!(counted("one=a|few=b", "pl", 5), "b");
        assert_eq!(counted("one=plain", "en", 2), "one=plain");
        assert_eq!(counted("|", "en", 2), "");
    }
}
