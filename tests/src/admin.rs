//! Whoever holds the admin key.

use http::Method;
use protocol::admin::AgentKey;
use protocol::identity::IdentityKey;
use serde_json::Value;

use crate::edge::Door;
use crate::{Answer, Request};

/// Whoever holds the admin key.
#[derive(Clone, Debug)]
pub struct Admin {
    pub(crate) door: Door,
    pub(crate) key: String,
}

impl Admin {
    /// Applies a configuration, and expects that it is taken.
    pub async fn apply(&self, site: &str, configuration: &Value) -> Value {
        self.try_apply(site, configuration).await.with_status(200).json()
    }

    /// Applies a configuration, whatever comes of it.
    pub async fn try_apply(&self, site: &str, configuration: &Value) -> Answer {
        self.request(Method::PUT, &format!("/{site}")).json(configuration).send().await
    }

    /// Reads a configuration.
    pub async fn read(&self, site: &str) -> Value {
        let answer = self.request(Method::GET, &format!("/{site}")).send().await;
        answer.with_status(200).json()
    }

    /// Gives an agent a new key.
    pub async fn mint(&self, site: &str, agent: &str) -> AgentKey {
        let path = format!("/{site}/agents/{agent}/key");
        self.request(Method::POST, &path).send().await.with_status(201).json()
    }

    /// Ends an agent's key.
    pub async fn revoke(&self, site: &str, agent: &str) {
        let path = format!("/{site}/agents/{agent}/key");
        let answer = self.request(Method::DELETE, &path).send().await;
        answer.is(204);
    }

    /// Gives a site a new key to sign with who asks.
    pub async fn identity_key(&self, site: &str) -> String {
        let answer = self.request(Method::POST, &format!("/{site}/identity-key")).send().await;
        answer.with_status(201).json::<IdentityKey>().key
    }

    /// A request below `/v1/admin/sites` with the key.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> Request {
        self.door.request(method, &format!("/v1/admin/sites{path}")).bearer(&self.key)
    }
}
