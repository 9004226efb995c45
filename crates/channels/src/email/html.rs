//! The text of an e-mail that comes as HTML alone. Quoted blocks get the `>` that plain text has.

use html_escape::decode_html_entities;

/// Elements whose content is not shown.
const HIDDEN: [&str; 5] = ["head", "script", "style", "template", "title"];
/// Elements that stand on lines of their own.
const BLOCKS: [&str; 24] = [
    "address",
    "article",
    "blockquote",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "pre",
    "section",
    "table",
    "ul",
];
/// More levels of quotation than anybody reads.
const MAX_DEPTH: usize = 8;

/// The text of `html`, of which no more than about `limit` bytes are made. No byte is looked at more than a few times.
pub(super) fn to_text(html: &str, limit: usize) -> String {
    let mut text = Text { limit, ..Text::default() };
    let mut hidden: Option<String> = None;
    let mut quotes = true;
    let mut rest = html;
    while !rest.is_empty() && !text.is_full() {
        let tag = rest.find('<').unwrap_or(rest.len());
        if hidden.is_none() {
            text.words(&rest[..tag]);
        }
        rest = &rest[tag..];
        if rest.is_empty() {
            break;
        }
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        if !begins_tag(rest) {
            // A sign, not a tag.
            if hidden.is_none() {
                text.words("<");
            }
            rest = &rest[1..];
            continue;
        }
        let (inner, after) = element(rest, &mut quotes);
        let closes = inner.starts_with('/');
        let name = inner.trim_start_matches('/');
        let name = name.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        rest = after;
        match &hidden {
            Some(open) => {
                if closes && *open == name {
                    hidden = None;
                }
            }
            None if HIDDEN.contains(&name.as_str()) && !closes => hidden = Some(name),
            None => text.tag(&name, closes),
        }
    }
    text.finish()
}

/// Whether the `<` at the beginning opens a tag, which the next bytes alone say.
fn begins_tag(text: &str) -> bool {
    match text.as_bytes() {
        [_, b'/', first, ..] => first.is_ascii_alphabetic(),
        [_, first, ..] => first.is_ascii_alphabetic() || matches!(first, b'!' | b'?'),
        _ => false,
    }
}

/// What stands between `<` and its `>`, and what follows. A `>` within quotation marks does not count, as long as
/// `quotes` says so: once they are found not to pair, they mean nothing on the rest of the page, which would otherwise
/// be searched to its end for each tag.
fn element<'x>(text: &'x str, quotes: &mut bool) -> (&'x str, &'x str) {
    let mut quote = None;
    for (place, byte) in text.bytes().enumerate().skip(1).take_while(|_| *quotes) {
        match (quote, byte) {
            (None, b'>') => return (&text[1..place], &text[place + 1..]),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    *quotes = false;
    match text.find('>') {
        Some(end) => (&text[1..end], &text[end + 1..]),
        None => (&text[1..], ""),
    }
}

#[derive(Debug, Default)]
struct Text {
    /// As many bytes are written, lines that are not ended included.
    limit: usize,
    written: String,
    line: String,
    /// Whether a space belongs before the next word.
    space: bool,
    depth: usize,
    preformatted: bool,
}

impl Text {
    fn is_full(&self) -> bool {
        self.written.len() + self.line.len() >= self.limit
    }

    fn words(&mut self, text: &str) {
        for character in decode_html_entities(text).chars() {
            if self.is_full() {
                return;
            }
            match character {
                '\n' if self.preformatted => self.end_line(),
                // A space that must not break stays one: a line of nothing else is an empty line.
                character if character.is_whitespace() && !self.preformatted => self.space = true,
                '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{ad}' => {}
                character => {
                    if self.space && !self.line.is_empty() {
                        self.line.push(' ');
                    }
                    self.space = false;
                    self.line.push(character);
                }
            }
        }
    }

    fn tag(&mut self, name: &str, closes: bool) {
        match name {
            "br" => self.end_line(),
            "p" => {
                self.end_words();
                if closes {
                    self.end_line();
                }
            }
            "td" | "th" => self.space = true,
            "tr" => self.end_words(),
            _ if BLOCKS.contains(&name) => self.end_words(),
            _ => {}
        }
        match name {
            "blockquote" if closes => self.depth = self.depth.saturating_sub(1),
            "blockquote" => self.depth = (self.depth + 1).min(MAX_DEPTH),
            "pre" => self.preformatted = !closes,
            "li" if !closes => self.line.push_str("- "),
            _ => {}
        }
    }

    /// Ends the line, if there is anything on it.
    fn end_words(&mut self) {
        if self.line.trim().is_empty() {
            self.line.clear();
            self.space = false;
        } else {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        // One empty line says as much as five.
        if self.line.trim().is_empty()
            && (self.written.is_empty() || self.written.ends_with("\n\n"))
        {
            self.line.clear();
            self.space = false;
            return;
        }
        for _ in 0..self.depth {
            self.written.push('>');
        }
        if self.depth > 0 && !self.line.is_empty() {
            self.written.push(' ');
        }
        self.written.push_str(self.line.trim_end());
        self.written.push('\n');
        self.line.clear();
        self.space = false;
    }

    fn finish(mut self) -> String {
        self.end_words();
        self.written
    }
}

#[cfg(test)]
mod tests {
    use super::to_text;

    #[test]
    fn markup_becomes_lines() {
        for (html, expected) in [
            ("<p>Hello <b>Ada</b>,</p><p></p><br><p>yes.</p>", "Hello Ada,\n\nyes.\n\n"),
            ("<div>a</div><div><br></div><div>b</div>", "a\n\nb\n"),
            ("a<br/>b", "a\nb\n"),
            ("<ul><li>one</li><li>two</li></ul>", "- one\n- two\n"),
            ("<blockquote type=\"cite\"><div>q<br>r</div></blockquote>z", "> q\n> r\nz\n"),
            ("<head><title>x</title><style>p{}</style></head><body>y</body>", "y\n"),
            ("<script>if (1<2) alert('>')</script>ok", "ok\n"),
            ("1 &lt; 2 &amp; 3 &#228; &#x20AC; &nbsp; &bogus; & &", "1 < 2 & 3 ä € &bogus; & &\n"),
            ("1 < 2", "1 < 2\n"),
            ("<a title=\"a>b\">c</a>", "c\n"),
            ("<pre>a\n  b</pre>", "a\n  b\n"),
            ("x<!-- <p>y</p> -->z", "xz\n"),
            ("<div", ""),
            ("", ""),
        ] {
            assert_eq!(to_text(html, 1_000), expected, "{html}");
        }
    }

    #[test]
    fn a_deep_or_endless_page_stays_bounded() {
        let deep = "<blockquote>x".repeat(10_000);
        assert!(to_text(&deep, 5_000).len() < 6_000);
        assert!(to_text(&"x<br>".repeat(100_000), 5_000).len() < 6_000);
        assert_eq!(to_text(&"<".repeat(2_000), 5_000).len(), 2_001);
        assert_eq!(to_text(&"<".repeat(9_000), 5_000).len(), 5_001);
        assert_eq!(to_text(&"x".repeat(9_000), 5_000).len(), 5_001);
    }

    /// Each would take minutes, were the rest of the page looked through at every piece.
    #[test]
    fn a_long_page_of_broken_markup_takes_no_longer_than_another() {
        for piece in [
            "<",
            "<!--",
            "<!",
            "<a",
            "<a ",
            "<a '",
            "<a \">\"",
            "<a '>\"",
            "</",
            "</ ",
            "< >",
            "<1",
            "&",
            "&#",
            "&a",
            "&#x1",
            "<li>",
            "<br>",
            "<pre> ",
            "<td>",
            "<blockquote>",
            "</blockquote>",
            "<script>",
            "<script><",
            " ",
            "\u{200b}",
        ] {
            let page = piece.repeat(1_000_000 / piece.len());
            for page in [
                page.clone(),
                format!("{page}>"),
                format!("<b '>{page}"),
                format!("<pre>{page}\">"),
            ] {
                assert!(to_text(&page, 200_000).len() <= 200_100, "{piece}");
            }
        }
    }
}
