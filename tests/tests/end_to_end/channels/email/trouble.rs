//! Mail servers that are away, refuse, or break off, and an edge that does.

use protocol::forwarding::{Delivery, DeliveryKind, DeliveryState, Failure};
use tests::receiver::SECRET;
use tests::services::mail::{CHANNEL, Faulty, Mail, PASSWORD, TEAM, Trouble};
use tests::{Edge, site};
use timeline::Millis;

use super::{GRACE, Office, with_address};

/// Longer than the first few attempts are apart.
const LATER: Millis = Millis::from_seconds(90);

const ADA: &str = "Ada Lovelace <ada@nordwind.example>";
const ADAS_ADDRESS: &str = "ada@nordwind.example";

fn tried(all: &[Delivery]) -> bool {
    all.iter().any(|delivery| delivery.attempts > 0)
}

fn delivered(all: &[Delivery]) -> bool {
    all.iter().all(|delivery| delivery.state == DeliveryState::Delivered)
}

fn failure(delivery: &Delivery) -> &Failure {
    delivery.reason.as_ref().expect("it has failed")
}

/// Much later, the server has got nothing but what is new.
async fn nothing_more(office: &mut Office, server: &Faulty, count: usize) {
    office.pass(Millis::from_hours(1)).await;
    office.visitor.ask("Another").await;
    let letters = server.count(count + 1).await;
    assert!(letters[count].text().starts_with("Another"), "{}", letters[count].source());
}

#[tokio::test]
async fn what_is_asked_while_the_mail_server_is_away_comes_once_it_is_back() {
    let mut mail = Mail::start().await;
    let mut office = Office::open(&mail, mail.channel()).await;
    mail.stop();
    let asked = office.visitor.ask("Is anybody there?").await;
    office.visitor.write(&asked, "Hello?").await;
    let all = office.deliveries(&asked.conversation, tried).await;
    assert_eq!(failure(&all[0]).code, "unreachable");
    mail.start_again().await;
    office.pass(LATER).await;
    let letters = mail.mailbox(TEAM).await.count(2).await;
    assert!(letters[0].text().starts_with("Is anybody there?"));
    assert!(letters[1].text().starts_with("Hello?"));
    office.deliveries(&asked.conversation, delivered).await;
}

#[tokio::test]
async fn an_answer_waits_at_the_mail_server_while_the_edge_is_away() {
    let mail = Mail::start().await;
    let mut office = Office::open(&mail, mail.channel()).await;
    let asked = office.visitor.ask("Is anybody there?").await;
    let question = mail.mailbox(TEAM).await.letter(1).await;
    office.deliveries(&asked.conversation, delivered).await;
    office.edge.kill().await;
    mail.bring(ADAS_ADDRESS, &question.reply_to(), &question.answered(ADA, "We are.")).await;
    mail.logged("the answer to be put off", |log| log.contains("status=deferred")).await;
    office.edge.restart().await;
    assert_eq!(office.texts(&asked, 2).await, ["Is anybody there?", "We are."]);
    mail.posted(1).await;
}

#[tokio::test]
async fn a_test_says_what_the_mail_server_says() {
    let mail = Mail::start().await;
    let guessed = site::changed(mail.channel(), "/password", "korrekt-pferd");
    let office = Office::open(&mail, guessed).await;
    let told = office.agent.test(CHANNEL).await.failure.expect("the password is wrong");
    assert_eq!((&*told.code, told.status), ("unauthorised", Some(535)));
    let said = told.said.expect("Postfix says why");
    assert!(said.starts_with("535 5.7.8 Error: authentication failed"), "{said}");

    let configuration = site::forwarding([mail.channel()]);
    office.edge.admin().apply(site::NAME, &configuration).await;
    assert_eq!(office.agent.test(CHANNEL).await.failure, None);
    let letter = mail.mailbox(TEAM).await.letter(1).await;
    assert!(letter.subject().contains("Test") && letter.text().contains(site::AGENT_NAME));
    let shown = office.edge.admin().read(site::NAME).await.to_string();
    for secret in [PASSWORD, "korrekt-pferd", SECRET] {
        assert!(!shown.contains(secret), "a secret is not shown again");
        assert!(!office.edge.log().contains(secret), "nor logged");
    }
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_nobody_vouches_for() {
    let mail = Mail::start().await;
    for channel in [mail.channel(), mail.channel_with_tls()] {
        // This edge does not know the authority.
        let edge = Edge::with(&site::forwarding([channel])).await;
        let told = edge.agent().await.test(CHANNEL).await.failure.expect("it is a stranger");
        assert!(["unreachable", "timed_out"].contains(&&*told.code), "{told:?}");
    }
    assert!(!mail.log().contains("sasl_username"), "no password was told");
}

#[tokio::test]
async fn what_is_cut_off_before_the_end_is_sent_again_once() {
    let server = Faulty::start([
        Trouble::Answer("", "421 4.3.2 not now"),
        Trouble::CutBefore("MAIL"),
        Trouble::CutBefore("DATA"),
        Trouble::Answer("RCPT", "450 4.2.0 greylisted"),
    ]);
    let server = server.await;
    let mut office = Office::at(&server).await;
    let asked = office.visitor.ask("Where is my train?").await;
    for attempt in 1..=4 {
        server.connections(attempt).await;
        let attempts = u32::try_from(attempt).unwrap();
        // The next attempt may have come already, a few seconds later by itself.
        office.deliveries(&asked.conversation, |all| all[0].attempts >= attempts).await;
        office.pass(Millis::from_minutes(60)).await;
    }
    let all = office.deliveries(&asked.conversation, delivered).await;
    let letters = server.so_far();
    assert_eq!(letters.len(), 1);
    let id = letters[0].header("message-id").unwrap();
    assert_eq!(id, format!("<{}@nordwind.example>", all[0].id));
}

#[tokio::test]
async fn where_nobody_knows_the_team_gets_it_again_and_knows_it_again() {
    for trouble in [Trouble::CutBefore("."), Trouble::CutAfterTheEnd, Trouble::HangAfterTheEnd] {
        let taken = usize::from(trouble != Trouble::CutBefore("."));
        let server = Faulty::start([trouble]).await;
        let mut office = Office::at(&server).await;
        let asked = office.visitor.ask("Where is my train?").await;
        let all = office.deliveries(&asked.conversation, tried).await;
        assert_eq!(failure(&all[0]).code, "uncertain");
        assert_eq!(server.so_far().len(), taken);
        office.pass(LATER).await;
        let letters = server.count(taken + 1).await;
        let ids: Vec<_> = letters.iter().filter_map(|letter| letter.header("message-id")).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "one message to every mail program: {ids:?}");
        office.deliveries(&asked.conversation, delivered).await;
    }
}

#[tokio::test]
async fn where_nobody_knows_the_visitor_does_not_get_it_again() {
    let answer = Trouble::CutAfterTheEnd;
    let server = Faulty::start([Trouble::None, Trouble::None, answer]).await;
    let mut office = Office::at(&server).await;
    let asked = office.visitor.ask_with(&with_address("Where is my train?")).await;
    // What goes to the team and to the visitor; their order does not matter.
    server.count(2).await;
    office.deliveries(&asked.conversation, delivered).await;
    office.agent.reply(&asked.conversation, "At 12:40.").await;
    office.pass(GRACE).await;
    server.count(3).await;
    let given_up = |all: &[Delivery]| all.iter().any(|one| one.state == DeliveryState::Failed);
    let all = office.deliveries(&asked.conversation, given_up).await;
    let answer = all.iter().find(|one| one.kind == DeliveryKind::Answer).unwrap();
    assert_eq!((failure(answer).code.as_str(), answer.next_at), ("uncertain", None));
    nothing_more(&mut office, &server, 3).await;
}

#[tokio::test]
async fn an_edge_that_is_killed_before_it_can_note_down_loses_nothing() {
    let server = Faulty::start([Trouble::HangAfterTheEnd]).await;
    let mut office = Office::at(&server).await;
    let asked = office.visitor.ask("Where is my train?").await;
    let first = server.count(1).await.remove(0);
    office.edge.kill().await;
    office.edge.restart().await;
    office.pass(LATER).await;
    let again = server.count(2).await.remove(1);
    assert_eq!(first.header("message-id"), again.header("message-id"), "it is known again");
    assert_eq!(first.text(), again.text());
    office.deliveries(&asked.conversation, delivered).await;
}

#[tokio::test]
async fn an_edge_that_is_killed_does_not_write_to_a_visitor_twice() {
    let troubles = [Trouble::None, Trouble::None, Trouble::HangAfterTheEnd];
    let server = Faulty::start(troubles).await;
    let mut office = Office::at(&server).await;
    let asked = office.visitor.ask_with(&with_address("Where is my train?")).await;
    server.count(2).await;
    office.deliveries(&asked.conversation, delivered).await;
    office.agent.reply(&asked.conversation, "At 12:40.").await;
    office.pass(GRACE).await;
    server.count(3).await;
    office.edge.kill().await;
    office.edge.restart().await;
    office.pass(LATER).await;
    let given_up = |all: &[Delivery]| all.iter().any(|one| one.state == DeliveryState::Failed);
    office.deliveries(&asked.conversation, given_up).await;
    nothing_more(&mut office, &server, 3).await;
}

#[tokio::test]
async fn what_is_refused_for_good_is_given_up_with_the_servers_words() {
    let server = Faulty::start([
        Trouble::Answer("RCPT", "550 5.1.1 no such mailbox here"),
        Trouble::Answer(".", "554 5.7.1 looks like spam"),
    ]);
    let server = server.await;
    let office = Office::at(&server).await;
    for said in ["550 5.1.1 no such mailbox here", "554 5.7.1 looks like spam"] {
        let asked = office.visitor.ask("Where is my train?").await;
        let failed = |all: &[Delivery]| all[0].state == DeliveryState::Failed;
        let all = office.deliveries(&asked.conversation, failed).await;
        assert_eq!(failure(&all[0]).code, "refused");
        assert_eq!(failure(&all[0]).said.as_deref(), Some(said));
    }
    office.visitor.ask("Another").await;
    server.count(1).await;
}
