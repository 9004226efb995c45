//! The rules by which the table gives a holiday's dates.
//!
//! | rule | dates |
//! |---|---|
//! | `12-25` | the same in each year |
//! | `e39`, `e-2` | so many days after or before Easter Sunday |
//! | `o1` | likewise with the Eastern churches |
//! | `01-15>1` | the first Monday from 15 January on; Sunday is 7 |
//! | `x88*3,353` | those listed: each the days since the one before, from 1 January of the first year on, with a length where several follow each other |

use std::iter;
use std::ops::RangeInclusive;

use chrono::{Datelike as _, Days, NaiveDate};

/// What the rules count from.
#[derive(Debug)]
pub(super) struct Dates {
    years: RangeInclusive<i32>,
    western_easter: Vec<NaiveDate>,
    eastern_easter: Vec<NaiveDate>,
}

impl Dates {
    /// Reads the lines at the table's head.
    pub(super) fn parse(head: &str) -> Self {
        let line = |mark: &str| head.lines().find_map(|line| line.strip_prefix(mark));
        let years = line("= ").and_then(|line| {
            let mut words = line.split(' ').skip(1).map_while(|word| word.parse().ok());
            Some(words.next()?..=words.next()?)
        });
        // None at all, where they are missing.
        #[expect(clippy::reversed_empty_ranges, reason = "an empty range is what is meant")]
        let years = years.unwrap_or(1..=0);
        let easter = |mark| line(mark).and_then(|dates| listed(*years.start(), dates));
        Self {
            western_easter: easter("e ").unwrap_or_default(),
            eastern_easter: easter("o ").unwrap_or_default(),
            years,
        }
    }

    /// The dates of a rule in order; none where it is no rule.
    pub(super) fn follow(&self, rule: &str) -> Option<Vec<NaiveDate>> {
        match rule.split_at_checked(1)? {
            ("e", days) => after(&self.western_easter, days),
            ("o", days) => after(&self.eastern_easter, days),
            ("x", dates) => listed(*self.years.start(), dates),
            _ => self.in_each_year(rule),
        }
    }

    fn in_each_year(&self, rule: &str) -> Option<Vec<NaiveDate>> {
        let (date, weekday) =
            rule.split_once('>').map_or((rule, None), |(date, day)| (date, Some(day)));
        let (month, day) = date.split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        let weekday = weekday.map(str::parse::<u32>).transpose().ok()?;
        let dates = self.years.clone().map(|year| {
            let date = NaiveDate::from_ymd_opt(year, month, day)?;
            let Some(weekday) = weekday else { return Some(date) };
            let later = (weekday + 7).checked_sub(date.weekday().number_from_monday())? % 7;
            date.checked_add_days(Days::new(later.into()))
        });
        dates.collect()
    }
}

fn after(easter: &[NaiveDate], days: &str) -> Option<Vec<NaiveDate>> {
    let days = chrono::Duration::try_days(days.parse().ok()?)?;
    easter.iter().map(|date| date.checked_add_signed(days)).collect()
}

fn listed(first_year: i32, dates: &str) -> Option<Vec<NaiveDate>> {
    let mut last = NaiveDate::from_ymd_opt(first_year, 1, 1)?;
    let mut all = Vec::new();
    for run in dates.split(',') {
        let (gap, length) = run.split_once('*').unwrap_or((run, "1"));
        let gap = gap.parse().ok()?;
        let more = length.parse::<usize>().ok()?.checked_sub(1)?;
        for days in iter::once(gap).chain(iter::repeat_n(1, more)) {
            last = last.checked_add_days(Days::new(days))?;
            all.push(last);
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# a comment\n= 3.37.0 2026 2027\ne 94,357\no 101,385\n";

    fn check(rule: &str, expect: &[&str]) {
        let dates = Dates::parse(HEAD).follow(rule).expect(rule);
        let dates: Vec<_> = dates.iter().map(ToString::to_string).collect();
        assert_eq!(dates, expect, "{rule}");
    }

    #[test]
    fn each_kind_of_rule() {
        check("12-25", &["2026-12-25", "2027-12-25"]);
        check("e60", &["2026-06-04", "2027-05-27"]);
        check("e-2", &["2026-04-03", "2027-03-26"]);
        check("o1", &["2026-04-13", "2027-05-03"]);
        check("01-15>1", &["2026-01-19", "2027-01-18"]);
        check("11-16>3", &["2026-11-18", "2027-11-17"]);
        check("05-31>7", &["2026-05-31", "2027-06-06"]);
        check(
            "x0,78*3,353",
            &["2026-01-01", "2026-03-20", "2026-03-21", "2026-03-22", "2027-03-10"],
        );
    }

    #[test]
    fn anything_else_is_no_rule() {
        let dates = Dates::parse(HEAD);
        for rule in ["", "ä", "x", "x1*0", "x-1", "e", "ex", "13-01", "01-15>", "01-15>9x", "0115"]
        {
            assert_eq!(dates.follow(rule), None, "{rule}");
        }
        assert_eq!(Dates::parse("").follow("12-25"), Some(Vec::new()));
    }
}
