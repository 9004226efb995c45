//! Zammad at the other end: what leaves for it, what comes back, and what becomes of both while it fails.

mod elsewhere;
mod failing;
mod hostile;

use http::Method;
use protocol::conversation::{Author, ConversationState};
use protocol::forwarding::DeliveryState;
use protocol::inbox::MoveTo;
use protocol::question::{Ask, Asked};
use serde_json::json;
use tests::services::zammad::{AGENT_EMAIL, Article, SECRET, TOKEN, Zammad};
use tests::visitor::question;
use tests::{Agent, Edge, Visitor, clock, site, wait};
use timeline::Millis;

/// A team that works in Zammad, and an edge that forwards to it as the channel `desk`.
struct Team {
    zammad: Zammad,
    edge: Edge,
    agent: Agent,
    visitor: Visitor,
}

async fn team() -> Team {
    let zammad = Zammad::start().await;
    let edge = Edge::with(&site::forwarding([zammad.channel("desk")])).await;
    with(zammad, edge).await
}

async fn with(zammad: Zammad, edge: Edge) -> Team {
    let (agent, visitor) = (edge.agent().await, edge.visitor());
    Team { zammad, edge, agent, visitor }
}

impl Team {
    /// Asks, and waits until the ticket is there and known here.
    async fn ask(&self, text: &str) -> Asked {
        let asked = self.visitor.ask(text).await;
        self.settled(&asked).await;
        asked
    }

    /// Waits until everything of a conversation has arrived, and is recorded.
    async fn settled(&self, asked: &Asked) {
        wait::until("every delivery to be recorded", async {
            loop {
                let deliveries = self.agent.detail(&asked.conversation).await.deliveries;
                if deliveries.iter().all(|one| one.state == DeliveryState::Delivered) {
                    return;
                }
            }
        })
        .await;
    }

    /// The webhook tells of an article, or of a ticket alone, and is taken at once.
    async fn tells(&self, ticket: u64, article: Option<u64>) {
        let statuses = self.zammad.job(ticket, article).run(&self.edge, "desk").await;
        assert_eq!(statuses, [204]);
    }

    /// What both sides have said, as the visitor sees it: whether the team did, under which name, and what.
    async fn said(&self, asked: &Asked) -> Vec<(Option<String>, String)> {
        let messages = self.visitor.read(asked).await.messages;
        let said = messages.into_iter().map(|message| {
            let team = message.from == Author::Team;
            (team.then(|| message.name.unwrap_or_default()), message.text)
        });
        said.collect()
    }

    async fn state(&self, asked: &Asked) -> ConversationState {
        self.visitor.read(asked).await.state
    }
}

fn bodies(articles: &[Article]) -> Vec<&str> {
    articles.iter().map(|article| &*article.body).collect()
}

fn by_visitor(text: &str) -> (Option<String>, String) {
    (None, text.to_owned())
}

fn by_grace(text: &str) -> (Option<String>, String) {
    (Some("Grace Hopper".to_owned()), text.to_owned())
}

#[tokio::test]
async fn a_question_opens_a_ticket_and_what_follows_are_its_articles() {
    let team = team().await;
    let ask = Ask {
        topic: Some("tickets".to_owned()),
        name: Some("Jane".to_owned()),
        email: Some("Jane@example.org".to_owned()),
        phone: Some("+49 30 123456".to_owned()),
        ..question("Does it take <b>bicycles</b>?")
    };
    let asked = team.visitor.ask_with(&ask).await;
    team.visitor.write(&asked, "And a dog?").await;
    team.visitor.write(&asked, "A *small* one &amp; quiet.").await;

    let articles = team.zammad.written(3).await;
    for article in &articles {
        let kind = (&*article.kind, &*article.sender, article.internal, &*article.content_type);
        assert_eq!(kind, ("web", "Customer", false, "text/plain"));
        assert!(!article.body.contains(&asked.secret), "the visitor's secret is for nobody else");
    }
    let bodies = bodies(&articles);
    assert!(bodies[0].starts_with("Does it take <b>bicycles</b>?\n\n"), "{}", bodies[0]);
    for told in ["Jane@example.org", "+49 30 123456", "Fahrkarten", site::PAGE, "/inbox?"] {
        assert!(bodies[0].contains(told), "{told} in {}", bodies[0]);
    }
    assert_eq!(bodies[1..], ["And a dog?", "A *small* one &amp; quiet."]);
    let ticket = team.zammad.ticket();
    assert_eq!(
        (&*ticket.state, &ticket.tags),
        ("new", &vec!["askhours".to_owned(), asked.conversation.clone()])
    );
    assert!(
        ticket.title.contains("Jane") && ticket.title.contains("Fahrkarten"),
        "{}",
        ticket.title
    );
    let customer = team.zammad.customer(&ticket);
    let known = (&*customer.login, &*customer.email, &*customer.firstname);
    assert_eq!(known, (&*asked.conversation, "", "Jane"), "nobody has verified the address");
    team.settled(&asked).await;
}

#[tokio::test]
async fn each_conversation_has_a_customer_of_its_own_whatever_address_is_typed() {
    let team = team().await;
    let ask = |email: &str| Ask { email: Some(email.to_owned()), ..question("Where is my train?") };
    let first = team.visitor.ask_with(&ask("jane@example.org")).await;
    let other = team.visitor.ask_with(&ask("jane@example.org")).await;
    team.settled(&first).await;
    team.settled(&other).await;
    let tickets = team.zammad.tickets();
    let logins: Vec<_> = tickets.iter().map(|ticket| team.zammad.customer(ticket)).collect();
    let mut logins: Vec<_> = logins.iter().map(|user| (&*user.login, &*user.email)).collect();
    logins.sort_unstable();
    let mut expected = [(&*first.conversation, ""), (&*other.conversation, "")];
    expected.sort_unstable();
    assert_eq!(logins, expected);
}

#[tokio::test]
async fn an_answer_reaches_the_visitor_with_a_name_and_without_an_address() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let ticket = team.zammad.ticket().id;
    let note = team.zammad.note(ticket, "<div>On <b>platform 9</b>.</div><div>Hurry!</div>");
    team.tells(ticket, Some(note.id)).await;
    let expected = [by_visitor("Where is my train?"), by_grace("On platform 9.\nHurry!")];
    assert_eq!(team.said(&asked).await, expected);
    let read = team.visitor.reading(&asked).send().await.text();
    assert!(!read.contains(AGENT_EMAIL) && !read.contains('@'), "{read}");
    assert_eq!(team.state(&asked).await, ConversationState::Answered);
}

#[tokio::test]
async fn closing_and_opening_go_both_ways() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let ticket = team.zammad.ticket().id;

    team.zammad.set_state(ticket, "closed");
    team.tells(ticket, None).await;
    assert_eq!(team.state(&asked).await, ConversationState::Closed);
    team.zammad.set_state(ticket, "open");
    team.tells(ticket, None).await;
    assert_eq!(team.state(&asked).await, ConversationState::Waiting);
    // An answer that closes, as agents send most of them.
    let note = team.zammad.note(ticket, "It is here.");
    team.zammad.set_state(ticket, "closed");
    team.tells(ticket, Some(note.id)).await;
    assert_eq!(team.state(&asked).await, ConversationState::Closed);
    assert_eq!(team.said(&asked).await[1], by_grace("It is here."));

    team.visitor.write(&asked, "It is not!").await;
    team.zammad.written(3).await;
    assert_eq!(team.zammad.ticket().state, "open", "Zammad does not do this by itself");
    team.agent.move_to(&asked.conversation, MoveTo::Closed).await;
    team.zammad.is("closed").await;
    team.agent.move_to(&asked.conversation, MoveTo::Open).await;
    team.zammad.is("open").await;
    team.settled(&asked).await;
    // What we have done ourselves changes nothing when Zammad tells of it.
    team.tells(ticket, None).await;
    assert_eq!(team.state(&asked).await, ConversationState::Waiting);
}

#[tokio::test]
async fn an_answer_from_the_inbox_is_an_internal_note_that_never_comes_back() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    team.agent.reply(&asked.conversation, "On platform 9.").await;
    let articles = team.zammad.written(2).await;
    let note = &articles[1];
    assert_eq!((&*note.kind, &*note.sender, note.internal), ("note", "Agent", true));
    assert!(note.body.contains(site::AGENT_NAME) && note.body.ends_with("\n\nOn platform 9."));
    team.settled(&asked).await;

    team.tells(note.ticket_id, Some(note.id)).await;
    team.zammad.publish(note.id);
    team.tells(note.ticket_id, Some(note.id)).await;
    assert_eq!(team.said(&asked).await.len(), 2, "neither as it is nor made public");
}

#[tokio::test]
async fn events_that_come_twice_or_out_of_order_are_taken_once() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let ticket = team.zammad.ticket().id;
    let first = team.zammad.note(ticket, "On platform 9.");
    let second = team.zammad.note(ticket, "On platform 10, sorry.");
    for job in [team.zammad.job(ticket, Some(second.id)), team.zammad.job(ticket, Some(first.id))] {
        assert_eq!(job.run(&team.edge, "desk").await, [204]);
        assert_eq!(job.run(&team.edge, "desk").await, [204], "the same job once more");
        team.tells(ticket, Some(first.id)).await;
    }
    let said = team.said(&asked).await;
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said.contains(&by_grace("On platform 9.")));
    assert!(said.contains(&by_grace("On platform 10, sorry.")));
}

#[tokio::test]
async fn what_no_event_tells_of_is_found() {
    let zammad = Zammad::start().await;
    let configuration = site::forwarding([zammad.channel("desk")]);
    let edge = Edge::at(clock::now(), &configuration).await;
    let mut team = with(zammad, edge).await;
    let ask = Ask { email: Some("jane@example.org".to_owned()), ..question("Where is my train?") };
    let asked = team.visitor.ask_with(&ask).await;
    team.settled(&asked).await;
    let ticket = team.zammad.ticket().id;
    let told = team.zammad.note(ticket, "On platform 9.");
    team.tells(ticket, Some(told.id)).await;
    let mail = |to: &str, body: &str| Article {
        kind: "email".to_owned(),
        to: to.to_owned(),
        body: body.to_owned(),
        ..Article::by_agent(ticket)
    };
    // From here on the webhook is lost.
    let internal = Article { internal: true, ..mail("", "A nuisance.") };
    let lost = [
        Article { body: "<p>On platform 10.</p>".to_owned(), ..Article::by_agent(ticket) },
        internal,
        mail("works@supplier.example", "Where is it?"),
        mail("Jane <jane@example.org>", "It is late."),
    ];
    assert_eq!(lost.map(|article| team.zammad.write(article).id).len(), 4);
    team.zammad.set_state(ticket, "closed");

    team.edge.wait_until(clock::now() + Millis::from_minutes(7));
    team.agent.resume("desk").await;
    wait::until("the sweep", async { while team.said(&asked).await.len() < 3 {} }).await;
    let expected =
        [by_visitor("Where is my train?"), by_grace("On platform 9."), by_grace("On platform 10.")];
    assert_eq!(team.said(&asked).await, expected);
    // What has just changed here is not told what it is by what was read before.
    team.edge.wait_until(clock::now() + Millis::from_minutes(20));
    team.agent.resume("desk").await;
    wait::until("the next sweep", async {
        while team.state(&asked).await != ConversationState::Closed {}
    })
    .await;
}

#[tokio::test]
async fn a_try_says_what_zammad_says() {
    let team = team().await;
    assert_eq!(team.agent.test("desk").await.failure, None);
    let ticket = team.zammad.ticket();
    assert_eq!(ticket.state, "closed", "it is out of the way");
    assert!(bodies(&team.zammad.articles(ticket.id))[0].contains(site::AGENT_NAME));

    for (field, value, code, status, said) in [
        ("token", "another-token", "unauthorised", 401, "Invalid token"),
        ("group", "Nobody", "refused", 422, "No lookup value found for 'group': \"Nobody\""),
    ] {
        let mut channel = team.zammad.channel("desk");
        channel[field] = json!(value);
        team.edge.admin().apply(site::NAME, &site::forwarding([channel])).await;
        let failure = team.agent.test("desk").await.failure.expect("it cannot work");
        assert_eq!((&*failure.code, failure.status), (code, Some(status)));
        assert_eq!(failure.said.as_deref(), Some(said));
    }
    assert_eq!(team.zammad.tickets().len(), 1);
}

#[tokio::test]
async fn its_secrets_are_shown_nowhere() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let ticket = team.zammad.ticket().id;
    team.tells(ticket, None).await;
    team.zammad.job(ticket, None).to(&team.edge, "desk").body("{").send().await.is(401);
    team.agent.test("desk").await;
    let mut shown = vec![
        team.edge.admin().read(site::NAME).await.to_string(),
        team.edge.log(),
        team.visitor.reading(&asked).send().await.text(),
    ];
    for path in ["/deliveries", &format!("/conversations/{}", asked.conversation)] {
        shown.push(team.agent.request(Method::GET, path).send().await.text());
    }
    for shown in shown {
        assert!(!shown.contains(TOKEN) && !shown.contains(SECRET), "{shown}");
    }
}
