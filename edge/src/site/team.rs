//! The team signs in: personal keys, sessions, and who is meant by a request.

use protocol::admin::AgentKey;
use protocol::inbox::{Agent, Session, SignIn};
use protocol::site::Topic;
use worker::{Request, Response};

use super::sql::{Sql, values};
use super::{ORIGIN_HEADER, Site, json, live, nothing, now, opening, parse};
use crate::problem::{ApiError, ApiResult};
use crate::{random, secrets};

/// The cookie that carries a session: `<site>.<token>`.
pub(crate) const COOKIE: &str = "askhours_inbox";

/// How long a session lasts without a look at the inbox; each look renews it.
const SESSION_SECONDS: i64 = 30 * 24 * 3600;

/// `POST /v1/inbox/session`: signs in with a personal key.
pub(super) fn sign_in(site: &Site, body: &[u8]) -> ApiResult<Response> {
    let SignIn { key } = parse(body)?;
    let (name, rest) = key.split_once('.').ok_or_else(refused)?;
    let (id, _) = rest.split_once('.').ok_or_else(refused)?;
    let row = site.sql.row("SELECT hash FROM agent_keys WHERE agent = ?", values![id])?;
    let hash = row.map(|row| row.text(0)).unwrap_or_default();
    if !secrets::same(&hash, &secrets::hash(key.as_bytes())) {
        return Err(refused());
    }
    let agent = agent(site, id)?.ok_or_else(refused)?;
    let token = random::token(32);
    let now = now();
    site.sql.transaction(|| {
        site.sql.run("DELETE FROM sessions WHERE ends_at < ?", values![now])?;
        let statement = "INSERT INTO sessions (hash, agent, ends_at) VALUES (?, ?, ?)";
        let ends_at = now + SESSION_SECONDS * 1000;
        let hash = secrets::hash(token.as_bytes());
        site.sql.run(statement, values![hash, agent.id, ends_at]).map(drop)
    })?;
    let mut response = json(&session(site, agent)?)?;
    let cookie = cookie(&format!("{name}.{token}"), SESSION_SECONDS);
    response.headers_mut().set("set-cookie", &cookie)?;
    Ok(response)
}

/// `GET /v1/inbox/session`.
pub(super) fn read_session(site: &Site, request: &Request) -> ApiResult<Response> {
    let (agent, hash) = session_of(site, request)?;
    let statement = "UPDATE sessions SET ends_at = ? WHERE hash = ?";
    site.sql.run(statement, values![now() + SESSION_SECONDS * 1000, hash])?;
    let mut response = json(&session(site, agent)?)?;
    if let Some(value) = cookie_value(request)? {
        response.headers_mut().set("set-cookie", &cookie(&value, SESSION_SECONDS))?;
    }
    Ok(response)
}

/// `DELETE /v1/inbox/session`.
pub(super) fn sign_out(site: &Site, request: &Request) -> ApiResult<Response> {
    signed_in(site, request)?;
    if let Some(token) = token(request)? {
        let hash = secrets::hash(token.as_bytes());
        live::close_session(site, &hash);
        site.sql.run("DELETE FROM sessions WHERE hash = ?", values![hash])?;
    }
    let mut response = nothing()?;
    response.headers_mut().set("set-cookie", &cookie("", 0))?;
    Ok(response)
}

/// `POST /v1/admin/sites/{site}/agents/{agent}/key`: the earlier key and its sessions end.
pub(super) fn mint_key(
    site: &Site,
    request: &Request,
    name: &str,
    id: &str,
) -> ApiResult<Response> {
    let agent = agent(site, id)?.ok_or_else(no_agent)?;
    let key = format!("{name}.{}.{}", agent.id, random::token(32));
    let hash = secrets::hash(key.as_bytes());
    site.sql.transaction(|| {
        end_key(&site.sql, &agent.id)?;
        let statement = "INSERT INTO agent_keys (agent, hash, created_at) VALUES (?, ?, ?)";
        site.sql.run(statement, values![agent.id, hash, now()]).map(drop)
    })?;
    live::close_agent(site, &agent.id);
    let origin = request.headers().get(ORIGIN_HEADER)?.unwrap_or_default();
    let sign_in = format!("{origin}/inbox#{key}");
    super::json_with_status(&AgentKey { key, sign_in }, 201)
}

/// `DELETE /v1/admin/sites/{site}/agents/{agent}/key`.
pub(super) fn revoke_key(site: &Site, id: &str) -> ApiResult<Response> {
    agent(site, id)?.ok_or_else(no_agent)?;
    site.sql.transaction(|| end_key(&site.sql, id))?;
    live::close_agent(site, id);
    nothing()
}

/// Ends an agent's key and sessions.
pub(super) fn end_key(sql: &Sql, agent: &str) -> ApiResult<()> {
    sql.run("DELETE FROM sessions WHERE agent = ?", values![agent])?;
    sql.run("DELETE FROM agent_keys WHERE agent = ?", values![agent]).map(drop)
}

/// The agent who is signed in.
///
/// # Errors
/// Where no one is.
pub(super) fn signed_in(site: &Site, request: &Request) -> ApiResult<Agent> {
    session_of(site, request).map(|(agent, _)| agent)
}

/// The agent who is signed in, and the stored form of the session's token.
pub(super) fn session_of(site: &Site, request: &Request) -> ApiResult<(Agent, String)> {
    let hash = secrets::hash(token(request)?.ok_or_else(refused)?.as_bytes());
    let query = "SELECT agent FROM sessions WHERE hash = ? AND ends_at > ?";
    let row = site.sql.row(query, values![hash, now()])?.ok_or_else(refused)?;
    let agent = agent(site, &row.text(0))?.ok_or_else(refused)?;
    Ok((agent, hash))
}

/// The answer to a key or session that is not valid, and to none at all. They
/// look the same, whatever is wrong with them.
pub(super) fn refused() -> ApiError {
    ApiError::unauthorised(
        "Sign in with your personal link or key. If yours no longer works, ask whoever runs your site for a new one.",
    )
}

fn agent(site: &Site, id: &str) -> ApiResult<Option<Agent>> {
    Ok(site.settings()?.agent(id).map(|agent| Agent {
        id: agent.id.clone(),
        name: agent.name.clone(),
        role: agent.role,
    }))
}

fn no_agent() -> ApiError {
    ApiError::not_found("The site's configuration has no such agent. Add the agent to it first.")
}

fn session(site: &Site, agent: Agent) -> ApiResult<Session> {
    let settings = site.settings()?;
    let configuration = &settings.configuration;
    let team = configuration.agents.iter().map(|agent| Agent {
        id: agent.id.clone(),
        name: agent.name.clone(),
        role: agent.role,
    });
    Ok(Session {
        agent,
        team: team.collect(),
        site: super::configuration::site_id(&site.sql)?,
        name: configuration.name.clone(),
        language: configuration.language.clone(),
        time_zone: configuration.time_zone.clone(),
        opening: opening::of_inbox(site, now())?,
        closing_soon: configuration.closing_soon,
        topics: configuration.topics.iter().map(Topic::from).collect(),
    })
}

/// The token in the request's cookie.
fn token(request: &Request) -> ApiResult<Option<String>> {
    let value = cookie_value(request)?;
    Ok(value.as_deref().and_then(|value| value.split_once('.')).map(|(_, token)| token.to_owned()))
}

fn cookie_value(request: &Request) -> ApiResult<Option<String>> {
    let header = request.headers().get("cookie")?.unwrap_or_default();
    let value = header.split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE).then_some(value)
    });
    Ok(value.map(str::to_owned))
}

fn cookie(value: &str, seconds: i64) -> String {
    format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict")
}
