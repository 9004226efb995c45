//! A company's homeserver: a real Synapse on a free port of this machine, with its database in a folder of the test's
//! own, and this edge registered as an application service.
//!
//! `cargo xtask test` installs it from `PyPI`, in a Python environment of the target folder.

mod door;
mod person;

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::net::UnixDatagram;
use tokio::process::{Child, Command};

use crate::edge::Door;
use crate::folder::{Folder, artefacts};
use crate::{Edge, Receiver, random, site, wait};

pub use door::door;
pub use person::{Person, in_thread, ours};

/// The company's name on Matrix.
pub const SERVER: &str = "nordwind.example";
/// The application service's own user.
pub const USER: &str = "@askhours:nordwind.example";
/// The channel's id.
pub const CHANNEL: &str = "room";

/// A homeserver of a test's own.
#[derive(Debug)]
pub struct Synapse {
    process: Option<Child>,
    port: u16,
    client: reqwest::Client,
    /// What the application service shows.
    pub as_token: String,
    /// What the homeserver shows.
    pub hs_token: String,
    /// Its configuration, its database and its log.
    pub folder: Folder,
}

impl Synapse {
    /// Starts one that tells this edge what happens.
    pub async fn start(edge: &Edge) -> Self {
        Self::telling(&format!("{}/v1/sites/{}/channels/{CHANNEL}", edge.origin(), site::NAME))
            .await
    }

    /// Starts one that does not find the edge, and so tells it nothing.
    pub async fn lost() -> Self {
        Self::telling(&format!("http://127.0.0.1:{}", Receiver::later().await)).await
    }

    async fn telling(url: &str) -> Self {
        let (as_token, hs_token) = (random::token(), random::token());
        let (port, folder) = (Receiver::later().await, Folder::short());
        let client = reqwest::Client::new();
        let mut synapse = Self { process: None, port, client, as_token, hs_token, folder };
        synapse.write("registration.yaml", &synapse.registration(url));
        synapse.write("homeserver.yaml", &synapse.configuration());
        // Any 32 bytes do: it speaks with no other homeserver.
        let key = "ed25519 a_test MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI\n";
        fs::write(synapse.path("signing.key"), key).expect("the test's folder is writable");
        synapse.start_again().await;
        synapse
    }

    /// Starts it again, on the same port and database.
    pub async fn start_again(&mut self) {
        self.stop().await;
        let ready = self.path("ready");
        fs::remove_file(&ready).ok();
        // It says so by itself, as to an init system, when it listens.
        let socket = UnixDatagram::bind(&ready).expect("the test's folder is writable");
        let log = File::options().create(true).append(true).open(self.path("log"));
        let log = log.expect("the test's folder is writable");
        let mut process = Command::new(python())
            .args(["-m", "synapse.app.homeserver", "--config-path", "homeserver.yaml"])
            .current_dir(self.folder.path())
            .env("NOTIFY_SOCKET", &ready)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file can be written to from two sides"))
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .expect("Python starts");
        let started = async {
            let mut word = [0; 100];
            tokio::select! {
                _ = socket.recv(&mut word) => true,
                _ = process.wait() => false,
            }
        };
        let started = wait::until("Synapse to listen", started).await;
        assert!(started, "Synapse ended while starting; it said: {}", self.log());
        self.process = Some(process);
    }

    /// Kills it: connections are refused.
    pub async fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().await.expect("a child can be killed");
        }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The entry of a room in a site's configuration, reached at that address.
    #[must_use]
    pub fn channel(&self, url: &str, room: &str) -> Value {
        json!({
            "type": "matrix",
            "id": CHANNEL,
            "url": url,
            "room": room,
            "user": USER,
            "as_token": self.as_token,
            "hs_token": self.hs_token,
            "names": { format!("@ada:{SERVER}"): "Ada Lovelace" },
        })
    }

    /// Somebody with an account there.
    pub async fn person(&self, name: &str) -> Person {
        let door = Door { client: self.client.clone(), origin: self.url() };
        Person::register(door, name).await
    }

    /// What it has said so far.
    #[must_use]
    pub fn log(&self) -> String {
        let text = fs::read(self.path("log")).unwrap_or_default();
        String::from_utf8_lossy(&text).into_owned()
    }

    fn registration(&self, url: &str) -> Value {
        json!({
            "id": "askhours",
            "url": url,
            "as_token": self.as_token,
            "hs_token": self.hs_token,
            "sender_localpart": "askhours",
            "rate_limited": false,
            "namespaces": { "users": [{ "exclusive": true, "regex": "@askhours:nordwind\\.example" }] },
        })
    }

    fn configuration(&self) -> Value {
        // More than a test does.
        let many = json!({ "per_second": 1000, "burst_count": 1000 });
        json!({
            "server_name": SERVER,
            "pid_file": self.path("pid"),
            "listeners": [{
                "port": self.port,
                "bind_addresses": ["127.0.0.1"],
                "type": "http",
                "resources": [{ "names": ["client"] }],
            }],
            "database": { "name": "sqlite3", "args": { "database": self.path("database") } },
            "media_store_path": self.path("media"),
            "signing_key_path": self.path("signing.key"),
            "trusted_key_servers": [],
            "macaroon_secret_key": random::token(),
            "form_secret": random::token(),
            "report_stats": false,
            "enable_registration": true,
            "enable_registration_without_verification": true,
            "bcrypt_rounds": 4,
            "presence": { "enabled": false },
            "app_service_config_files": [self.path("registration.yaml")],
            "rc_message": many,
            "rc_registration": many,
            "rc_joins": { "local": many, "remote": many },
            "rc_invites": { "per_room": many, "per_user": many, "per_issuer": many },
        })
    }

    /// JSON is YAML too.
    fn write(&self, name: &str, value: &Value) {
        fs::write(self.path(name), value.to_string()).expect("the test's folder is writable");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Python with Synapse. `cargo xtask test` names what it has installed; else it stands where that puts it.
fn python() -> PathBuf {
    let installed = artefacts().join("synapse/bin/python");
    let python = std::env::var_os("ASKHOURS_SYNAPSE").map_or(installed, PathBuf::from);
    let missing = "run `cargo xtask test --only end-to-end` first, which installs it";
    assert!(python.exists(), "{} is missing: {missing}", python.display());
    python
}
