//! Whoever reads the disk cannot sign in with what stands there.

use std::fs;
use std::path::{Path, PathBuf};

use http::Method;
use tests::Edge;

#[tokio::test]
async fn no_key_token_or_secret_is_on_disk() {
    let mut edge = Edge::start().await;
    let key = edge.admin().mint("nordwind", "ada").await.key;
    let agent = edge.sign_in(&key).await;
    let visitor = edge.visitor();
    let asked = visitor.ask("An unmistakable word: Quastenflosser").await;
    visitor.write(&asked, "More of it").await;
    agent.reply(&asked.conversation, "Indeed").await;
    drop(visitor.live(&asked).await);

    let token = agent.cookie.split_once('=').map(|(_, value)| value).unwrap();
    let (_, token) = token.split_once('.').unwrap();
    let random = key.rsplit('.').next().unwrap();
    edge.kill().await;
    let bytes = all_bytes(&edge.folder.path().join("storage"));
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("Quastenflosser"), "the search looks into the right place");
    for (what, secret) in [
        ("the agent's key", random),
        ("the session's token", token),
        ("the visitor's secret", &*asked.secret),
        ("the admin key", &*edge.environment.admin_key),
        ("the signing key", &*edge.environment.signing_key),
    ] {
        assert!(secret.len() > 20 && !holds(secret), "{what} stands on disk");
    }
}

/// workerd makes an empty database, one page, for every object that is woken. More than that must
/// not come of a name that somebody made up.
#[tokio::test]
async fn a_site_that_does_not_exist_costs_no_more_than_an_empty_page() {
    const PAGE: u64 = 4_096;
    let mut edge = Edge::start().await;
    for number in 0..10 {
        for path in [format!("/no{number}.js"), format!("/v1/sites/no{number}")] {
            let answer = edge.request(Method::GET, &path).send().await;
            answer.is_problem(404, "not_found");
        }
        let asked = edge.request(Method::GET, "/v1/inbox/session");
        let asked = asked.header("cookie", format!("askhours_inbox=no{number}.x"));
        asked.send().await.is_problem(401, "unauthorised");
    }
    edge.kill().await;
    let storage = edge.folder.path().join("storage");
    let length = |file: &PathBuf| fs::metadata(file).expect("the edge is down").len();
    // What stands in a write-ahead log goes into the database later; `-shm` goes with the process.
    let written = files(&storage)
        .into_iter()
        .filter(|file| file.extension().is_some_and(|kind| kind != "sqlite-shm"))
        .filter(|file| !file.to_string_lossy().contains("metadata"));
    let lengths: Vec<_> = written.map(|file| length(&file)).filter(|length| *length > 0).collect();
    let larger = lengths.iter().filter(|length| **length > PAGE).count();
    assert!((1..=2).contains(&larger), "{lengths:?} is more than the one real site and its log");
    assert!(lengths.len() <= 10 + 2, "{lengths:?}");
}

fn all_bytes(folder: &Path) -> Vec<u8> {
    files(folder).iter().flat_map(|file| fs::read(file).expect("the edge is down")).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder exists") {
        let path = entry.expect("the folder stays").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}
