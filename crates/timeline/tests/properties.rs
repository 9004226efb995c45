//! What holds for every timeline: the wire form loses nothing, a status lasts until the announced change,
//! and the two directions of opening-time arithmetic undo each other.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use timeline::{Millis, Moment, Period, State, Status, Timeline, Wire};

/// Timelines on whole minutes, with neighbours that are alike to be joined.
fn timelines() -> impl Strategy<Value = Timeline> {
    let period = (0i64..3000, any::<bool>(), option::of("[a-c]"));
    (-2000i64..2000, vec(period, 1..12)).prop_filter_map("has no length", |(from, parts)| {
        let mut minute = from;
        let mut periods = Vec::new();
        for (length, open, reason) in parts {
            let state = if open { State::Open } else { State::Closed };
            periods.push(Period { from: Moment::from_minute(minute), state, reason });
            minute += length;
        }
        Timeline::joining(periods, Moment::from_minute(minute)).ok()
    })
}

fn moments() -> impl Strategy<Value = Moment> {
    prop_oneof![
        (-3_000i64..40_000).prop_map(Moment::from_minute),
        (-180_000_000i64..2_400_000_000).prop_map(Moment),
    ]
}

proptest! {
    #[test]
    fn the_wire_form_loses_nothing(timeline in timelines()) {
        prop_assert_eq!(Timeline::try_from(timeline.to_wire()), Ok(timeline));
    }

    #[test]
    fn no_wire_form_panics(
        from_minute in any::<i64>(),
        open in any::<bool>(),
        lengths in vec(any::<u32>(), 0..6),
        reasons in vec((0u32..8, "[a-c]"), 0..3),
        now in any::<i64>(),
        closing_soon in any::<i64>(),
    ) {
        let wire = Wire { from_minute, open, lengths, reasons };
        if let Ok(timeline) = Timeline::try_from(wire) {
            let (now, closing_soon) = (Moment(now), Millis(closing_soon));
            let _ = timeline.status(now, closing_soon);
            let _ = timeline.next_change(now, closing_soon);
            let _ = timeline.open_time_between(now, timeline.until());
            let _ = timeline.after_open_time(now, closing_soon);
            let _ = timeline.to_wire();
        }
    }

    #[test]
    fn a_status_lasts_until_the_announced_change(
        timeline in timelines(),
        now in moments(),
        soon in 0i64..120,
    ) {
        let closing_soon = Millis::from_minutes(soon);
        let status = timeline.status(now, closing_soon);
        match timeline.next_change(now, closing_soon) {
            None => {
                prop_assert_eq!(timeline.status(Moment(i64::MAX), closing_soon), status);
            }
            Some(change) => {
                prop_assert!(change > now);
                let before = change - Millis(1);
                prop_assert_eq!(&timeline.status(before, closing_soon), &status);
                prop_assert_ne!(&timeline.status(change, closing_soon), &status);
            }
        }
    }

    #[test]
    fn the_announced_closing_and_opening_are_what_happens(timeline in timelines(), now in moments()) {
        let soon = Millis::ZERO;
        match timeline.status(now, soon) {
            Status::Open { until: Some(change) } => {
                let closed = matches!(timeline.status(change, soon), Status::Closed { .. });
                prop_assert!(closed);
            }
            Status::Closed { reopens: Some(change), .. } => {
                let open = matches!(timeline.status(change, soon), Status::Open { .. });
                prop_assert!(open);
            }
            _ => {}
        }
    }

    #[test]
    fn opening_time_is_counted_minute_by_minute(timeline in timelines(), start in moments()) {
        let start = Moment::from_minute(start.minute());
        let end = start + Millis::from_minutes(600);
        let open = (0..600)
            .map(|minute| start + Millis::from_minutes(minute))
            .filter(|at| timeline.from() <= *at && *at < timeline.until())
            .filter(|at| matches!(timeline.status(*at, Millis::ZERO), Status::Open { .. }))
            .count();
        let counted = timeline.open_time_between(start, end);
        prop_assert_eq!(counted, Millis::from_minutes(i64::try_from(open).unwrap()));
    }

    #[test]
    fn as_much_has_passed_at_the_promise_as_was_promised(
        timeline in timelines(),
        start in moments(),
        open in 0i64..100_000_000,
    ) {
        let open = Millis(open);
        match timeline.after_open_time(start, open) {
            Some(promise) => {
                prop_assert_eq!(timeline.open_time_between(start, promise), open);
                if open > Millis::ZERO {
                    let before = promise - Millis(1);
                    prop_assert_eq!(timeline.open_time_between(start, before), open - Millis(1));
                }
            }
            None => prop_assert!(timeline.open_time_between(start, timeline.until()) < open),
        }
    }

    #[test]
    fn the_promise_is_the_first_moment_at_which_the_counted_time_has_passed(
        timeline in timelines(),
        start in moments(),
        end in moments(),
    ) {
        let open = timeline.open_time_between(start, end);
        let promise = timeline.after_open_time(start, open);
        prop_assert!(promise.is_some_and(|promise| promise <= end.max(start)));
    }

    #[test]
    fn opening_time_adds_up(timeline in timelines(), a in moments(), b in moments(), c in moments()) {
        let mut at = [a, b, c];
        at.sort();
        let [a, b, c] = at;
        let parts = timeline.open_time_between(a, b) + timeline.open_time_between(b, c);
        prop_assert_eq!(timeline.open_time_between(a, c), parts);
    }
}
