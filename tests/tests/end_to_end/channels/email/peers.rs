//! The mail system by itself: what the other tests of e-mail rely on.

use std::sync::Arc;

use axum::body::Bytes;
use channels::webhook::signature::{ID, Key};
use http::{Method, Response};
use tests::receiver::SECRET;
use tests::services::mail::{Mail, PASSWORD, QUESTIONS, TEAM, VISITOR};
use tests::{Fault, Seen, Service, clock, wait};
use tokio::process::Command;

const MESSAGE: &str = "From: erika@visitor.example\nTo: questions@nordwind.example\n\
    Subject: Train\nMessage-ID: <1@visitor.example>\n\nWhere is my train?\n.hidden\n";

#[tokio::test]
async fn mail_goes_through_each_door_and_is_read_by_imap() {
    let mail = Mail::start().await;
    for channel in [mail.channel(), mail.channel_with_tls()] {
        let server = channel["server"].as_str().unwrap();
        assert!(submit(&mail, server, PASSWORD).await.is_ok());
        let refused = submit(&mail, server, "guessed").await.unwrap_err();
        assert!(refused.contains("535 5.7.8"), "{refused}");
    }
    mail.bring(VISITOR, "team+more@nordwind.example", MESSAGE).await;
    let mut team = mail.mailbox(TEAM).await;
    let letters = team.count(3).await;
    assert!(letters.iter().all(|letter| letter.subject() == "Train"));
    assert_eq!(letters[2].text(), "Where is my train?\n.hidden\n");
    assert_eq!(letters[2].header("x-original-to").unwrap(), "team+more@nordwind.example");
    assert_eq!(letters[2].from().1, VISITOR);
    // One that comes while somebody waits for it.
    let (later, ()) = tokio::join!(team.letter(4), mail.bring(VISITOR, TEAM, MESSAGE));
    assert_eq!(later.text(), letters[2].text());
    let elsewhere = mail.hand_in(VISITOR, "somebody@elsewhere.example", MESSAGE).await;
    assert!(elsewhere.starts_with('5'), "nothing leaves this machine: {elsewhere}");
    assert!(!mail.log().contains(PASSWORD));
}

#[tokio::test]
async fn what_comes_for_questions_is_posted_signed_until_it_is_taken() {
    let mail = Mail::start().await;
    let taken = Arc::new(|_: &http::Request<Bytes>| {
        Response::builder().status(204).body(Bytes::new()).unwrap()
    });
    let edge = Service::start(taken).await;
    edge.fail(Method::POST, "/events", [Fault::Status(500), Fault::CutBefore, Fault::Status(401)]);
    mail.post_to(&edge.url());
    mail.bring(VISITOR, "questions+token@nordwind.example", MESSAGE).await;
    let posts = edge.requests("the mail to be taken", |all| all.len() == 4).await;
    let key = Key::parse(SECRET).unwrap();
    let ids: Vec<_> = posts.iter().map(|post| verified(&key, post)).collect();
    assert_eq!(ids, [&*ids[0]; 4], "it is known again");
    assert!(posts.iter().all(|post| post.body == posts[0].body));
    assert_eq!(posts[3].path, "/v1/sites/nordwind/channels/mail/events");
    let message = String::from_utf8_lossy(&posts[3].body);
    assert!(message.contains("Delivered-To: questions+token@nordwind.example\n"), "{message}");
    assert!(message.ends_with("\nWhere is my train?\n.hidden\n"), "{message}");

    // What never will be taken goes back to whoever sent it.
    edge.fail(Method::POST, "/events", [Fault::Status(413)]);
    mail.bring(VISITOR, QUESTIONS, MESSAGE).await;
    let bounce = mail.mailbox(VISITOR).await.letter(1).await;
    assert!(bounce.source().contains("Askhours cannot take this message (status 413)"));
    assert_eq!(bounce.header("return-path").unwrap(), "<>");
}

#[tokio::test]
async fn the_mail_server_can_be_away_for_a_while() {
    let mut mail = Mail::start().await;
    mail.bring(VISITOR, QUESTIONS, MESSAGE).await;
    mail.logged("the mail to be put off", |log| log.contains("status=deferred")).await;
    mail.stop();
    let refused = submit(&mail, mail.channel()["server"].as_str().unwrap(), PASSWORD).await;
    assert!(refused.unwrap_err().contains("Connection refused"));
    mail.start_again().await;
    let taken = Service::start(Arc::new(|_: &http::Request<Bytes>| Response::default())).await;
    mail.post_to(&taken.url());
    taken.requests("the mail that was kept", |all| all.len() == 1).await;
}

/// The id of a post whose signature fits.
fn verified(key: &Key, post: &Seen) -> String {
    let id = key.verify(&post.headers, &post.body, clock::now()).expect("the signature fits");
    assert_eq!(id, post.header(ID));
    id.to_owned()
}

/// Sends a message to the team by curl, which checks the certificate; or says why not.
async fn submit(mail: &Mail, server: &str, password: &str) -> Result<(), String> {
    let folder = mail.folder.path();
    std::fs::write(folder.join("message"), MESSAGE.replace('\n', "\r\n"))
        .expect("the test's folder is writable");
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--verbose", "--ssl-reqd", "--cacert", "ca.pem"]);
    curl.args(["--url", server, "--user", &format!("{QUESTIONS}:{password}")]);
    curl.args(["--mail-from", QUESTIONS, "--mail-rcpt", TEAM, "--upload-file", "message"]);
    let output = wait::until("curl", curl.current_dir(folder).output()).await;
    let output = output.expect("curl is installed");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(said) }
}
