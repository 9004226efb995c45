//! Calendars that are kept: making the formats of one takes the runtime longer than writing a page with them.

use std::cell::RefCell;
use std::rc::Rc;

use super::calendar::RuntimeCalendar;
use crate::problem::ApiResult;

/// How many are kept, each of which takes the runtime some memory. More than the languages and zones of most edges.
const MOST: usize = 32;

thread_local! {
    static KEPT: RefCell<Kept<RuntimeCalendar>> = RefCell::default();
}

/// The calendar for a language tag and an IANA time zone.
///
/// # Errors
/// Where one of them is not known.
pub(crate) fn find(locale: &str, time_zone: &str) -> ApiResult<Rc<RuntimeCalendar>> {
    KEPT.with_borrow_mut(|kept| {
        kept.find(locale, time_zone, || RuntimeCalendar::new(locale, time_zone))
    })
}

/// What is made for a language tag and a time zone, with what was asked for latest at the end.
#[derive(Debug)]
struct Kept<T>(Vec<(String, String, Rc<T>)>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Kept<T> {
    fn find(
        &mut self,
        locale: &str,
        time_zone: &str,
        make: impl FnOnce() -> ApiResult<T>,
    ) -> ApiResult<Rc<T>> {
        let known = self.0.iter().position(|(of, within, _)| of == locale && within == time_zone);
        let entry = match known {
            Some(index) => self.0.remove(index),
            None => (locale.to_owned(), time_zone.to_owned(), Rc::new(make()?)),
        };
        if self.0.len() >= MOST {
            self.0.remove(0);
        }
        let found = Rc::clone(&entry.2);
        self.0.push(entry);
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_made_once_while_it_is_asked_for() {
        let mut kept = Kept::default();
        let mut made = Vec::new();
        let mut find = |locale: &str, time_zone: &str| {
            let name = format!("{locale} {time_zone}");
            let found = kept.find(locale, time_zone, || {
                made.push(name.clone());
                Ok(name)
            });
            found.unwrap()
        };
        for number in 0..MOST {
            assert_eq!(*find("de", "Europe/Berlin"), "de Europe/Berlin");
            assert_eq!(*find("en", "Europe/Berlin"), "en Europe/Berlin");
            find("de", &number.to_string());
        }
        assert_eq!(kept.0.len(), MOST);
        let often = made.iter().filter(|made| made.contains("Berlin")).count();
        assert_eq!((often, made.len()), (2, MOST + 2), "{made:?}");
    }
}
