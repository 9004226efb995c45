//! Moments in words. The loader tells which day and time they are on the visitor's clock.

use crate::words::{Word, Words};

/// A moment on the visitor's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct When {
    /// Calendar days from today: 0 today, 1 tomorrow, negative for the past.
    pub(crate) days: i32,
    /// The time of day.
    pub(crate) time: String,
    /// The weekday and date.
    pub(crate) day: String,
}

impl When {
    fn fill(&self, words: &Words, word: Word, name: &str) -> String {
        words.fill(word, &[("time", &self.time), ("day", &self.day), ("name", name)])
    }
}

/// By when the team answers.
pub(crate) fn promise(words: &Words, answer_by: Option<&When>) -> String {
    let Some(when) = answer_by else { return words.get(Word::PromiseNone).to_owned() };
    let word = match when.days {
        0 => Word::PromiseToday,
        1 => Word::PromiseTomorrow,
        // A promise that was missed is not told again as if it still held.
        ..0 => return words.get(Word::PromiseNone).to_owned(),
        _ => Word::PromiseOn,
    };
    when.fill(words, word, "")
}

/// Who wrote a message, and when; without a name it was the visitor.
pub(crate) fn wrote(words: &Words, name: Option<&str>, when: &When) -> String {
    let today = when.days == 0;
    let word = match name {
        Some(_) if today => Word::WroteAt,
        Some(_) => Word::WroteOn,
        None if today => Word::YouWroteAt,
        None => Word::YouWroteOn,
    };
    when.fill(words, word, name.unwrap_or_default())
}

/// How long an answer usually takes, in opening time. From a day on nothing is said,
/// since a day of opening hours is not what a reader takes a day for. `counted` puts a number into a text.
pub(crate) fn usually_within(
    words: &Words,
    minutes: u32,
    counted: impl Fn(&str, u32) -> String,
) -> Option<String> {
    let (word, count) = match minutes {
        ..60 => (Word::DurationMinutes, minutes),
        60..1440 => (Word::DurationHours, minutes.div_ceil(60)),
        _ => return None,
    };
    let duration = counted(words.get(word), count);
    Some(words.fill(Word::UsuallyWithin, &[("duration", &duration)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(days: i32) -> When {
        When { days, time: "10:30".to_owned(), day: "Friday 6 March".to_owned() }
    }

    #[test]
    fn a_promise_names_the_day_as_people_do() {
        let words = Words::english();
        let promise = |days| promise(&words, Some(&when(days)));
        assert_eq!(promise(0), "We answer today by 10:30.");
        assert_eq!(promise(1), "We answer tomorrow by 10:30.");
        assert_eq!(promise(3), "We answer by 10:30 on Friday 6 March.");
        assert_eq!(promise(-1), "We answer as soon as we can.");
    }

    #[test]
    fn without_a_promise_no_time_is_told() {
        assert_eq!(promise(&Words::english(), None), "We answer as soon as we can.");
    }

    #[test]
    fn messages_of_today_need_no_date() {
        let words = Words::english();
        assert_eq!(wrote(&words, Some("Mara"), &when(0)), "Mara wrote at 10:30");
        assert_eq!(wrote(&words, None, &when(-2)), "You wrote on Friday 6 March at 10:30");
    }

    #[test]
    fn usual_times_are_rounded_up_and_end_at_a_day() {
        let words = Words::english();
        let counted = |text: &str, count: u32| {
            let text = words::counted(text, "en", count.into());
            text.replace("{minutes}", &count.to_string()).replace("{hours}", &count.to_string())
        };
        let told = |minutes| usually_within(&words, minutes, counted);
        assert_eq!(told(1).unwrap(), "We usually answer within 1 minute.");
        assert_eq!(told(61).unwrap(), "We usually answer within 2 hours.");
        assert_eq!(told(1440), None);
    }
}
