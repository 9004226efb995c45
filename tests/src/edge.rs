//! An edge of a test's own.

use http::Method;
use serde_json::Value;
use timeline::Moment;

use crate::clock::{self, Ahead};
use crate::folder::Folder;
use crate::workerd::{Environment, Workerd, read_log};
use crate::{Admin, Agent, Request, Visitor, site};

/// An edge of a test's own, with its own storage and keys.
#[derive(Debug)]
pub struct Edge {
    /// What it is told from outside: its keys.
    pub environment: Environment,
    /// Its storage and its log.
    pub folder: Folder,
    port: u16,
    workerd: Option<Workerd>,
    client: reqwest::Client,
}

impl Edge {
    /// Starts an edge with the site [`site::NAME`], which is always open.
    pub async fn start() -> Self {
        Self::with(&site::configuration()).await
    }

    /// Starts an edge with the site [`site::NAME`] of that configuration.
    pub async fn with(configuration: &Value) -> Self {
        let edge = Self::bare().await;
        edge.admin().apply(site::NAME, configuration).await;
        edge
    }

    /// Starts an edge without any site.
    pub async fn bare() -> Self {
        Self::within(Environment::random()).await
    }

    /// Starts an edge without any site in this environment.
    pub async fn within(environment: Environment) -> Self {
        let folder = Folder::new();
        let workerd = Workerd::start(folder.path(), 0, &environment).await;
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client without TLS needs nothing");
        Self { environment, folder, port: workerd.port, workerd: Some(workerd), client }
    }

    /// Starts an edge whose clock shows this moment, with the site [`site::NAME`] of that configuration.
    pub async fn at(now: Moment, configuration: &Value) -> Self {
        let clock = Some(Ahead::at(now));
        let edge = Self::within(Environment { clock, ..Environment::random() }).await;
        edge.admin().apply(site::NAME, configuration).await;
        edge
    }

    /// What its clock shows.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.environment.clock.as_ref().map_or_else(clock::now, Ahead::now)
    }

    /// Moves its clock on to a moment.
    pub fn wait_until(&mut self, moment: Moment) {
        let time = moment - self.now();
        self.environment.clock.as_mut().expect("it has a clock of its own").pass(time);
    }

    /// Kills it with SIGKILL.
    pub async fn kill(&mut self) {
        if let Some(workerd) = self.workerd.take() {
            workerd.kill().await;
        }
    }

    /// Starts it again on the same storage, in the same environment and on the same port.
    pub async fn restart(&mut self) {
        self.kill().await;
        let folder = self.folder.path();
        self.workerd = Some(Workerd::start(folder, self.port, &self.environment).await);
    }

    /// Its origin.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A request to it, with nothing but the path.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> Request {
        self.door().request(method, path)
    }

    /// Whoever holds the admin key.
    #[must_use]
    pub fn admin(&self) -> Admin {
        Admin { door: self.door(), key: self.environment.admin_key.clone() }
    }

    /// A visitor of the site [`site::NAME`].
    #[must_use]
    pub fn visitor(&self) -> Visitor {
        Visitor {
            door: self.door(),
            site: site::NAME.to_owned(),
            origin: site::PAGE_ORIGIN.to_owned(),
        }
    }

    /// The agent [`site::AGENT`], signed in with a new key.
    pub async fn agent(&self) -> Agent {
        let key = self.admin().mint(site::NAME, site::AGENT).await;
        self.sign_in(&key.key).await
    }

    /// Whoever has that key, signed in.
    pub async fn sign_in(&self, key: &str) -> Agent {
        Agent::sign_in(self.door(), key).await
    }

    /// What workerd and the worker have printed so far.
    #[must_use]
    pub fn log(&self) -> String {
        read_log(self.folder.path())
    }

    fn door(&self) -> Door {
        Door { client: self.client.clone(), origin: self.origin() }
    }
}

/// Where an edge is reached: what its clients share, and keep while it is down.
#[derive(Clone, Debug)]
pub struct Door {
    /// The connections.
    pub client: reqwest::Client,
    /// The edge's origin.
    pub origin: String,
}

impl Door {
    /// A request with nothing but the path.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> Request {
        let what = format!("{method} {path}");
        let builder = self.client.request(method, format!("{}{path}", self.origin));
        Request { builder, what }
    }
}
