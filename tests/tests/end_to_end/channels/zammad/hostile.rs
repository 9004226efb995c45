//! What comes to the webhook's address and is not Zammad's, or not for the visitor.

use protocol::conversation::ConversationState;
use serde_json::{Value, json};
use tests::services::zammad::{ATTEMPTS, Article, Job};

use super::{Team, by_grace, by_visitor, team};

#[tokio::test]
async fn only_what_zammad_has_signed_is_taken() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let ticket = team.zammad.ticket().id;
    let note = team.zammad.note(ticket, "Under water.");
    team.zammad.set_state(ticket, "closed");
    let good = team.zammad.job(ticket, Some(note.id));

    let mut forged = good.clone();
    forged.secret = "another-secret-of-the-webhook".to_owned();
    assert_eq!(forged.run(&team.edge, "desk").await, [401; ATTEMPTS]);
    let changed = good.to(&team.edge, "desk").body(good.body.replace("water", "ground"));
    changed.send().await.is_problem(401, "unauthorised");
    let unsigned = team.edge.request(http::Method::POST, "/v1/sites/nordwind/channels/desk/events");
    unsigned.body(good.body.clone()).send().await.is(400);
    good.to(&team.edge, "another").send().await.is(404);
    let mut huge = good.clone();
    huge.body = format!("{{\"padding\":\"{}\"}}", "x".repeat(channels::MAX_EVENT));
    huge.to(&team.edge, "desk").send().await.is(413);
    for body in ["", "{", "[]", "null", "{\"ticket\":null}", "{\"ticket\":{\"id\":-1}}"] {
        let mut broken = good.clone();
        body.clone_into(&mut broken.body);
        broken.to(&team.edge, "desk").send().await.is(400);
    }

    assert_eq!(team.said(&asked).await.len(), 1);
    assert_eq!(team.state(&asked).await, ConversationState::Waiting);
}

#[tokio::test]
async fn a_state_of_long_ago_is_not_believed_a_second_time() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let ticket = team.zammad.ticket().id;
    team.zammad.set_state(ticket, "closed");
    let mut captured = changed(&team, ticket, |payload| {
        payload["ticket"]["updated_at"] = json!("2026-01-01T00:00:00.000Z");
    });
    captured.id = "another-job".to_owned();
    assert_eq!(captured.run(&team.edge, "desk").await, [204]);
    assert_eq!(team.state(&asked).await, ConversationState::Waiting);
}

#[tokio::test]
async fn only_what_is_for_the_visitor_reaches_the_visitor() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let ticket = team.zammad.ticket().id;
    let article = Article { body: "Not for visitors.".to_owned(), ..Article::by_agent(ticket) };
    let kind = |kind: &str| Article { kind: kind.to_owned(), ..article.clone() };
    let sender = |sender: &str| Article { sender: sender.to_owned(), ..article.clone() };
    let supplier = "works@supplier.example".to_owned();
    for article in [
        Article { internal: true, ..article.clone() },
        sender("Customer"),
        sender("System"),
        kind("phone"),
        Article { to: supplier, ..kind("email") },
    ] {
        let article = team.zammad.write(article);
        team.tells(ticket, Some(article.id)).await;
    }
    // A ticket with which no conversation of ours has to do.
    let foreign = changed(&team, ticket, |payload| {
        payload["ticket"]["id"] = json!(999);
        payload["article"]["ticket_id"] = json!(999);
        payload["ticket"]["state"] = json!("closed");
    });
    assert_eq!(foreign.run(&team.edge, "desk").await, [204]);
    assert_eq!(team.said(&asked).await, [by_visitor("Where is my train?")]);
    assert_eq!(team.state(&asked).await, ConversationState::Waiting);
}

#[tokio::test]
async fn markup_and_controls_arrive_as_text() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let ticket = team.zammad.ticket().id;
    let html = "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;On\u{0}\u{202e} platform&lt;/b&gt;<br>9<blockquote type=\"cite\">Where?</blockquote>";
    let files = vec!["plan.pdf".to_owned()];
    let article = Article { body: html.to_owned(), files, ..Article::by_agent(ticket) };
    let article = team.zammad.write(article);
    team.tells(ticket, Some(article.id)).await;
    let long = team.zammad.note(ticket, &"word ".repeat(3_000));
    team.tells(ticket, Some(long.id)).await;

    let said = team.said(&asked).await;
    let (name, text) = &said[1];
    assert_eq!(name.as_deref(), by_grace("").0.as_deref());
    assert!(text.starts_with("<b>On platform</b>\n9\n\n"), "{text}");
    assert!(text.contains("plan.pdf") && !text.contains("alert"), "{text}");
    assert_eq!(said.len(), 4, "a text of 15,000 characters becomes two messages");
}

/// The job of a ticket's latest article, with other contents and signed.
fn changed(team: &Team, ticket: u64, change: impl FnOnce(&mut Value)) -> Job {
    let article = team.zammad.articles(ticket).last().map(|article| article.id);
    let mut job = team.zammad.job(ticket, article);
    let mut payload: Value = serde_json::from_str(&job.body).unwrap_or_default();
    change(&mut payload);
    job.body = payload.to_string();
    job
}
