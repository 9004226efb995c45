//! The company and its opening hours for machines that read the page, as JSON-LD (schema.org).

use std::fmt;

use askama::filters::HtmlSafe;
use serde_json::{Value, json};
use timeline::Moment;

use super::calendar::Calendar;
use super::specification;
use crate::front::payload;

/// What is told of a company.
#[derive(Debug)]
pub(crate) struct Business<'page> {
    pub(crate) name: &'page str,
    /// The company's website, where its configuration names one.
    pub(crate) home: Option<&'page str>,
    /// The address of the page on which to ask.
    pub(crate) page: &'page str,
    pub(crate) languages: Vec<&'page str>,
    /// The picture for previews.
    pub(crate) image: Option<&'page str>,
    /// The site's own hours.
    pub(crate) timeline: &'page timeline::Timeline,
    /// The hours of others, with what is asked about there.
    pub(crate) schedules: &'page [(String, timeline::Timeline)],
}

/// A text for the inside of a script element: JSON in which nothing can end that element.
#[derive(Debug)]
pub(crate) struct JsonLd(String);

impl fmt::Display for JsonLd {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

// The one way to make it escapes what HTML would read.
impl HtmlSafe for JsonLd {}

impl Business<'_> {
    /// The data block of the page.
    ///
    /// It tells of a `LocalBusiness`, as `openingHoursSpecification` is a property of places, which a mere
    /// `Organization` is not; a `LocalBusiness` is both, and so has `contactPoint` too.
    pub(crate) fn json_ld(&self, calendar: &impl Calendar, now: Moment) -> JsonLd {
        let own = specification::of(self.timeline, calendar, now);
        let contact = |kind: &str| {
            json!({
                "@type": "ContactPoint",
                "contactType": kind,
                "url": self.page,
                "availableLanguage": self.languages,
            })
        };
        let others = self.schedules.iter().map(|(topics, timeline)| {
            let hours = specification::of(timeline, calendar, now);
            let mut contact = contact(topics);
            contact["hoursAvailable"] = [hours.usual, hours.special].concat().into();
            contact
        });
        let contacts: Vec<Value> =
            std::iter::once(contact("customer support")).chain(others).collect();
        let mut business = json!({
            "@context": "https://schema.org",
            "@type": "LocalBusiness",
            "name": self.name,
            "url": self.home.unwrap_or(self.page),
            "contactPoint": contacts,
            "openingHoursSpecification": own.usual,
            "specialOpeningHoursSpecification": own.special,
        });
        if let Some(image) = self.image {
            business["image"] = image.into();
        }
        JsonLd(payload::literal(&business.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use timeline::{Period, State, Timeline};

    use super::*;
    use crate::front::hosted::calendar::fixed::UTC;

    /// The properties that schema.org gives to each type, of those that are used.
    fn properties(kind: &str) -> &'static [&'static str] {
        match kind {
            "LocalBusiness" => &[
                "@context",
                "name",
                "url",
                "contactPoint",
                "image",
                "openingHoursSpecification",
                "specialOpeningHoursSpecification",
            ],
            "ContactPoint" => &["contactType", "url", "availableLanguage", "hoursAvailable"],
            "OpeningHoursSpecification" => {
                &["dayOfWeek", "opens", "closes", "validFrom", "validThrough", "name"]
            }
            _ => &[],
        }
    }

    fn check(value: &Value) {
        match value {
            Value::Object(fields) => {
                let kind = fields["@type"].as_str().unwrap();
                for (name, value) in fields {
                    assert!(
                        name == "@type" || properties(kind).contains(&&**name),
                        "{kind}.{name}"
                    );
                    check(value);
                }
            }
            Value::Array(values) => values.iter().for_each(check),
            _ => {}
        }
    }

    fn timeline(reason: &str) -> Timeline {
        let at = |hours: i64| Moment(hours * 3_600_000);
        let periods = vec![
            Period::new(at(-72), State::Open),
            Period::new(at(24), State::Closed).because(reason),
            Period::new(at(48), State::Open),
        ];
        Timeline::new(periods, at(60 * 24)).unwrap()
    }

    fn json_ld(name: &str) -> String {
        let schedules = [("Group travel".to_owned(), timeline("Fair"))];
        let business = Business {
            name,
            home: Some("https://example.org"),
            page: "https://ask.example.com/nordwind",
            languages: vec!["en", "de"],
            image: Some("https://example.org/preview.png"),
            timeline: &timeline(name),
            schedules: &schedules,
        };
        business.json_ld(&UTC, Moment(0)).to_string()
    }

    #[test]
    fn all_properties_are_those_of_schema_org() {
        let json: Value = serde_json::from_str(&json_ld("Nordwind")).unwrap();
        check(&json);
        assert_eq!(json["openingHoursSpecification"][0]["closes"], "23:59");
        assert_eq!(json["specialOpeningHoursSpecification"][0]["validFrom"], "1970-01-02");
        assert_eq!(json["contactPoint"][1]["hoursAvailable"][1]["name"], "Fair");
    }

    #[test]
    fn nothing_ends_the_script_element() {
        let name = "</script><!--<script>\u{2028}\"";
        let text = json_ld(name);
        assert!(!text.contains('<') && !text.contains('\u{2028}'), "{text}");
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["name"], name);
    }
}
