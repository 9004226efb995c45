//! When the team is there: its hours, worked out beforehand, and what it says for now against them.
//!
//! - [`schedules`]: a configuration's hours, read
//! - [`reasons`]: why a day is not as usual, in the languages of the site
//! - [`stored`]: what was worked out, in the store
//! - [`statistics`]: how long answers took
//! - [`later`]: what is worked out when nobody waits

pub(super) mod later;
mod reasons;
pub(super) mod schedules;
pub(super) mod statistics;
pub(super) mod stored;

use std::collections::BTreeMap;

use conversation::promise::ReplyTarget;
use protocol::inbox::Opening;
use protocol::live::{InboxEvent, VisitorEvent};
use protocol::timeline::{Localised, Timeline as Payload};
use timeline::{Millis, Moment, Status};

use self::schedules::OWN;
use super::settings::Settings;
use super::sql::Sql;
use super::switch::{self, Switched};
use super::{Site, configuration, live};
use crate::problem::{ApiError, ApiResult};

/// The name of the revision among the stored settings.
const REVISION: &str = "revision";

/// The opening hours that visitors are told, with the switch in them.
#[derive(Debug)]
pub(super) struct Told {
    /// Counts up whenever they are changed.
    pub(super) revision: i64,
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
    Ok(Told {
        revision: revision(&site.sql)?,
        timeline: timeline(OWN)?,
        schedules: picked.collect::<ApiResult<_>>()?,
    })
}

/// What the inbox is told now.
pub(super) fn of_inbox(site: &Site, now: i64) -> ApiResult<Opening> {
    let settings = site.settings()?;
    let revision = revision(&site.sql)?;
    let usual = hours(site, &settings, OWN, Moment(now))?;
    let Some(switched) = switch::current(&site.sql, now)? else {
        return Ok(Opening { revision, timeline: usual, switch: None, usual: None });
    };
    let timeline = overridden(&usual, &settings, &switched)?;
    Ok(Opening { revision, timeline, switch: Some(switched.switch), usual: Some(usual) })
}

/// Tells every open page and inbox that something about the opening hours has changed, and gives what now holds.
pub(super) fn tell(site: &Site, now: i64) -> ApiResult<Opening> {
    let Told { revision, timeline, schedules } = told(site, now)?;
    live::tell_visitors(site, &VisitorEvent::Opening { timeline, schedules, revision })?;
    let opening = of_inbox(site, now)?;
    live::tell_inbox(site, &InboxEvent::Opening { opening: opening.clone() })?;
    Ok(opening)
}

/// Marks what is told from now on as newer, in the transaction that changes it. The moment counts, so that a site
/// which is made anew goes on from there, and at least one more, whatever the clock says.
pub(super) fn revise(sql: &Sql, now: i64) -> ApiResult<()> {
    let next = now.max(revision(sql)?.saturating_add(1));
    configuration::put(sql, REVISION, &next.to_string())
}

fn revision(sql: &Sql) -> ApiResult<i64> {
    let stored = configuration::get(sql, REVISION)?;
    Ok(stored.and_then(|text| text.parse().ok()).unwrap_or_default())
}

/// By when the team says it will answer what is written now about a topic.
pub(super) fn promise(site: &Site, topic: Option<&str>, now: i64) -> ApiResult<Option<i64>> {
    let settings = site.settings()?;
    let (name, switched) = (settings.schedule_of(topic), switch::current(&site.sql, now)?);
    let timeline = with_switch(site, &settings, name, switched.as_ref(), now)?;
    let timeline = timeline.read("", "").map_err(ApiError::internal)?;
    let midnights = match settings.reply_target {
        ReplyTarget::OpenMinutes(_) => Vec::new(),
        ReplyTarget::OpeningDays(_) => stored::midnights(&site.sql, name)?,
    };
    Ok(settings.reply_target.promise(&timeline, &midnights, Moment(now)).map(|moment| moment.0))
}

/// Whether the team is there that answers a topic.
pub(super) fn is_open(site: &Site, topic: Option<&str>, now: i64) -> ApiResult<bool> {
    let settings = site.settings()?;
    let (name, switched) = (settings.schedule_of(topic), switch::current(&site.sql, now)?);
    let timeline = with_switch(site, &settings, name, switched.as_ref(), now)?;
    let timeline = timeline.read("", "").map_err(ApiError::internal)?;
    let status = timeline.status(Moment(now), Millis::ZERO);
    Ok(matches!(status, Status::Open { .. } | Status::ClosingSoon { .. }))
}

fn with_switch(
    site: &Site,
    settings: &Settings,
    name: &str,
    switched: Option<&Switched>,
    now: i64,
) -> ApiResult<Payload> {
    let hours = hours(site, settings, name, Moment(now))?;
    match switched {
        Some(switched) => overridden(&hours, settings, switched),
        None => Ok(hours),
    }
}

fn overridden(hours: &Payload, settings: &Settings, switched: &Switched) -> ApiResult<Payload> {
    let languages = settings.configuration.languages.iter();
    let note = switched.switch.note.iter();
    let note: Localised =
        note.flat_map(|note| languages.clone().map(|tag| (tag.clone(), note.clone()))).collect();
    hours.overridden(&switched.to_override(), &note).map_err(ApiError::internal)
}

/// The hours of a schedule as they were worked out. What is old serves until there is a new one.
fn hours(site: &Site, settings: &Settings, name: &str, now: Moment) -> ApiResult<Payload> {
    match stored::timeline(&site.sql, name, now)? {
        Some(stored) => {
            if stored.is_stale {
                later::work(site);
            }
            Ok(stored.timeline)
        }
        None => stored::work_out(&site.sql, settings, name, now),
    }
}
