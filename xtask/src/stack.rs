//! Edge and demo site on this machine, each on its own origin, with the site configured:
//! what `dev` shows to people, and what the browser tests look at.

mod demo;
mod workerd;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context as _, Result, anyhow};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::keys::Keys;
use demo::Site;
use workerd::Workerd;

pub(crate) use demo::configuration_file;

/// The edge's port (0: any), and the demo site's listener.
#[derive(Debug)]
pub(crate) struct Addresses {
    edge: u16,
    demo: TcpListener,
}

/// Both servers. Dropping it kills them; [`Self::stop`] ends them in order.
pub(crate) struct Stack {
    /// What opens the edge.
    pub(crate) keys: Keys,
    /// The link that signs the demo site's owner into the inbox.
    pub(crate) sign_in: String,
    /// The demo site and its edge.
    site: Site,
    workerd: Workerd,
    pages: JoinHandle<Result<()>>,
    reload: watch::Sender<u64>,
}

impl Addresses {
    /// Takes these ports, or free ones for 0.
    ///
    /// # Errors
    /// When a port is in use; the error names the flag that gives another one.
    pub(crate) async fn take(edge: u16, demo: u16) -> Result<Self> {
        let demo = listen(demo, "--demo-port").await?;
        // workerd opens its port by itself, later; now it is at least free.
        drop(listen(edge, "--port").await?);
        Ok(Self { edge, demo })
    }
}

impl Stack {
    /// Starts what `cargo xtask build` made, on the data in a folder, and configures the site.
    /// With `watching`, open pages can be reloaded.
    ///
    /// # Errors
    /// When the edge does not start or refuses the configuration.
    pub(crate) async fn start(addresses: Addresses, data: PathBuf, watching: bool) -> Result<Self> {
        let Addresses { edge, demo: listener } = addresses;
        let mut keys = Keys::of(&data)?;
        let workerd = Workerd::start(edge, &data, &keys).await?;
        let site = Site { edge: workerd.address(), demo: listener.local_addr()?, data };
        let sign_in = site.configure(&mut keys)?;

        let (reload, changes) = watch::channel(0);
        let origin = site.edge();
        let pages = tokio::spawn(async move {
            if watching {
                demo_site::serve_watching(listener, origin, changes).await
            } else {
                demo_site::serve(listener, origin).await
            }
        });
        Ok(Self { keys, sign_in, site, workerd, pages, reload })
    }

    /// The edge's origin.
    pub(crate) fn edge(&self) -> String {
        self.site.edge()
    }

    /// The demo site's origin.
    pub(crate) fn demo(&self) -> String {
        self.site.demo()
    }

    /// Waits until one of the servers ends, which neither does by itself.
    pub(crate) async fn ended(&mut self) -> Result<()> {
        tokio::select! {
            outcome = &mut self.pages => outcome?,
            status = self.workerd.ended() => {
                Err(anyhow!("workerd ended by itself ({}); start again", status?))
            }
        }
    }

    /// Starts the edge anew, with the module as it is now.
    pub(crate) async fn restart_edge(&mut self) -> Result<()> {
        self.workerd.restart().await
    }

    /// Gives the edge the configuration as it is now.
    pub(crate) fn configure(&mut self) -> Result<()> {
        self.sign_in = self.site.configure(&mut self.keys)?;
        Ok(())
    }

    /// Reloads the open pages of the demo site.
    pub(crate) fn reload_pages(&self) {
        self.reload.send_modify(|number| *number += 1);
    }

    /// Ends both.
    pub(crate) async fn stop(mut self) -> Result<()> {
        self.pages.abort();
        self.workerd.stop().await
    }
}

async fn listen(port: u16, flag: &str) -> Result<TcpListener> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).await.with_context(|| {
        format!(
            "cannot listen on {address}; stop the program that does, or take another port with \
             {flag}"
        )
    })
}
