//! What the list shows after answers, events and steps.

use super::*;
use crate::state::samples::{answered, page, waiting};

/// A list of waiting conversations that has arrived.
fn list(ids: &[(&str, i64)], cursor: Option<&str>) -> ListPane {
    let mut pane = ListPane::default();
    let request = pane.show(Filter::Waiting, "");
    let rows = ids.iter().map(|(id, at)| waiting(id, *at)).collect();
    assert_eq!(pane.arrived(&request, page(rows, cursor)), None);
    pane
}

#[test]
fn a_new_question_stands_where_its_promise_puts_it() {
    let mut pane = list(&[("a", 10), ("c", 30)], None);
    pane.changed(waiting("b", 20));
    assert_eq!(pane.ids(), ["a", "b", "c"]);
    assert!(pane.is_fresh("b") && !pane.is_fresh("a"));
    let without_promise =
        Summary { promise: protocol::question::Promise::default(), ..waiting("0", 1) };
    pane.changed(without_promise);
    assert_eq!(pane.ids(), ["a", "b", "c", "0"]);
}

#[test]
fn a_later_promise_moves_a_row_and_an_answer_takes_it_out() {
    let mut pane = list(&[("a", 10), ("b", 20)], None);
    pane.changed(waiting("a", 30));
    assert_eq!(pane.ids(), ["b", "a"]);
    assert!(!pane.is_fresh("a"));
    pane.changed(answered("b", 40));
    assert_eq!(pane.ids(), ["a"]);
    assert_eq!(pane.get("b"), None);
    pane.erased("a");
    assert!(pane.ids().is_empty());
}

#[test]
fn other_lists_have_the_latest_first() {
    let mut pane = ListPane::default();
    let request = pane.show(Filter::Answered, "");
    pane.arrived(&request, page(vec![answered("b", 20), answered("a", 10)], None));
    pane.changed(answered("a", 30));
    pane.changed(answered("c", 15));
    assert_eq!(pane.ids(), ["a", "b", "c"]);
}

#[test]
fn what_belongs_behind_the_last_row_waits_for_its_page() {
    let mut pane = list(&[("a", 10), ("b", 20)], Some("20.b"));
    pane.changed(waiting("z", 90));
    assert_eq!(pane.ids(), ["a", "b"]);
    let more = pane.more().unwrap();
    assert_eq!(more.query(), [("state", "waiting"), ("cursor", "20.b")]);
    assert_eq!(pane.more(), None, "one page at a time");
    pane.arrived(&more, page(vec![waiting("b", 20), waiting("z", 90)], None));
    assert_eq!(pane.ids(), ["a", "b", "z"]);
    assert!(!pane.has_more());
}

#[test]
fn a_search_changes_rows_in_place() {
    let mut pane = ListPane::default();
    let request = pane.show(Filter::Waiting, " lost bag ");
    assert_eq!(request.query(), [("search", "lost bag")]);
    pane.arrived(&request, page(vec![waiting("a", 10), answered("b", 5)], None));
    pane.changed(answered("a", 40));
    pane.changed(waiting("c", 1));
    assert_eq!(pane.ids(), ["a", "b"]);
    assert_eq!(pane.get("a").unwrap().state, ConversationState::Answered);
}

#[test]
fn an_answer_that_is_no_longer_wanted_changes_nothing() {
    let mut pane = ListPane::default();
    let first = pane.show(Filter::Waiting, "");
    let second = pane.show(Filter::Closed, "");
    pane.arrived(&first, page(vec![waiting("a", 1)], None));
    pane.failed(&first);
    assert_eq!((pane.ids().len(), pane.loading), (0, Loading::First));
    pane.failed(&second);
    assert_eq!(pane.loading, Loading::Failed);
}

#[test]
fn an_event_during_a_read_makes_it_read_again() {
    let mut pane = list(&[("a", 10)], None);
    let request = pane.refresh();
    pane.changed(waiting("b", 20));
    let again = pane.arrived(&request, page(vec![waiting("a", 10)], None)).unwrap();
    let both = page(vec![waiting("a", 10), waiting("b", 20)], None);
    assert_eq!(pane.arrived(&again, both), None);
    assert_eq!(pane.ids(), ["a", "b"]);
}

#[test]
fn a_failed_refresh_keeps_what_is_shown() {
    let mut pane = list(&[("a", 10)], Some("c"));
    let request = pane.refresh();
    pane.failed(&request);
    assert_eq!((pane.ids().len(), pane.loading), (1, Loading::Done));
    let more = pane.more().unwrap();
    pane.failed(&more);
    assert_eq!(pane.loading, Loading::MoreFailed);
    assert!(pane.more().is_some());
}

#[test]
fn steps_go_on_from_the_place_of_a_row_that_left() {
    let mut pane = list(&[("a", 10), ("b", 20), ("c", 30)], None);
    assert_eq!((pane.tab_stop(), pane.step(Step::Next)), (Some("a"), Some("a")));
    pane.focus("b");
    assert_eq!((pane.step(Step::Previous), pane.step(Step::Next)), (Some("a"), Some("c")));
    pane.changed(answered("b", 40));
    assert_eq!(pane.tab_stop(), Some("c"));
    assert_eq!((pane.step(Step::Previous), pane.step(Step::Next)), (Some("a"), Some("c")));
    pane.focus("c");
    assert_eq!(pane.step(Step::Next), None);
    pane.erased("c");
    pane.erased("a");
    assert_eq!((pane.tab_stop(), pane.step(Step::Previous)), (None, None));
}
