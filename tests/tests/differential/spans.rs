//! Stretches of time, in milliseconds since the epoch, and in what two lists of them differ.

/// From the first moment on, and no longer at the second.
pub(crate) type Span = (i64, i64);

/// A stretch of time in which only one of two evaluators says open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) span: Span,
    pub(crate) ours_is_open: bool,
}

/// The same stretches in order, those that meet joined, and those of no length left out.
pub(crate) fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|(from, until)| from < until);
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for (from, until) in spans {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => joined.push((from, until)),
        }
    }
    joined
}

/// Where exactly one of two lists of joined stretches is open.
pub(crate) fn differences(ours: &[Span], theirs: &[Span]) -> Vec<Difference> {
    let only = |spans: &[Span], others: &[Span], ours_is_open| {
        let rest = spans.iter().flat_map(|span| without(*span, others));
        rest.map(|span| Difference { span, ours_is_open }).collect::<Vec<_>>()
    };
    let mut all = only(ours, theirs, true);
    all.extend(only(theirs, ours, false));
    all.sort_unstable_by_key(|difference| difference.span);
    all
}

fn without((from, until): Span, others: &[Span]) -> Vec<Span> {
    let mut rest = Vec::new();
    let mut start = from;
    let first = others.partition_point(|(_, end)| *end <= from);
    for (begin, end) in others[first..].iter().take_while(|(begin, _)| *begin < until) {
        rest.push((start, *begin));
        start = *end;
    }
    rest.push((start, until));
    rest.retain(|(from, until)| from < until);
    rest
}

#[test]
fn the_difference_is_what_only_one_has() {
    let difference = |span, ours_is_open| Difference { span, ours_is_open };
    assert_eq!(joined(vec![(5, 9), (0, 3), (3, 4), (7, 7)]), [(0, 4), (5, 9)]);
    assert_eq!(differences(&[(0, 4), (5, 9)], &[(0, 4), (5, 9)]), []);
    assert_eq!(
        differences(&[(0, 9), (20, 30)], &[(2, 4), (5, 6), (8, 22)]),
        [
            difference((0, 2), true),
            difference((4, 5), true),
            difference((6, 8), true),
            difference((9, 20), false),
            difference((22, 30), true),
        ]
    );
}
