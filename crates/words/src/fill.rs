//! Putting values into a text, and choosing between one and many.

/// Replaces each `{name}` by its value, in one pass: a value is never read again,
/// so braces that a visitor types stay what they are. Unknown names are left standing.
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
            rest = after;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

/// The word for this count, of a pair whose keys end in `_one` and `_other`.
///
/// One is singular and everything else plural, which is the cardinal rule of both English and
/// German for whole numbers (Unicode CLDR, language plural rules).
#[must_use]
pub fn counted<Word>(count: u64, one: Word, other: Word) -> Word {
    if count == 1 { one } else { other }
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
    fn only_one_is_singular() {
        let forms = [0, 1, 2, 21].map(|count| counted(count, "one", "other"));
        assert_eq!(forms, ["other", "one", "other", "other"]);
    }
}
