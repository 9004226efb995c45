//! The demo site's configuration at the edge, and its owner's way into the inbox.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use protocol::admin::AgentKey;
use serde_json::Value;
use ureq::http::Method;

use crate::apply::{self, Edge};
use crate::keys::Keys;
use crate::{project, receiver};

/// The demo site's id, as in the script tag of its pages.
const ID: &str = "nordwind";

/// Where the demo site and its edge are.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) edge: SocketAddr,
    pub(crate) demo: SocketAddr,
    pub(crate) data: PathBuf,
}

/// Where the configuration stands.
pub(crate) fn configuration_file() -> PathBuf {
    project::root().join("demo-site/site.toml")
}

impl Site {
    /// The edge's origin.
    pub(crate) fn edge(&self) -> String {
        format!("http://{}", self.edge)
    }

    /// The demo site's origin.
    pub(crate) fn demo(&self) -> String {
        format!("http://{}", self.demo)
    }

    /// Applies the configuration, and gives the link that signs the owner in. The owner's key
    /// is made once, so that a link from yesterday still works.
    pub(crate) fn configure(&self, keys: &mut Keys) -> Result<String> {
        let origin = self.edge();
        let edge = Edge { origin: &origin, admin_key: &keys.admin };
        let values = BTreeMap::from([
            ("ASKHOURS_DEMO_ORIGIN", self.demo()),
            ("ASKHOURS_RECEIVER_URL", format!("http://127.0.0.1:{}/", receiver::PORT)),
            ("ASKHOURS_RECEIVER_SECRET", keys.receiver.clone()),
        ]);
        let configuration = apply::apply(&edge, ID, &configuration_file(), &values)?;
        let owner = owner(&configuration).context("site.toml names no agent with role owner")?;

        let theirs = format!("{ID}.{owner}.");
        if let Some(key) = keys.owner.as_ref().filter(|key| key.starts_with(&theirs)) {
            return Ok(format!("{origin}/inbox#{key}"));
        }
        let path = format!("/v1/admin/sites/{ID}/agents/{owner}/key");
        let minted = edge.call(Method::POST, &path, Vec::new())?;
        let minted: AgentKey = serde_json::from_value(minted)?;
        keys.owner = Some(minted.key);
        keys.write(&self.data)?;
        Ok(minted.sign_in)
    }
}

fn owner(configuration: &Value) -> Option<&str> {
    let agents = configuration["agents"].as_array()?;
    agents.iter().find(|agent| agent["role"] == "owner")?["id"].as_str()
}
