//! What the runtime gives the Worker: the sites' objects, the asset files, the
//! secrets. No other file reads the environment.

use worker::{Env, Fetcher, ObjectNamespace, SendEmail, Stub};

use crate::problem::{ApiError, ApiResult};

/// The namespace of Durable Objects, one per site.
const SITES: &str = "SITES";
/// The files that the build made of widget and inbox.
const ASSETS: &str = "ASSETS";
/// Cloudflare's service that sends e-mail; optional.
const EMAIL: &str = "EMAIL";
/// Who holds this key creates sites and changes them.
const ADMIN_KEY: &str = "ADMIN_KEY";
/// From this key follow the visitors' secrets.
const SIGNING_KEY: &str = "SIGNING_KEY";
/// The origin under which people reach the edge, where a proxy in front of it
/// hides that; optional.
const PUBLIC_ORIGIN: &str = "PUBLIC_ORIGIN";

/// The object of a site.
///
/// # Errors
/// Where the binding is missing.
pub(crate) fn site(env: &Env, site: &str) -> ApiResult<Stub> {
    let namespace: ObjectNamespace = env.durable_object(SITES)?;
    Ok(namespace.get_by_name(site)?)
}

/// The asset files.
///
/// # Errors
/// Where the binding is missing.
pub(crate) fn assets(env: &Env) -> ApiResult<Fetcher> {
    Ok(env.assets(ASSETS)?)
}

/// The runtime's own service for e-mail, where it has one.
pub(crate) fn email(env: &Env) -> Option<SendEmail> {
    env.send_email(EMAIL).ok()
}

/// The admin key.
///
/// # Errors
/// Where it is missing or empty.
pub(crate) fn admin_key(env: &Env) -> ApiResult<String> {
    secret(env, ADMIN_KEY)
}

/// The key from which visitors' secrets follow.
///
/// # Errors
/// Where it is missing or empty.
pub(crate) fn signing_key(env: &Env) -> ApiResult<String> {
    secret(env, SIGNING_KEY)
}

/// The origin under which people reach the edge, where it was set.
pub(crate) fn public_origin(env: &Env) -> Option<String> {
    let origin = env.var(PUBLIC_ORIGIN).ok()?.to_string();
    let origin = origin.trim().trim_end_matches('/');
    (!origin.is_empty()).then(|| origin.to_ascii_lowercase())
}

/// An empty key would let anyone in, so it counts as missing.
fn secret(env: &Env, name: &str) -> ApiResult<String> {
    let value = env.secret(name)?.to_string();
    if value.is_empty() {
        return Err(ApiError::internal(format!("the secret {name} is empty; set it and restart")));
    }
    Ok(value)
}
