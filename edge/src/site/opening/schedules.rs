//! A configuration's hours: the site's own, and the named ones that topics may pick.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use conversation::promise::ReplyTarget;
use hours::{Exception, ExceptionRule, Field, HoursError, Schedule, SiteHours};
use protocol::admin::{NamedSchedule, SiteConfiguration};
use timeline::Millis;

use super::reasons;
use crate::problem::{ApiError, ApiResult};
use crate::site::settings::{Errors, notes};

/// The name of the site's own hours among the schedules.
pub(crate) const OWN: &str = "";

/// The most named schedules: teams of one company.
const MAX_SCHEDULES: usize = 20;

/// Schedules by their names. Each is read when it is first needed: that may take milliseconds, and
/// what is worked out of it lasts for days.
#[derive(Debug)]
pub(crate) struct Schedules(BTreeMap<String, OnceCell<Schedule>>);

impl Schedules {
    /// Those of a configuration that was checked before.
    pub(crate) fn of(configuration: &SiteConfiguration) -> Self {
        let named = configuration.schedules.iter().map(|named| named.id.as_str());
        let all = [OWN].into_iter().chain(named);
        Self(all.map(|name| (name.to_owned(), OnceCell::new())).collect())
    }

    /// The schedule of that name.
    ///
    /// # Errors
    /// Where there is none, or its hours can no longer be read.
    pub(crate) fn get(
        &self,
        configuration: &SiteConfiguration,
        name: &str,
    ) -> ApiResult<&Schedule> {
        let cell = self.0.get(name).ok_or_else(|| ApiError::internal("a schedule is missing"))?;
        if let Some(schedule) = cell.get() {
            return Ok(schedule);
        }
        let named = configuration.schedules.iter().find(|named| named.id == name);
        let read = read(configuration, named).map_err(ApiError::internal)?;
        Ok(cell.get_or_init(|| read))
    }
}

/// Checks the hours of a configuration, and keeps what was read of them.
pub(crate) fn check(configuration: &SiteConfiguration, errors: &mut Errors) -> Schedules {
    let named = &configuration.schedules;
    errors.ids("schedules", named.iter().map(|schedule| schedule.id.as_str()), MAX_SCHEDULES);
    let schedules = Schedules::of(configuration);
    let keep = |name: &str, read: Schedule| {
        schedules.0.get(name).map(|cell| cell.set(read));
    };
    match read(configuration, None) {
        Ok(own) => keep(OWN, own),
        Err(error) => errors.hours(&error, &error.field.to_string()),
    }
    for (place, schedule) in named.iter().enumerate() {
        notes(&format!("schedules[{place}].exceptions"), &schedule.exceptions, errors);
        match read(configuration, Some(schedule)) {
            Ok(read) => keep(&schedule.id, read),
            Err(error) => {
                if let Some(field) = own_field(error.field, configuration.exceptions.len()) {
                    errors.hours(&error, &format!("schedules[{place}].{field}"));
                }
            }
        }
    }
    schedules
}

/// Checks that each topic picks a schedule that there is.
pub(crate) fn check_picks(configuration: &SiteConfiguration, errors: &mut Errors) {
    let named = &configuration.schedules;
    for (place, topic) in configuration.topics.iter().enumerate() {
        let Some(pick) = &topic.schedule else { continue };
        if !named.iter().any(|schedule| schedule.id == *pick) {
            let ids: Vec<_> = named.iter().map(|schedule| schedule.id.as_str()).collect();
            let detail = match ids.join(", ") {
                none if none.is_empty() => format!(
                    "there are no schedules; add one with the id '{pick}', or leave this out"
                ),
                ids => format!(
                    "there is no schedule '{pick}'; pick one of {ids}, or leave this out for the site's own hours"
                ),
            };
            errors.add(format!("topics[{place}].schedule"), "unknown", detail);
        }
    }
}

/// Reads the reply target of a configuration.
pub(crate) fn reply_target(text: &str, errors: &mut Errors) -> Option<ReplyTarget> {
    match hours::parse_reply_target(text) {
        Ok(hours::ReplyTarget::OpenTime(time)) => {
            u32::try_from(time.0 / Millis::MINUTE.0).ok().map(ReplyTarget::OpenMinutes)
        }
        Ok(hours::ReplyTarget::OpeningDays(days)) => Some(ReplyTarget::OpeningDays(days)),
        Err(error) => {
            errors.hours(&error, &error.field.to_string());
            None
        }
    }
}

/// Reads a named schedule, or the site's own. Its exceptions come after the site's, so that they win.
fn read(
    configuration: &SiteConfiguration,
    named: Option<&NamedSchedule>,
) -> Result<Schedule, HoursError> {
    let mut all = exceptions(OWN, &configuration.exceptions);
    if let Some(named) = named {
        all.extend(exceptions(&named.id, &named.exceptions));
    }
    Schedule::parse(SiteHours {
        expression: named.map_or(&*configuration.hours, |named| &*named.hours),
        time_zone: &configuration.time_zone,
        region: configuration.region.as_deref(),
        exceptions: &all,
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn configuration(change: impl FnOnce(&mut Value)) -> SiteConfiguration {
        let mut configuration = json!({
            "name": "Nordwind", "language": "de", "origins": [], "time_zone": "Europe/Berlin",
            "hours": "Mo-Fr 09:00-17:00", "reply_target": "2h", "agents": [],
            "exceptions": [{ "from": "12-24" }],
            "schedules": [
                { "id": "sales", "hours": "Mo-Fr 10:00-12:00" },
                { "id": "press", "hours": "Mo 10:00-12:00", "exceptions": [{ "from": "12-24", "hours": "10:00-11:00" }] },
            ],
        });
        change(&mut configuration);
        serde_json::from_value(configuration).unwrap()
    }

    #[track_caller]
    fn check_error(change: impl FnOnce(&mut Value), field: &str, detail: &str) {
        let configuration = configuration(change);
        let mut errors = Errors::default();
        check(&configuration, &mut errors);
        check_picks(&configuration, &mut errors);
        let fields: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, [field], "{errors:?}");
        assert!(errors.0[0].detail.starts_with(detail), "{}", errors.0[0].detail);
    }

    #[test]
    fn an_error_names_the_whole_path_and_the_position() {
        check_error(
            |all| all["schedules"][0]["hours"] = json!("Mo-Fr 10:00-12:0"),
            "schedules[0].hours",
            "schedules[0].hours at character ",
        );
        check_error(
            |all| all["schedules"][1]["exceptions"][0]["hours"] = json!("ab"),
            "schedules[1].exceptions[0].hours",
            "schedules[1].exceptions[0].hours at character 1: ",
        );
        check_error(
            |all| all["exceptions"][0]["from"] = json!("tomorrow"),
            "exceptions[0].from",
            "exceptions[0].from: ",
        );
        check_error(|all| all["schedules"][1]["id"] = json!("sales"), "schedules[1].id", "'sales'");
        check_error(|all| all["time_zone"] = json!("Mars"), "time_zone", "time_zone: ");
        check_error(|all| all["region"] = json!("XX"), "region", "region");
    }

    #[test]
    fn there_are_not_too_many() {
        for count in [21, 101] {
            check_error(
                |all| {
                    let named = |place| json!({ "id": format!("s{place}"), "hours": "24/7" });
                    all["schedules"] = (0..count).map(named).collect();
                },
                "schedules",
                "list at most 20",
            );
        }
    }

    #[test]
    fn a_topic_picks_what_there_is() {
        let topic = |pick: &str| json!([{ "id": "a", "label": {}, "schedule": pick }]);
        check_error(
            |all| all["topics"] = topic("jobs"),
            "topics[0].schedule",
            "there is no schedule 'jobs'; pick one of sales, press",
        );
    }

    #[test]
    fn the_exceptions_of_a_schedule_win() {
        let configuration = configuration(|_| ());
        let schedules = Schedules::of(&configuration);
        let open = |name| {
            let schedule = schedules.get(&configuration, name).unwrap();
            // 2026-12-24, a Thursday, from 6 to 18 o'clock.
            let from = timeline::Moment(1_798_088_400_000);
            let hours = schedule.timeline(from, 1);
            hours.open_time_between(from, from + Millis::from_hours(12)).0 / Millis::MINUTE.0
        };
        assert_eq!(["", "sales", "press"].map(open), [0, 0, 60]);
    }
}
