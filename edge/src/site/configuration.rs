//! A site's configuration is applied and read.

use protocol::admin::SiteConfiguration;
use protocol::channel::ChannelConfiguration;
use protocol::problem::FieldError;
use timeline::Moment;
use worker::{Request, Response};

use super::settings::{self, Settings};
use super::sql::{Sql, values};
use super::{ORIGIN_HEADER, Site, health, live, now, opening, outbox, parse_fields};
use crate::problem::{ApiError, ApiResult};

/// The name of the configuration among the stored settings.
const NAME: &str = "configuration";

/// The name of the site's id among the stored settings: an alarm comes without an address.
const SITE: &str = "site";

/// The name of the edge's own origin among them, for the same reason.
const ORIGIN: &str = "origin";

/// `PUT /v1/admin/sites/{site}`: creates the site or changes it. Answers with
/// what now holds, without secrets.
pub(super) async fn apply(
    site: &Site,
    request: &Request,
    name: &str,
    body: &[u8],
) -> ApiResult<Response> {
    let origin = request.headers().get(ORIGIN_HEADER)?.unwrap_or_default();
    let mut configuration: SiteConfiguration = parse_fields(body)?;
    let stored = stored(&site.sql)?;
    let lost = keep_secrets(&mut configuration, stored.as_ref());
    let settings = check(configuration, lost).map_err(ApiError::invalid)?;
    let text = serde_json::to_string(&settings.configuration).map_err(ApiError::internal)?;
    let left = site.sql.transaction(|| {
        put(&site.sql, SITE, name)?;
        put(&site.sql, ORIGIN, &origin)?;
        put(&site.sql, NAME, &text)?;
        opening::revise(&site.sql, now())?;
        opening::stored::renew(&site.sql, &settings, Moment(now()))?;
        opening::statistics::settle(&site.sql, &settings)?;
        forget_places(&site.sql, &settings.configuration, stored.as_ref())?;
        // Whoever applies a configuration has looked at its channels.
        health::switch_all_on(&site.sql, now())?;
        outbox::queue::give_up_on_missing_channels(&site.sql, &settings)?;
        end_agents_who_left(&site.sql, &settings)
    })?;
    site.forget_settings();
    for agent in left {
        live::close_agent(site, &agent);
    }
    outbox::schedule(site).await?;
    live::deliveries_changed(site)?;
    opening::tell(site, now())?;
    show(settings.configuration)
}

/// `GET /v1/admin/sites/{site}`.
pub(super) fn read(site: &Site) -> ApiResult<Response> {
    show(site.settings()?.configuration.clone())
}

/// The stored configuration, checked again: what an older version took may need another look.
pub(super) fn load(sql: &Sql) -> ApiResult<Settings> {
    let configuration = stored(sql)?.ok_or_else(no_site)?;
    settings::reread(configuration).map_err(|errors| {
        ApiError::internal(format!("the stored configuration is no longer valid: {errors:?}"))
    })
}

/// Where a channel's conversations stand.
pub(super) fn address(settings: &Settings, channel: &str) -> Option<String> {
    let mut channels = settings.configuration.channels.iter();
    channels.find(|known| known.id() == channel).map(ChannelConfiguration::address)
}

/// The edge's own origin, under which the team reaches its inbox.
pub(super) fn origin(sql: &Sql) -> ApiResult<String> {
    Ok(get(sql, ORIGIN)?.unwrap_or_default())
}

/// The site's id.
pub(super) fn site_id(sql: &Sql) -> ApiResult<String> {
    Ok(get(sql, SITE)?.unwrap_or_default())
}

/// The answer for a site that was never created.
pub(super) fn no_site() -> ApiError {
    ApiError::not_found("There is no such site. Check its name in the address.")
}

/// A stored setting.
pub(super) fn get(sql: &Sql, name: &str) -> ApiResult<Option<String>> {
    let row = sql.row("SELECT value FROM settings WHERE name = ?", values![name])?;
    Ok(row.map(|row| row.text(0)))
}

/// Stores a setting.
pub(super) fn put(sql: &Sql, name: &str, value: &str) -> ApiResult<()> {
    let statement = "INSERT INTO settings (name, value) VALUES (?, ?)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    sql.run(statement, values![name, value]).map(drop)
}

fn stored(sql: &Sql) -> ApiResult<Option<SiteConfiguration>> {
    get(sql, NAME)?.map(|text| serde_json::from_str(&text).map_err(ApiError::internal)).transpose()
}

/// A secret that is left out stays what it was, as long as it goes to the same server. Names those that do not: else
/// whoever may configure the site could lead what is stored to a server of their own.
fn keep_secrets(
    configuration: &mut SiteConfiguration,
    stored: Option<&SiteConfiguration>,
) -> Vec<FieldError> {
    let mut lost = Vec::new();
    for (place, channel) in configuration.channels.iter_mut().enumerate() {
        let earlier = stored
            .and_then(|stored| stored.channels.iter().find(|earlier| earlier.id() == channel.id()))
            .filter(|earlier| earlier.kind() == channel.kind());
        let Some(mut earlier) = earlier.cloned() else { continue };
        let moved = earlier.server() != channel.server();
        let anonymous =
            matches!(channel, ChannelConfiguration::Email(email) if email.user.is_none());
        let pairs = channel.secrets_mut().into_iter().zip(earlier.secrets_mut());
        for ((name, secret), (_, earlier)) in pairs {
            // Without a name there is nothing for a password to open.
            if secret.is_some() || earlier.is_none() || (name == "password" && anonymous) {
                continue;
            }
            if moved {
                let field = format!("channels[{place}].{name}");
                let detail = "give it anew: what is stored was for another server".to_owned();
                lost.push(FieldError { field, code: "missing".to_owned(), detail });
            } else {
                secret.clone_from(earlier);
            }
        }
    }
    lost
}

/// Checks a configuration of which secrets are `lost`, each of which is named once.
fn check(
    configuration: SiteConfiguration,
    lost: Vec<FieldError>,
) -> Result<Settings, Vec<FieldError>> {
    let checked = settings::check(configuration);
    if lost.is_empty() {
        return checked;
    }
    let mut errors = checked.err().unwrap_or_default();
    errors.retain(|error| lost.iter().all(|lost| lost.field != error.field));
    errors.extend(lost);
    Err(errors)
}

/// Forgets what services have called conversations where a channel is gone or leads elsewhere now: there, a number is
/// somebody else's, and the ids of messages are other messages'. What follows opens the conversation anew.
fn forget_places(
    sql: &Sql,
    configuration: &SiteConfiguration,
    stored: Option<&SiteConfiguration>,
) -> ApiResult<()> {
    for earlier in stored.iter().flat_map(|stored| &stored.channels) {
        let same = |channel: &ChannelConfiguration| {
            channel.id() == earlier.id() && channel.address() == earlier.address()
        };
        if configuration.channels.iter().any(same) {
            continue;
        }
        for statement in [
            "UPDATE threads SET place = NULL, sweep_at = NULL WHERE channel = ?",
            "UPDATE deliveries SET remote = NULL WHERE channel = ? AND remote IS NOT NULL",
            "UPDATE messages SET remote = NULL WHERE channel = ? AND remote IS NOT NULL",
        ] {
            sql.run(statement, values![earlier.id()])?;
        }
    }
    Ok(())
}

/// Ends the keys and sessions of agents whom the team no longer has, and names them.
fn end_agents_who_left(sql: &Sql, settings: &Settings) -> ApiResult<Vec<String>> {
    let rows = sql.rows("SELECT agent FROM agent_keys", values![])?;
    let agents = rows.iter().map(|row| row.text(0));
    let left: Vec<_> = agents.filter(|agent| settings.agent(agent).is_none()).collect();
    for agent in &left {
        super::team::end_key(sql, agent)?;
    }
    Ok(left)
}

fn show(mut configuration: SiteConfiguration) -> ApiResult<Response> {
    for channel in &mut configuration.channels {
        for (_, secret) in channel.secrets_mut() {
            *secret = None;
        }
    }
    super::json(&configuration)
}
