//! A company's mail system: a real Postfix and a real Dovecot, with a folder and ports of the test's own.
//!
//! Mail is handed in at three doors: by other servers, by STARTTLS with a password, and by TLS with a password. It is
//! delivered into maildirs and read by IMAP. What comes for [`QUESTIONS`] is posted to the edge by the script in
//! `docs/channels`, as an installation does it. Both programs run as several users and begin as root; nothing of the
//! machine's own mail system is touched.

mod certificate;
mod dovecot;
mod faulty;
mod imap;
mod letter;
mod postfix;
mod smtp;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::process::Command;

use crate::clock::{self, Ahead};
use crate::folder::{Folder, root};
use crate::receiver::SECRET;
use crate::workerd::Environment;
use crate::{Edge, random, site, wait};

pub use faulty::{Faulty, Trouble};
pub use imap::Mailbox;
pub use letter::Letter;

/// The company's domain.
const TEAM_DOMAIN: &str = "nordwind.example";
/// Where visitors have their mail.
const VISITOR_DOMAIN: &str = "visitor.example";
/// The team's own address.
pub const TEAM: &str = "team@nordwind.example";
/// Who is called in the night.
pub const ON_CALL: &str = "oncall@nordwind.example";
/// The address of the channel, from which mail is sent and to which answers go.
pub const QUESTIONS: &str = "questions@nordwind.example";
/// A visitor's address.
pub const VISITOR: &str = "erika@visitor.example";
/// Another visitor's.
pub const OTHER_VISITOR: &str = "max@visitor.example";
/// Everybody's password.
pub const PASSWORD: &str = "batterie-heftklammer";
/// The channel's id.
pub const CHANNEL: &str = "mail";

/// Where the two listen.
#[derive(Debug)]
struct Ports {
    smtp: u16,
    starttls: u16,
    tls: u16,
    imap: u16,
}

/// A mail system of a test's own.
#[derive(Debug)]
pub struct Mail {
    // In this order they are dropped: the folder goes when nobody works in it any more.
    postfix: postfix::Postfix,
    _dovecot: dovecot::Dovecot,
    ports: Ports,
    /// The certificate of the authority that vouches for `localhost`, in PEM.
    pub authority: String,
    /// Its configuration, its mail and its logs.
    pub folder: Folder,
}

impl Mail {
    /// Starts it. What comes for the edge is kept until there is one.
    pub async fn start() -> Self {
        let folder = Folder::short();
        let path = folder.path();
        for name in ["log", "mail"] {
            fs::create_dir(path.join(name)).expect("the test's folder is writable");
        }
        let authority = certificate::make(path).await;
        let secret = path.join("secret");
        fs::write(&secret, format!("{SECRET}\n")).expect("the test's folder is writable");
        for name in ["secret", "mail"] {
            own(path, name, "nobody").await;
        }
        let script = root().join("docs/channels/post-mail.sh");
        fs::copy(script, path.join("post-mail.sh")).expect("the script is there");
        program(path, "post", "#!/bin/sh\nexit 75\n");
        let ports = Ports {
            smtp: free_port().await,
            starttls: free_port().await,
            tls: free_port().await,
            imap: free_port().await,
        };
        let dovecot = dovecot::Dovecot::start(path, &ports).await;
        let postfix = postfix::Postfix::start(path, &ports).await;
        Self { postfix, _dovecot: dovecot, ports, authority, folder }
    }

    /// Starts an edge that trusts its certificate and gets the mail for [`QUESTIONS`], with a clock of its own and the
    /// site [`site::NAME`] of that configuration.
    pub async fn edge(&self, configuration: &Value) -> Edge {
        let (trusted, clock) = (Some(self.authority.clone()), Some(Ahead::at(clock::now())));
        let edge = Edge::within(Environment { clock, trusted, ..Environment::random() }).await;
        self.post_to(&edge.origin());
        edge.admin().apply(site::NAME, configuration).await;
        edge
    }

    /// From now on what comes for [`QUESTIONS`] is posted there.
    pub fn post_to(&self, origin: &str) {
        let folder = self.folder.path().display();
        let address = format!("{origin}/v1/sites/{}/channels/{CHANNEL}/events", site::NAME);
        let post = format!("#!/bin/sh\nexec sh {folder}/post-mail.sh {address} {folder}/secret\n");
        program(self.folder.path(), "post", &post);
    }

    /// The entry in a site's configuration for it, with STARTTLS.
    #[must_use]
    pub fn channel(&self) -> Value {
        channel(&format!("smtp://localhost:{}", self.ports.starttls))
    }

    /// The same with TLS from the first byte.
    #[must_use]
    pub fn channel_with_tls(&self) -> Value {
        channel(&format!("smtps://localhost:{}", self.ports.tls))
    }

    /// Hands in a message as another mail server does, and gives the answer to it. An empty sender makes it a
    /// notification.
    pub async fn hand_in(&self, from: &str, to: &str, message: &str) -> String {
        wait::until("a mail to be handed in", smtp::send(self.ports.smtp, from, to, message)).await
    }

    /// The same where it is taken.
    pub async fn bring(&self, from: &str, to: &str, message: &str) {
        let answer = self.hand_in(from, to, message).await;
        assert!(answer.starts_with("250"), "{answer}");
    }

    /// Somebody's inbox.
    pub async fn mailbox(&self, address: &str) -> Mailbox {
        let name = address.split('@').next().unwrap_or_default();
        wait::until("a mailbox to open", Mailbox::open(self.ports.imap, name)).await
    }

    /// Ends Postfix. It is no longer reached, and keeps what it has.
    pub fn stop(&mut self) {
        self.postfix.stop();
    }

    /// Starts Postfix again, on the same ports.
    pub async fn start_again(&mut self) {
        self.postfix.start_again().await;
    }

    /// Waits until the edge has taken this many messages for [`QUESTIONS`], in whichever order.
    pub async fn posted(&self, count: usize) {
        let posted = |log: &str| log.matches("status=sent (delivered via askhours").count();
        let what = format!("message {count} to be posted to the edge");
        self.logged(&what, |log| posted(log) >= count).await;
    }

    /// What both have logged so far.
    #[must_use]
    pub fn log(&self) -> String {
        let read = |name| fs::read(self.folder.path().join("log").join(name)).unwrap_or_default();
        String::from_utf8_lossy(&[read("postfix"), read("dovecot")].concat()).into_owned()
    }

    /// Waits until something stands in the log.
    pub async fn logged(&self, what: &str, there: impl Fn(&str) -> bool) {
        let (told, mut events) = tokio::sync::mpsc::unbounded_channel();
        let mut watcher = notify::recommended_watcher(move |event| {
            told.send(event).ok();
        })
        .expect("files can be watched");
        let folder = self.folder.path().join("log");
        let mode = notify::RecursiveMode::NonRecursive;
        notify::Watcher::watch(&mut watcher, &folder, mode).expect("files can be watched");
        wait::until(what, async {
            while !there(&self.log()) {
                events.recv().await;
            }
        })
        .await;
    }
}

/// The entry in a site's configuration for a mail server at that address.
#[must_use]
pub fn channel(server: &str) -> Value {
    json!({
        "type": "email", "id": CHANNEL, "to": TEAM, "from": QUESTIONS,
        "server": server, "user": QUESTIONS, "password": PASSWORD, "secret": SECRET,
    })
}

/// Where nobody listens. It is not one of those that the system gives to whoever wants any, of which another test may
/// be given this one before it is used.
async fn free_port() -> u16 {
    loop {
        let port = 20_000 + u16::try_from(random::below(12_000)).expect("it is below the limit");
        if TcpListener::bind(("127.0.0.1", port)).await.is_ok() {
            return port;
        }
    }
}

fn program(folder: &Path, name: &str, text: &str) {
    // Not written in place: it may be running.
    let (new, file) = (folder.join(format!("{name}.new")), folder.join(name));
    fs::write(&new, text).expect("the test's folder is writable");
    fs::set_permissions(&new, fs::Permissions::from_mode(0o755)).expect("the file is ours");
    fs::rename(new, file).expect("the test's folder is writable");
}

async fn own(folder: &Path, name: &str, user: &str) {
    let path = folder.join(name);
    run(folder, Command::new("chown").arg(user).arg(&path)).await;
    let mode = if path.is_dir() { 0o755 } else { 0o600 };
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("we are root");
}

/// Runs a program to its end, and fails with what it said. That goes to a file, because a program that goes on working
/// in the background would keep a pipe open.
async fn run(folder: &Path, command: &mut Command) {
    let shown = format!("{:?}", command.as_std());
    let file = folder.join("log/programs");
    let log = fs::File::options().create(true).append(true).open(&file);
    let log = log.expect("the test's folder is writable");
    let other = log.try_clone().expect("a file can be written to from two sides");
    command.stdin(Stdio::null()).stdout(log).stderr(other);
    let status = wait::until(&shown, command.status()).await.unwrap_or_else(|error| {
        panic!("{shown}: {error}: `cargo xtask test --only end-to-end` installs it on Debian")
    });
    let said = || fs::read_to_string(&file).unwrap_or_default();
    assert!(status.success(), "{shown} has failed; programs have said so far: {}", said());
}
