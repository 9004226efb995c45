//! The object's one alarm. It rings when a delivery is due, and once a day for the opening hours: those are to be
//! ready for whoever comes, though nobody has come by for weeks.

use timeline::{Millis, Moment};
use worker::{ScheduledTime, Storage};

use super::sql::Sql;
use super::{configuration, now, outbox};
use crate::problem::ApiResult;

/// Sets the alarm to what is due next. Nothing is awaited between the look and the setting, so that
/// whoever sets it last has seen everything.
pub(super) async fn set(sql: &Sql, storage: &Storage) -> ApiResult<()> {
    let now = now();
    let look = next_look(&configuration::site_id(sql)?, Moment(now)).0;
    let next = outbox::earliest(sql)?.map_or(look, |due| due.max(now).min(look));
    #[expect(clippy::cast_precision_loss, reason = "moments stay below 2^53 milliseconds")]
    let date = js_sys::Date::new(&(next as f64).into());
    Ok(storage.set_alarm(ScheduledTime::new(date)).await?)
}

/// When the opening hours of a site are looked at next: at a minute of the day of its own, since the timelines of
/// all sites grow old at one moment. It is the same minute each day, so that setting the alarm puts nothing off.
fn next_look(site: &str, now: Moment) -> Moment {
    let day = Millis::from_days(1).0;
    let hash =
        site.bytes().fold(0_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let own = i64::from(hash % (24 * 60)) * Millis::MINUTE.0;
    let passed = (now.0 - own).div_euclid(day);
    Moment((passed + 1) * day + own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_has_one_look() {
        let first = next_look("nordwind", Moment(20_000 * 86_400_000));
        let day = Millis::from_days(1);
        assert!(first - Moment(20_000 * 86_400_000) <= day);
        assert_eq!(next_look("nordwind", Moment(first.0 - 1)), first);
        assert_eq!(next_look("nordwind", first), first + day);
        assert_eq!(next_look("nordwind", Moment(first.0 + 1)), first + day);
    }

    #[test]
    fn sites_are_looked_at_one_after_another() {
        let now = Moment(20_000 * 86_400_000);
        assert_ne!(next_look("nordwind", now), next_look("suedwind", now));
    }
}
