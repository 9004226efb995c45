//! What the crate `opening-hours` (up to 2.1.4) reads, but not as OpenStreetMap's specification does: found in the
//! text, where its answer no longer tells.

use chrono::NaiveDate;
use opening_hours_syntax::rules::day::{Date, MonthdayRange};

use crate::error::Problem;
use crate::text::trailing_year;

const WEEKDAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/// As they are written in lower case.
pub(crate) const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The first such place in the code, in lower case and without comments, and the byte at which it stands.
pub(crate) fn misread(code: &str) -> Option<(Problem, usize)> {
    counted_backwards(code).or_else(|| holidays_on_weekdays(code))
}

/// `Mo[3-1]`, which would be every Monday.
fn counted_backwards(code: &str) -> Option<(Problem, usize)> {
    for (open, _) in code.match_indices('[') {
        let inside = code[open + 1..].split(']').next().unwrap_or_default();
        for range in inside.split(',') {
            let Some((first, last)) = range.split_once('-') else { continue };
            if !first.is_empty() && first > last {
                let detail =
                    format!("[{first}-{last}] counts backwards, do you mean [{last}-{first}]?");
                return Some((Problem::Senseless { detail }, open));
            }
        }
    }
    None
}

/// `PH Mo-Fr`, which would be the holidays and the weekdays. It means the holidays that fall on these weekdays.
fn holidays_on_weekdays(code: &str) -> Option<(Problem, usize)> {
    let ends = |sign: char| matches!(sign, ',' | ';' | '|');
    let holidays = code.match_indices("ph").map(|(byte, _)| byte);
    let mut mixed = holidays.filter(|byte| {
        let before = code[..*byte].rsplit(ends).next().unwrap_or_default();
        let after = code[byte + 2..].split(ends).next().unwrap_or_default();
        weekdays(before) || weekdays(after)
    });
    mixed.next().map(|byte| (Problem::HolidaysOnWeekdays, byte))
}

/// The first `2026Dec` that names no day of the month: where the crate takes it for 1 December alone.
pub(crate) fn year_at_month(code: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let month = |text: &str| MONTHS.iter().any(|month| text.starts_with(month));
    let bytes = code.char_indices().map(|(byte, _)| byte);
    bytes.into_iter().find(|byte| {
        let rest = &code[*byte..];
        digits(rest) == 4
            && month(&rest[4..])
            && digits(rest[7..].trim_start()) == 0
            && !code[..*byte].ends_with(|before: char| before.is_ascii_digit())
    })
}

/// `Feb 30`, of which it makes nearly the whole year.
pub(crate) fn never_comes(dates: &MonthdayRange) -> Option<Problem> {
    let MonthdayRange::Date { start, end } = dates else { return None };
    [start.0, end.0].into_iter().find_map(|date| {
        let Date::Fixed { year, month, day } = date else { return None };
        let year = year.map(|year| *year);
        let within = year.map_or(String::new(), |year| format!(" in {year}"));
        let detail = format!("{month} {day} never comes{within}");
        (!comes(year, month as u32, day.into())).then_some(Problem::Senseless { detail })
    })
}

/// The byte at which such a date stands, or its day where the month stands further ahead: `Feb 1,30`.
pub(crate) fn never_comes_at(code: &str) -> Option<usize> {
    let months = code.char_indices().filter_map(|(byte, _)| {
        let month = MONTHS.iter().position(|month| code[byte..].starts_with(month))?;
        Some((byte, u32::try_from(month).ok()? + 1))
    });
    let mut found = months.filter_map(|(byte, month)| {
        let year = trailing_year(&code[..byte]);
        let begin = year.and_then(|year| code[..byte].rfind(year)).unwrap_or(byte);
        let year = year.and_then(|year| year.parse().ok());
        let days = days(code, byte + 3);
        let at = days.iter().position(|(_, day)| !comes(year, month, *day))?;
        Some(if at == 0 { begin } else { days[at].0 })
    });
    found.next()
}

/// The days `1`, `5` and `7` of `1-5, 7`, each with the byte at which it stands.
fn days(code: &str, mut byte: usize) -> Vec<(usize, u32)> {
    let mut days = Vec::new();
    loop {
        let rest = code[byte..].trim_start();
        let start = code.len() - rest.len();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        // Other numbers are years and times.
        let (1 | 2, Ok(day), false) =
            (digits, rest[..digits].parse(), rest[digits..].starts_with(':'))
        else {
            return days;
        };
        days.push((start, day));
        let Some(next) = rest[digits..].trim_start().strip_prefix([',', '-']) else { return days };
        byte = code.len() - next.len();
    }
}

/// Whether a year has this date. Where none is meant, a leap year does, which has them all.
fn comes(year: Option<i32>, month: u32, day: u32) -> bool {
    NaiveDate::from_ymd_opt(year.unwrap_or(2028), month, day).is_some()
}

/// Whether a word of it is a weekday or a range of them.
fn weekdays(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        word.split_at_checked(2).is_some_and(|(day, rest)| {
            WEEKDAYS.contains(&day) && !rest.starts_with(|next: char| next.is_ascii_alphabetic())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, expect: Option<usize>) {
        assert_eq!(misread(code).map(|(_, byte)| byte), expect, "{code}");
    }

    #[test]
    fn counting_backwards() {
        check("mo[3-1] 10:00-12:00", Some(2));
        check("mo[1-3],tu[2,4-3] 10:00-12:00", Some(10));
        check("mo[1-3],tu[-1],we[2-2]", None);
        check("mo[", None);
    }

    #[test]
    fn a_year_at_its_month() {
        assert_eq!(year_at_month("mo off; 2026dec off"), Some(8));
        assert_eq!(year_at_month("2026dec 24 off; 2026dec"), Some(16));
        assert_eq!(year_at_month("2026 dec off; 2026"), None);
    }

    #[test]
    fn a_date_that_never_comes() {
        let check = |code, expect| assert_eq!(never_comes_at(code), expect, "{code}");
        check("24/7; feb 30 off", Some(6));
        check("feb 1,30 off", Some(6));
        check("jan 01 - feb 30 off", Some(9));
        check("nov 1-31 off", Some(6));
        check("feb 29 off; 2026 feb 29 off", Some(12));
        check("feb 29 off; 2026 feb 2-29 off", Some(23));
        check("2026-2027 feb 29 off", None);
        check("feb 28,30:00-31:00; dec 31", None);
        check("dec", None);
    }

    #[test]
    fn holidays_on_some_weekdays() {
        check("mo-fr 10:00-12:00; ph mo-fr off", Some(19));
        check("sa ph 10:00-12:00", Some(3));
        check("ph +1 day mo[1] off", Some(0));
        check("mo-fr 10:00-12:00; ph off; sa 10:00-12:00", None);
        check("ph,mo-fr 10:00-12:00, su,ph off", None);
        check("week 10 ph 10:00-12:00 || ph open", None);
    }
}
