//! The table of public holidays, and how it is read.
//!
//! It is text, so that a newer one can be reviewed line by line:
//!
//! ```text
//! = 3.37.0 2025 2036                 the version of its source, the first and the last year
//! e 109,350,…                        Easter Sunday, see `dates`
//! o 109,357,…                        Easter Sunday of the Eastern churches
//! @DE en de                          a country and its languages
//! 01-01⇥New Year's Day⇥Neujahr       a holiday: when, and its name in each language; counted from 0
//! e60⇥Corpus Christi⇥Fronleichnam
//! :DE 0                              the country's holidays by their places in this list
//! :DE-BY 1 -0                        what a part has more, or less, than the region it lies in
//! ```
//!
//! It is read when a schedule is, and only the lines of one country. A line that is not as it should be is no
//! holiday; a test reads every line.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::dates::Dates;

/// Made by `cargo xtask holidays`.
const TABLE: &str = include_str!("../../holidays/table.txt");

/// A holiday with its names, in the order of the country's languages; empty where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holiday {
    pub(super) dates: Vec<NaiveDate>,
    pub(super) names: Vec<&'static str>,
}

/// The languages of a region's country, and the region's holidays; none where the region is not in the table.
pub(super) fn holidays(region: &str) -> Option<(Vec<&'static str>, Vec<Holiday>)> {
    let country = Country::find(region.split('-').next()?)?;
    let places = country.places(region)?;
    let dates = dates();
    let holidays = places.iter().filter_map(|place| {
        let mut fields = country.holidays.get(*place)?.split('\t');
        Some(Holiday { dates: dates.follow(fields.next()?)?, names: fields.collect() })
    });
    Some((country.languages, holidays.collect()))
}

/// Every region, a country before its parts.
pub(super) fn regions() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter_map(|line| line.strip_prefix(':')?.split(' ').next())
}

fn dates() -> Dates {
    Dates::parse(countries_and_head().next().unwrap_or_default())
}

fn countries_and_head() -> impl Iterator<Item = &'static str> {
    TABLE.split("\n@")
}

struct Country {
    languages: Vec<&'static str>,
    holidays: Vec<&'static str>,
    /// The regions as they stand in the table, without the colon.
    regions: Vec<&'static str>,
}

impl Country {
    fn find(code: &str) -> Option<Self> {
        let text =
            countries_and_head().skip(1).find(|text| text.split(' ').next() == Some(code))?;
        let mut lines = text.lines();
        let languages = lines.next()?.split(' ').skip(1).collect();
        let (regions, holidays) = lines.partition::<Vec<_>, _>(|line| line.starts_with(':'));
        let regions = regions.into_iter().filter_map(|line| line.strip_prefix(':')).collect();
        Some(Self { languages, holidays, regions })
    }

    /// The places of a region's holidays in the country's list, those of what it lies in included.
    fn places(&self, region: &str) -> Option<BTreeSet<usize>> {
        let mut places = BTreeSet::new();
        let mut found = false;
        for line in &self.regions {
            let mut words = line.split(' ');
            let known = words.next()?;
            if !is_within(region, known) {
                continue;
            }
            found |= region == known;
            for word in words {
                match word.strip_prefix('-') {
                    Some(fewer) => places.remove(&fewer.parse().ok()?),
                    None => places.insert(word.parse().ok()?),
                };
            }
        }
        found.then_some(places)
    }
}

/// Whether a region is this one, or a part of it.
fn is_within(region: &str, whole: &str) -> bool {
    region.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_as_it_should_be() {
        let mut read = 0;
        for text in countries_and_head().skip(1) {
            let code = text.split(' ').next().expect("a country");
            let country = Country::find(code).expect(code);
            assert_eq!(country.languages.first(), Some(&"en"), "{code}");
            let dates = dates();
            for line in &country.holidays {
                let (rule, names) = line.split_once('\t').expect(line);
                let followed = dates.follow(rule).expect(line);
                assert!(!followed.is_empty() && followed.is_sorted(), "{line}");
                assert_eq!(names.split('\t').count(), country.languages.len(), "{line}");
                assert!(names.split('\t').any(|name| !name.is_empty()), "{line}");
                assert!(!names.contains('"'), "{line}");
                // One character is a word in Chinese or Japanese, where it takes three bytes.
                let is_a_letter = |name: &str| name.chars().count() == 1 && name.len() < 3;
                assert!(!names.split('\t').any(is_a_letter), "{line}");
            }
            for line in &country.regions {
                let region = line.split(' ').next().expect(line);
                let places = country.places(region).expect(region);
                assert!(places.iter().all(|place| *place < country.holidays.len()), "{region}");
                read += 1;
            }
        }
        assert_eq!(read, regions().count());
        assert!(read > 600, "{read} regions");
    }

    #[test]
    fn a_part_has_the_holidays_of_the_whole() {
        let names = |region| {
            let (_, holidays) = holidays(region).expect(region);
            holidays.into_iter().map(|it| it.names[0]).collect::<Vec<_>>()
        };
        assert!(!names("DE").contains(&"Corpus Christi"));
        assert!(names("DE-BY").contains(&"Corpus Christi"));
        for name in ["Labour Day", "Corpus Christi", "Augsburg Peace Festival"] {
            assert!(names("DE-BY-A").contains(&name), "{name}");
        }
    }
}
