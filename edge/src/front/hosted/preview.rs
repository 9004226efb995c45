//! What other services show of the page: title and description of a link, and its address in each language. After the
//! Open Graph protocol (<https://ogp.me>), which messengers and networks read, and Google's notes on localised pages.

use words::hosted::Word;

use super::texts::Texts;
use super::week::Row;

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
    texts: impl Fn(&str) -> Texts,
) -> Vec<Alternate> {
    let alternate = |language: &String| Alternate {
        language: language.clone(),
        current: language == current,
        name: texts(language).hosted(Word::LanguageName).to_owned(),
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
/// at all. `today` is the number of the first row's weekday, where Monday is 0; a day of which something was said is
/// taken from the week after.
pub(crate) fn hours(week: &[Row], next: &[Row], today: usize, comma: &str) -> String {
    let usual = |(row, next)| -> &Row { if is_usual(row) { row } else { next } };
    let mut days: Vec<&Row> = week.iter().zip(next).map(usual).collect();
    let length = days.len().max(1);
    days.rotate_left((length - today % length) % length);
    let mut runs: Vec<(&Row, &Row)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((first, last)) if first.hours == day.hours => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let whole = runs.len() == 1;
    let told = runs.iter().filter(|(first, _)| first.is_open).map(|(first, last)| {
        let hours = first.hours.join(comma);
        match first.weekday == last.weekday {
            _ if whole => hours,
            true => format!("{} {hours}", first.weekday),
            false => format!("{}–{} {hours}", first.weekday, last.weekday),
        }
    });
    told.collect::<Vec<_>>().join(" · ")
}

fn is_usual(row: &Row) -> bool {
    row.reason.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// A week that begins on this day, with these hours from Monday on.
    fn week(today: usize, hours: [&str; 7]) -> Vec<Row> {
        let row = |day: usize| Row {
            is_today: day == today,
            weekday: NAMES[day % 7].to_owned(),
            date: String::new(),
            iso: String::new(),
            is_open: hours[day % 7] != "Closed",
            hours: hours[day % 7].split(" and ").map(str::to_owned).collect(),
            reason: None,
        };
        (today..today + 7).map(row).collect()
    }

    #[test]
    fn days_with_the_same_hours_stand_together() {
        let hours_of =
            ["8–12 and 13–17", "8–12 and 13–17", "8–12", "8–20", "8–20", "Closed", "Closed"];
        for today in 0..7 {
            let week = week(today, hours_of);
            let line = hours(&week, &week, today, ", ");
            assert_eq!(line, "Mon–Tue 8–12, 13–17 · Wed 8–12 · Thu–Fri 8–20", "{today}");
        }
        let always = week(3, ["Open all day"; 7]);
        assert_eq!(hours(&always, &always, 3, ", "), "Open all day");
        let never = week(3, ["Closed"; 7]);
        assert_eq!(hours(&never, &never, 3, ", "), "");
        assert_eq!(hours(&[], &[], 3, ", "), "");
    }

    #[test]
    fn a_holiday_is_not_the_usual_week() {
        let next = week(2, ["8–17"; 7]);
        let mut week = week(2, ["8–17"; 7]);
        week[1].hours = vec!["Closed".to_owned()];
        week[1].reason = Some("Christmas".to_owned());
        assert_eq!(hours(&week, &next, 2, ", "), "8–17");
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
        let alternates = alternates(page, "he", &languages, Texts::of);
        assert_eq!(alternates.iter().filter(|one| one.current).count(), 1);
        let he = alternates.iter().find(|one| one.current).unwrap();
        assert_eq!((&*he.name, he.direction, he.locale), ("עברית", "rtl", "he_IL"));
        assert_eq!(he.address, "https://ask.example.com/nordwind?lang=he");
        for alternate in &alternates {
            assert!(alternate.locale.starts_with(&alternate.language), "{alternate:?}");
        }
    }
}
