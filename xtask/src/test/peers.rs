//! The servers of others that tests of channels start, where this machine has them or they can be installed.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::test::synapse;
use crate::{apt, process, say};

/// Arguments by which a test's executable leaves out what cannot run here, each told on a line of its own.
pub(crate) fn left_out() -> Vec<&'static str> {
    let mut arguments = Vec::new();
    for (tests, found) in [("channels::email", mail()), ("channels::matrix", synapse::install())] {
        if let Err(error) = found {
            say::line(&format!(" SKIP  the end-to-end tests {tests}: {error:#}"));
            arguments.extend(["--skip", tests]);
        }
    }
    arguments
}

/// Postfix and Dovecot, and what the tests need beside them.
fn mail() -> Result<()> {
    if !apt::is_root()? {
        bail!("Postfix begins as root");
    }
    if !has_mail() {
        // With an init system, Debian starts what it installs, and takes mail for this machine from then on.
        if Path::new("/run/systemd/system").exists() {
            bail!("not installed here, because they would start as services of this machine");
        }
        apt::install(&MAIL_PACKAGES).context("Postfix and Dovecot are missing")?;
        if !has_mail() {
            bail!("the packages have put Postfix and Dovecot elsewhere");
        }
    }
    let dovecot = process::text(Command::new(DOVECOT).arg("--version"))?;
    if !dovecot.starts_with("2.3.") {
        bail!("the tests' configuration is for Dovecot 2.3, and this is {dovecot}");
    }
    Ok(())
}

const MAIL_PACKAGES: [&str; 4] = ["postfix", "dovecot-imapd", "curl", "openssl"];

/// Where both packages have them, which is not in everybody's `PATH`.
const POSTFIX: &str = "/usr/sbin/postfix";
const DOVECOT: &str = "/usr/sbin/dovecot";
const IMAP: &str = "/usr/lib/dovecot/imap";

fn has_mail() -> bool {
    let files = [POSTFIX, DOVECOT, IMAP].into_iter().all(|file| Path::new(file).exists());
    files && ["curl", "openssl"].into_iter().all(|program| process::find(program).is_some())
}
