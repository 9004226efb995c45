//! Postfix: it takes mail as a company's server does, into maildirs, and posts what comes for questions to the edge.

use std::fs;
use std::path::{Path, PathBuf};

use tokio::process::Command;

use super::{Ports, QUESTIONS, TEAM_DOMAIN, VISITOR_DOMAIN};

/// A Postfix of a test's own, ended when this is dropped.
#[derive(Debug)]
pub(super) struct Postfix {
    folder: PathBuf,
    running: bool,
}

impl Postfix {
    /// Writes its configuration into the folder and starts it.
    pub(super) async fn start(folder: &Path, ports: &Ports) -> Self {
        for name in ["postfix", "queue", "data"] {
            fs::create_dir(folder.join(name)).expect("the test's folder is writable");
        }
        super::own(folder, "data", "postfix").await;
        let write = |name: &str, text: String| {
            let file = folder.join("postfix").join(name);
            fs::write(file, text).expect("the test's folder is writable");
        };
        write("main.cf", main(folder));
        write("master.cf", master(folder, ports));
        let mut postfix = Self { folder: folder.to_owned(), running: false };
        postfix.start_again().await;
        postfix
    }

    /// Starts it, which is over when it listens.
    pub(super) async fn start_again(&mut self) {
        super::run(&self.folder, Command::from(self.command()).arg("start")).await;
        self.running = true;
    }

    /// Ends it at once, with all that it has in its queue kept.
    pub(super) fn stop(&mut self) {
        if std::mem::take(&mut self.running) {
            // It tells the one process whose number it has noted, and waits until that has ended.
            self.command().arg("stop").output().ok();
        }
    }

    fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new("/usr/sbin/postfix");
        command.arg("-c").arg(self.folder.join("postfix"));
        command
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What holds for all its services. Mail that cannot go now is tried again after two seconds: with
/// less, Postfix now and then finds it still under way, and puts it off for a minute.
fn main(folder: &Path) -> String {
    let folder = folder.display();
    let of_team = ["team", "oncall", "questions"].map(|name| format!("{name}@{TEAM_DOMAIN}"));
    let of_visitors = ["erika", "max"].map(|name| format!("{name}@{VISITOR_DOMAIN}"));
    let boxes = of_team.iter().chain(&of_visitors).map(|address| {
        let name = address.split('@').next().unwrap_or_default();
        format!("{{{address} = {name}/}}")
    });
    let boxes = boxes.collect::<Vec<_>>().join(", ");
    format!(
        "compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log/postfix
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = mail.{TEAM_DOMAIN}
mydestination =
local_recipient_maps =
local_transport = error:there is no such domain here
relay_domains =
default_transport = error:nothing leaves this machine
recipient_delimiter = +
smtpd_recipient_restrictions = permit_mynetworks, reject
virtual_mailbox_domains = {TEAM_DOMAIN}, {VISITOR_DOMAIN}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{{boxes}}}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
transport_maps = inline:{{{{{QUESTIONS} = askhours:}}}}
askhours_destination_recipient_limit = 1
message_size_limit = 30000000
virtual_mailbox_limit = 0
minimal_backoff_time = 2s
maximal_backoff_time = 2s
queue_run_delay = 1s
smtpd_error_sleep_time = 0
smtpd_tls_cert_file = {folder}/server.pem
smtpd_tls_key_file = {folder}/server.key
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/run/postfix
"
    )
}

/// Its services: three doors, for other servers, for STARTTLS and for TLS, and what they need.
fn master(folder: &Path, ports: &Ports) -> String {
    let Ports { smtp, starttls, tls, .. } = ports;
    let authenticated = "-o smtpd_sasl_auth_enable=yes \
        -o {smtpd_recipient_restrictions=permit_sasl_authenticated, reject}";
    let post = folder.join("post");
    let post = post.display();
    format!(
        "{smtp} inet n - n - - smtpd
{starttls} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt {authenticated}
{tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes {authenticated}
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
askhours unix - n n - - pipe flags=DORq null_sender= user=nobody argv={post}
"
    )
}
