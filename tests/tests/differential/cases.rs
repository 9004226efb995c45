//! What both evaluators are asked.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::spans::Span;

/// Zones with daylight saving of an hour; of an hour at midnight; of half an hour; with none, but a quarter of an
/// hour; with a date that never was; and with a month that wanders through the year. Each in years that have it.
pub(crate) const ZONES: [(&str, Years); 6] = [
    ("Europe/Berlin", Years(2026)),
    ("America/Sao_Paulo", Years(2018)),
    ("Australia/Lord_Howe", Years(2026)),
    ("Asia/Kathmandu", Years(2026)),
    ("Pacific/Apia", Years(2011)),
    ("Africa/Casablanca", Years(2026)),
];

/// The years for which the holidays of both are compared.
pub(crate) const HOLIDAYS: Years = Years(2026);

/// A region as ISO 3166 writes it, and its country and state as the npm package does.
pub(crate) type Region = (&'static str, &'static str, Option<&'static str>);

/// The states of Germany, and twenty other regions for which the package has holidays.
pub(crate) const REGIONS: [Region; 36] = [
    ("DE-BB", "de", Some("Brandenburg")),
    ("DE-BE", "de", Some("Berlin")),
    ("DE-BW", "de", Some("Baden-Württemberg")),
    ("DE-BY", "de", Some("Bayern")),
    ("DE-HB", "de", Some("Bremen")),
    ("DE-HE", "de", Some("Hessen")),
    ("DE-HH", "de", Some("Hamburg")),
    ("DE-MV", "de", Some("Mecklenburg-Vorpommern")),
    ("DE-NI", "de", Some("Niedersachsen")),
    ("DE-NW", "de", Some("Nordrhein-Westfalen")),
    ("DE-RP", "de", Some("Rheinland-Pfalz")),
    ("DE-SH", "de", Some("Schleswig-Holstein")),
    ("DE-SL", "de", Some("Saarland")),
    ("DE-SN", "de", Some("Sachsen")),
    ("DE-ST", "de", Some("Sachsen-Anhalt")),
    ("DE-TH", "de", Some("Thüringen")),
    ("AT", "at", None),
    ("AU-NSW", "au", Some("New South Wales")),
    ("BE", "be", None),
    ("BR-SP", "br", Some("São Paulo")),
    ("CA-ON", "ca", Some("Ontario")),
    ("CH-TI", "ch", Some("Tessin")),
    ("CH-ZH", "ch", Some("Zürich")),
    ("CZ", "cz", None),
    ("DK", "dk", None),
    ("ES-MD", "es", Some("Comunidad de Madrid")),
    ("FR", "fr", None),
    ("FR-67", "fr", Some("Bas-Rhin")),
    ("GB-ENG", "gb", Some("England")),
    ("GB-SCT", "gb", Some("Scotland")),
    ("IE", "ie", None),
    ("IT", "it", None),
    ("NL", "nl", None),
    ("PL", "pl", None),
    ("SE", "se", None),
    ("US-NY", "us", Some("New York")),
];

/// A year and the next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Years(pub(crate) i32);

impl Years {
    /// From the first midnight of UTC to the one after both, in milliseconds since the epoch.
    pub(crate) fn span(self) -> Span {
        let midnight = |year| {
            let date = NaiveDate::from_ymd_opt(year, 1, 1).expect("each year begins");
            date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis()
        };
        (midnight(self.0), midnight(self.0 + 2))
    }
}

/// One expression, where it holds.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The expression as it stands in its file.
    pub(crate) name: &'static str,
    pub(crate) hours: String,
    /// What the package is given instead, because it does not close on holidays by itself.
    pub(crate) with_holidays: Option<String>,
    pub(crate) region: Option<Region>,
}

impl Case {
    /// As the Node.js program reads it.
    pub(crate) fn to_json(&self) -> Value {
        let (country, state) =
            self.region.map_or((None, None), |(_, country, it)| (Some(country), it));
        let hours = self.with_holidays.as_ref().unwrap_or(&self.hours);
        json!({ "hours": hours, "country": country, "state": state })
    }

    /// For people to read.
    pub(crate) fn shown(&self) -> String {
        match self.region {
            None => self.hours.clone(),
            Some((region, ..)) => format!("{} ({region})", self.hours),
        }
    }
}

/// The expressions that need no region.
pub(crate) fn expressions(years: Years) -> Vec<Case> {
    let (year, next) = (years.0.to_string(), (years.0 + 1).to_string());
    let lines = lines(include_str!("expressions.txt"));
    lines
        .map(|name| {
            let hours = name.replace("{year}", &year).replace("{next}", &next);
            Case { name, hours, with_holidays: None, region: None }
        })
        .collect()
}

/// The expressions that name holidays, and some that do not and yet are closed on them.
pub(crate) fn holidays(region: Region) -> Vec<Case> {
    let case = |name: &'static str, with_holidays| Case {
        name,
        hours: name.to_owned(),
        with_holidays,
        region: Some(region),
    };
    let named = lines(include_str!("holidays.txt")).map(|name| case(name, None));
    let unnamed =
        ["24/7", "Mo-Fr 09:00-17:00", "Mo-Sa 10:00-20:00; Su 12:00-17:00; Dec 24 10:00-14:00"];
    named.chain(unnamed.map(|name| case(name, Some(format!("{name}; PH off"))))).collect()
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}
