//! One conversation in Chatwoot, Zammad, Slack and a webhook at once: each hears of everything once, and none says it
//! again, neither by an event nor when it is asked.

use std::sync::Arc;

use http::Method;
use protocol::conversation::ConversationState;
use protocol::forwarding::{Delivery, DeliveryState};
use protocol::question::{Ask, Asked};
use serde_json::{Value, json};
use tests::event::{Event, closed, reply};
use tests::receiver::SECRET;
use tests::service::{self, Handler};
use tests::services::chatwoot::{Chatwoot, source};
use tests::services::slack::{GRACE, Posted, Slack};
use tests::services::zammad::Zammad;
use tests::visitor::question;
use tests::{Agent, Edge, Fault, Service, clock, site, wait};
use timeline::{Millis, Moment};

/// A team that works everywhere.
struct Team {
    chatwoot: Chatwoot,
    zammad: Zammad,
    slack: Slack,
    webhook: Service,
    edge: Edge,
    agent: Agent,
}

impl Team {
    async fn start() -> Self {
        let (chatwoot, zammad, slack) =
            (Chatwoot::start().await, Zammad::start().await, Slack::start().await);
        let handler: Handler = Arc::new(|_| service::status(204));
        let webhook = Service::start(handler).await;
        let hook = json!({
            "type": "webhook", "id": "hook", "url": webhook.url(), "secret": SECRET,
        });
        let channels =
            [chatwoot.channel("helpdesk"), zammad.channel("desk"), slack.channel(), hook];
        // Questions about tickets go to the webhook alone.
        let configuration = site::forwarding(channels);
        let configuration = site::changed(configuration, "/topics/0/channels", json!(["hook"]));
        let edge = Edge::at(clock::now(), &configuration).await;
        chatwoot.connect(&edge, "helpdesk");
        let agent = edge.agent().await;
        Self { chatwoot, zammad, slack, webhook, edge, agent }
    }

    fn services(&self) -> [&Service; 4] {
        [&self.chatwoot.service, &self.zammad.service, &self.slack.service, &self.webhook]
    }

    /// Waits until this many deliveries of a conversation are there, each of which has arrived.
    async fn delivered(&self, asked: &Asked, count: usize) {
        wait::until(&format!("{count} deliveries to be recorded"), async {
            loop {
                let all = self.agent.detail(&asked.conversation).await.deliveries;
                assert!(all.len() <= count, "there is an echo: {all:#?}");
                let arrived = all.iter().filter(|one| one.state == DeliveryState::Delivered);
                if arrived.count() == count {
                    return;
                }
            }
        })
        .await;
    }

    /// Zammad and Slack tell everything that happened, our own doings too. Chatwoot does by itself.
    async fn tell(&self) {
        let ticket = self.zammad.ticket().id;
        for article in self.zammad.articles(ticket) {
            self.zammad.job(ticket, Some(article.id)).run(&self.edge, "desk").await;
        }
        for status in self.slack.tell(&self.edge).await {
            assert!((200..300).contains(&status), "{status}");
        }
    }

    async fn webhook_says(&self, body: &Value) {
        let event = Event::new(site::NAME, "hook", SECRET, body);
        event.to(&self.edge).send().await.is(204);
    }

    /// How often each was asked what it did not report, counted by the last request of each time.
    fn sweeps(&self) -> [usize; 3] {
        let last = |service: &Service, part: &str, not: &str| {
            let seen = service.so_far().into_iter().filter(|seen| seen.method == Method::GET);
            seen.filter(|seen| seen.path.contains(part) && !seen.path.contains(not)).count()
        };
        [
            last(&self.chatwoot.service, "/conversations/", "/messages"),
            last(&self.zammad.service, "/by_ticket/", "?"),
            last(&self.slack.service, "conversations.replies", "history"),
        ]
    }

    /// Moves on until all are asked what they did not report, and have been.
    async fn sweep(&mut self) {
        let before = self.sweeps();
        self.slack.pass(Millis::from_minutes(7));
        let then = self.edge.now() + Millis::from_minutes(7);
        self.edge.wait_until(then);
        self.agent.resume("hook").await;
        let services = [
            ("Chatwoot", &self.chatwoot.service),
            ("Zammad", &self.zammad.service),
            ("Slack", &self.slack.service),
        ];
        for (place, (name, service)) in services.into_iter().enumerate() {
            let what = format!("a sweep of {name}");
            service.requests(&what, |_| self.sweeps()[place] > before[place]).await;
        }
        // What the services have answered is recorded before anything else is sent.
        let aside = Ask { topic: Some("tickets".to_owned()), ..question("An aside") };
        let aside = self.edge.visitor().ask_with(&aside).await;
        self.delivered(&aside, 1).await;
    }

    /// How often a text stands in each of the four.
    fn count(&self, asked: &Asked, text: &str) -> [usize; 4] {
        let desk = self.chatwoot.desk();
        let chatwoot = &desk.conversation(&source(&asked.conversation)).messages;
        let zammad = self.zammad.articles(self.zammad.ticket().id);
        let (slack, webhook) = (self.slack.messages(), self.webhook.so_far());
        // What people type is formatted, and has no blocks of ours.
        let shows = |message: &Posted| {
            message.texts.concat().contains(text) || (!message.by_app && message.fallback == text)
        };
        let told = |seen: &tests::Seen| seen.json()["data"]["message"]["text"] == text;
        [
            chatwoot.iter().filter(|message| message.content.contains(text)).count(),
            zammad.iter().filter(|article| article.body.contains(text)).count(),
            slack.iter().filter(|message| shows(message)).count(),
            webhook.iter().filter(|seen| told(seen)).count(),
        ]
    }

    async fn said(&self, asked: &Asked) -> Vec<String> {
        let messages = self.edge.visitor().read(asked).await.messages;
        messages.into_iter().map(|message| message.text).collect()
    }

    async fn state(&self, asked: &Asked) -> ConversationState {
        self.edge.visitor().read(asked).await.state
    }
}

/// What is said in each of them, and in the inbox.
const SAID: [&str; 6] =
    ["Where is my train", "From Chatwoot", "From Zammad", "From Slack", "From the hook", "From us"];

#[tokio::test]
async fn what_is_said_in_one_stands_once_in_all_of_them() {
    let mut team = Team::start().await;
    let asked = team.edge.visitor().ask(SAID[0]).await;
    let id = &asked.conversation;
    team.delivered(&asked, 4).await;

    assert_eq!(team.chatwoot.reply(id, SAID[1]).await.status, Some(204));
    team.delivered(&asked, 7).await;
    let ticket = team.zammad.ticket().id;
    let article = team.zammad.note(ticket, SAID[2]).id;
    assert_eq!(team.zammad.job(ticket, Some(article)).run(&team.edge, "desk").await, [204]);
    team.delivered(&asked, 10).await;
    let thread = team.slack.messages()[0].ts.clone();
    team.slack.writes(GRACE, Some(&thread), SAID[3]);
    team.tell().await;
    team.delivered(&asked, 13).await;
    team.webhook_says(&reply(id, SAID[4])).await;
    team.delivered(&asked, 16).await;
    team.agent.reply(id, SAID[5]).await;
    team.delivered(&asked, 20).await;

    team.tell().await;
    assert_eq!(team.said(&asked).await, SAID);
    for _ in 0..2 {
        team.sweep().await;
    }
    team.edge.visitor().write(&asked, "Thank you").await;
    team.delivered(&asked, 24).await;
    assert_eq!(team.said(&asked).await.len(), SAID.len() + 1, "nothing came back");
    for (place, text) in SAID.iter().enumerate() {
        // A webhook's own reply is not told to it.
        let hook = usize::from(place != 4);
        assert_eq!(team.count(&asked, text), [1, 1, 1, hook], "{text}");
    }
    assert_eq!(team.count(&asked, "Thank you"), [1; 4]);
}

#[tokio::test]
async fn what_is_closed_in_one_is_closed_in_all_of_them_and_stays_so() {
    let mut team = Team::start().await;
    let asked = team.edge.visitor().ask(SAID[0]).await;
    let id = &asked.conversation;
    team.delivered(&asked, 4).await;
    team.webhook_says(&closed(id)).await;
    // Slack and the others are told; the webhook knows.
    team.delivered(&asked, 7).await;
    assert_eq!(team.state(&asked).await, ConversationState::Closed);
    assert_eq!(team.chatwoot.desk().conversation(&source(id)).status, "resolved");
    assert_eq!(team.zammad.ticket().state, "closed");
    team.tell().await;
    for _ in 0..2 {
        team.sweep().await;
    }
    assert_eq!(team.state(&asked).await, ConversationState::Closed, "none of them opens it");

    // Slack shows how it stands, and is told of that by itself.
    team.edge.visitor().write(&asked, "It has not come").await;
    team.delivered(&asked, 12).await;
    assert_eq!(team.state(&asked).await, ConversationState::Waiting);
    assert_eq!(team.chatwoot.desk().conversation(&source(id)).status, "open");
    team.tell().await;
    for _ in 0..2 {
        team.sweep().await;
    }
    assert_eq!(team.state(&asked).await, ConversationState::Waiting, "none of them closes it");
    assert_eq!(team.zammad.ticket().state, "open");
    team.delivered(&asked, 12).await;
}

#[tokio::test]
async fn an_hour_of_errors_everywhere_loses_nothing_and_repeats_nothing() {
    let mut team = Team::start().await;
    let hour = team.edge.now() + Millis::from_hours(1);
    for service in team.services() {
        service.fail(Method::POST, "/", vec![Fault::Status(500); 1_000]);
    }
    let asked = team.edge.visitor().ask(SAID[0]).await;
    team.agent.reply(&asked.conversation, SAID[5]).await;
    let mut rounds = 0;
    while team.edge.now() < hour {
        rounds += 1;
        // The first delivery of each channel is tried; what comes after it waits behind it.
        let tried = wait::until("an attempt at each", async {
            loop {
                let all = team.agent.detail(&asked.conversation).await.deliveries;
                let waits = |one: &Delivery| one.state == DeliveryState::Waiting;
                assert!(all.iter().all(waits), "none is given up: {all:#?}");
                let mut tried = all;
                tried.retain(|one| one.attempts >= rounds && one.next_at.is_some());
                if tried.len() == 4 {
                    return tried;
                }
            }
        });
        let next = tried.await.iter().filter_map(|one| one.next_at).max().unwrap_or_default();
        let then = Moment(next).max(team.edge.now() + Millis::from_minutes(5));
        team.slack.pass(Millis(then.0 - team.edge.now().0));
        team.edge.wait_until(then);
        team.agent.resume("hook").await;
    }
    for service in team.services() {
        service.recover();
    }
    team.agent.retry_all().await;
    team.delivered(&asked, 8).await;
    for text in [SAID[0], SAID[5]] {
        assert_eq!(team.count(&asked, text)[..3], [1; 3], "{text}");
    }
    let desk = team.chatwoot.desk();
    let there: Vec<_> = desk.conversation(&source(&asked.conversation)).incoming();
    assert!(there[0].contains(SAID[0]) && there[1].contains(SAID[5]), "in their order");
}
