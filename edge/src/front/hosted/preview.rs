//! What other services show of the page: title and description of a link, and its address in each language. After the
//! Open Graph protocol (<https://ogp.me>), which messengers and networks read, and Google's notes on localised pages.

use timeline::Day;

use super::calendar::Calendar;
use super::texts::Texts;
use super::week;

/// Services cut what is longer.
const MOST: usize = 300;

/// What a link to the form shows.
#[derive(Debug)]
pub(crate) struct Preview {
    pub(crate) description: String,
    /// The one address of this page.
    pub(crate) canonical: String,
    /// The address for those whose language is not offered.
    pub(crate) any_language: String,
    pub(crate) languages: Vec<Alternate>,
    /// The language as Open Graph names it.
    pub(crate) locale: &'static str,
    pub(crate) image: Option<String>,
}

/// The page in another language.
#[derive(Debug)]
pub(crate) struct Alternate {
    pub(crate) language: String,
    /// Whether it is the page's own.
    pub(crate) current: bool,
    /// Its name in itself.
    pub(crate) name: String,
    pub(crate) direction: &'static str,
    pub(crate) address: String,
    pub(crate) locale: &'static str,
}

/// The page in each language that the site offers.
pub(crate) fn alternates(
    page: &str,
    current: &str,
    languages: &[String],
    name: impl Fn(&str) -> String,
) -> Vec<Alternate> {
    let alternate = |language: &String| Alternate {
        language: language.clone(),
        current: language == current,
        name: name(language),
        direction: words::direction(language),
        address: format!("{page}?lang={language}"),
        locale: locale(language),
    };
    languages.iter().map(alternate).collect()
}

/// A language with the territory that Open Graph asks for. No visitor reads it: the largest country will do.
pub(crate) fn locale(language: &str) -> &'static str {
    match language {
        "ar" => "ar_AR",
        "de" => "de_DE",
        "es" => "es_ES",
        "fr" => "fr_FR",
        "he" => "he_IL",
        "it" => "it_IT",
        "nl" => "nl_NL",
        "pl" => "pl_PL",
        "pt" => "pt_PT",
        "tr" => "tr_TR",
        "uk" => "uk_UA",
        _ => "en_US",
    }
}

/// Sentences in one line, cut between words where they are too many.
pub(crate) fn description(sentences: &[&str]) -> String {
    let all = sentences.iter().flat_map(|sentence| sentence.split_whitespace());
    let mut line = String::new();
    for word in all {
        if line.chars().count() + word.chars().count() + 1 > MOST {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The usual week in a line, from Monday on: days that have the same hours stand together, and days without hours not
/// at all, nor those of which nothing usual is known.
pub(crate) fn hours(
    week: &[Option<Day>; 7],
    texts: &Texts,
    calendar: &impl Calendar,
    comma: &str,
) -> String {
    let told = |day: &Day| (calendar.weekday(day.from), week::hours(day, texts, calendar));
    let days = week.iter().map(|day| day.as_ref().filter(|day| !day.open.is_empty()).map(told));
    let days: Vec<_> = days.collect();
    let same = |one: &Option<(_, _)>, next: &Option<(_, _)>| match (one, next) {
        (Some((_, hours)), Some((_, others))) => hours == others,
        _ => false,
    };
    let runs = days.chunk_by(same).filter_map(|run| {
        let (Some(Some((first, hours))), Some(Some((last, _)))) = (run.first(), run.last()) else {
            return None;
        };
        let hours = hours.join(comma);
        Some(match run.len() {
            7 => hours,
            1 => format!("{first} {hours}"),
            _ => format!("{first}–{last} {hours}"),
        })
    });
    runs.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use timeline::{Millis, Moment, Override, Period, State, Timeline};

    use super::*;
    use crate::front::hosted::calendar::fixed::{Fixed, UTC};
    use crate::front::hosted::specification;

    /// Monday 1970-01-05, and what a day has from each hour until another one.
    fn day(weekday: i64, hours: &[(i64, i64)]) -> Day {
        let midnight = Moment(0) + Millis::from_days(4 + weekday);
        let at = |hour: i64| midnight + Millis::from_hours(hour);
        let open = hours.iter().map(|(from, until)| (at(*from), at(*until))).collect();
        Day { from: midnight, until: at(24), open, is_paused: false, reason: None }
    }

    fn told(week: &[Option<Day>; 7]) -> String {
        hours(week, &Texts::of("en"), &UTC, ", ")
    }

    #[test]
    fn days_with_the_same_hours_stand_together() {
        let lunch: &[_] = &[(8, 12), (13, 17)];
        let hours: [&[_]; 7] = [lunch, lunch, &[(8, 12)], &[(8, 20)], &[(8, 20)], &[], &[]];
        let mut week = std::array::from_fn(|it| Some(day(i64::try_from(it).unwrap(), hours[it])));
        let known = "weekday 4–weekday 5 08:00–12:00, 13:00–17:00 · weekday 6 08:00–12:00";
        assert_eq!(told(&week), format!("{known} · weekday 0–weekday 1 08:00–20:00"));
        // Nothing is told of a day of which nothing is known, nor over it.
        week[4] = None;
        assert_eq!(told(&week), format!("{known} · weekday 0 08:00–20:00"));
        let every = |hours: &[_]| [0, 1, 2, 3, 4, 5, 6].map(|it| Some(day(it, hours)));
        assert_eq!(told(&every(&[(0, 24)])), "Open all day");
        assert_eq!(told(&every(&[])), "");
        assert_eq!(told(&[const { None }; 7]), "");
    }

    #[test]
    fn pauses_holidays_and_changed_clocks_are_not_the_usual_week() {
        let berlin = Fixed("Europe/Berlin".parse().unwrap());
        // Wednesday 2026-10-14, 00:00 in Berlin; its clocks go back on the 25th.
        let start = Moment(1_791_928_800_000);
        let midnights = berlin.midnights(start, 70);
        let periods = midnights.iter().flat_map(|midnight| {
            let hour = |hour: i64| {
                let noon = berlin.midnights(*midnight, 0)[1] - Millis::from_hours(12);
                noon + Millis::from_hours(hour - 12)
            };
            [(hour(9), State::Open), (hour(17), State::Closed)]
        });
        let periods = std::iter::once((start, State::Closed)).chain(periods);
        let periods = periods.map(|(from, state)| Period::new(from, state));
        let timeline = Timeline::joining(periods, midnights[70]).unwrap();
        let away = |days: usize, state: State| Override {
            from: midnights[days],
            until: Some(midnights[days + 1]),
            state,
            reason: None,
        };
        let now = start + Millis::from_hours(11);
        let pause = Override { from: now, ..away(0, State::Paused) };
        let timeline = timeline
            .overridden(&pause)
            .overridden(&away(5, State::Closed))
            .overridden(&away(12, State::Closed));
        let week = specification::usual_week(&timeline, &berlin, now);
        assert_eq!(hours(&week, &Texts::of("en"), &berlin, ", "), "09:00–17:00");
    }

    #[test]
    fn a_description_is_one_line_that_ends_with_a_word() {
        assert_eq!(description(&["We sit\n in  Kiel.", "", "Ask!"]), "We sit in Kiel. Ask!");
        let long = description(&[&"über ".repeat(100)]);
        assert!(long.ends_with("über…") && long.chars().count() <= MOST + 1, "{long}");
    }

    #[test]
    fn every_language_has_a_name_of_its_own() {
        let languages = words::LANGUAGES.map(str::to_owned);
        let page = "https://ask.example.com/nordwind";
        let alternates = alternates(page, "he", &languages, |language| {
            Texts::of(language).hosted(words::hosted::Word::LanguageName).to_owned()
        });
        assert_eq!(alternates.iter().filter(|one| one.current).count(), 1);
        let he = alternates.iter().find(|one| one.current).unwrap();
        assert_eq!((&*he.name, he.direction, he.locale), ("עברית", "rtl", "he_IL"));
        assert_eq!(he.address, "https://ask.example.com/nordwind?lang=he");
        for alternate in &alternates {
            assert!(alternate.locale.starts_with(&alternate.language), "{alternate:?}");
        }
    }
}
