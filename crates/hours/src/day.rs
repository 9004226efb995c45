//! One calendar day as the clock on the wall counts it: what holds at each of its minutes.

use std::ops::Range;
use std::sync::Arc;

use timeline::State;

/// The minutes of a day, as opening hours count them: also of one that daylight saving makes longer or shorter.
pub(crate) const MINUTES: u16 = 24 * 60;

/// What holds from a minute of the day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) from: u16,
    pub(crate) state: State,
    pub(crate) reason: Option<Arc<str>>,
}

/// A day. Invariant: its segments are in order, and the first begins at minute 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    segments: Vec<Segment>,
}

impl Day {
    /// A day on which the team is never there.
    pub(crate) fn closed(reason: Option<Arc<str>>) -> Self {
        Self { segments: vec![Segment { from: 0, state: State::Closed, reason }] }
    }

    /// Lets something else hold within some minutes.
    pub(crate) fn set(&mut self, minutes: Range<u16>, state: State, reason: Option<Arc<str>>) {
        let end = minutes.end.min(MINUTES);
        if minutes.start >= end {
            return;
        }
        let first = self.segments.partition_point(|segment| segment.from < minutes.start);
        let next = self.segments.partition_point(|segment| segment.from <= end);
        let resumed = Segment { from: end, ..self.segments[next - 1].clone() };
        let set = Segment { from: minutes.start, state, reason };
        let replacement = [set].into_iter().chain((end < MINUTES).then_some(resumed));
        self.segments.splice(first..next, replacement);
    }

    /// Gives a reason to every closed time that has none.
    pub(crate) fn explain(&mut self, reason: &Arc<str>) {
        let closed = |segment: &&mut Segment| segment.state == State::Closed;
        for segment in self.segments.iter_mut().filter(closed) {
            segment.reason.get_or_insert_with(|| Arc::clone(reason));
        }
    }

    /// Whether the team is there at some time of it.
    pub(crate) fn is_open_at_all(&self) -> bool {
        self.segments.iter().any(|segment| segment.state == State::Open)
    }

    /// The segments, each with its minutes.
    pub(crate) fn segments(&self) -> impl Iterator<Item = (Range<u16>, &Segment)> {
        self.segments.iter().enumerate().map(|(index, segment)| {
            let end = self.segments.get(index + 1).map_or(MINUTES, |next| next.from);
            (segment.from..end, segment)
        })
    }

    /// The minutes among these in which the team is not there.
    pub(crate) fn closed_within(&self, minutes: &Range<u16>) -> Vec<Range<u16>> {
        let closed = self.segments().filter(|(_, segment)| segment.state == State::Closed);
        let both = closed.map(|(it, _)| it.start.max(minutes.start)..it.end.min(minutes.end));
        both.filter(|both| !both.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Closed, Open};

    fn check(set: &[(Range<u16>, State)], expect: &[(u16, State)]) {
        let mut day = Day::closed(None);
        for (minutes, state) in set {
            day.set(minutes.clone(), *state, None);
        }
        let segments: Vec<_> = day.segments.iter().map(|it| (it.from, it.state)).collect();
        assert_eq!(segments, expect);
    }

    #[test]
    fn later_hours_replace_earlier_ones() {
        check(&[(540..1020, Open)], &[(0, Closed), (540, Open), (1020, Closed)]);
        check(
            &[(540..1020, Open), (720..780, Closed)],
            &[(0, Closed), (540, Open), (720, Closed), (780, Open), (1020, Closed)],
        );
        check(&[(540..1020, Open), (0..1440, Closed)], &[(0, Closed)]);
        check(&[(0..60, Open), (30..1440, Open)], &[(0, Open), (30, Open)]);
    }

    #[test]
    fn no_minutes_are_no_change() {
        check(&[(60..60, Open), (1440..1500, Open)], &[(0, Closed)]);
        check(&[(1380..1500, Open)], &[(0, Closed), (1380, Open)]);
    }
}
