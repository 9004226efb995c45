//! Nothing is lost while Zammad fails; and nothing comes twice, though it takes everything twice.

use http::Method;
use tests::Fault::{BrokenBody, CutAfter, CutBefore, HangAfter, HangBefore, Status, WithHeader};
use tests::clock;
use tests::service::Seen;
use timeline::Moment;

use super::{Team, bodies, team};

/// The first words of what the visitor wrote: details stand under what opens a ticket.
fn begin_with(team: &Team, texts: &[&str]) {
    let articles = team.zammad.articles(team.zammad.ticket().id);
    let lines: Vec<_> =
        bodies(&articles).into_iter().filter_map(|body| body.lines().next()).collect();
    assert_eq!(lines, texts);
}

#[tokio::test]
async fn what_fails_arrives_once_and_in_order() {
    for fault in [Status(500), CutBefore, CutAfter, BrokenBody] {
        let team = team().await;
        team.zammad.service.fail(Method::POST, "/api/v1/tickets", [fault.clone()]);
        team.zammad.service.fail(Method::POST, "/api/v1/ticket_articles", [fault.clone()]);
        let asked = team.visitor.ask("First").await;
        team.visitor.write(&asked, "Second").await;
        team.visitor.write(&asked, "Third").await;
        team.agent.reply(&asked.conversation, "Fourth").await;
        team.settled(&asked).await;
        let articles = team.zammad.articles(team.zammad.ticket().id);
        let fourth = bodies(&articles)[3].lines().next().unwrap_or_default().to_owned();
        begin_with(&team, &["First", "Second", "Third", &fourth]);
        assert!(bodies(&articles)[3].ends_with("\n\nFourth"), "{fault:?}");
    }
}

#[tokio::test]
async fn reading_that_fails_sends_nothing_twice() {
    let team = team().await;
    team.zammad.service.fail(Method::POST, "/api/v1/tickets", [CutAfter]);
    team.zammad.service.fail(Method::GET, "/search", [Status(502), CutAfter]);
    let asked = team.ask("First").await;
    team.zammad.service.fail(Method::POST, "/api/v1/ticket_articles", [CutAfter]);
    team.zammad.service.fail(Method::GET, "/by_ticket", [BrokenBody]);
    team.visitor.write(&asked, "Second").await;
    team.settled(&asked).await;
    begin_with(&team, &["First", "Second"]);
}

#[tokio::test]
async fn an_answer_that_never_comes_or_never_ends() {
    let team = team().await;
    team.zammad.service.fail(Method::POST, "/api/v1/tickets", [HangAfter]);
    let asked = team.ask("First").await;
    team.zammad.service.fail(Method::POST, "/api/v1/ticket_articles", [tests::Fault::Endless]);
    team.visitor.write(&asked, "Second").await;
    team.settled(&asked).await;
    begin_with(&team, &["First", "Second"]);
}

#[tokio::test]
async fn a_worker_killed_between_send_and_record_finds_what_it_has_sent() {
    for fault in [HangAfter, HangBefore] {
        let mut team = team().await;
        team.zammad.service.fail(Method::POST, "/api/v1/tickets", [fault.clone()]);
        let asked = team.visitor.ask("First").await;
        team.visitor.write(&asked, "Second").await;
        team.zammad.service.requests("the question", |seen| !seen.is_empty()).await;
        team.edge.kill().await;
        team.edge.restart().await;
        team.settled(&asked).await;
        begin_with(&team, &["First", "Second"]);

        team.zammad.service.fail(Method::POST, "/api/v1/ticket_articles", [fault]);
        let before = team.zammad.service.so_far().len();
        team.visitor.write(&asked, "Third").await;
        let is_article = |one: &Seen| one.method == Method::POST && one.path.contains("articles");
        let sent = |seen: &[Seen]| seen[before..].iter().any(is_article);
        team.zammad.service.requests("the article", sent).await;
        team.edge.kill().await;
        team.edge.restart().await;
        team.settled(&asked).await;
        begin_with(&team, &["First", "Second", "Third"]);
    }
}

#[tokio::test]
async fn a_proxy_that_wants_rest_gets_it_and_an_agent_who_knows_better_too() {
    let team = team().await;
    let before = clock::now();
    let rest = WithHeader(429, "retry-after", "1800".to_owned());
    team.zammad.service.fail(Method::POST, "/api/v1/tickets", [rest]);
    let asked = team.visitor.ask("First").await;
    let deliveries = async || team.agent.detail(&asked.conversation).await.deliveries;
    let tried = tests::wait::until("the first attempt to be over", async {
        loop {
            let mut deliveries = deliveries().await;
            if deliveries[0].attempts > 0 {
                return deliveries.remove(0);
            }
        }
    });
    let tried = tried.await;
    assert_eq!(tried.reason.map(|reason| reason.code).as_deref(), Some("busy"));
    let until = team.agent.health("desk").await.rests_until.expect("it rests");
    assert!(Moment(until) >= before + timeline::Millis::from_seconds(1_800));
    team.agent.retry(&tried.id).await.is(204);
    team.settled(&asked).await;
    begin_with(&team, &["First"]);
}

#[tokio::test]
async fn a_zammad_that_is_down_gets_everything_later() {
    let mut team = team().await;
    team.zammad.service.stop();
    let asked = team.visitor.ask("First").await;
    team.visitor.write(&asked, "Second").await;
    team.zammad.service.start_again().await;
    team.settled(&asked).await;
    begin_with(&team, &["First", "Second"]);
}

#[tokio::test]
async fn a_ticket_that_was_deleted_or_merged_is_followed_by_a_new_one() {
    let team = team().await;
    let asked = team.ask("First").await;
    let first = team.zammad.ticket().id;
    team.zammad.delete(first);
    team.visitor.write(&asked, "Second").await;
    team.settled(&asked).await;
    begin_with(&team, &["Second"]);
    let second = team.zammad.ticket().id;
    assert_ne!(second, first);
    team.visitor.write(&asked, "Third").await;
    team.settled(&asked).await;
    begin_with(&team, &["Second", "Third"]);
    team.zammad.set_state(second, "merged");
    team.visitor.write(&asked, "Fourth").await;
    team.settled(&asked).await;
    assert_eq!(team.zammad.tickets().len(), 2);
}

#[tokio::test]
async fn the_new_ticket_is_the_conversation_s_from_then_on() {
    let team = team().await;
    let asked = team.ask("First").await;
    team.zammad.delete(team.zammad.ticket().id);
    team.visitor.write(&asked, "Second").await;
    team.settled(&asked).await;
    let ticket = team.zammad.ticket().id;
    let note = team.zammad.note(ticket, "Yes.");
    team.tells(ticket, Some(note.id)).await;
    assert_eq!(team.said(&asked).await.len(), 3);
}

#[tokio::test]
async fn a_stranger_s_ticket_is_never_taken_for_ours() {
    let team = team().await;
    team.ask("A stranger's").await;
    team.zammad.ignore_conditions();
    team.zammad.service.fail(Method::POST, "/api/v1/tickets", [CutBefore]);
    let asked = team.ask("Mine").await;
    let tickets = team.zammad.tickets();
    assert_eq!(tickets.len(), 2);
    assert!(tickets[1].tags.contains(&asked.conversation));
}
