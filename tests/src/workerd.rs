//! The built edge on plain workerd, as a child process.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::clock::Ahead;
use crate::folder::{artefacts, root};
use crate::{random, wait};

/// What an edge is told from outside, under the same names in capitals.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Opens `/v1/admin/`.
    pub admin_key: String,
    /// From it follow the visitors' secrets.
    pub signing_key: String,
    /// The origin under which people reach the edge, where a proxy hides that; else empty.
    pub public_origin: String,
    /// By how many milliseconds its clock is ahead, where it has one of its own.
    pub clock: Option<Ahead>,
    /// The files of the build.
    pub assets: PathBuf,
    /// A certificate in PEM that it trusts besides those that browsers trust, for a mail server of the test's own.
    pub trusted: Option<String>,
}

impl Environment {
    /// Keys that no other edge has, and no proxy.
    #[must_use]
    pub fn random() -> Self {
        let (admin_key, signing_key) = (random::token(), random::token());
        let (public_origin, clock, trusted) = (String::new(), None, None);
        Self { admin_key, signing_key, public_origin, clock, assets: assets(), trusted }
    }
}

/// A running workerd, killed when this is dropped.
#[derive(Debug)]
pub struct Workerd {
    child: Child,
    /// Where it listens.
    pub port: u16,
}

impl Workerd {
    /// Starts it on a port (0: a free one), with its storage and its log in `folder`. It tells by
    /// itself when it listens, and on which port, so nothing is guessed and nobody is polled.
    pub async fn start(folder: &Path, port: u16, environment: &Environment) -> Self {
        let storage = folder.join("storage");
        std::fs::create_dir_all(&storage).expect("the test's folder is writable");
        let log = log(folder);
        let mut command = Command::new(binary());
        let trusted = environment.trusted.as_ref();
        let edge = trusted.map_or_else(edge, |certificate| trusting(folder, certificate));
        if let Some(ahead) = &environment.clock {
            ahead.set_on(&mut command);
        }
        let mut child = command
            .arg("serve")
            .arg(edge.join("workerd.capnp"))
            .arg(format!("--socket-addr=http=127.0.0.1:{port}"))
            .arg("--control-fd=1")
            .arg(format!("--directory-path=storage={}", storage.display()))
            .arg(format!("--directory-path=assets={}", environment.assets.display()))
            .env("ADMIN_KEY", &environment.admin_key)
            .env("SIGNING_KEY", &environment.signing_key)
            .env("PUBLIC_ORIGIN", &environment.public_origin)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log.try_clone().expect("a file can be written to from two sides"))
            .kill_on_drop(true)
            .spawn()
            .expect("workerd starts");
        let output = child.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(output).lines();
        let listening = wait::until("workerd to listen", listening(&mut lines)).await;
        let Some(port) = listening else {
            panic!("workerd ended while starting; it said: {}", read_log(folder));
        };
        tokio::spawn(keep(lines, log));
        Self { child, port }
    }

    /// Kills it with SIGKILL: it has no time to tidy up.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("a child can be killed");
    }
}

/// What workerd and the edge have said so far.
#[must_use]
pub fn read_log(folder: &Path) -> String {
    let text = std::fs::read(folder.join("log")).unwrap_or_default();
    String::from_utf8_lossy(&text).into_owned()
}

fn log(folder: &Path) -> File {
    let file = File::options().create(true).append(true).open(folder.join("log"));
    file.expect("the test's folder is writable")
}

/// The port on which it listens; nothing where it ended instead.
async fn listening(lines: &mut Lines<BufReader<ChildStdout>>) -> Option<u16> {
    while let Some(line) = lines.next_line().await.ok()? {
        let told: Value = serde_json::from_str(&line).unwrap_or_default();
        if told["event"] == "listen" {
            return told["port"].as_u64().and_then(|port| u16::try_from(port).ok());
        }
    }
    None
}

/// What the edge prints later goes to the log, so that it never waits for a reader.
async fn keep(mut lines: Lines<BufReader<ChildStdout>>, log: File) {
    let mut log = tokio::fs::File::from_std(log);
    while let Ok(Some(line)) = lines.next_line().await {
        log.write_all(format!("{line}\n").as_bytes()).await.ok();
    }
}

/// The program. `cargo xtask test` names what it has built; else it stands where the build puts it.
fn binary() -> PathBuf {
    let system = if cfg!(target_os = "macos") { "darwin" } else { "linux" };
    let machine = if cfg!(target_arch = "aarch64") { "arm64" } else { "64" };
    let package = format!("node_modules/@cloudflare/workerd-{system}-{machine}/bin/workerd");
    existing("ASKHOURS_WORKERD", root().join(package))
}

fn edge() -> PathBuf {
    existing("ASKHOURS_EDGE_DIR", artefacts().join("edge"))
}

/// A copy of the edge whose configuration names one more certificate: workerd takes such from nowhere else.
fn trusting(folder: &Path, certificate: &str) -> PathBuf {
    /// What the copy has more stands at the end of this.
    const OPTIONS: &str = "tlsOptions = (trustBrowserCas = true";
    let (from, to) = (edge(), folder.join("edge"));
    std::fs::create_dir_all(&to).expect("the test's folder is writable");
    for module in ["index.js", "index_bg.wasm"] {
        std::fs::copy(from.join(module), to.join(module)).expect("the edge is built");
    }
    let text = std::fs::read_to_string(from.join("workerd.capnp")).expect("the edge is built");
    assert!(text.contains(OPTIONS), "workerd.capnp says no more what it trusts");
    let certificate = certificate.replace('\n', "\\n");
    let more = format!("{OPTIONS}, trustedCertificates = [\"{certificate}\"]");
    std::fs::write(to.join("workerd.capnp"), text.replace(OPTIONS, &more))
        .expect("the test's folder is writable");
    to
}

fn assets() -> PathBuf {
    existing("ASKHOURS_ASSETS_DIR", artefacts().join("assets"))
}

pub(crate) fn existing(variable: &str, otherwise: PathBuf) -> PathBuf {
    let path = std::env::var_os(variable).map_or(otherwise, PathBuf::from);
    assert!(path.exists(), "{} is missing: run `cargo xtask build` first", path.display());
    path
}
