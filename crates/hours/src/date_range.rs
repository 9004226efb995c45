//! Dates from one to another, of one time or of every year.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, NaiveDate};

/// Dates, the last one included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DateRange {
    Once(RangeInclusive<NaiveDate>),
    /// Month and day. Where the last one comes before the first, they last over New Year.
    EveryYear {
        from: (u32, u32),
        to: (u32, u32),
    },
}

impl DateRange {
    pub(crate) fn contains(&self, date: NaiveDate) -> bool {
        match self {
            Self::Once(dates) => dates.contains(&date),
            Self::EveryYear { from, to } => {
                let day = (date.month(), date.day());
                let (begun, not_over) = (day >= *from, day <= *to);
                if from <= to { begun && not_over } else { begun || not_over }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: (u32, u32), to: (u32, u32), date: &str, expect: bool) {
        let range = DateRange::EveryYear { from, to };
        assert_eq!(range.contains(date.parse().unwrap()), expect, "{range:?} on {date}");
    }

    #[test]
    fn every_year() {
        for (date, expect) in [("2026-12-23", false), ("2026-12-24", true), ("2027-01-02", true)] {
            check((12, 24), (1, 2), date, expect);
        }
        check((12, 24), (1, 2), "2027-01-03", false);
        check((3, 1), (3, 1), "2026-03-01", true);
        check((3, 1), (3, 1), "2026-03-02", false);
    }

    #[test]
    fn the_leap_day() {
        check((2, 29), (2, 29), "2028-02-29", true);
        check((2, 29), (2, 29), "2027-02-28", false);
        check((2, 29), (2, 29), "2027-03-01", false);
        check((2, 29), (3, 5), "2027-03-01", true);
        check((2, 20), (2, 29), "2027-02-28", true);
        check((2, 20), (2, 29), "2027-03-01", false);
    }
}
