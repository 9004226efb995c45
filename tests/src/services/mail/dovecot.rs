//! Dovecot: it hands out the mail by IMAP, and checks passwords for Postfix.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{PASSWORD, Ports};

/// A Dovecot of a test's own, ended when this is dropped.
#[derive(Debug)]
pub(super) struct Dovecot {
    configuration: PathBuf,
}

impl Dovecot {
    /// Writes its configuration into the folder and starts it, which is over when it listens.
    pub(super) async fn start(folder: &Path, ports: &Ports) -> Self {
        for name in ["run", "state"] {
            fs::create_dir(folder.join(name)).expect("the test's folder is writable");
        }
        let configuration = folder.join("dovecot.conf");
        fs::write(&configuration, text(folder, ports)).expect("the test's folder is writable");
        let dovecot = Self { configuration };
        super::run(folder, &mut dovecot.command().into()).await;
        dovecot
    }

    fn command(&self) -> Command {
        let mut command = Command::new("/usr/sbin/dovecot");
        command.arg("-c").arg(&self.configuration);
        command
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // It tells the one process whose number it has noted, and waits until that has ended.
        self.command().arg("stop").output().ok();
    }
}

/// Everybody has the same password, and whoever guesses wrongly need not wait for the next guess.
fn text(folder: &Path, ports: &Ports) -> String {
    let (folder, imap) = (folder.display(), ports.imap);
    format!(
        "base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log/dovecot
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%n
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={folder}/mail/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  unix_listener postfix {{
    mode = 0666
  }}
}}
"
    )
}
