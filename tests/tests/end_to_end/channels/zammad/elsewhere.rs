//! A channel that leads to another Zammad, and what a sweep may and may not change.

use http::Method;
use protocol::conversation::ConversationState;
use protocol::forwarding::DeliveryState;
use protocol::inbox::MoveTo;
use serde_json::json;
use tests::Fault::Status;
use tests::services::zammad::Zammad;
use tests::{Edge, clock, site, wait};
use timeline::Millis;

use super::{by_grace, team, with};

#[tokio::test]
async fn a_ticket_of_another_zammad_is_not_the_visitors() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let ticket = team.zammad.ticket().id;

    // There, a ticket of this number is somebody else's.
    let other = Zammad::start().await;
    let mut moved = other.channel("desk");
    team.edge.admin().apply(site::NAME, &site::forwarding([moved.clone()])).await;
    team.visitor.write(&asked, "And my bicycle?").await;
    let articles = other.written(1).await;
    assert!(articles[0].body.starts_with("And my bicycle?"), "it is a ticket anew: {articles:?}");
    assert_eq!(team.zammad.articles(ticket).len(), 1, "nothing more goes to the first one");
    team.settled(&asked).await;

    // Stored secrets are led nowhere else.
    for secret in ["token", "secret"] {
        moved.as_object_mut().expect("a channel").remove(secret);
    }
    team.edge.admin().apply(site::NAME, &site::forwarding([moved.clone()])).await;
    moved["url"] = json!(team.zammad.service.url());
    let refused = team.edge.admin().try_apply(site::NAME, &site::forwarding([moved])).await;
    let missing = |field: &str| (format!("channels[0].{field}"), "missing".to_owned());
    assert_eq!(refused.field_errors(), [missing("token"), missing("secret")]);
}

#[tokio::test]
async fn a_sweep_does_not_undo_a_closing_that_was_refused_there() {
    let zammad = Zammad::start().await;
    let configuration = site::forwarding([zammad.channel("desk")]);
    let edge = Edge::at(clock::now(), &configuration).await;
    let mut team = with(zammad, edge).await;
    let first = team.ask("Where is my train?").await;
    let second = team.ask("And mine?").await;
    let ticket = team.zammad.tickets()[1].id;

    team.zammad.service.fail(Method::PUT, "/api/v1/tickets/", [Status(413)]);
    team.agent.move_to(&first.conversation, MoveTo::Closed).await;
    wait::until("the step to be refused", async {
        loop {
            let detail = team.agent.detail(&first.conversation).await;
            if detail.deliveries.iter().any(|one| one.state == DeliveryState::Failed) {
                return;
            }
        }
    })
    .await;
    // The second one is asked for after the first.
    let _ = team.zammad.note(ticket, "On platform 9.");
    team.edge.wait_until(clock::now() + Millis::from_minutes(7));
    team.agent.resume("desk").await;
    wait::until("the sweep", async { while team.said(&second).await.len() < 2 {} }).await;
    assert_eq!(team.said(&second).await[1], by_grace("On platform 9."));
    assert_eq!(team.state(&first).await, ConversationState::Closed);
}

#[tokio::test]
async fn a_service_that_fails_keeps_nobody_else_from_being_asked() {
    let (failing, working) = (Zammad::start().await, Zammad::start().await);
    let configuration = site::forwarding([failing.channel("failing")]);
    let edge = Edge::at(clock::now(), &configuration).await;
    let mut team = with(failing, edge).await;
    for text in ["First", "Second", "Third"] {
        team.ask(text).await;
    }
    let both = [team.zammad.channel("failing"), working.channel("desk")];
    team.edge.admin().apply(site::NAME, &site::forwarding(both)).await;
    let asked = team.ask("Where is my train?").await;
    let _ = working.note(working.ticket().id, "On platform 9.");

    let before = team.zammad.service.so_far().len();
    team.zammad.service.fail(Method::GET, "/api/v1/", [(); 9].map(|()| Status(500)));
    team.edge.wait_until(clock::now() + Millis::from_minutes(7));
    team.agent.resume("desk").await;
    wait::until("the sweep", async { while team.said(&asked).await.len() < 2 {} }).await;
    let tried = team.zammad.service.so_far().len() - before;
    assert_eq!(tried, 1, "one conversation was asked for, and the others wait");
}
