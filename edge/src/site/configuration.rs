//! A site's configuration is applied and read.

use protocol::admin::SiteConfiguration;
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
    keep_secrets(&mut configuration, stored.as_ref());
    let settings = settings::check(configuration).map_err(ApiError::invalid)?;
    let text = serde_json::to_string(&settings.configuration).map_err(ApiError::internal)?;
    let left = site.sql.transaction(|| {
        put(&site.sql, SITE, name)?;
        put(&site.sql, ORIGIN, &origin)?;
        put(&site.sql, NAME, &text)?;
        opening::revise(&site.sql, now())?;
        opening::stored::renew(&site.sql, &settings, Moment(now()))?;
        opening::statistics::settle(&site.sql, &settings)?;
        // Whoever applies a configuration has looked at its channels.
        health::switch_all_on(&site.sql)?;
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

/// A secret that is left out stays what it was.
fn keep_secrets(configuration: &mut SiteConfiguration, stored: Option<&SiteConfiguration>) {
    for channel in &mut configuration.channels {
        let earlier = stored
            .and_then(|stored| stored.channels.iter().find(|earlier| earlier.id() == channel.id()))
            .filter(|earlier| earlier.kind() == channel.kind());
        let Some(mut earlier) = earlier.cloned() else { continue };
        let pairs = channel.secrets_mut().into_iter().zip(earlier.secrets_mut());
        for ((_, secret), (_, earlier)) in pairs {
            if secret.is_none() {
                secret.clone_from(earlier);
            }
        }
    }
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
