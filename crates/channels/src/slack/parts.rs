//! Texts cut to what Slack takes.

/// The longest text of one object, in characters.
pub(super) const MAX_TEXT: usize = 3_000;

/// The beginning of a text, with an ellipsis where it is longer. JavaScript's characters are counted, of which some
/// letters and most emoji take two: nothing says how Slack counts, and this is never too many.
pub(super) fn start(text: &str, limit: usize) -> String {
    if text.encode_utf16().count() <= limit {
        return text.to_owned();
    }
    let mut length = 0;
    let mut start: String = text
        .chars()
        .take_while(|character| {
            length += character.len_utf16();
            length < limit
        })
        .collect();
    start.push('…');
    start
}

/// The parts of a text that fit a block each, without those of nothing but white space, which Slack refuses. A part
/// ends at a line's end, else at a space, where there is one in its second half.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let parts = std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (part, after) = rest.split_at(end_of_part(rest));
        rest = after;
        Some(part.trim_matches('\n'))
    });
    parts.filter(|part| !part.trim().is_empty())
}

fn end_of_part(text: &str) -> usize {
    let mut length = 0;
    let over = text.char_indices().find(|(_, character)| {
        length += character.len_utf16();
        length > MAX_TEXT
    });
    let Some((limit, _)) = over else { return text.len() };
    let fitting = &text[..limit];
    let second_half = |at: &usize| *at > limit / 2;
    let line = fitting.rfind('\n').map(|at| at + 1).filter(second_half);
    line.or_else(|| fitting.rfind(' ').map(|at| at + 1).filter(second_half)).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parts_end_where_people_pause() {
        let lines = format!("{}\n{}", "a".repeat(2_000), "b".repeat(2_000));
        let lengths = |text: &str| parts(text).map(str::len).collect::<Vec<_>>();
        assert_eq!(lengths(&lines), [2_000, 2_000]);
        assert_eq!(lengths(&lines.replace('\n', " ")), [2_001, 2_000]);
        assert_eq!(lengths(&"c".repeat(8_000)), [3_000, 3_000, 2_000]);
        let trains = lengths(&"\u{1f685}".repeat(8_000));
        assert_eq!(
            trains,
            [6_000, 6_000, 6_000, 6_000, 6_000, 2_000],
            "4 bytes and 2 characters each"
        );
        assert_eq!(lengths(&format!("a{}b", "\n".repeat(7_000))), [1, 1]);
        assert_eq!(lengths(""), [0_usize; 0]);
    }

    proptest! {
        #[test]
        fn nothing_visible_is_lost(text in "([a-z\u{1f685}ü]{1,40}[ \n]{0,3}){0,400}") {
            let visible = |text: &str| text.split_whitespace().collect::<String>();
            let together: String = parts(&text).collect();
            prop_assert_eq!(visible(&together), visible(&text));
            prop_assert!(parts(&text).all(|part| part.encode_utf16().count() <= MAX_TEXT));
        }
    }
}
