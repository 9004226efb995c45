//! Text as Chatwoot's Markdown: what a visitor has written is shown as written.
//!
//! Chatwoot shows messages by markdown-it with line breaks kept. A backslash stands only where a character would mean
//! something at its place: notifications and previews show the source, and an escaped address is no link.

/// The text, escaped so that it means itself.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            escaped.push('\n');
        }
        self::line(line.strip_suffix('\r').unwrap_or(line), &mut escaped);
    }
    escaped
}

fn line(line: &str, escaped: &mut String) {
    let text = line.trim_start_matches([' ', '\t']);
    indent(&line[..line.len() - text.len()], escaped);
    let marker = marker(text);
    let characters: Vec<char> = text.chars().collect();
    for (place, &character) in characters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| characters.get(place)).copied();
        if marker == Some(place) || means_something(character, before, &characters[place + 1..]) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
}

/// Four spaces or a tab make code of what follows. Spaces that do not break look the same and mean nothing.
fn indent(space: &str, escaped: &mut String) {
    if space.len() < 4 && !space.contains('\t') {
        escaped.push_str(space);
        return;
    }
    for character in space.chars() {
        escaped.push_str(if character == '\t' { "\u{a0}\u{a0}\u{a0}\u{a0}" } else { "\u{a0}" });
    }
}

/// Where in a line's text the character stands that would begin a heading, a list, a quotation, or a line under a
/// heading or a table's first row.
fn marker(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut characters = text[digits..].chars();
    let (first, next) = (characters.next()?, characters.next());
    let ends = next.is_none_or(char::is_whitespace);
    let begins = match first {
        '.' | ')' => digits > 0 && ends,
        _ if digits > 0 => false,
        '>' | '=' => true,
        '#' => ends || next == Some('#'),
        '-' => ends || next == Some('-'),
        '+' => ends,
        ':' => next == Some('-'),
        _ => false,
    };
    begins.then_some(digits)
}

/// Whether a character means something wherever it stands in a line.
fn means_something(character: char, before: Option<char>, after: &[char]) -> bool {
    let next = after.first().copied();
    let word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    match character {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' => true,
        // Within a word it means nothing, and stands in many addresses.
        '_' => !(word(before) && word(next)),
        // So do pages of `/~somebody`, which can only begin something and never end it.
        '~' => !(before == Some('/') && next.is_some_and(|next| next.is_ascii_alphanumeric())),
        '&' => is_entity(after),
        _ => false,
    }
}

/// Whether an ampersand before this names a character, such as `amp;` and `#38;`.
fn is_entity(after: &[char]) -> bool {
    let name = after
        .iter()
        .take_while(|&&character| character.is_ascii_alphanumeric() || character == '#');
    let length = name.count();
    length > 0 && after.get(length) == Some(&';')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::plain::plain;
    use super::*;

    #[test]
    fn what_means_something_is_escaped() {
        for (text, expected) in [
            ("Does the night train take bicycles?", "Does the night train take bicycles?"),
            ("**bold** and _not_", "\\*\\*bold\\*\\* and \\_not\\_"),
            ("[here](https://evil.example)", "\\[here\\](https://evil.example)"),
            ("<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)>"),
            ("# one\n- two\n3. three\n> four", "\\# one\n\\- two\n3\\. three\n\\> four"),
            ("+49 30 123\n#1\n-5 C\n3.5", "+49 30 123\n#1\n-5 C\n3.5"),
            ("a\n---\nb\n===", "a\n\\---\nb\n\\==="),
            ("| a |\r\n:-:", "\\| a \\|\n\\:-:"),
            ("    code", "\u{a0}\u{a0}\u{a0}\u{a0}code"),
            ("\ttab", "\u{a0}\u{a0}\u{a0}\u{a0}tab"),
            ("~~~\nfence", "\\~\\~\\~\nfence"),
            ("&lt; & &#38; &x", "\\&lt; & \\&#38; &x"),
            ("https://example.org/~ada/a_b?c=1&d=2#e", "https://example.org/~ada/a_b?c=1&d=2#e"),
            ("on 24.12. at 5 - 6", "on 24.12. at 5 - 6"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    /// What a reader sees of a text: white space at the ends of lines, and more than one empty line, show nothing.
    fn seen(text: &str) -> Vec<String> {
        let lines = text.lines().map(|line| line.replace('\u{a0}', " ").trim().to_owned());
        lines.filter(|line| !line.is_empty()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn escaped_text_means_itself(text in "([a-z0-9 _*~`|:=+\\-#>.)(\\[\\]<&;!\\\\/\"'\t\n]|[a-z]{3} |\n\n|---|\\| a \\|\n){0,24}") {
            let shown = plain(&escape(&text));
            prop_assert_eq!(seen(&shown), seen(&text), "{:?}", escape(&text));
        }

        #[test]
        fn any_text_can_be_escaped(text: String) {
            _ = escape(&text);
        }
    }
}
