//! How fast a team means to answer: in opening time, or in days on which it is there.

use timeline::Millis;

use crate::error::{Field, HoursError, Problem, shortened};
use crate::schedule::DEFAULT_DAYS;

/// The longest target: 30 working days of 8 hours. A slower one is no promise that a visitor can use.
const LIMIT_HOURS: u32 = 240;

/// The most opening days: those of a team that is there once a week, within the shortest timeline of a site. A promise
/// beyond its end cannot be told.
const LIMIT_DAYS: u32 = DEFAULT_DAYS / 7;

/// The time within which a question is to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyTarget {
    /// So much opening time after the question.
    OpenTime(Millis),
    /// By the end of so many days on which the team is open at all.
    OpeningDays(u32),
}

/// Reads `2h`, `90min` or `3 opening days`: at least a minute, at most 240 hours of opening time or 8 opening days.
///
/// # Errors
///
/// Where the text is none of these, or out of these bounds.
pub fn parse_reply_target(text: &str) -> Result<ReplyTarget, HoursError> {
    let text = text.trim();
    opening_days(text).or_else(|| open_time(text)).ok_or_else(|| {
        let problem = Problem::NotAReplyTarget {
            text: shortened(text),
            limit_hours: LIMIT_HOURS,
            limit_days: LIMIT_DAYS,
        };
        HoursError::new(Field::ReplyTarget, problem)
    })
}

fn opening_days(text: &str) -> Option<ReplyTarget> {
    let days = text.strip_suffix('s').unwrap_or(text).strip_suffix("opening day")?;
    let days = number(days)?;
    (1..=LIMIT_DAYS).contains(&days).then_some(ReplyTarget::OpeningDays(days))
}

fn open_time(text: &str) -> Option<ReplyTarget> {
    let minutes = match (text.strip_suffix("min"), text.strip_suffix('h')) {
        (Some(minutes), _) => number(minutes),
        (_, Some(hours)) => number(hours)?.checked_mul(60),
        _ => None,
    }?;
    let time = Millis::from_minutes(minutes.into());
    (1..=LIMIT_HOURS * 60).contains(&minutes).then_some(ReplyTarget::OpenTime(time))
}

/// Digits alone: `parse` would take "+2" too.
fn number(text: &str) -> Option<u32> {
    let digits = text.trim_end();
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Schedule, SiteHours};
    use timeline::Moment;

    #[test]
    fn reads_hours_and_minutes() {
        let check = |text, minutes| {
            let target = ReplyTarget::OpenTime(Millis::from_minutes(minutes));
            assert_eq!(parse_reply_target(text), Ok(target), "{text}");
        };
        check("2h", 120);
        check("90min", 90);
        check(" 2 h ", 120);
        check("240h", 14_400);
        check("1min", 1);
    }

    #[test]
    fn reads_opening_days() {
        let check = |text, days| {
            assert_eq!(parse_reply_target(text), Ok(ReplyTarget::OpeningDays(days)), "{text}");
        };
        check("1 opening day", 1);
        check("3 opening days", 3);
        check(" 8  opening days ", 8);
    }

    #[test]
    fn the_most_opening_days_are_promised_to_a_team_that_is_there_once_a_week() {
        let expression = "Mo 09:00-12:00";
        let site = SiteHours { expression, time_zone: "UTC", region: None, exceptions: &[] };
        let schedule = Schedule::parse(site).unwrap();
        // Mondays at ten, when this week's hours have begun.
        for asked in (0..52).map(|week| Moment(1_772_445_600_000) + Millis::from_days(week * 7)) {
            let timeline = schedule.timeline(asked, DEFAULT_DAYS);
            let midnights = schedule.midnights(asked, DEFAULT_DAYS);
            let promise = timeline.after_opening_days(asked, LIMIT_DAYS, &midnights);
            assert!(promise.is_some(), "{asked:?}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "h",
            "min",
            "0h",
            "-2h",
            "+2h",
            "2",
            "2 hours",
            "241h",
            "99999999999h",
            "1.5h",
            "²h",
            "opening day",
            "0 opening days",
            "9 opening days",
            "30 opening days",
            "1 day",
            "+1 opening day",
        ] {
            assert!(parse_reply_target(text).is_err(), "{text}");
        }
        assert_eq!(
            parse_reply_target("soon").map_err(|error| error.to_string()),
            Err("reply_target: \"soon\" is no reply target; write opening time such as 2h or 90min, up to 240h, \
                 or opening days such as \"1 opening day\", up to 8"
                .to_owned())
        );
    }
}
