//! What holds for every timeline: the wire form loses nothing, a status lasts until the announced change,
//! and the two directions of opening-time arithmetic undo each other.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use timeline::{Millis, Moment, Override, Period, State, Status, Timeline, Wire};

/// Timelines on whole minutes, with neighbours that are alike to be joined.
fn timelines() -> impl Strategy<Value = Timeline> {
    let state = prop_oneof![Just(State::Open), Just(State::Closed), Just(State::Paused)];
    let period = (0i64..3000, state, option::of("[a-c]"));
    (-2000i64..2000, vec(period, 1..12)).prop_filter_map("has no length", |(from, parts)| {
        let mut minute = from;
        let mut periods = Vec::new();
        for (length, state, reason) in parts {
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
        paused in vec(0u32..8, 0..3),
        now in any::<i64>(),
        closing_soon in any::<i64>(),
    ) {
        let wire = Wire { from_minute, open, lengths, reasons, paused };
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
                let open = matches!(timeline.status(change, soon), Status::Open { .. });
                prop_assert!(!open);
            }
            Status::Closed { reopens: Some(change), .. }
            | Status::Paused { reopens: Some(change), .. } => {
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

    #[test]
    fn an_override_holds_while_it_lasts_and_nowhere_else(
        timeline in timelines(),
        from in moments(),
        minutes in option::of(0i64..5_000),
        at in moments(),
        state in prop_oneof![Just(State::Open), Just(State::Paused)],
    ) {
        let until = minutes.map(|minutes| from + Millis::from_minutes(minutes));
        let by = Override { from, until, state, reason: None };
        let overridden = timeline.overridden(&by);
        let state_at = |timeline: &Timeline| match timeline.status(at, Millis::ZERO) {
            Status::Open { .. } | Status::ClosingSoon { .. } => State::Open,
            Status::Closed { .. } => State::Closed,
            Status::Paused { .. } => State::Paused,
        };
        let lasts = from <= at && until.is_none_or(|until| at < until);
        if timeline.from() <= at && at < timeline.until() {
            let expect = if lasts { state } else { state_at(&timeline) };
            prop_assert_eq!(state_at(&overridden), expect);
        }
        prop_assert_eq!((overridden.from(), overridden.until()), (timeline.from(), timeline.until()));
    }

    #[test]
    fn days_hold_the_opening_time_of_the_timeline(timeline in timelines(), first in moments()) {
        let midnights: Vec<_> = (0..30).map(|day| first + Millis::from_days(day)).collect();
        let days = timeline.days(&midnights);
        let of_days = days.iter().flat_map(|day| &day.open).fold(Millis::ZERO, |sum, (from, until)| {
            sum + (*until - *from)
        });
        // What lasts past the last midnight stands on the day on which it began.
        let end = days.last().map_or(first, |day| day.open.last().map_or(day.until, |it| it.1.max(day.until)));
        prop_assert_eq!(of_days, timeline.open_time_between(first, end));
    }

    #[test]
    fn opening_days_are_those_of_the_table(timeline in timelines(), after in 0i64..20_000, days in 1u32..6) {
        let start = timeline.from() + Millis::from_minutes(after);
        let midnights: Vec<_> = (0..30).map(|day| timeline.from() + Millis::from_days(day)).collect();
        let table = timeline.days(&midnights);
        let mut ends = table.iter().filter_map(|day| {
            let (opens, _) = day.open.first()?;
            (*opens >= start).then_some(day.open.last()?.1)
        });
        let expect = ends.nth(days as usize - 1);
        let promise = timeline.after_opening_days(start, days, &midnights);
        if promise.is_some() {
            prop_assert_eq!(promise, expect);
        } else {
            // It may only be too close to the end.
            prop_assert!(expect.is_none_or(|end| timeline.until() - end < Millis::from_days(1)));
        }
    }
}
