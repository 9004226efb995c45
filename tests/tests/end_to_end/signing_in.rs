//! Who may into the inbox, and for how long.

use http::Method;
use protocol::live::InboxEvent;
use tests::agent::{COOKIE, cookie};
use tests::{Answer, Edge, Socket, site};

/// The close code of a socket whose session ended.
const SIGNED_OUT: u16 = 4401;

async fn sign_in(edge: &Edge, body: &str) -> Answer {
    let request = edge.request(Method::POST, "/v1/inbox/session").header("origin", edge.origin());
    request.header("content-type", "application/json").body(body).send().await
}

#[tokio::test]
async fn a_personal_key_signs_in() {
    let edge = Edge::start().await;
    let minted = edge.admin().mint(site::NAME, site::AGENT).await;
    assert!(minted.key.starts_with("nordwind.ada."), "{}", minted.key);
    assert_eq!(minted.sign_in, format!("{}/inbox#{}", edge.origin(), minted.key));

    let answer = sign_in(&edge, &format!("{{\"key\":\"{}\"}}", minted.key)).await.with_status(200);
    let attributes: Vec<_> =
        answer.header("set-cookie").split(';').map(|part| part.trim().to_lowercase()).collect();
    assert!(attributes[0].starts_with(&format!("{COOKIE}=nordwind.")), "{attributes:?}");
    for wanted in ["httponly", "secure", "samesite=strict", "path=/"] {
        assert!(attributes.iter().any(|attribute| attribute == wanted), "{attributes:?}");
    }
    assert!(!attributes.iter().any(|attribute| attribute.starts_with("domain")), "{attributes:?}");
    assert!(!answer.text().contains(&minted.key), "the key is not sent back");

    let agent = edge.sign_in(&minted.key).await;
    let session = agent.session().await;
    assert_eq!((&*session.agent.id, &*session.agent.name), (site::AGENT, site::AGENT_NAME));
    assert_eq!((&*session.site, &*session.name), (site::NAME, "Nordwind"));
    assert_eq!(session.team.len(), 2);
    assert_ne!(cookie(&answer), agent.cookie, "each session has a token of its own");
}

#[tokio::test]
async fn without_a_session_nothing_is_shown() {
    let edge = Edge::start().await;
    let asked = edge.visitor().ask("Where is my train?").await;
    edge.agent().await;
    let paths = [
        "/v1/inbox/session".to_owned(),
        "/v1/inbox/conversations".to_owned(),
        format!("/v1/inbox/conversations/{}", asked.conversation),
        "/v1/inbox/deliveries".to_owned(),
    ];
    for path in paths {
        for wrong in ["", "x", "nordwind", "nordwind.", "nordwind.wrong", "unknown.wrong", ".."] {
            let request = edge.request(Method::GET, &path);
            let answer = request.header("cookie", format!("{COOKIE}={wrong}")).send().await;
            answer.is_problem(401, "unauthorised");
            assert!(!answer.text().contains("train"));
        }
        edge.request(Method::GET, &path).send().await.is_problem(401, "unauthorised");
    }
    let origin = edge.origin();
    for cookie in ["", "askhours_inbox=nordwind.wrong"] {
        let headers = [("origin", &*origin), ("cookie", cookie)];
        let opened = Socket::<InboxEvent>::try_open(&origin, "/v1/inbox/live", &headers).await;
        assert_eq!(opened.map(|_| ()), Err(401));
    }
}

#[tokio::test]
async fn a_wrong_key_does_not_sign_in() {
    let edge = Edge::start().await;
    let key = edge.admin().mint(site::NAME, site::AGENT).await.key;
    let random = key.rsplit('.').next().unwrap();
    for wrong in [
        String::new(),
        "nordwind".to_owned(),
        "nordwind.ada".to_owned(),
        "nordwind.ada.".to_owned(),
        format!("nordwind.grace.{random}"),
        format!("nordwind.nobody.{random}"),
        format!("unknown.ada.{random}"),
        format!("{key}x"),
        key[..key.len() - 1].to_owned(),
        edge.environment.admin_key.clone(),
    ] {
        let answer = sign_in(&edge, &format!("{{\"key\":\"{wrong}\"}}")).await;
        answer.is_problem(401, "unauthorised");
        assert_eq!(answer.header("set-cookie"), "", "{wrong}");
    }
    for broken in ["", "{}", "null", "{\"key\":7}", "key=x"] {
        sign_in(&edge, broken).await.is_problem(400, "malformed");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_its_socket() {
    let edge = Edge::start().await;
    let key = edge.admin().mint(site::NAME, site::AGENT).await.key;
    let (one, other) = (edge.sign_in(&key).await, edge.sign_in(&key).await);
    let (mut socket, mut kept) = (one.live().await, other.live().await);

    let answer = one.sign_out().await;
    assert!(answer.header("set-cookie").contains("Max-Age=0"), "the browser forgets the cookie");
    assert_eq!(socket.closed().await, SIGNED_OUT);
    one.get("/session").await.is_problem(401, "unauthorised");
    kept.ping().await;
    assert_eq!(other.session().await.agent.id, site::AGENT, "another session goes on");
}

#[tokio::test]
async fn a_revoked_key_ends_everything_of_it() {
    let edge = Edge::start().await;
    let key = edge.admin().mint(site::NAME, site::AGENT).await.key;
    let other = edge.admin().mint(site::NAME, site::OTHER_AGENT).await.key;
    let (agent, colleague) = (edge.sign_in(&key).await, edge.sign_in(&other).await);
    let mut socket = agent.live().await;

    edge.admin().revoke(site::NAME, site::AGENT).await;
    assert_eq!(socket.closed().await, SIGNED_OUT);
    agent.get("/session").await.is_problem(401, "unauthorised");
    sign_in(&edge, &format!("{{\"key\":\"{key}\"}}")).await.is_problem(401, "unauthorised");
    assert_eq!(colleague.session().await.agent.id, site::OTHER_AGENT);
}

#[tokio::test]
async fn a_new_key_ends_the_earlier_one() {
    let edge = Edge::start().await;
    let first = edge.admin().mint(site::NAME, site::AGENT).await.key;
    let agent = edge.sign_in(&first).await;
    let mut socket = agent.live().await;

    let second = edge.admin().mint(site::NAME, site::AGENT).await.key;
    assert_ne!(first, second);
    assert_eq!(socket.closed().await, SIGNED_OUT);
    agent.get("/session").await.is_problem(401, "unauthorised");
    sign_in(&edge, &format!("{{\"key\":\"{first}\"}}")).await.is_problem(401, "unauthorised");
    assert_eq!(edge.sign_in(&second).await.session().await.agent.id, site::AGENT);
}

#[tokio::test]
async fn who_leaves_the_team_is_signed_out() {
    let edge = Edge::start().await;
    let key = edge.admin().mint(site::NAME, site::OTHER_AGENT).await.key;
    let agent = edge.sign_in(&key).await;
    let mut socket = agent.live().await;

    let mut alone = site::configuration();
    alone["agents"].as_array_mut().unwrap().pop();
    edge.admin().apply(site::NAME, &alone).await;
    agent.get("/session").await.is_problem(401, "unauthorised");
    sign_in(&edge, &format!("{{\"key\":\"{key}\"}}")).await.is_problem(401, "unauthorised");
    assert_eq!(socket.closed().await, SIGNED_OUT);
    // Who comes back does not come back with the old key.
    edge.admin().apply(site::NAME, &site::configuration()).await;
    sign_in(&edge, &format!("{{\"key\":\"{key}\"}}")).await.is_problem(401, "unauthorised");
}

#[tokio::test]
async fn a_session_outlives_a_restart() {
    let mut edge = Edge::start().await;
    let agent = edge.agent().await;
    edge.restart().await;
    assert_eq!(agent.session().await.agent.id, site::AGENT);
    agent.live().await.ping().await;
}
