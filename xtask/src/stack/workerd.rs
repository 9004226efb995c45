//! The built edge on plain workerd, as a child process that is ended again.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::keys::{self, Keys};
use crate::{ending, npm, project, say};

/// How long a start may take: it loads a module of some megabytes and opens a folder.
const START_LIMIT: Duration = Duration::from_secs(30);

/// A running workerd. It is killed when this is dropped, and ended in order by [`Self::stop`].
#[derive(Debug)]
pub(crate) struct Workerd {
    /// What it was started with, but for the port.
    command: Command,
    child: Child,
    port: u16,
}

impl Workerd {
    /// Starts the built edge on a port (0: a free one), and waits until it listens.
    ///
    /// # Errors
    /// When it ends at once.
    pub(crate) async fn start(port: u16, data: &Path, keys: &Keys) -> Result<Self> {
        let storage = data.join(keys::STORAGE);
        std::fs::create_dir_all(&storage)?;
        let mut command = Command::new(npm::workerd()?);
        command
            .arg("serve")
            .arg(project::edge().join("workerd.capnp"))
            // It then tells on its standard output when it listens, and on which port.
            .arg("--control-fd=1")
            .arg(format!("--directory-path=storage={}", absolute(&storage)?))
            .arg(format!("--directory-path=assets={}", absolute(&project::assets())?))
            .env("ADMIN_KEY", &keys.admin)
            .env("SIGNING_KEY", &keys.signing)
            // People may as well write `localhost`: the edge takes the address that they use.
            .env_remove("PUBLIC_ORIGIN")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .arg(socket(port));
        let (child, port) = listening(&mut command).await?;
        Ok(Self { command, child, port })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// Waits for an end that nobody asked for.
    pub(crate) async fn ended(&mut self) -> Result<ExitStatus> {
        Ok(self.child.wait().await?)
    }

    /// Starts anew on the same port, with the files as they are now.
    pub(crate) async fn restart(&mut self) -> Result<()> {
        self.stop().await?;
        // Of two addresses for a socket, the last one counts.
        self.command.arg(socket(self.port));
        (self.child, self.port) = listening(&mut self.command).await?;
        Ok(())
    }

    /// Ends the process.
    pub(crate) async fn stop(&mut self) -> Result<()> {
        ending::end(&mut self.child).await
    }
}

/// Starts the process, and gives it with the port on which it listens.
async fn listening(command: &mut Command) -> Result<(Child, u16)> {
    let mut child =
        command.spawn().context("cannot start workerd; delete node_modules and run this again")?;
    let output = child.stdout.take().context("workerd has no output")?;
    let mut lines = BufReader::new(output).lines();
    let Ok(told) = timeout(START_LIMIT, port(&mut lines)).await else {
        bail!("workerd runs, but does not listen after {}", say::seconds(START_LIMIT));
    };
    let Some(port) = told? else {
        bail!("workerd ended while starting; what it said stands above");
    };
    // Later lines are what the edge prints.
    tokio::spawn(async move {
        while let Ok(Some(line)) = lines.next_line().await {
            say::line(&line);
        }
    });
    Ok((child, port))
}

/// The port that workerd tells; nothing where it ends instead.
async fn port(lines: &mut Lines<BufReader<ChildStdout>>) -> Result<Option<u16>> {
    while let Some(line) = lines.next_line().await? {
        let told: Value = serde_json::from_str(&line).unwrap_or_default();
        if told["event"] == "listen" {
            return Ok(told["port"].as_u64().and_then(|port| u16::try_from(port).ok()));
        }
    }
    Ok(None)
}

fn socket(port: u16) -> String {
    format!("--socket-addr=http={}:{port}", Ipv4Addr::LOCALHOST)
}

/// workerd reads relative paths from its configuration's folder.
fn absolute(path: &Path) -> Result<String> {
    let path = path.canonicalize().with_context(|| format!("{} is missing", path.display()))?;
    path.into_os_string().into_string().ok().context("the path of the data folder is no text")
}
