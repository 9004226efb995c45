//! The messages of a conversation with a line between days.

use protocol::inbox::Entry;

/// One item of the thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// A new day begins with a message sent at this moment.
    Day(i64),
    /// A message or note.
    Entry(Entry),
}

impl Item {
    /// What stays the same while the thread grows.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Day(at) => at.to_string(),
            Self::Entry(entry) => entry.id.clone(),
        }
    }
}

/// The entries with a line before each that begins a day. `day` numbers the days of the calendar.
pub(crate) fn thread(entries: &[Entry], day: impl Fn(i64) -> i64) -> Vec<Item> {
    let mut items = Vec::with_capacity(entries.len() + 1);
    let mut current = None;
    for entry in entries {
        let today = day(entry.sent_at);
        if current.replace(today) != Some(today) {
            items.push(Item::Day(entry.sent_at));
        }
        items.push(Item::Entry(entry.clone()));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::inbox::EntryKind;

    #[test]
    fn each_day_has_one_line() {
        let entry = |id: &str, sent_at| Entry {
            id: id.to_owned(),
            kind: EntryKind::Visitor,
            name: None,
            channel: None,
            text: String::new(),
            quoted: None,
            sent_at,
        };
        let entries = [entry("a", 1), entry("b", 9), entry("c", 11)];
        let keys: Vec<_> = thread(&entries, |at| at / 10).iter().map(Item::key).collect();
        assert_eq!(keys, ["1", "a", "b", "11", "c"]);
        assert!(thread(&[], |at| at).is_empty());
    }
}
