//! When the team is there: its hours, worked out beforehand, and what it says for now against them.
//!
//! - [`schedules`]: a configuration's hours, read
//! - [`reasons`]: why a day is not as usual, in the languages of the site
//! - [`stored`]: what was worked out, in the store

mod reasons;
pub(super) mod schedules;
pub(super) mod stored;

use std::collections::BTreeMap;

use conversation::promise::ReplyTarget;
use hours::DEFAULT_DAYS;
use protocol::inbox::Opening;
use protocol::live::{InboxEvent, VisitorEvent};
use protocol::timeline::{Localised, Timeline as Payload};
use timeline::{Millis, Moment, Timeline};

use self::schedules::OWN;
use super::settings::Settings;
use super::switch::{self, Switched};
use super::{Site, live};
use crate::problem::{ApiError, ApiResult};

/// The opening hours that visitors are told, with the switch in them.
#[derive(Debug)]
pub(super) struct Told {
    /// The site's own.
    pub(super) timeline: Payload,
    /// Those of the schedules that topics pick.
    pub(super) schedules: BTreeMap<String, Payload>,
}

/// What visitors are told now.
pub(super) fn told(site: &Site, now: i64) -> ApiResult<Told> {
    let settings = site.settings()?;
    let switched = switch::current(&site.sql, now)?;
    let timeline = |name: &str| with_switch(site, &settings, name, switched.as_ref(), now);
    let picked = settings.picked().map(|name| Ok((name.to_owned(), timeline(name)?)));
    Ok(Told { timeline: timeline(OWN)?, schedules: picked.collect::<ApiResult<_>>()? })
}

/// What the inbox is told now.
pub(super) fn of_inbox(site: &Site, now: i64) -> ApiResult<Opening> {
    let switched = switch::current(&site.sql, now)?;
    let timeline = with_switch(site, &*site.settings()?, OWN, switched.as_ref(), now)?;
    Ok(Opening { timeline, switch: switched.map(|switched| switched.switch) })
}

/// Tells every open page and inbox that something about the opening hours has changed, and gives what now holds.
pub(super) fn tell(site: &Site, now: i64) -> ApiResult<Opening> {
    let Told { timeline, schedules } = told(site, now)?;
    live::tell_visitors(site, &VisitorEvent::Opening { timeline, schedules })?;
    let opening = of_inbox(site, now)?;
    live::tell_inbox(site, &InboxEvent::Opening { opening: opening.clone() })?;
    Ok(opening)
}

/// By when the team says it will answer what is written now about a topic.
pub(super) fn promise(site: &Site, topic: Option<&str>, now: i64) -> ApiResult<Option<i64>> {
    let settings = site.settings()?;
    let (name, switched) = (settings.schedule_of(topic), switch::current(&site.sql, now)?);
    let timeline = with_switch(site, &settings, name, switched.as_ref(), now)?;
    let timeline = timeline.read("", "").map_err(ApiError::internal)?;
    let midnights = match settings.reply_target {
        ReplyTarget::OpenMinutes(_) => Vec::new(),
        ReplyTarget::OpeningDays(_) => {
            settings.schedules.named(name).midnights(Moment(now), DEFAULT_DAYS)
        }
    };
    Ok(settings.reply_target.promise(&timeline, &midnights, Moment(now)).map(|moment| moment.0))
}

/// The opening time between two moments for a topic, in minutes. They may lie before what is
/// stored, so this works it out.
pub(super) fn minutes_between(
    site: &Site,
    topic: Option<&str>,
    from: i64,
    to: i64,
) -> ApiResult<u32> {
    let settings = site.settings()?;
    let schedule = settings.schedules.named(settings.schedule_of(topic));
    let days = u32::try_from((Moment(to) - Moment(from)).0 / Millis::from_days(1).0).unwrap_or(0);
    let hours = schedule.timeline(Moment(from), days + 2);
    let switched = switch::between(&site.sql, from, to)?;
    let held = switched
        .iter()
        .fold(hours, |timeline: Timeline, switched| timeline.overridden(&switched.to_override()));
    let open = held.open_time_between(Moment(from), Moment(to));
    Ok(u32::try_from(open.0 / Millis::MINUTE.0).unwrap_or(0))
}

fn with_switch(
    site: &Site,
    settings: &Settings,
    name: &str,
    switched: Option<&Switched>,
    now: i64,
) -> ApiResult<Payload> {
    let hours = stored::timeline(&site.sql, settings, name, Moment(now))?;
    let Some(switched) = switched else { return Ok(hours) };
    let language = &settings.configuration.language;
    let note = switched.switch.note.iter().map(|note| (language.clone(), note.clone()));
    let note: Localised = note.collect();
    hours.overridden(&switched.to_override(), &note).map_err(ApiError::internal)
}
