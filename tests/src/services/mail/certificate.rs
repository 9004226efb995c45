//! A certificate for `localhost`, and the authority that vouches for it: both made anew by openssl for one test.

use std::path::Path;

use tokio::process::Command;

/// Writes `ca.pem`, `server.pem` and `server.key` into the folder, and gives the first.
pub(super) async fn make(folder: &Path) -> String {
    request(folder, "-keyout ca.key -out ca.pem -subj /CN=Tests").await;
    request(
        folder,
        "-CA ca.pem -CAkey ca.key -keyout server.key -out server.pem -subj /CN=localhost \
         -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE",
    )
    .await;
    std::fs::read_to_string(folder.join("ca.pem")).expect("openssl has written it")
}

async fn request(folder: &Path, more: &str) {
    let new = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2";
    let mut command = Command::new("openssl");
    command.args(new.split(' ')).args(more.split_whitespace()).current_dir(folder);
    super::run(folder, &mut command).await;
}
