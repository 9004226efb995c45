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

#[cfg(test)]
impl Words {
    /// The English table.
    pub(crate) fn english() -> Self {
        let table = words::panel::table("en").unwrap();
        Self::new(table.iter().map(|&text| text.to_owned()).collect())
    }
}
