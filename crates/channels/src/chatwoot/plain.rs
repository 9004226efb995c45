//! Agents' Markdown as plain text: their words as a reader would see them, with lists, quotations and the addresses
//! behind links kept.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// More marks of lists and quotations at the beginning of a line than anybody types.
const MAX_MARKS: usize = 200;
/// More levels of lists and quotations than anybody reads.
const MAX_DEPTH: usize = 16;

/// The text of Markdown.
pub(super) fn plain(markdown: &str) -> String {
    if markdown.lines().any(is_bottomless) {
        return markdown.trim().to_owned();
    }
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut page = Page::default();
    for event in Parser::new_ext(markdown, options) {
        page.take(event);
    }
    page.text.trim().to_owned()
}

/// Whether a line opens more lists and quotations than a person would: each of them is looked for on each line below.
fn is_bottomless(line: &str) -> bool {
    let marks = line.bytes().take_while(|byte| b"> \t-+*.)0123456789".contains(byte));
    marks.filter(|byte| b">-+*.)".contains(byte)).count() > MAX_MARKS
}

/// Text in the making.
#[derive(Debug, Default)]
struct Page {
    text: String,
    /// Line breaks that come before the next text.
    breaks: usize,
    /// What each line begins with, from the outermost quotation or list to the innermost.
    margins: Vec<&'static str>,
    /// The next number of each open list; nothing for one without numbers.
    lists: Vec<Option<u64>>,
    /// The address of each open link and picture, and where its text begins.
    links: Vec<(String, usize)>,
    /// Whether the table's row has a cell already.
    cells: bool,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            // The web's markup is text too: nobody reads it as more.
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                self.lines(&text);
            }
            // Chatwoot keeps line breaks.
            Event::SoftBreak | Event::HardBreak => self.breaks = (self.breaks + 1).min(2),
            Event::Rule => {
                self.say("---");
                self.apart(2);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => {
                self.apart(1);
                self.depth("> ");
            }
            Tag::List(first) => {
                self.apart(1);
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.say("");
                self.links.push((dest_url.into_string(), self.text.len()));
            }
            Tag::TableHead | Tag::TableRow => self.cells = false,
            Tag::TableCell => {
                if self.cells {
                    self.say(" | ");
                }
                self.cells = true;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => self.apart(1),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::HtmlBlock => self.apart(2),
            TagEnd::BlockQuote(_) => {
                self.margins.pop();
                self.apart(2);
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.apart(if self.lists.is_empty() { 2 } else { 1 });
            }
            TagEnd::Item => {
                self.margins.pop();
                self.apart(1);
            }
            TagEnd::Link | TagEnd::Image => self.address(),
            TagEnd::TableHead | TagEnd::TableRow => self.apart(1),
            _ => {}
        }
    }

    fn item(&mut self) {
        self.apart(1);
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}. ");
                *number = number.saturating_add(1);
                marker
            }
            _ => "- ".to_owned(),
        };
        self.say(&marker);
        self.depth("  ");
    }

    /// The address of a link after its text, unless that says it already. Only addresses that a reader could follow.
    fn address(&mut self) {
        let Some((address, begin)) = self.links.pop() else { return };
        let followed = ["https://", "http://", "mailto:", "tel:"];
        if !followed.iter().any(|scheme| address.starts_with(scheme)) {
            return;
        }
        let text = self.text.get(begin..).unwrap_or_default().trim();
        let bare = |text: &str| {
            let text = followed.iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
            text.trim_end_matches('/').to_owned()
        };
        if text.is_empty() {
            self.say(&address);
        } else if text.len() > 2 * address.len() + 16 || bare(text) != bare(&address) {
            self.say(&format!(" ({address})"));
        }
    }

    /// At least so many line breaks before what comes next.
    fn apart(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
    }

    /// Text that may have several lines.
    fn lines(&mut self, text: &str) {
        let mut lines = text.split('\n');
        self.say(lines.next().unwrap_or_default());
        for line in lines {
            self.breaks += 1;
            if !line.is_empty() {
                self.say(line);
            }
        }
    }

    /// Begins lines with `margin` too, which means nothing any more where it is too deep to be seen: each line has all.
    fn depth(&mut self, margin: &'static str) {
        self.margins.push(if self.margins.len() < MAX_DEPTH { margin } else { "" });
    }

    fn say(&mut self, text: &str) {
        let begins = self.text.is_empty();
        if self.breaks > 0 || begins {
            let breaks = if begins { 0 } else { self.breaks };
            self.text.extend(std::iter::repeat_n('\n', breaks));
            self.text.extend(self.margins.iter().take(MAX_DEPTH).copied());
            self.breaks = 0;
        }
        self.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markdown_becomes_text() {
        for (markdown, expected) in [
            ("Yes, **two** per _coach_.", "Yes, two per coach."),
            ("one\ntwo\\\nthree  \nfour", "one\ntwo\nthree\nfour"),
            ("one\n\n\ntwo", "one\n\ntwo"),
            ("see [the page](https://example.org/a)", "see the page (https://example.org/a)"),
            ("<https://example.org/a>", "https://example.org/a"),
            ("[example.org](https://example.org/)", "example.org"),
            ("[write](mailto:desk@example.org)", "write (mailto:desk@example.org)"),
            ("[press](javascript:alert(1))", "press"),
            ("![a map](https://example.org/map.png)", "a map (https://example.org/map.png)"),
            ("![](https://example.org/map.png)", "https://example.org/map.png"),
            ("- one\n- two\n  - three\n\nend", "- one\n- two\n  - three\n\nend"),
            ("3. one\n4. two", "3. one\n4. two"),
            ("> quoted\n> more\n\nanswer", "> quoted\n> more\n\nanswer"),
            ("# Title\ntext", "Title\n\ntext"),
            ("`a*b` and ~~no~~", "a*b and no"),
            ("```\na *b*\n\nc\n```\nend", "a *b*\n\nc\n\nend"),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
            ("1\\. not a list &amp; \\*no\\*", "1. not a list & *no*"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("<b>hi</b> there", "<b>hi</b> there"),
            ("one\n\n---\n\ntwo", "one\n\n---\n\ntwo"),
            ("", ""),
        ] {
            assert_eq!(plain(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn a_long_page_of_nothing_but_markup_takes_no_longer_than_another() {
        for piece in ["> ", ">", "- ", "1. ", "![", "[", "`", "*", "_", "<", "<!--", "&", "|", "~"]
        {
            let deep = piece.repeat(50_000 / piece.len());
            assert!(
                plain(&format!("{deep}a{}", "\na".repeat(25_000))).len() < 2_000_000,
                "{piece}"
            );
        }
        let links = format!("{}{}", "![".repeat(5_000), "](https://x.example)".repeat(5_000));
        plain(&links);
    }

    proptest! {
        #[test]
        fn any_markdown_can_be_read(text: String) {
            _ = plain(&text);
        }

        #[test]
        fn hostile_markdown_can_be_read(text in "[\\[\\]()<>*_`#|\\-+>!\\\\ \n\ta1.&;]{0,200}") {
            _ = plain(&text);
        }
    }
}
