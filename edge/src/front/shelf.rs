//! What was made ready once and may be made again: so much of it is kept as was used latest.

use std::collections::HashMap;
use std::hash::Hash;

/// Keeps things by their keys, and drops the one that was used longest ago where it is full.
#[derive(Debug)]
pub(crate) struct Shelf<Key, Thing> {
    things: HashMap<Key, (u64, Thing)>,
    uses: u64,
    most: usize,
}

impl<Key: Clone + Eq + Hash, Thing: Clone> Shelf<Key, Thing> {
    /// A shelf with so many places.
    pub(crate) fn new(most: usize) -> Self {
        Self { things: HashMap::new(), uses: 0, most }
    }

    /// The thing of that key.
    pub(crate) fn take(&mut self, key: &Key) -> Option<Thing> {
        self.uses += 1;
        let (used, thing) = self.things.get_mut(key)?;
        *used = self.uses;
        Some(thing.clone())
    }

    /// Keeps a thing.
    pub(crate) fn keep(&mut self, key: Key, thing: Thing) {
        if self.things.len() >= self.most && !self.things.contains_key(&key) {
            let oldest = self.things.iter().min_by_key(|(_, (used, _))| *used);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                self.things.remove(&oldest);
            }
        }
        self.uses += 1;
        self.things.insert(key, (self.uses, thing));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_longest_ago_makes_room() {
        let mut shelf = Shelf::new(2);
        shelf.keep("a", 1);
        shelf.keep("b", 2);
        assert_eq!(shelf.take(&"a"), Some(1));
        shelf.keep("c", 3);
        assert_eq!(["a", "b", "c"].map(|key| shelf.take(&key)), [Some(1), None, Some(3)]);
        shelf.keep("c", 4);
        assert_eq!(["a", "c"].map(|key| shelf.take(&key)), [Some(1), Some(4)]);
    }
}
