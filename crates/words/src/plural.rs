//! Which form of a counted word a number takes: the cardinal rules of Unicode CLDR for whole numbers
//! (release 48, `plurals.xml`). The build script reads this file too, to know which forms a language needs.
//!
//! Some languages have a form for millions and one for fractions besides. Nothing here counts so far.

/// The forms of a language, in CLDR's order; nothing for a language whose rules do not stand here.
///
/// What CLDR calls `other` is missing where it serves fractions alone.
#[must_use]
pub fn forms(language: &str) -> Option<&'static [&'static str]> {
    match language {
        "de" | "en" | "es" | "fr" | "it" | "nl" | "pt" | "tr" => Some(&["one", "other"]),
        "pl" | "uk" => Some(&["one", "few", "many"]),
        "ar" => Some(&["zero", "one", "two", "few", "many", "other"]),
        "he" => Some(&["one", "two", "other"]),
        _ => None,
    }
}

/// The form that a count takes in a language; for a language without rules here, that of
/// English. A variant such as `de-AT` counts as its language does.
///
/// ```
/// assert_eq!(words::category("pl", 22), "few");
/// ```
#[must_use]
pub fn category(language: &str, count: u64) -> &'static str {
    let language = language.split('-').next().unwrap_or(language);
    let (tens, hundreds) = (count % 10, count % 100);
    match (language, count) {
        (_, 1) | ("fr" | "pt", 0) => "one",
        ("ar", 0) => "zero",
        ("ar" | "he", 2) => "two",
        ("uk", _) if tens == 1 && hundreds != 11 => "one",
        ("pl" | "uk", _) if (2..=4).contains(&tens) && !(12..=14).contains(&hundreds) => "few",
        ("ar", _) if (3..=10).contains(&hundreds) => "few",
        ("pl" | "uk", _) => "many",
        ("ar", _) if hundreds >= 11 => "many",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::{category, forms};

    #[test]
    fn every_count_takes_a_form_that_the_language_has() {
        for language in ["ar", "de", "en", "es", "fr", "he", "it", "nl", "pl", "pt", "tr", "uk"] {
            let forms = forms(language).unwrap();
            let mut taken: Vec<_> = (0..=200).map(|count| category(language, count)).collect();
            taken.dedup();
            assert!(taken.iter().all(|form| forms.contains(form)), "{language}: {taken:?}");
            assert!(forms.iter().all(|form| taken.contains(form)), "{language}: {forms:?}");
        }
    }

    #[test]
    fn a_language_without_rules_counts_as_english_does() {
        assert_eq!([0, 1, 2].map(|count| category("xx", count)), ["other", "one", "other"]);
        assert_eq!(forms("xx"), None);
    }
}
