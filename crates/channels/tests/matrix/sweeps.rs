//! What a sweep finds.

use channels::delivery::Thread;
use channels::event::{What, Whose};
use channels::{Answer, Exchange, News, Pause, Reason, sweep};
use conversation::id::ConversationId;
use serde_json::{Value, json};

use crate::{CONVERSATION, NOW, ROOT, USER, answer, called, channel, failed, parsed, thread};

fn swept(thread: &Thread, answers: &[Answer]) -> Result<Vec<News>, Pause> {
    let conversation = ConversationId::parse(CONVERSATION).expect("the id is in order");
    sweep(&channel(), thread, &conversation, NOW, &mut Exchange::new(answers))
}

fn event(id: &str, sender: &str, body: &str) -> Value {
    let relation = json!({ "rel_type": "m.thread", "event_id": ROOT });
    let content = json!({ "msgtype": "m.text", "body": body, "m.relates_to": relation });
    json!({ "event_id": id, "sender": sender, "type": "m.room.message", "content": content })
}

/// What is found in a thread with these events, the oldest first, as texts and steps.
fn found(thread: &Thread, events: &[Value]) -> Vec<String> {
    let newest_first: Vec<_> = events.iter().rev().collect();
    let read = answer(200, &json!({ "chunk": newest_first }));
    let news = swept(thread, &[read]).expect("one page is enough");
    assert!(news.iter().all(|news| news.of == Whose::Place(ROOT.to_owned())));
    let told = |news: News| match news.what {
        What::Written(written) => written.text,
        What::Closed => "(closed)".to_owned(),
        What::Opened => "(opened)".to_owned(),
    };
    news.into_iter().map(told).collect()
}

const GRACE: &str = "@grace:example.org";

#[test]
fn a_thread_is_read_from_its_end() {
    let request = called(swept(&thread(), &[]));
    assert_eq!(request.method(), "GET");
    let room = "%21uyHzlBsCks_r0u1m4I5JI02V6w5yrGxIkO9jyfh0DlE";
    let path = format!("/_matrix/client/v1/rooms/{room}/relations/{}", ROOT.replace('$', "%24"));
    assert_eq!(request.uri().path(), path);
    assert_eq!(request.uri().query(), Some("user_id=%40askhours%3Aexample.org&dir=b&limit=50"));
    assert!(swept(&Thread::default(), &[]).unwrap().is_empty(), "nothing is there yet");
}

#[test]
fn what_is_not_known_is_found_in_its_order() {
    let thread = Thread { known: vec!["$1".to_owned(), "$2".to_owned()], ..thread() };
    let events = [
        event("$1", USER, "And a dog?"),
        event("$2", GRACE, "Yes."),
        event("$3", GRACE, "For free."),
        json!({ "broken": true }),
        event("$4", GRACE, "If it is small."),
    ];
    assert_eq!(found(&thread, &events), ["For free.", "If it is small."]);
}

#[test]
fn a_command_counts_until_we_have_said_something() {
    let closed = [event("$1", GRACE, "Bye."), event("$2", GRACE, "!close")];
    assert_eq!(found(&thread(), &closed), ["Bye.", "(closed)"]);
    let mut taken = closed.to_vec();
    taken.push(event("$3", USER, "The conversation was closed."));
    assert_eq!(found(&thread(), &taken), ["Bye."]);
    taken.push(event("$4", GRACE, "!open"));
    assert_eq!(found(&thread(), &taken), ["Bye.", "(opened)"]);
}

#[test]
fn a_thread_of_synapse_is_understood() {
    let relations: Value =
        serde_json::from_str(include_str!("../../fixtures/matrix/relations.json")).unwrap();
    let mut configuration = crate::configuration();
    configuration.user = "@askhours:localhost".to_owned();
    let conversation = ConversationId::parse(CONVERSATION).unwrap();
    let answers = [answer(200, &relations)];
    let news =
        sweep(&parsed(configuration), &thread(), &conversation, NOW, &mut Exchange::new(&answers));
    let what: Vec<_> = news.unwrap().into_iter().map(|news| news.what).collect();
    let [What::Written(written), What::Closed, What::Closed] = &*what else { panic!("{what:?}") };
    assert_eq!((&*written.text, written.author.as_deref()), ("reply", Some("anna")));
}

#[test]
fn what_cannot_be_read_is_told() {
    let unknown = json!({ "errcode": "M_UNRECOGNIZED", "error": "Unrecognized request" });
    let failure = failed(swept(&thread(), &[answer(404, &unknown)]));
    assert_eq!(failure.reason, Reason::NotFound(404));
    assert_eq!(failure.said.unwrap().as_str(), "M_UNRECOGNIZED: Unrecognized request");
    assert_eq!(failed(swept(&thread(), &[answer(404, &json!(""))])).reason, Reason::NotFound(404));
    for body in [json!("<html>"), json!({}), json!({ "chunk": 1 })] {
        assert_eq!(failed(swept(&thread(), &[answer(200, &body)])).reason, Reason::Unexpected(200));
    }
}

#[test]
fn a_thread_that_is_gone_is_no_failure() {
    let unknown = json!({ "errcode": "M_UNKNOWN", "error": "Unknown parent event." });
    assert!(swept(&thread(), &[answer(404, &unknown)]).unwrap().is_empty());
}
