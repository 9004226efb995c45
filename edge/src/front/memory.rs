//! What is remembered of sites, and for how long. The clock is a parameter.

use std::collections::HashMap;

use timeline::{Millis, Moment};

/// For how long what is known of a site is taken as it is.
const FRESH: Millis = Millis::from_seconds(30);
/// For how long it is taken as it is by open pages, each of which asks once a minute what is new: together they
/// wake the object no more often than this.
const NEW: Millis = Millis::from_seconds(5);
/// For how long it may be used while it is asked for again, or the object is out of reach.
const STALE: Millis = Millis::from_minutes(10);
/// For how long a site that does not exist is not asked for again. Short, because
/// somebody may be creating it just now.
const UNKNOWN: Millis = Millis::from_seconds(5);
/// After how long a refresh that told nothing is taken to be lost.
const REFRESH: Millis = Millis::from_seconds(10);
/// How many sites are remembered, so that guessing names cannot fill the memory.
const MOST: usize = 1_000;

/// What is remembered of sites. An entry without a value stands for a site that does not exist.
#[derive(Debug)]
pub(crate) struct Memory<T> {
    entries: HashMap<String, Entry<T>>,
    forgotten: u64,
}

#[derive(Debug)]
struct Entry<T> {
    value: Option<T>,
    read_at: Moment,
    refreshed_at: Option<Moment>,
}

/// What memory has of a site.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Recall<T> {
    /// Take this; nothing for a site that does not exist.
    Take(Option<T>),
    /// Take this, and ask the object again afterwards.
    TakeAndRefresh(T),
    /// Ask the object first.
    Ask,
}

/// Says when the object was asked. What was read before a site was forgotten is not kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked(u64);

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self { entries: HashMap::new(), forgotten: 0 }
    }
}

impl<T: Clone> Memory<T> {
    /// What is remembered of a site. Of all who ask while it is stale, one is told to refresh.
    pub(crate) fn recall(&mut self, site: &str, now: Moment) -> Recall<T> {
        self.recall_within(site, now, FRESH)
    }

    /// The same for whoever wants to know what is new.
    pub(crate) fn recall_anew(&mut self, site: &str, now: Moment) -> Recall<T> {
        self.recall_within(site, now, NEW)
    }

    fn recall_within(&mut self, site: &str, now: Moment, fresh: Millis) -> Recall<T> {
        let Some(entry) = self.entries.get_mut(site) else { return Recall::Ask };
        let age = now - entry.read_at;
        match &entry.value {
            None if age < UNKNOWN => Recall::Take(None),
            Some(value) if age < fresh => Recall::Take(Some(value.clone())),
            Some(value) if age < STALE => {
                if entry.refreshed_at.is_some_and(|begun| now - begun < REFRESH) {
                    return Recall::Take(Some(value.clone()));
                }
                entry.refreshed_at = Some(now);
                Recall::TakeAndRefresh(value.clone())
            }
            _ => Recall::Ask,
        }
    }

    /// What was known of a site latest, however old.
    pub(crate) fn latest(&self, site: &str) -> Option<T> {
        self.entries.get(site)?.value.clone()
    }

    /// To be called before the object is asked.
    pub(crate) fn asking(&self) -> Asked {
        Asked(self.forgotten)
    }

    /// Remembers what the object said.
    pub(crate) fn keep(&mut self, site: &str, now: Moment, asked: Asked, value: Option<T>) {
        if asked.0 != self.forgotten {
            return;
        }
        if self.entries.len() >= MOST && !self.entries.contains_key(site) {
            self.make_room();
        }
        let entry = Entry { value, read_at: now, refreshed_at: None };
        self.entries.insert(site.to_owned(), entry);
    }

    /// Forgets a site that has changed.
    pub(crate) fn forget(&mut self, site: &str) {
        self.forgotten = self.forgotten.wrapping_add(1);
        self.entries.remove(site);
    }

    /// Drops what is worth least: a site that does not exist, else the one read longest ago.
    fn make_room(&mut self) {
        let oldest = self
            .entries
            .iter()
            .min_by_key(|(_, entry)| (entry.value.is_some(), entry.read_at))
            .map(|(site, _)| site.clone());
        if let Some(site) = oldest {
            self.entries.remove(&site);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment(seconds * 1_000)
    }

    fn knowing(site: &str, value: Option<u32>) -> Memory<u32> {
        let mut memory = Memory::default();
        memory.keep(site, at(0), memory.asking(), value);
        memory
    }

    #[test]
    fn a_site_is_fresh_then_stale_then_asked_for() {
        let mut memory = knowing("a", Some(1));
        assert_eq!(memory.recall("a", at(29)), Recall::Take(Some(1)));
        assert_eq!(memory.recall("a", at(30)), Recall::TakeAndRefresh(1));
        assert_eq!(memory.recall("a", at(600)), Recall::Ask);
        assert_eq!(memory.latest("a"), Some(1));
        assert_eq!(memory.recall("b", at(0)), Recall::Ask);
    }

    #[test]
    fn what_is_new_is_asked_for_sooner() {
        let mut memory = knowing("a", Some(1));
        assert_eq!(memory.recall_anew("a", at(4)), Recall::Take(Some(1)));
        assert_eq!(memory.recall_anew("a", at(5)), Recall::TakeAndRefresh(1));
        assert_eq!(memory.recall("a", at(6)), Recall::Take(Some(1)));
    }

    #[test]
    fn one_of_many_refreshes_until_it_is_given_up() {
        let mut memory = knowing("a", Some(1));
        assert_eq!(memory.recall("a", at(40)), Recall::TakeAndRefresh(1));
        assert_eq!(memory.recall("a", at(49)), Recall::Take(Some(1)));
        assert_eq!(memory.recall("a", at(50)), Recall::TakeAndRefresh(1));
        memory.keep("a", at(51), memory.asking(), Some(2));
        assert_eq!(memory.recall("a", at(80)), Recall::Take(Some(2)));
    }

    #[test]
    fn a_site_that_does_not_exist_is_soon_asked_for_again() {
        let mut memory = knowing("a", None);
        assert_eq!(memory.recall("a", at(4)), Recall::Take(None));
        assert_eq!(memory.recall("a", at(5)), Recall::Ask);
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept() {
        let mut memory = knowing("a", Some(1));
        let asked = memory.asking();
        memory.forget("a");
        memory.keep("a", at(1), asked, Some(1));
        assert_eq!(memory.recall("a", at(1)), Recall::Ask);
    }

    #[test]
    fn names_that_are_guessed_push_out_each_other_first() {
        let mut memory = knowing("a", Some(1));
        for number in 0..2 * MOST {
            memory.keep(&number.to_string(), at(1), memory.asking(), None);
        }
        assert_eq!(memory.entries.len(), MOST);
        assert_eq!(memory.recall("a", at(2)), Recall::Take(Some(1)));
    }
}
