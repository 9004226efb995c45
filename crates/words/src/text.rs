//! One text of a locale file or of a site's own words: plain, or in the forms of a counted word.
//! The build script reads this file too, so that both are held to the same.

use std::collections::BTreeSet;

use crate::plural;

/// Stands between the forms of a counted word, and therefore in no text.
const SEPARATOR: char = '|';

/// A text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// The same for every number.
    Plain(String),
    /// The forms of a counted word with their names, such as `one`.
    Counted(Vec<(String, String)>),
}

impl Text {
    /// As it stands in a table: `one=…|other=…` where it counts.
    #[must_use]
    pub fn compiled(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Counted(forms) => {
                let forms: Vec<_> =
                    forms.iter().map(|(form, text)| format!("{form}={text}")).collect();
                forms.join("|")
            }
        }
    }

    /// Reads what stands in a table.
    #[must_use]
    pub fn parse(compiled: &str) -> Self {
        if !compiled.contains(SEPARATOR) {
            return Self::Plain(compiled.to_owned());
        }
        let form = |form: &str| {
            let (name, text) = form.split_once('=').unwrap_or_default();
            (name.to_owned(), text.to_owned())
        };
        Self::Counted(compiled.split(SEPARATOR).map(form).collect())
    }

    /// The same with its forms in the order of the language.
    #[must_use]
    pub fn in_order(self, forms: &[&str]) -> Self {
        let Self::Counted(mut texts) = self else { return self };
        texts.sort_by_key(|(form, _)| forms.iter().position(|known| known == form));
        Self::Counted(texts)
    }

    /// What is wrong with the text of a key, in the place of the English one, in a language.
    /// Each problem names its mend.
    #[must_use]
    pub fn problems(&self, key: &str, english: &Self, language: &str) -> Vec<String> {
        let forms = plural::forms(language).unwrap_or_default();
        let wanted = english.placeholders();
        match (self, english) {
            (Self::Plain(text), Self::Plain(_)) => {
                problem_of(key, text, &wanted, None).into_iter().collect()
            }
            (Self::Counted(_), Self::Plain(_)) => {
                vec![format!("`{key}` counts nothing. Write {key} = \"…\"")]
            }
            (Self::Plain(_), Self::Counted(_)) => {
                vec![format!("`{key}` counts. Write {key} = {{ {} }}", table(forms))]
            }
            (Self::Counted(texts), Self::Counted(_)) => {
                counted_problems(key, texts, &wanted, language)
            }
        }
    }

    /// The placeholders of a text that was checked. The last form has all of them.
    fn placeholders(&self) -> BTreeSet<&str> {
        let text = match self {
            Self::Plain(text) => text,
            Self::Counted(forms) => forms.last().map_or("", |(_, text)| text),
        };
        placeholders(text).unwrap_or_default()
    }
}

fn counted_problems(
    key: &str,
    texts: &[(String, String)],
    wanted: &BTreeSet<&str>,
    language: &str,
) -> Vec<String> {
    let forms = plural::forms(language).unwrap_or_default();
    let mut problems = Vec::new();
    for form in forms.iter().filter(|form| !texts.iter().any(|(own, _)| own == *form)) {
        problems
            .push(format!("`{key}` has no form `{form}`. Write {key} = {{ {} }}", table(forms)));
    }
    let Some(number) = number(wanted) else {
        problems.push(format!("`{key}` counts, but not what. Put {{count}} into `other`"));
        return problems;
    };
    for (form, text) in texts {
        if !forms.contains(&form.as_str()) {
            let known = forms.join(", ");
            problems.push(format!("`{key}.{form}` is no form of the language. It has: {known}"));
            continue;
        }
        let may_lack = is_of_one_number(language, form).then_some(number);
        problems.extend(problem_of(&format!("{key}.{form}"), text, wanted, may_lack));
    }
    problems
}

/// The placeholder of the number: the only one, or `count`.
fn number<'text>(wanted: &BTreeSet<&'text str>) -> Option<&'text str> {
    match wanted.len() {
        1 => wanted.first().copied(),
        _ => wanted.get("count").copied(),
    }
}

/// Whether a form is taken by one number alone, as `two` is in Arabic: then its text need not tell the number.
fn is_of_one_number(language: &str, form: &str) -> bool {
    // The rules repeat themselves after a hundred at the latest, so that whatever is taken again is taken in here.
    (0..=200).filter(|count| plural::category(language, *count) == form).take(2).count() == 1
}

fn problem_of(
    key: &str,
    text: &str,
    wanted: &BTreeSet<&str>,
    may_lack: Option<&str>,
) -> Option<String> {
    if text.trim().is_empty() {
        return Some(format!("`{key}` is empty. Give it a text"));
    }
    if text.contains(SEPARATOR) {
        return Some(format!("`{key}` has a `|`, which separates forms. Write it without"));
    }
    let mut own = match placeholders(text) {
        Ok(own) => own,
        Err(problem) => return Some(format!("`{key}` {problem}")),
    };
    let told = format!("{own:?}");
    own.extend(may_lack);
    (own != *wanted)
        .then(|| format!("`{key}` has the placeholders {told}, en has {wanted:?}. Use the same"))
}

/// How the forms of a counted word are written.
fn table(forms: &[&str]) -> String {
    let forms: Vec<_> = forms.iter().map(|form| format!("{form} = \"…\"")).collect();
    forms.join(", ")
}

/// The names within braces. A brace that belongs to no placeholder is refused,
/// because it is a misspelt one.
fn placeholders(text: &str) -> Result<BTreeSet<&str>, String> {
    const MEND: &str = "has a stray brace. Placeholders look like {name}";
    let mut names = BTreeSet::new();
    let mut pieces = text.split('{');
    let mut outside = vec![pieces.next().unwrap_or_default()];
    for piece in pieces {
        let (name, rest) = piece.split_once('}').ok_or(MEND)?;
        if !is_key(name) {
            return Err(MEND.to_owned());
        }
        names.insert(name);
        outside.push(rest);
    }
    if outside.iter().any(|piece| piece.contains('}')) {
        return Err(MEND.to_owned());
    }
    Ok(names)
}

/// Whether this is a key of a locale file: `snake_case`. Each part begins with a letter, so that no two
/// keys become one variant.
pub(crate) fn is_key(key: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    key.split('_').all(part)
}

#[cfg(test)]
mod tests {
    use super::is_of_one_number;

    #[test]
    fn some_forms_tell_their_number_themselves() {
        for (language, form) in [("de", "one"), ("ar", "zero"), ("ar", "two"), ("he", "two")] {
            assert!(is_of_one_number(language, form), "{language} {form}");
        }
        for (language, form) in [("uk", "one"), ("fr", "one"), ("ar", "few"), ("pl", "many")] {
            assert!(!is_of_one_number(language, form), "{language} {form}");
        }
    }
}
