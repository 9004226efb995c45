//! The HTML of an article as plain text.
//!
//! Agents write in a rich text editor, and Zammad stores what they write as sanitised HTML. A visitor gets its
//! text: lines and paragraphs stay, lists keep a dash, and the target of a link stands behind it.

use html_escape::decode_html_entities;

/// The text of some HTML, and what its author has quoted in it.
pub(super) fn plain(html: &str) -> (String, Option<String>) {
    let mut writer = Writer::default();
    let last = html.rfind('>').unwrap_or_default();
    let mut pairs = true;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, markup) = rest.split_at(at);
        writer.text(text);
        rest = if let Some(comment) = markup.strip_prefix("<!--") {
            comment.split_once("-->").map_or("", |(_, after)| after)
        } else if let Some(length) = tag_length(markup, &mut pairs) {
            writer.tag(&markup[1..length - 1]);
            &markup[length..]
        } else {
            // A sign, not a tag. Where nothing closes one any more, there are no tags.
            let closes = html.len() - markup.len() < last;
            let length = if closes { 1 } else { markup.len() };
            writer.text(&markup[..length]);
            &markup[length..]
        };
    }
    writer.text(rest);
    let quoted = tidy(&writer.quoted);
    (tidy(&writer.text), (!quoted.is_empty()).then_some(quoted))
}

/// The length of the tag at the beginning, with its `<` and `>`; nothing where it is none. Once quotation marks are found
/// not to be `pairs`, they mean nothing on the rest of the page, which would otherwise be searched to its end for each tag.
fn tag_length(markup: &str, pairs: &mut bool) -> Option<usize> {
    let first = *markup.as_bytes().get(1)?;
    if !(first.is_ascii_alphabetic() || matches!(first, b'/' | b'!' | b'?')) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in markup.bytes().enumerate().take_while(|_| *pairs) {
        match (byte, quote) {
            (b'>', None) => return Some(at + 1),
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    *pairs = false;
    markup.find('>').map(|at| at + 1)
}

/// Lines without spaces at their ends, and at most one empty line between two others.
fn tidy(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.trim().lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_some_and(|last: &&str| last.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Writes text as tags and characters come.
#[derive(Default)]
struct Writer {
    text: String,
    quoted: String,
    /// The block quotes that are open: whether each, or one around it, is the quotation of a message.
    quotes: Vec<bool>,
    /// The element whose content is none of the text.
    hidden: Option<String>,
    preformatted: usize,
    /// The target of the link that is open, and where its text begins.
    link: Option<(String, usize)>,
    space: bool,
}

impl Writer {
    fn out(&mut self) -> &mut String {
        if self.quotes.last().copied().unwrap_or_default() {
            &mut self.quoted
        } else {
            &mut self.text
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        let preformatted = self.preformatted > 0;
        for character in decode_html_entities(text).chars() {
            if character.is_whitespace() && !preformatted {
                self.space = true;
                continue;
            }
            let space = std::mem::take(&mut self.space);
            let out = self.out();
            if space && !out.is_empty() && !out.ends_with('\n') {
                out.push(' ');
            }
            out.push(character);
        }
    }

    /// Ends the line, if anything stands in it.
    fn line(&mut self) {
        self.space = false;
        let out = self.out();
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
    }

    fn tag(&mut self, tag: &str) {
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split(|character: char| !character.is_ascii_alphanumeric()).next();
        let name = name.unwrap_or_default().to_ascii_lowercase();
        if let Some(hidden) = &self.hidden {
            if closes && *hidden == name {
                self.hidden = None;
            }
            return;
        }
        match name.as_str() {
            "script" | "style" | "head" | "title" | "template" if !closes => {
                self.hidden = Some(name);
            }
            "br" => {
                self.space = false;
                self.out().push('\n');
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.line();
                if closes {
                    self.out().push('\n');
                }
            }
            "li" => {
                self.line();
                if !closes {
                    self.out().push_str("- ");
                }
            }
            "td" | "th" => self.space = true,
            "a" => self.link(closes, tag),
            "blockquote" => self.quote(closes, tag),
            "pre" => {
                self.line();
                self.preformatted = if closes {
                    self.preformatted.saturating_sub(1)
                } else {
                    self.preformatted + 1
                };
            }
            "div" | "ul" | "ol" | "dl" | "dt" | "dd" | "table" | "tr" | "hr" | "section"
            | "article" | "header" | "footer" => self.line(),
            _ => {}
        }
    }

    fn quote(&mut self, closes: bool, tag: &str) {
        self.line();
        self.link = None;
        if closes {
            self.quotes.pop();
        } else {
            let inside = self.quotes.last().copied().unwrap_or_default();
            let cites =
                attribute(tag, "type").is_some_and(|value| value.eq_ignore_ascii_case("cite"));
            self.quotes.push(inside || cites);
        }
        self.line();
    }

    fn link(&mut self, closes: bool, tag: &str) {
        if !closes {
            let target = attribute(tag, "href").filter(|target| {
                let scheme = target.split(':').next().unwrap_or_default();
                scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
            });
            let start = self.out().len();
            self.link = target.map(|target| (target, start));
        } else if let Some((target, start)) = self.link.take() {
            let bare = target.split_once("://").map_or("", |(_, bare)| bare).trim_end_matches('/');
            let out = self.out();
            // The link's own text often is its target.
            if !out.get(start..).is_some_and(|text| text.contains(bare)) {
                for piece in [" (", &target, ")"] {
                    out.push_str(piece);
                }
            }
        }
    }
}

/// The value of a tag's attribute.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once('=')?;
        let found = before.trim_end().rsplit(|character: char| character.is_whitespace()).next();
        let after = after.trim_start();
        let (value, next) = match after.chars().next()? {
            quote @ ('"' | '\'') => after[1..].split_once(quote)?,
            _ => {
                after.split_once(|character: char| character.is_whitespace()).unwrap_or((after, ""))
            }
        };
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return Some(decode_html_entities(value).into_owned());
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_lines() {
        for (html, expected) in [
            ("Yes.", "Yes."),
            ("<div>One</div><div>two</div>", "One\ntwo"),
            ("One<div><br></div><div>two</div>", "One\n\ntwo"),
            ("<p>One</p><p>two</p>", "One\n\ntwo"),
            ("One<br />two<br data-x=\"a>b\">three", "One\ntwo\nthree"),
            ("<ul><li>a</li><li>b <b>c</b> d</li></ul>", "- a\n- b c d"),
            (
                "a &amp; b &lt;c&gt; &#252;&nbsp;&#x2014; &nonsense; &",
                "a & b <c> \u{fc} \u{2014} &nonsense; &",
            ),
            ("1 < 2 <3 and a<", "1 < 2 <3 and a<"),
            ("<b>a</b> <i x=\"y>b</i> c <d", "a b c <d"),
            ("<style>p{}</style>a<script>alert(1)</script>b<!-- c > d -->", "ab"),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("<img src=x onerror=alert(1)>", ""),
            (
                "<a href=\"https://x.example/a?b=1&amp;c=2\">here</a>",
                "here (https://x.example/a?b=1&c=2)",
            ),
            ("<a href='https://x.example/'>x.example</a>", "x.example"),
            ("<a title=\"a=b\" href=https://x.example>x</a>", "x (https://x.example)"),
            ("<a href=\"javascript:alert(1)\">x</a> <a href=\"mailto:a@x.example\">y</a>", "x y"),
        ] {
            assert_eq!(plain(html).0, expected, "{html}");
        }
    }

    #[test]
    fn what_is_quoted_is_put_aside() {
        let html = "<div>Yes.</div><blockquote type=\"cite\">May I?<blockquote>so</blockquote>x</blockquote>--<br>Grace";
        let (text, quoted) = plain(html);
        assert_eq!(text, "Yes.\n--\nGrace");
        assert_eq!(quoted.as_deref(), Some("May I?\nso\nx"));
        assert_eq!(plain("a<blockquote>b</blockquote>"), ("a\nb".to_owned(), None));
    }

    #[test]
    fn a_long_page_of_broken_tags_takes_no_longer_than_another() {
        for broken in [
            "<a ",
            "<a '",
            "<a \">\"",
            "<",
            "<!--",
            "&#",
            "<a href='https://x'>",
            "<blockquote type=cite>",
            "< >",
            "<1",
        ] {
            plain(&format!("{}>", broken.repeat(200_000 / broken.len())));
            plain(&broken.repeat(200_000 / broken.len()));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken(html in "([<>&;/='\" \u{fc}]|<a href=|</?[a-z]{1,10}|&[a-z#0-9]{1,5}|.)*") {
            plain(&html);
        }
    }
}
