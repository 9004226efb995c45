//! Whoever reads the disk cannot sign in with what stands there.

use std::fs;
use std::path::Path;

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

#[tokio::test]
async fn asking_for_sites_that_do_not_exist_fills_no_disk() {
    let edge = Edge::start().await;
    let storage = edge.folder.path().join("storage");
    let before = files(&storage).len();
    for number in 0..20 {
        for path in [format!("/no{number}.js"), format!("/v1/sites/no{number}")] {
            let answer = edge.request(http::Method::GET, &path).send().await;
            answer.is_problem(404, "not_found");
        }
        let request = edge.request(http::Method::GET, "/v1/inbox/session");
        let answer = request.header("cookie", format!("askhours_inbox=no{number}.x")).send().await;
        assert_eq!(answer.problem().status, 401);
    }
    let after = files(&storage);
    assert_eq!(after.len(), before, "anybody could fill the disk: {after:?}");
}

fn all_bytes(folder: &Path) -> Vec<u8> {
    files(folder).iter().flat_map(|file| fs::read(file).expect("the edge is down")).collect()
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder exists") {
        let path = entry.expect("the folder stays").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}
