//! Nothing is posted twice, and nothing that was written is missed.

use channels::delivery::Thread;
use channels::event::{What, Whose};
use channels::{Delivery, Exchange, News, Pause};
use conversation::id::ConversationId;
use serde_json::json;

use crate::{
    CONVERSATION, NOW, ROOT, answer, attempt, called, channel, fixture, later, posted, query,
    question, reply, request,
};

fn again(delivery: Delivery) -> Delivery {
    Delivery { repeated: true, ..delivery }
}

#[test]
fn a_repeated_question_is_looked_for_in_the_channel() {
    let read = request(&again(question()), &[]);
    assert_eq!((read.method().as_str(), read.uri().path()), ("GET", "/api/conversations.history"));
    assert_eq!(read.headers()["authorization"], format!("Bearer {}", crate::TOKEN));
    let expected = [
        ("channel", "C0123456789"),
        // 10 minutes before it was written.
        ("oldest", "1795425400.123000"),
        ("limit", "100"),
        ("include_all_metadata", "true"),
    ];
    assert_eq!(query(&read), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));

    let found = answer(&fixture(include_str!("../../fixtures/slack/history.json")));
    let receipt = attempt(&again(question()), std::slice::from_ref(&found)).unwrap();
    assert_eq!((receipt.remote.as_deref(), receipt.place.as_deref()), (Some(ROOT), Some(ROOT)));

    // Another delivery's message is not ours.
    let other = Delivery { id: "msg_other".to_owned(), ..again(question()) };
    assert_eq!(request(&other, &[found]).uri().path(), "/api/chat.postMessage");
}

#[test]
fn a_repeated_message_is_looked_for_in_its_thread() {
    let read = request(&again(later(reply())), &[]);
    assert_eq!(read.uri().path(), "/api/conversations.replies");
    assert!(query(&read).contains(&("ts".to_owned(), ROOT.to_owned())));
    let page = answer(&fixture(include_str!("../../fixtures/slack/replies.json")));
    let mut delivery = again(later(reply()));
    delivery.id = "msg_reply".to_owned();
    let receipt = attempt(&delivery, std::slice::from_ref(&page)).unwrap();
    assert_eq!((receipt.remote.as_deref(), receipt.place), (Some("1795426050.000100"), None));
    delivery.id = "msg_new".to_owned();
    assert_eq!(
        request(&delivery, std::slice::from_ref(&page)).uri().path(),
        "/api/chat.postMessage"
    );
    let receipt = attempt(&delivery, &[page, posted("1795426200.000100")]).unwrap();
    assert_eq!(receipt.remote.as_deref(), Some("1795426200.000100"));
}

#[test]
fn a_person_cannot_pretend_to_be_what_we_have_posted() {
    let forged = answer(&json!({"ok": true, "messages": [{
        "ts": "1795426090.000100", "user": "U0123456789", "text": "mine",
        "metadata": {"event_type": "askhours_message", "event_payload": {"delivery": question().id}},
    }]}));
    assert_eq!(request(&again(question()), &[forged]).uri().path(), "/api/chat.postMessage");
}

#[test]
fn further_pages_are_read_as_far_as_sense_goes() {
    let page = answer(&json!({
        "ok": true, "messages": [], "has_more": true, "response_metadata": {"next_cursor": "bmV4dA=="},
    }));
    let second = request(&again(question()), std::slice::from_ref(&page));
    assert!(second.uri().query().unwrap().ends_with("cursor=bmV4dA%3D%3D"), "{}", second.uri());
    let endless = vec![page; 10];
    assert_eq!(request(&again(question()), &endless).uri().path(), "/api/chat.postMessage");
}

#[test]
fn what_cannot_be_read_is_not_posted() {
    let refused =
        answer(&json!({"ok": false, "error": "missing_scope", "needed": "channels:history"}));
    let result = attempt(&again(question()), &[refused]);
    assert!(matches!(result, Err(Pause::Failed(_))), "{result:?}");
}

fn sweep(thread: &Thread, answers: &[channels::Answer]) -> Result<Vec<News>, Pause> {
    let id = ConversationId::parse(CONVERSATION).expect("it is an id");
    channels::sweep(&channel(), thread, &id, NOW, &mut Exchange::new(answers))
}

#[test]
fn a_sweep_finds_what_people_wrote() {
    let page = [answer(&fixture(include_str!("../../fixtures/slack/replies.json")))];
    let mut thread = later(reply()).thread;
    let texts = |news: &[News]| -> Vec<(String, String, Option<String>)> {
        let told = news.iter().map(|news| match (&news.of, &news.what) {
            (Whose::Place(place), What::Written(written)) => {
                assert_eq!(place, ROOT);
                (written.remote.clone(), written.text.clone(), written.author.clone())
            }
            other => panic!("{other:?}"),
        });
        told.collect()
    };
    let first = ("1795426100.000200", "Yes, two per coach.", Some("Grace"));
    let second = ("1795426150.000300", "& a <dog>?", None);
    let owned = |(remote, text, author): (&str, &str, Option<&str>)| {
        (remote.to_owned(), text.to_owned(), author.map(str::to_owned))
    };
    assert_eq!(texts(&sweep(&thread, &page).unwrap()), [owned(first), owned(second)]);
    thread.known.push("1795426100.000200".to_owned());
    assert_eq!(texts(&sweep(&thread, &page).unwrap()), [owned(second)]);
    thread.known.push("1795426150.000300".to_owned());
    assert_eq!(sweep(&thread, &page).unwrap(), []);
}

#[test]
fn a_sweep_reads_a_long_thread_from_where_it_is_known() {
    let known = (0..200).map(|index| format!("17954{index:05}.000100"));
    let mut thread =
        Thread { place: Some(ROOT.to_owned()), known: known.collect(), ..Thread::default() };
    let read = called(sweep(&thread, &[]));
    assert!(query(&read).contains(&("oldest".to_owned(), "1795400150.000100".to_owned())));
    thread.known.truncate(10);
    assert!(query(&called(sweep(&thread, &[]))).contains(&("oldest".to_owned(), "0".to_owned())));
}

#[test]
fn a_sweep_of_what_is_not_there_finds_nothing() {
    assert_eq!(sweep(&Thread::default(), &[]).unwrap(), []);
    let gone = [answer(&json!({"ok": false, "error": "thread_not_found"}))];
    assert_eq!(sweep(&later(reply()).thread, &gone).unwrap(), []);
}
