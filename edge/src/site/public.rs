//! What the front of the edge shows to visitors.

use std::collections::BTreeMap;

use conversation::promise::ReplyTarget;
use protocol::admin::SiteConfiguration;
use protocol::site::{App, PublicSite, Reply, Site as Payload, Topic};
use worker::Response;

use super::sql::{Sql, values};
use super::{Site, configuration, json, now, opening};
use crate::problem::ApiResult;

/// First answers that are looked at for the usual time.
const LATEST: u32 = 50;

/// Fewer first answers say nothing about what is usual.
const ENOUGH: usize = 5;

/// Answers the front.
pub(super) fn read(site: &Site) -> ApiResult<Response> {
    let settings = site.settings()?;
    let configuration = &settings.configuration;
    let told = opening::told(site, now())?;
    let payload = Payload {
        site: configuration::site_id(&site.sql)?,
        name: configuration.name.clone(),
        language: configuration.language.clone(),
        languages: languages(configuration),
        time_zone: configuration.time_zone.clone(),
        timeline: told.timeline,
        revision: told.revision,
        closing_soon: configuration.closing_soon,
        schedules: told.schedules,
        reply: reply(settings.reply_target, usual_minutes(&site.sql)?),
        look: configuration.look.clone(),
        topics: configuration.topics.iter().map(Topic::from).collect(),
        ask_for: configuration.ask_for,
        greeting: configuration.greeting.clone(),
        // The front fills these: it knows the languages' tables and the hashed names.
        words: BTreeMap::new(),
        app: App::default(),
    };
    json(&PublicSite {
        payload,
        form_of_address: configuration.form_of_address,
        words: configuration.words.clone(),
        origins: configuration.origins.clone(),
        preview_image: configuration.preview_image.clone(),
    })
}

/// What the site offers, its own language first.
fn languages(configuration: &SiteConfiguration) -> Vec<String> {
    let own = &configuration.language;
    let others = configuration.languages.iter().filter(|language| *language != own);
    [own].into_iter().chain(others).cloned().collect()
}

fn reply(target: ReplyTarget, usual_minutes: Option<u32>) -> Reply {
    let (target_minutes, target_days) = match target {
        ReplyTarget::OpenMinutes(minutes) => (Some(minutes), None),
        ReplyTarget::OpeningDays(days) => (None, Some(days)),
    };
    Reply { target_minutes, target_days, usual_minutes }
}

/// The median of the latest first answers, in minutes of opening time.
fn usual_minutes(sql: &Sql) -> ApiResult<Option<u32>> {
    let query = "SELECT first_answer_minutes FROM conversations
                 WHERE first_answer_minutes IS NOT NULL AND state != 'spam'
                 ORDER BY asked_at DESC LIMIT ?";
    let rows = sql.rows(query, values![LATEST])?;
    let mut minutes: Vec<_> = rows.iter().map(|row| row.count(0)).collect();
    minutes.sort_unstable();
    // Nobody answers within no time at all.
    Ok((minutes.len() >= ENOUGH).then(|| minutes[minutes.len() / 2].max(1)))
}
