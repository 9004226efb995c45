//! The list pane: which conversations it shows, in which order, and what a live
//! event does to it.

use std::collections::{BTreeMap, BTreeSet};

use protocol::conversation::ConversationState;
use protocol::inbox::{List, Summary};

use crate::state::filter::Filter;

/// How the list's loading stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Loading {
    /// All that was asked for is there.
    #[default]
    Done,
    /// The first page is on its way, and nothing of it is there yet.
    First,
    /// A further page is on its way.
    More,
    /// The first page did not arrive.
    Failed,
    /// A further page did not arrive.
    MoreFailed,
}

/// One request for a page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    filter: Filter,
    search: String,
    cursor: Option<String>,
    /// Tells an answer that is still wanted from one that came too late.
    generation: u32,
}

impl Page {
    /// The request's query. A search goes through the conversations of all states:
    /// whoever looks for one seldom knows where it went.
    pub(crate) fn query(&self) -> Vec<(&'static str, &str)> {
        let what = if self.search.is_empty() {
            ("state", self.filter.key())
        } else {
            ("search", &*self.search)
        };
        std::iter::once(what)
            .chain(self.cursor.as_deref().map(|cursor| ("cursor", cursor)))
            .collect()
    }
}

/// A step through the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Down.
    Next,
    /// Up.
    Previous,
}

/// The list pane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListPane {
    /// Which list is shown while nothing is searched.
    pub(crate) filter: Filter,
    /// What is searched; empty for nothing.
    pub(crate) search: String,
    /// How its loading stands.
    pub(crate) loading: Loading,
    ids: Vec<String>,
    rows: BTreeMap<String, Summary>,
    cursor: Option<String>,
    fresh: BTreeSet<String>,
    generation: u32,
    reading: bool,
    again: bool,
    /// Whether the next page was asked for while the list was being read.
    more_wanted: bool,
    focused: Option<String>,
    place: usize,
}

impl ListPane {
    /// The conversations' ids in order.
    pub(crate) fn ids(&self) -> &[String] {
        &self.ids
    }

    /// A shown conversation.
    pub(crate) fn get(&self, id: &str) -> Option<&Summary> {
        self.rows.get(id)
    }

    /// Whether there is another page.
    pub(crate) fn has_more(&self) -> bool {
        self.cursor.is_some()
    }

    /// Whether a live event brought the row, so that it may draw the eye.
    pub(crate) fn is_fresh(&self, id: &str) -> bool {
        self.fresh.contains(id)
    }

    /// Turns to another list or search: what was shown goes at once.
    pub(crate) fn show(&mut self, filter: Filter, search: &str) -> Page {
        *self = Self {
            filter,
            search: search.trim().to_owned(),
            generation: self.generation,
            loading: Loading::First,
            ..Self::default()
        };
        self.refresh()
    }

    /// Reads the same list again; what is shown stays until the answer is there.
    pub(crate) fn refresh(&mut self) -> Page {
        self.generation = self.generation.wrapping_add(1);
        self.reading = true;
        self.again = false;
        match self.loading {
            Loading::Failed => self.loading = Loading::First,
            Loading::More | Loading::MoreFailed => self.loading = Loading::Done,
            Loading::First | Loading::Done => {}
        }
        self.page(None)
    }

    /// Reads the next page, if there is one: at once, or when what is on its way is there.
    pub(crate) fn more(&mut self) -> Option<Page> {
        let cursor = self.cursor.clone()?;
        self.more_wanted = self.reading;
        if self.reading || self.loading == Loading::More {
            return None;
        }
        self.loading = Loading::More;
        Some(self.page(Some(cursor)))
    }

    fn page(&self, cursor: Option<String>) -> Page {
        Page {
            filter: self.filter,
            search: self.search.clone(),
            cursor,
            generation: self.generation,
        }
    }

    /// Takes an answer, or drops it where it is no longer wanted. Gives the request
    /// that must follow: events that came meanwhile may be newer than the answer.
    pub(crate) fn arrived(&mut self, page: &Page, list: List) -> Option<Page> {
        if page.generation != self.generation {
            return None;
        }
        if page.cursor.is_none() {
            self.ids.clear();
            self.rows.clear();
            self.fresh.clear();
            self.reading = false;
        }
        for summary in list.conversations {
            if !self.rows.contains_key(&summary.id) {
                self.ids.push(summary.id.clone());
            }
            self.rows.insert(summary.id.clone(), summary);
        }
        self.cursor = list.cursor;
        self.loading = Loading::Done;
        self.remember_place();
        if self.again {
            return Some(self.refresh());
        }
        if std::mem::take(&mut self.more_wanted) { self.more() } else { None }
    }

    /// Takes note that no answer came.
    pub(crate) fn failed(&mut self, page: &Page) {
        if page.generation != self.generation {
            return;
        }
        if page.cursor.is_some() {
            self.loading = Loading::MoreFailed;
        } else {
            self.reading = false;
            if self.loading == Loading::First {
                self.loading = Loading::Failed;
            }
        }
    }

    /// A conversation is new or has changed: it comes, goes or moves.
    pub(crate) fn changed(&mut self, summary: Summary) {
        self.again |= self.reading;
        if matches!(self.loading, Loading::First | Loading::Failed) {
            return;
        }
        if !self.search.is_empty() {
            // Whether it fits the search is for the server to say: what is shown stays shown.
            self.rows.entry(summary.id.clone()).and_modify(|row| *row = summary);
            return;
        }
        let was_shown = self.rows.contains_key(&summary.id);
        self.take_out(&summary.id);
        if summary.state == self.filter.state() {
            let index = self.ids.partition_point(|id| {
                self.rows.get(id).is_some_and(|row| stands_before(row, &summary))
            });
            // Behind the last row stand those that are not loaded yet: it is one of them.
            if index < self.ids.len() || self.cursor.is_none() {
                if !was_shown {
                    self.fresh.insert(summary.id.clone());
                }
                self.ids.insert(index, summary.id.clone());
                self.rows.insert(summary.id.clone(), summary);
            }
        }
        self.remember_place();
    }

    /// A conversation was erased.
    pub(crate) fn erased(&mut self, id: &str) {
        self.again |= self.reading;
        self.take_out(id);
    }

    fn take_out(&mut self, id: &str) {
        self.ids.retain(|other| other != id);
        self.rows.remove(id);
    }

    /// The row that the Tab key reaches: the one focused last, or the one that took its place.
    pub(crate) fn tab_stop(&self) -> Option<&str> {
        let last = self.ids.len().checked_sub(1)?;
        Some(&self.ids[self.index().unwrap_or(self.place.min(last))])
    }

    /// Takes note of which row has the focus.
    pub(crate) fn focus(&mut self, id: &str) {
        self.focused = Some(id.to_owned());
        self.remember_place();
    }

    /// The row one step from the focused one. Where that has left the list, the
    /// step goes on from its place.
    pub(crate) fn step(&self, step: Step) -> Option<&str> {
        let index = match (self.index(), step) {
            (None, _) if self.focused.is_none() => 0,
            (None, Step::Next) => self.place,
            (Some(index), Step::Next) => index + 1,
            (None, Step::Previous) => self.place.checked_sub(1)?,
            (Some(index), Step::Previous) => index.checked_sub(1)?,
        };
        self.ids.get(index).map(String::as_str)
    }

    fn index(&self) -> Option<usize> {
        let focused = self.focused.as_ref()?;
        self.ids.iter().position(|id| id == focused)
    }

    fn remember_place(&mut self) {
        self.place = self.index().unwrap_or(self.place);
    }
}

/// The order of `GET /v1/inbox/conversations`: waiting ones by promise, those
/// without one last; all others with the latest first.
fn stands_before(one: &Summary, other: &Summary) -> bool {
    let promise = |summary: &Summary| summary.promise.answer_by.unwrap_or(i64::MAX);
    match other.state {
        ConversationState::Waiting => (promise(one), &one.id) < (promise(other), &other.id),
        _ => (one.changed_at, &one.id) > (other.changed_at, &other.id),
    }
}

#[cfg(test)]
mod tests;
