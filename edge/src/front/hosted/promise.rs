//! When the answer comes, in words.

use protocol::question::Promise;
use protocol::site::Reply;
use timeline::Moment;
use words::fill;
use words::panel::Word;

use super::calendar::{Calendar, Nearness, nearness};
use super::texts::Texts;

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

/// The reply promise in words.
pub(crate) fn in_words(
    promise: Promise,
    texts: &Texts,
    calendar: &impl Calendar,
    now: Moment,
) -> String {
    let Some(by) = promise.answer_by.map(Moment) else {
        return texts.panel(Word::PromiseNone).to_owned();
    };
    let word = match nearness(calendar, now, by) {
        Nearness::Today => Word::PromiseToday,
        Nearness::Tomorrow => Word::PromiseTomorrow,
        Nearness::Other => Word::PromiseOn,
    };
    let values = [("time", calendar.time(by)), ("day", calendar.day(now, by))];
    fill(texts.panel(word), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// How long an answer usually takes, where that is known.
pub(crate) fn usually(reply: Reply, texts: &Texts, calendar: &impl Calendar) -> Option<String> {
    let duration = duration(reply.usual_minutes?, texts, calendar);
    Some(fill(texts.panel(Word::UsuallyWithin), &[("duration", &duration)]))
}

/// A length of time in its largest unit, rounded up: a promise is rather kept early.
fn duration(minutes: u32, texts: &Texts, calendar: &impl Calendar) -> String {
    let (count, name, word) = match minutes {
        0..HOUR => (minutes.max(1), "minutes", Word::DurationMinutes),
        HOUR..DAY => (minutes.div_ceil(HOUR), "hours", Word::DurationHours),
        DAY.. => (minutes.div_ceil(DAY), "days", Word::DurationDays),
    };
    let text = texts.counted(texts.panel(word), count.into());
    fill(text, &[(name, &calendar.number(count))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::front::hosted::calendar::fixed::UTC;

    #[test]
    fn a_promise_names_its_day() {
        let texts = Texts::of("en");
        let say = |hours: Option<i64>| {
            let answer_by = hours.map(|hours| hours * 3_600_000);
            in_words(Promise { answer_by }, &texts, &UTC, Moment(0))
        };
        assert_eq!(say(None), "We answer as soon as we can.");
        assert_eq!(say(Some(17)), "We answer today by 17:00.");
        assert_eq!(say(Some(33)), "We answer tomorrow by 09:00.");
        assert_eq!(say(Some(57)), "We answer by 09:00 on weekday 2.");
    }

    #[test]
    fn durations_are_rounded_up_in_their_largest_unit() {
        let texts = Texts::of("en");
        for (minutes, expected) in [
            (0, "1 minute"),
            (59, "59 minutes"),
            (60, "1 hour"),
            (61, "2 hours"),
            (1_440, "1 day"),
            (1_441, "2 days"),
        ] {
            assert_eq!(duration(minutes, &texts, &UTC), expected, "{minutes}");
        }
        let reply = Reply { target_minutes: Some(60), target_days: None, usual_minutes: Some(30) };
        assert_eq!(usually(reply, &texts, &UTC).unwrap(), "We usually answer within 30 minutes.");
    }
}
