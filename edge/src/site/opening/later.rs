//! What takes time, done when the answer has left: nobody waits for it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use timeline::{Millis, Moment};
use worker::Delay;

use super::{statistics, stored};
use crate::problem::{ApiError, ApiResult};
use crate::site::settings::Settings;
use crate::site::sql::Sql;
use crate::site::{SettingsCache, Site, alarm, current_settings, now};

/// Until the answer has left, and what was asked along with it.
const AFTER: Duration = Duration::from_millis(50);

/// How long work rests that has failed: it would fail again at each request.
const REST: Millis = Millis::from_minutes(10);

/// How the work of an object stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Work {
    /// There is none.
    #[default]
    Idle,
    /// It is being done.
    UnderWay,
    /// It failed then.
    Failed(Moment),
}

/// Works out what is due, a little later and once for all who ask for it meanwhile. What is cut off by
/// the end of the process is due again at the next occasion.
pub(crate) fn work(site: &Site) {
    let begun = Moment(now());
    let Some(ending) = Ending::of(&site.work, begun) else { return };
    let (settings, storage) = (Rc::clone(&site.settings), site.state.storage());
    let sql = Sql::new(site.state.storage());
    site.state.wait_until(async move {
        Delay::from(AFTER).await;
        let done = all(&sql, &settings).await;
        match done.and(alarm::set(&sql, &storage).await) {
            Ok(()) => ending.well(),
            Err(error) => tell(error),
        }
    });
}

/// Says how the work ended when it is dropped, which a panic does too.
struct Ending {
    work: Rc<Cell<Work>>,
    then: Work,
}

impl Ending {
    /// Begins the work, unless it is under way or has just failed.
    fn of(work: &Rc<Cell<Work>>, now: Moment) -> Option<Self> {
        let may_begin = match work.get() {
            Work::Idle => true,
            Work::UnderWay => false,
            Work::Failed(at) => !(Millis::ZERO..REST).contains(&(now - at)),
        };
        may_begin.then(|| {
            work.set(Work::UnderWay);
            Self { work: Rc::clone(work), then: Work::Failed(now) }
        })
    }

    /// Ends it well.
    fn well(mut self) {
        self.then = Work::Idle;
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.work.set(self.then);
    }
}

/// Where a configuration is applied meanwhile, this ends: that has worked out everything, and what belongs to the
/// one before is not to be stored any more. A schedule that fails holds up no other.
async fn all(sql: &Sql, cache: &SettingsCache) -> ApiResult<()> {
    let settings = current_settings(cache, sql)?;
    let is_current =
        || cache.borrow().as_ref().is_some_and(|current| Rc::ptr_eq(current, &settings));
    let mut done = Ok(());
    for name in settings.told() {
        done = done.and(one(sql, &settings, name, &is_current).await);
        if !is_current() {
            return Ok(());
        }
    }
    done.and(statistics::settle(sql, &settings))
}

async fn one(
    sql: &Sql,
    settings: &Settings,
    name: &str,
    is_current: impl Fn() -> bool,
) -> ApiResult<()> {
    let now = Moment(now());
    if stored::timeline(sql, name, now)?.is_some_and(|stored| !stored.is_stale) {
        return Ok(());
    }
    // Reading hours may take as long as working them out. Whoever came meanwhile is next each time.
    settings.schedule(name)?;
    Delay::from(Duration::ZERO).await;
    if is_current() {
        stored::work_out(sql, settings, name, now)?;
        Delay::from(Duration::ZERO).await;
    }
    Ok(())
}

fn tell(error: ApiError) {
    let error = error.into_problem();
    worker::console_error!("opening hours could not be worked out: {}", error.detail);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Moment {
        Moment::from_minute(minute)
    }

    #[test]
    fn work_is_begun_once_until_it_ends() {
        let work = Rc::default();
        let ending = Ending::of(&work, at(0)).unwrap();
        assert!(Ending::of(&work, at(100)).is_none());
        ending.well();
        assert!(Ending::of(&work, at(100)).is_some());
    }

    #[test]
    fn work_that_failed_or_was_dropped_rests() {
        let work = Rc::default();
        drop(Ending::of(&work, at(0)));
        assert!(Ending::of(&work, at(9)).is_none());
        assert!(Ending::of(&work, at(10)).is_some());
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_prolong_the_rest() {
        let work = Rc::default();
        drop(Ending::of(&work, at(0)));
        assert!(Ending::of(&work, at(-1)).is_some());
    }
}
