//! `cargo xtask apply`: gives an edge the configuration of a site, from a `site.toml`.

mod configuration;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use ureq::http::Method;

use crate::{api, say};

/// Which site, and to which edge.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The configuration; `${NAME}` in it is replaced from the environment.
    file: PathBuf,
    /// The site's id, as in its script tag. Left out, it is the file's name without `.toml`.
    #[arg(long)]
    site: Option<String>,
    /// The edge's address, such as `https://ask.example.com`.
    #[arg(long)]
    edge: String,
    /// The edge's admin key.
    #[arg(long, env = "ASKHOURS_ADMIN_KEY", hide_env_values = true)]
    admin_key: String,
}

/// An edge, and the key that opens its `/v1/admin/`.
#[derive(Debug)]
pub(crate) struct Edge<'a> {
    /// Its origin, without a slash at the end.
    pub(crate) origin: &'a str,
    /// Its admin key.
    pub(crate) admin_key: &'a str,
}

/// Applies a configuration.
///
/// # Errors
/// When the file cannot be read, or the edge refuses what stands in it.
pub(crate) fn run(options: &Options) -> Result<()> {
    let stem = options.file.file_stem().and_then(|stem| stem.to_str());
    let site = match (&options.site, stem) {
        (Some(site), _) => site,
        (None, Some(stem)) if stem != "site" => stem,
        _ => bail!("which site is it? Add --site and its id, as in `--site nordwind`"),
    };
    let edge = Edge { origin: options.edge.trim_end_matches('/'), admin_key: &options.admin_key };
    apply(&edge, site, &options.file, &BTreeMap::new())?;
    say::fact(&format!("{site} is configured at {}", edge.origin));
    Ok(())
}

/// Applies a file to an edge, and gives what was sent. `values` come before the environment.
///
/// # Errors
/// As [`run`].
pub(crate) fn apply(
    edge: &Edge<'_>,
    site: &str,
    file: &Path,
    values: &BTreeMap<&str, String>,
) -> Result<Value> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let lookup = |name: &str| values.get(name).cloned().or_else(|| std::env::var(name).ok());
    let json = configuration::json(&text, lookup)
        .with_context(|| format!("cannot apply {}", file.display()))?;
    edge.call(Method::PUT, &format!("/v1/admin/sites/{site}"), serde_json::to_vec(&json)?)
        .with_context(|| format!("the edge does not take {}", file.display()))?;
    Ok(json)
}

impl Edge<'_> {
    /// Calls a route that needs the admin key.
    ///
    /// # Errors
    /// What the edge has to say against it.
    pub(crate) fn call(&self, method: Method, path: &str, body: Vec<u8>) -> Result<Value> {
        let authorisation = format!("Bearer {}", self.admin_key);
        let headers =
            [("authorization", authorisation.as_str()), ("content-type", "application/json")];
        api::call(method, &format!("{}{path}", self.origin), &headers, body)?.json()
    }
}
