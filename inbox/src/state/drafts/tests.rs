//! What becomes of a text until it is stored.

use super::*;

fn draft(text: &str) -> Draft {
    let mut draft = Draft::default();
    draft.write(text.to_owned());
    draft
}

fn key(key: &'static str) -> impl FnOnce() -> String {
    move || key.to_owned()
}

#[test]
fn a_retry_keeps_its_key_and_another_text_gets_another() {
    let mut draft = draft("Hello ");
    let first = draft.send(key("1")).unwrap();
    assert_eq!((first.key.as_str(), first.text.as_str()), ("1", "Hello"));
    assert_eq!(draft.send(key("2")), None, "it is under way");
    draft.not_sent();
    assert_eq!(draft.text(), "Hello ");
    assert_eq!(draft.send(key("2")).unwrap().key, "1");
    draft.not_sent();
    draft.write("Hello!".to_owned());
    assert_eq!(draft.sending, Sending::Idle);
    assert_eq!(draft.send(key("3")).unwrap().key, "3");
    draft.not_sent();
    draft.turn(Kind::Note);
    draft.write("Hello!".to_owned());
    assert_eq!(draft.send(key("4")).unwrap().key, "4", "a note is another request");
}

#[test]
fn what_was_sent_is_gone_and_the_other_text_stays() {
    let mut draft = draft("To the visitor");
    draft.turn(Kind::Note);
    draft.write("To the team".to_owned());
    draft.send(key("1"));
    draft.sent(Kind::Note);
    assert_eq!((draft.text(), draft.sending), ("", Sending::Idle));
    draft.turn(Kind::Reply);
    assert_eq!(draft.text(), "To the visitor");
}

#[test]
fn nothing_and_too_much_stay_here() {
    let mut nothing = draft(" \n");
    assert_eq!(nothing.send(key("1")), None);
    assert_eq!(nothing.sending, Sending::Failed(Refusal::Empty));
    let mut much = draft(&"ä".repeat(MAX_TEXT));
    assert_eq!(much.characters_left(), 0);
    much.write("ä".repeat(MAX_TEXT + 1));
    assert_eq!((much.characters_left(), much.send(key("1"))), (-1, None));
    assert_eq!(much.sending, Sending::Failed(Refusal::TooLong));
}

#[test]
fn a_draft_survives_the_reload_with_its_key() {
    let mut before = draft("Grüße\nvon 2 Zeilen");
    before.send(key("k-1"));
    before.not_sent();
    before.turn(Kind::Note);
    before.write("notiz".to_owned());
    let mut after = Draft::from_stored(&before.to_stored().unwrap()).unwrap();
    assert_eq!((after.kind, after.text()), (Kind::Note, "notiz"));
    after.turn(Kind::Reply);
    assert_eq!(after.text(), "Grüße\nvon 2 Zeilen");
    assert_eq!(after.send(key("k-2")).unwrap().key, "k-1");
    before.turn(Kind::Reply);
    before.write("changed".to_owned());
    let mut after = Draft::from_stored(&before.to_stored().unwrap()).unwrap();
    after.turn(Kind::Reply);
    assert_eq!(after.send(key("k-3")).unwrap().key, "k-3");
}

#[test]
fn storage_that_holds_something_else_is_no_draft() {
    for stored in ["", "x", "reply", "reply 9\nshort", "reply 1\nä", "other 0\n", "note x\n"] {
        assert_eq!(Draft::from_stored(stored), None, "{stored}");
    }
    assert_eq!(Draft::default().to_stored(), None);
}

#[test]
fn a_stored_draft_gives_way_to_a_newer_one() {
    let mut drafts = Drafts::default();
    drafts.restore("a", draft("old"));
    drafts.restore("a", draft("older"));
    assert_eq!(drafts.get("a").unwrap().text(), "old");
    assert!(drafts.has("a") && !drafts.has("b"));
}
