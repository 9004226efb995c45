//! The conversation on the right: what is known of it, and whether it is being read.

use protocol::inbox::{Detail, Entry, Summary};

use crate::state::reading::Reading;

/// Why an open conversation cannot be shown as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It could not be read; trying again may help.
    Unread,
    /// There is no such conversation.
    Unknown,
    /// Its visitor erased it while it was open.
    Erased,
}

/// The open conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Opened {
    /// Its id.
    pub(crate) id: String,
    /// All of it, once it has been read.
    pub(crate) detail: Option<Detail>,
    /// Why it cannot be shown as it stands.
    pub(crate) trouble: Option<Trouble>,
    /// Whether the latest action on it failed.
    pub(crate) action_failed: bool,
    /// Whether it is being read.
    pub(crate) reading: Reading,
}

impl Opened {
    /// A conversation of which nothing is known yet.
    pub(crate) fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            detail: None,
            trouble: None,
            action_failed: false,
            reading: Reading::default(),
        }
    }

    /// Takes the answer. True where it must be read again.
    pub(crate) fn arrived(&mut self, detail: Detail) -> bool {
        if self.trouble != Some(Trouble::Erased) {
            self.detail = Some(detail);
            self.trouble = None;
        }
        self.reading.end()
    }

    /// Takes note that it could not be read. True where it must be tried again.
    pub(crate) fn failed(&mut self, trouble: Trouble) -> bool {
        // What is shown stays: the banner says that the connection is lost.
        if trouble == Trouble::Unknown || self.detail.is_none() {
            self.trouble = Some(trouble);
        }
        self.reading.end()
    }

    /// Takes what is newer than the detail, before that is read again.
    pub(crate) fn changed(&mut self, summary: Summary) {
        if let Some(detail) = &mut self.detail {
            detail.summary = summary;
        }
    }

    /// Shows another assignee, before the edge has taken it.
    pub(crate) fn assign(&mut self, agent: Option<String>) {
        if let Some(detail) = &mut self.detail {
            detail.summary.assignee = agent;
        }
    }

    /// Shows what was just stored, before the conversation is read again.
    pub(crate) fn wrote(&mut self, entry: Entry) {
        if let Some(detail) = &mut self.detail
            && detail.entries.iter().all(|other| other.id != entry.id)
        {
            detail.entries.push(entry);
        }
    }

    /// Its visitor erased it: nothing of it stays on the screen.
    pub(crate) fn erased(&mut self) {
        self.detail = None;
        self.trouble = Some(Trouble::Erased);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::{answered, detail, waiting};

    #[test]
    fn what_changed_during_a_read_is_read_again() {
        let mut opened = Opened::new("a");
        opened.reading.begin();
        opened.reading.begin();
        assert!(opened.arrived(detail(waiting("a", 1))));
        opened.reading.begin();
        assert!(!opened.arrived(detail(waiting("a", 1))));
    }

    #[test]
    fn a_failed_read_keeps_what_is_shown() {
        let mut opened = Opened::new("a");
        opened.reading.begin();
        assert!(!opened.failed(Trouble::Unread));
        assert_eq!(opened.trouble, Some(Trouble::Unread));
        opened.reading.begin();
        opened.arrived(detail(waiting("a", 1)));
        opened.reading.begin();
        opened.failed(Trouble::Unread);
        assert_eq!((opened.trouble, opened.detail.is_some()), (None, true));
        opened.changed(answered("a", 2));
        assert_eq!(opened.detail.unwrap().summary, answered("a", 2));
    }

    #[test]
    fn what_was_erased_does_not_come_back() {
        let mut opened = Opened::new("a");
        opened.reading.begin();
        opened.erased();
        opened.arrived(detail(waiting("a", 1)));
        assert_eq!((opened.detail, opened.trouble), (None, Some(Trouble::Erased)));
    }
}
