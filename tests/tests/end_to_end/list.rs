//! The inbox's list: in order, searched, counted, and page by page.

use futures_util::future::join_all;
use protocol::inbox::{Counts, List, MoveTo, Summary};
use protocol::question::Ask;
use serde_json::json;
use tests::request::escaped;
use tests::visitor::question;
use tests::{Agent, Edge, site};

fn excerpts(conversations: &[Summary]) -> Vec<&str> {
    conversations.iter().map(|conversation| &*conversation.excerpt).collect()
}

async fn search(agent: &Agent, text: &str) -> List {
    agent.list(&format!("?search={}", escaped(text))).await
}

#[tokio::test]
async fn waiting_conversations_stand_by_promise() {
    let edge = Edge::with(&site::with("/reply_target", "4h")).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let patient = visitor.ask("Patient").await;
    visitor.ask("Also patient").await;
    edge.admin().apply(site::NAME, &site::with("/reply_target", "1h")).await;
    visitor.ask("Urgent").await;
    let waiting = agent.list("?state=waiting").await.conversations;
    assert_eq!(excerpts(&waiting), ["Urgent", "Patient", "Also patient"]);

    visitor.write(&patient, "Patient still").await;
    let waiting = agent.list("?state=waiting").await.conversations;
    assert_eq!(excerpts(&waiting), ["Urgent", "Patient still", "Also patient"], "keeps its place");
    let all = agent.list("").await.conversations;
    assert_eq!(excerpts(&all), ["Patient still", "Urgent", "Also patient"], "the latest first");
}

#[tokio::test]
async fn without_a_promise_a_question_waits_last() {
    let edge = Edge::with(&site::with("/hours", "off")).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("No promise").await;
    assert_eq!(asked.promise.answer_by, None);
    edge.admin().apply(site::NAME, &site::configuration()).await;
    visitor.ask("Promised").await;
    let waiting = agent.list("?state=waiting").await.conversations;
    assert_eq!(excerpts(&waiting), ["Promised", "No promise"]);
}

#[tokio::test]
async fn states_are_listed_and_counted() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let mut ids = Vec::new();
    for text in ["Waiting", "Answered", "Closed", "Spam"] {
        ids.push(visitor.ask(text).await.conversation);
    }
    agent.reply(&ids[1], "An answer").await;
    agent.move_to(&ids[2], MoveTo::Closed).await;
    agent.move_to(&ids[3], MoveTo::Spam).await;
    for (state, excerpt) in
        [("waiting", "Waiting"), ("answered", "An answer"), ("closed", "Closed"), ("spam", "Spam")]
    {
        let list = agent.list(&format!("?state={state}")).await;
        assert_eq!(excerpts(&list.conversations), [excerpt]);
        let one = Counts { waiting: 1, answered: 1, closed: 1, spam: 1, failed_deliveries: 0 };
        assert_eq!(list.counts, one);
    }
    assert_eq!(agent.list("").await.conversations.len(), 4);
    agent.get("/conversations?state=odd").await.is_problem(400, "malformed");
}

#[tokio::test]
async fn a_search_finds_what_was_written_by_whom() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let bicycle = visitor.ask("Fährt ein Schlafwagen nach Zürich?").await;
    visitor.ask("Say \"hello\" to 100% of the team_mates").await;
    visitor
        .ask_with(&Ask {
            name: Some("Jane Öztürk".to_owned()),
            email: Some("jane@example.org".to_owned()),
            phone: Some("+49 30 123456".to_owned()),
            ..question("A third one")
        })
        .await;
    agent.reply(&bicycle.conversation, "Ja, mit dem Nachtzug.").await;
    agent.note(&bicycle.conversation, "Stammkundin").await;

    let first = "Ja, mit dem Nachtzug.";
    let second = "Say \"hello\" to 100% of the team_mates";
    for (text, found) in [
        ("Schlafwagen", vec![first]),
        ("schlafwagen", vec![first]),
        ("lafwa", vec![first]),
        ("Zürich", vec![first]),
        ("ZÜRICH", vec![first]),
        ("ü", vec![first, "A third one"]),
        ("Zü", vec![first]),
        ("wagen nach", vec![first]),
        ("nach wagen", vec![]),
        ("Nachtzug", vec![first]),
        ("Stammkundin", vec![first]),
        ("\"hello\"", vec![second]),
        ("\"", vec![second]),
        ("\"\"\"", vec![]),
        ("100%", vec![second]),
        ("%", vec![second]),
        ("_", vec![second]),
        ("___", vec![]),
        ("*", vec![]),
        ("hello OR Schlafwagen", vec![]),
        ("text:hello", vec![]),
        ("Jane", vec!["A third one"]),
        ("Öztürk", vec!["A third one"]),
        ("jane@example.org", vec!["A third one"]),
        ("123456", vec!["A third one"]),
        ("nordwind.", vec![]),
        ("x'; DROP TABLE conversations; --", vec![]),
    ] {
        let list = search(&agent, text).await;
        assert_eq!(excerpts(&list.conversations), found, "{text}");
        assert_eq!(list.counts.waiting, 2, "the counts are those of everything");
    }
    let waiting = agent.list("?state=waiting&search=Schlafwagen").await;
    assert_eq!(waiting.conversations, [], "a search is held to the state");
    let surrounded = search(&agent, "  Schlafwagen ").await;
    assert_eq!(
        excerpts(&surrounded.conversations),
        [first],
        "white space around it is no part of it"
    );
}

#[tokio::test]
async fn more_than_a_page_is_read_page_by_page() {
    const ASKED: usize = 120;
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asking = (0..ASKED).map(|number| {
        let visitor = visitor.clone();
        async move { visitor.ask(&format!("Question number {number}")).await }
    });
    let asked = join_all(asking).await;
    for query in ["?state=waiting", "", "?search=number"] {
        let (all, pages) = agent.all(query).await;
        assert_eq!(pages[..2], [50, 50], "{query}");
        assert_eq!(all.len(), ASKED, "{query}");
        let mut ids: Vec<_> = all.iter().map(|one| &one.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ASKED, "{query}: none stands twice");
        let in_order = all.windows(2).all(|two| match query {
            "?state=waiting" => two[0].promise.answer_by <= two[1].promise.answer_by,
            _ => two[0].changed_at >= two[1].changed_at,
        });
        assert!(in_order, "{query}");
    }
    assert_eq!(agent.list("").await.counts.waiting, u32::try_from(asked.len()).unwrap());

    // A new question between two pages moves none of the others.
    let first = agent.list("?state=waiting").await;
    visitor.ask("In between").await;
    let cursor = first.cursor.expect("there is a second page");
    let second = agent.list(&format!("?state=waiting&cursor={cursor}")).await;
    assert!(second.conversations.iter().all(|one| !first.conversations.contains(one)));

    for bad in ["x", "1", "x.y", "99999999999999999999.a"] {
        let answer = agent.get(&format!("/conversations?cursor={bad}")).await;
        answer.is_problem(400, "malformed");
    }
}

#[tokio::test]
async fn a_detail_says_who_asked_from_where() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let ask = json!({
        "text": format!("  Two\n\n lines, and then {}", "much more ".repeat(50)),
        "topic": "tickets", "name": "Jane", "email": "jane@example.org", "phone": "+49 30 123456",
        "page": format!("{}?secret=1#x", site::PAGE), "locale": "en-GB",
    });
    let answer = visitor.asking(&tests::random::token()).json(&ask).send().await;
    let asked: protocol::question::Asked = answer.with_status(201).json();
    let detail = agent.detail(&asked.conversation).await;
    let visitor = json!({
        "name": "Jane", "email": "jane@example.org", "phone": "+49 30 123456",
        "page": site::PAGE, "locale": "en-GB", "verified": false,
    });
    assert_eq!(serde_json::to_value(&detail.visitor).unwrap(), visitor);
    let summary = detail.summary;
    assert_eq!(
        (summary.name.as_deref(), summary.topic.as_deref()),
        (Some("Jane"), Some("tickets"))
    );
    assert!(summary.excerpt.starts_with("Two lines, and then much more"));
    assert_eq!(summary.excerpt.chars().count(), 160);
}
