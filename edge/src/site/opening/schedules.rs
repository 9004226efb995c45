//! A configuration's hours, read: the site's own, and the named ones that topics may pick.

use std::collections::BTreeMap;

use conversation::promise::ReplyTarget;
use hours::{Exception, ExceptionRule, Field, HoursError, Schedule, SiteHours};
use protocol::admin::SiteConfiguration;
use timeline::Millis;

use super::reasons;
use crate::site::settings::Errors;

/// The name of the site's own hours among the schedules.
pub(crate) const OWN: &str = "";

/// A site's hours.
#[derive(Debug)]
pub(crate) struct Schedules {
    own: Schedule,
    named: BTreeMap<String, Schedule>,
}

impl Schedules {
    /// The schedule of that name; the site's own where there is none.
    pub(crate) fn named(&self, name: &str) -> &Schedule {
        self.named.get(name).unwrap_or(&self.own)
    }
}

/// Reads the hours of a configuration.
pub(crate) fn parse(configuration: &SiteConfiguration, errors: &mut Errors) -> Option<Schedules> {
    let common = exceptions(OWN, &configuration.exceptions);
    let own = read(configuration, &configuration.hours, &common);
    let own = own.map_err(|error| note(&error, error.field.to_string(), errors)).ok();
    let mut named = BTreeMap::new();
    for (place, schedule) in configuration.schedules.iter().enumerate() {
        let further = exceptions(&schedule.id, &schedule.exceptions);
        let all = [&common[..], &further].concat();
        match read(configuration, &schedule.hours, &all) {
            Ok(read) => {
                named.insert(schedule.id.clone(), read);
            }
            Err(error) => {
                if let Some(field) = own_field(error.field, common.len()) {
                    note(&error, format!("schedules[{place}].{field}"), errors);
                }
            }
        }
    }
    Some(Schedules { own: own?, named })
}

/// Reads the reply target of a configuration.
pub(crate) fn reply_target(text: &str, errors: &mut Errors) -> Option<ReplyTarget> {
    let target = hours::parse_reply_target(text);
    let target = target.map_err(|error| note(&error, error.field.to_string(), errors)).ok()?;
    match target {
        hours::ReplyTarget::OpenTime(time) => {
            u32::try_from(time.0 / Millis::MINUTE.0).ok().map(ReplyTarget::OpenMinutes)
        }
        hours::ReplyTarget::OpeningDays(days) => Some(ReplyTarget::OpeningDays(days)),
    }
}

fn read(
    configuration: &SiteConfiguration,
    expression: &str,
    exceptions: &[Exception],
) -> Result<Schedule, HoursError> {
    Schedule::parse(SiteHours {
        expression,
        time_zone: &configuration.time_zone,
        region: configuration.region.as_deref(),
        exceptions,
    })
}

fn exceptions(schedule: &str, list: &[protocol::admin::Exception]) -> Vec<Exception> {
    let read = |(place, exception): (usize, &protocol::admin::Exception)| Exception {
        from: exception.from.clone(),
        to: exception.to.clone().unwrap_or_else(|| exception.from.clone()),
        rule: exception.hours.clone().map_or(ExceptionRule::Closed, ExceptionRule::Hours),
        note: (!exception.note.is_empty()).then(|| reasons::key(schedule, place)),
    };
    list.iter().enumerate().map(read).collect()
}

/// The field of a named schedule that is meant; none where it is one of the site, which is
/// told for the site's own hours already.
fn own_field(field: Field, common: usize) -> Option<Field> {
    match field {
        Field::ExceptionFrom(place) => Some(Field::ExceptionFrom(place.checked_sub(common)?)),
        Field::ExceptionTo(place) => Some(Field::ExceptionTo(place.checked_sub(common)?)),
        Field::ExceptionHours(place) => Some(Field::ExceptionHours(place.checked_sub(common)?)),
        Field::Hours | Field::Exceptions => Some(field),
        Field::TimeZone | Field::Region | Field::ReplyTarget => None,
    }
}

/// The error's own message begins with the field as the crate `hours` knows it.
fn note(error: &HoursError, field: String, errors: &mut Errors) {
    errors.add(field, "hours", error.to_string());
}
