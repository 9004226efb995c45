//! The built edge on plain workerd, as a child process that is ended again.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::keys::{self, Keys};
use crate::{ending, npm, project};

/// How long a start may take: it loads a module of half a megabyte and opens a folder.
const START_LIMIT: Duration = Duration::from_secs(20);
/// How often a starting edge is asked whether it answers.
const ASK_EVERY: Duration = Duration::from_millis(30);

/// A running workerd. It is killed when this is dropped, and ended in order by [`Self::stop`].
#[derive(Debug)]
pub(crate) struct Workerd {
    command: Command,
    child: Child,
    address: SocketAddr,
}

impl Workerd {
    /// Starts the built edge, and waits until it answers.
    ///
    /// # Errors
    /// When it ends at once or does not answer.
    pub(crate) async fn start(address: SocketAddr, data: &Path, keys: &Keys) -> Result<Self> {
        let storage = data.join(keys::STORAGE);
        std::fs::create_dir_all(&storage)?;
        let mut command = Command::new(npm::workerd()?);
        command
            .arg("serve")
            .arg(project::edge().join("workerd.capnp"))
            .arg(format!("--socket-addr=http={address}"))
            .arg(format!("--directory-path=storage={}", absolute(&storage)?))
            .arg(format!("--directory-path=assets={}", absolute(&project::assets())?))
            .env("ADMIN_KEY", &keys.admin)
            .env("SIGNING_KEY", &keys.signing)
            // People may as well write `localhost`: the edge takes the address that they use.
            .env_remove("PUBLIC_ORIGIN")
            .kill_on_drop(true);
        let child = spawn(&mut command)?;
        let mut workerd = Self { command, child, address };
        workerd.until_it_answers().await?;
        Ok(workerd)
    }

    /// Waits for an end that nobody asked for.
    pub(crate) async fn ended(&mut self) -> Result<ExitStatus> {
        Ok(self.child.wait().await?)
    }

    /// Starts anew with the files as they are now.
    pub(crate) async fn restart(&mut self) -> Result<()> {
        self.stop().await?;
        self.child = spawn(&mut self.command)?;
        self.until_it_answers().await
    }

    /// Ends the process.
    pub(crate) async fn stop(&mut self) -> Result<()> {
        ending::end(&mut self.child).await
    }

    async fn until_it_answers(&mut self) -> Result<()> {
        let address = self.address;
        let asking = async {
            loop {
                if let Some(status) = self.child.try_wait()? {
                    bail!("workerd ended while starting ({status}); what it said stands above");
                }
                if healthy(address).await {
                    return Ok(());
                }
                sleep(ASK_EVERY).await;
            }
        };
        match timeout(START_LIMIT, asking).await {
            Ok(outcome) => outcome,
            Err(_) => bail!("workerd runs, but http://{address}/healthz does not answer with 200"),
        }
    }
}

fn spawn(command: &mut Command) -> Result<Child> {
    command.spawn().context("cannot start workerd; delete node_modules and run this again")
}

async fn healthy(address: SocketAddr) -> bool {
    let url = format!("http://{address}/healthz");
    let asked = tokio::task::spawn_blocking(move || ureq::get(url).call().is_ok());
    asked.await.unwrap_or(false)
}

/// workerd reads relative paths from its configuration's folder.
fn absolute(path: &Path) -> Result<String> {
    let path = path.canonicalize().with_context(|| format!("{} is missing", path.display()))?;
    path.into_os_string().into_string().ok().context("the path of the data folder is no text")
}
