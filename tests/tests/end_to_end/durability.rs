//! Durability shown, not claimed: while visitors ask, workerd is killed with SIGKILL again and
//! again at random moments. Each acknowledged question is in the inbox exactly once afterwards, and
//! reached the webhook at least once, always with the same id.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use futures_util::future::join_all;
use protocol::question::{Asked, Write};
use tests::visitor::question;
use tests::{Answer, Attempt, Edge, Receiver, Request, Visitor, random, site, wait};
use tokio::sync::watch;

/// How often workerd is killed.
const KILLS: usize = 12;

/// Visitors who ask at the same time.
const VISITORS: usize = 6;

/// The most requests between two kills. A start takes a tenth of a second, a request some
/// milliseconds: most kills meet several requests halfway.
const BETWEEN: u64 = 40;

/// What the visitors and the one who kills know of each other.
#[derive(Debug)]
struct Scene {
    /// Requests that were begun.
    begun: watch::Sender<usize>,
    /// How often the edge was started: whoever lost the connection waits for the next time.
    started: watch::Sender<usize>,
    /// Requests that a kill cut off, or that found nobody.
    lost: AtomicUsize,
    /// Whether to go on.
    over: AtomicBool,
}

/// A question that was acknowledged, with a message after it.
#[derive(Debug)]
struct Acknowledged {
    question: String,
    message: String,
    asked: Asked,
}

#[tokio::test]
async fn what_was_acknowledged_survives_every_kill() {
    let receiver = Receiver::start().await;
    let mut edge = Edge::with(&site::forwarding([receiver.channel("desk")])).await;
    let agent = edge.agent().await;
    let scene = Arc::new(Scene {
        begun: watch::Sender::default(),
        started: watch::Sender::default(),
        lost: AtomicUsize::default(),
        over: AtomicBool::default(),
    });
    let visitors: Vec<_> = (0..VISITORS)
        .map(|number| tokio::spawn(ask_on(Arc::clone(&scene), edge.visitor(), number)))
        .collect();
    for _ in 0..KILLS {
        kill_at_a_random_moment(&scene, &mut edge).await;
    }
    scene.over.store(true, Ordering::SeqCst);
    let finished = wait::until("the last questions", join_all(visitors)).await;
    let acknowledged: Vec<Acknowledged> =
        finished.into_iter().flat_map(|visitor| visitor.expect("no visitor gave up")).collect();

    let texts: BTreeSet<&str> =
        acknowledged.iter().flat_map(|one| [one.question.as_str(), one.message.as_str()]).collect();
    let everything = |attempts: &[Attempt]| {
        let arrived: BTreeSet<_> = attempts.iter().map(|attempt| &*attempt.text).collect();
        texts.iter().all(|text| arrived.contains(text))
    };
    let attempts = receiver.attempts("every message at the receiver", everything).await;
    let (listed, _) = agent.all("").await;

    report(&format!(
        "asked {} questions and wrote {} messages under {KILLS} kills; acknowledged all of them \
         after {} attempts that a kill cut off; {} conversations in the inbox; the receiver got {} \
         deliveries, {} of them again",
        acknowledged.len(),
        acknowledged.len(),
        scene.lost.load(Ordering::SeqCst),
        listed.len(),
        attempts.len(),
        attempts.len() - texts.len(),
    ));
    assert!(scene.lost.load(Ordering::SeqCst) >= KILLS / 2, "the kills met nobody");

    let mut ids: Vec<_> = listed.iter().map(|conversation| &*conversation.id).collect();
    ids.sort_unstable();
    let mut expected: Vec<_> = acknowledged.iter().map(|one| &*one.asked.conversation).collect();
    expected.sort_unstable();
    assert_eq!(ids, expected, "each acknowledged question is in the inbox exactly once");
    for one in &acknowledged {
        let detail = agent.detail(&one.asked.conversation).await;
        let written: Vec<_> = detail.entries.iter().map(|entry| &*entry.text).collect();
        assert_eq!(written, [&*one.question, &*one.message]);
        assert_eq!(
            edge.visitor().read(&one.asked).await.messages.len(),
            2,
            "the secret still fits"
        );
    }

    assert_eq!(receiver.forged(), [""; 0]);
    let mut delivered: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for attempt in &attempts {
        delivered.entry(&attempt.text).or_default().insert(&attempt.id);
    }
    assert_eq!(delivered.keys().copied().collect::<BTreeSet<_>>(), texts, "and nothing else came");
    assert!(delivered.values().all(|ids| ids.len() == 1), "one id each: {delivered:#?}");
    for one in &acknowledged {
        let first = |text: &str| attempts.iter().position(|attempt| attempt.text == text);
        assert!(first(&one.question) < first(&one.message), "{one:?} came out of order");
    }
}

#[tokio::test]
async fn what_the_team_did_survives_a_kill() {
    let mut edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let (kept, erased) = (visitor.ask("Kept").await, visitor.ask("Erased").await);
    for number in 0..3 {
        agent.reply(&kept.conversation, &format!("Reply {number}")).await;
        edge.kill().await;
        edge.restart().await;
        agent.note(&kept.conversation, &format!("Note {number}")).await;
        edge.kill().await;
        edge.restart().await;
    }
    visitor.erase(&erased).await;
    edge.kill().await;
    edge.restart().await;
    let entries = agent.detail(&kept.conversation).await.entries;
    let texts: Vec<_> = entries.iter().map(|entry| &*entry.text).collect();
    assert_eq!(texts, ["Kept", "Reply 0", "Note 0", "Reply 1", "Note 1", "Reply 2", "Note 2"]);
    visitor.reading(&erased).send().await.is_problem(404, "not_found");
    assert_eq!(agent.list("").await.conversations.len(), 1);
}

/// Asks one question after the other, each with a message behind it, until the killing is over.
async fn ask_on(scene: Arc<Scene>, visitor: Visitor, number: usize) -> Vec<Acknowledged> {
    let mut acknowledged = Vec::new();
    while !scene.over.load(Ordering::SeqCst) {
        let place = acknowledged.len();
        let text = format!("Question {place} of visitor {number}");
        let key = random::token();
        let ask = question(&text);
        let asked: Asked = insist(&scene, || visitor.asking(&key).json(&ask)).await.json();

        let write = Write { text: format!("Message {place} of visitor {number}") };
        let key = random::token();
        let _ = insist(&scene, || visitor.writing(&asked, &key).json(&write)).await;
        acknowledged.push(Acknowledged { question: text, message: write.text, asked });
    }
    acknowledged
}

/// Sends the same request until it is acknowledged, as the widget does.
async fn insist(scene: &Scene, request: impl Fn() -> Request) -> Answer {
    loop {
        let mut started = scene.started.subscribe();
        let seen = *started.borrow_and_update();
        scene.begun.send_modify(|begun| *begun += 1);
        if let Ok(answer) = request().try_send().await {
            // An edge that answers, acknowledges.
            return answer.with_status(201);
        }
        scene.lost.fetch_add(1, Ordering::SeqCst);
        let again = started.wait_for(|started| *started > seen);
        wait::until("the edge to be back", again).await.expect("the scene goes on");
    }
}

/// Kills once some more requests were begun. A handful of short requests of its own, as many as
/// chance wants, put the kill at any point of theirs.
async fn kill_at_a_random_moment(scene: &Scene, edge: &mut Edge) {
    let target = *scene.begun.borrow() + usize::try_from(random::below(BETWEEN)).unwrap_or(1);
    let mut begun = scene.begun.subscribe();
    wait::until("some more requests", begun.wait_for(|begun| *begun >= target))
        .await
        .expect("the scene goes on");
    for _ in 0..random::below(6) {
        let healthy = edge.request(http::Method::GET, "/healthz").send().await;
        assert_eq!(healthy.status, 200);
    }
    edge.kill().await;
    edge.restart().await;
    scene.started.send_modify(|started| *started += 1);
}

/// Prints a line also where the test passes: the numbers are what this test is for.
fn report(line: &str) {
    writeln!(std::io::stdout(), "durability: {line}").ok();
}
