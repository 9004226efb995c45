//! The panel's words in the visitor's language, and the sentences that are made of them.

use std::sync::Arc;

use words::fill;
pub(crate) use words::panel::Word;

/// The table of one language, in the order of [`Word`].
#[derive(Clone, Debug)]
pub(crate) struct Words(Arc<[String]>);

impl Words {
    /// Takes a table, such as `panel-de.json` holds.
    pub(crate) fn new(table: Vec<String>) -> Self {
        Self(table.into())
    }

    /// A text as it stands; empty where an older table lacks it.
    pub(crate) fn get(&self, word: Word) -> &str {
        self.0.get(word as usize).map_or("", String::as_str)
    }

    /// A text with values in place of its `{names}`.
    pub(crate) fn fill(&self, word: Word, values: &[(&str, &str)]) -> String {
        fill(self.get(word), values)
    }
}

/// Texts put together. The standard library's way weighs 1 KB for each kind of list.
pub(crate) fn joined(texts: &[&str]) -> String {
    let mut joined = String::new();
    for text in texts {
        joined.push_str(text);
    }
    joined
}

/// A number in decimal digits. The standard library's way brings all of its formatting along.
pub(crate) fn digits(mut number: u64) -> String {
    let mut digits = String::new();
    loop {
        digits.insert(0, char::from(b"0123456789"[(number % 10) as usize]));
        number /= 10;
        if number == 0 {
            return digits;
        }
    }
}

#[cfg(test)]
impl Words {
    /// The English table.
    pub(crate) fn english() -> Self {
        let table = words::panel::table("en").unwrap();
        Self::new(table.iter().map(|&text| text.to_owned()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_digits() {
        for number in [0, 7, 10, 8_000, u64::MAX] {
            assert_eq!(digits(number), number.to_string());
        }
    }
}
