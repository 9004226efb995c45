//! How long first answers took, in opening time. The hours of the past are worked out anew, which takes
//! time, so it is done a little later.

use hours::Schedule;
use timeline::{Millis, Moment};

use crate::problem::ApiResult;
use crate::site::settings::Settings;
use crate::site::sql::{Sql, values};
use crate::site::switch::{self, Switched};

/// The longest time that is looked at. Who is answered later waited longer than is usual anywhere.
const LONGEST: Millis = Millis::from_days(100);

/// Puts down how long the first answers took for which that is not known yet.
pub(crate) fn settle(sql: &Sql, settings: &Settings) -> ApiResult<()> {
    let query = "SELECT id, topic, asked_at, first_answered_at FROM conversations
                 WHERE first_answered_at IS NOT NULL AND first_answer_minutes IS NULL";
    for row in sql.rows(query, values![])? {
        let topic = row.optional_text(1);
        let (asked, answered) = (Moment(row.integer(2)), Moment(row.integer(3)));
        // One that cannot be read is told of where it is worked out, and holds up no other.
        let Ok(schedule) = settings.schedule(settings.schedule_of(topic.as_deref())) else {
            continue;
        };
        let switched = switch::between(sql, asked.0, answered.0)?;
        let minutes = minutes_between(schedule, &switched, asked, answered);
        let statement = "UPDATE conversations SET first_answer_minutes = ? WHERE id = ?";
        sql.run(statement, values![minutes, row.text(0)])?;
    }
    Ok(())
}

/// The opening time between two moments, in minutes, with what the team said for a while.
fn minutes_between(schedule: &Schedule, switched: &[Switched], from: Moment, to: Moment) -> u32 {
    let days = (to - from).min(LONGEST).0 / Millis::from_days(1).0;
    let hours = schedule.timeline(from, u32::try_from(days).unwrap_or(0) + 2);
    let held = switched
        .iter()
        .fold(hours, |timeline, switched| timeline.overridden(&switched.to_override()));
    let open = held.open_time_between(from, to);
    u32::try_from(open.0 / Millis::MINUTE.0).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hours::SiteHours;
    use protocol::inbox::{Switch, SwitchTo};

    /// A day, in minutes from its midnight.
    fn at(minute: i64) -> Moment {
        Moment::from_minute(20_000 * 24 * 60 + minute)
    }

    fn switched(to: SwitchTo, from: i64, until: i64) -> Switched {
        let switch = Switch { to, until: Some(at(until).0), note: None };
        Switched { from: at(from).0, switch }
    }

    #[test]
    fn what_was_switched_counts() {
        let site = SiteHours {
            expression: "09:00-17:00",
            time_zone: "UTC",
            region: None,
            exceptions: &[],
        };
        let schedule = Schedule::parse(site).unwrap();
        let minutes =
            |switched: &[Switched]| minutes_between(&schedule, switched, at(16 * 60), at(34 * 60));
        assert_eq!(minutes(&[]), 120);
        let late = switched(SwitchTo::Open, 16 * 60 + 30, 18 * 60);
        assert_eq!(minutes(std::slice::from_ref(&late)), 180);
        assert_eq!(minutes(&[late, switched(SwitchTo::Paused, 33 * 60, 50 * 60)]), 120);
    }
}
