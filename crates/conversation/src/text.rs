//! What visitors and agents write. Text is text: control characters are dropped,
//! nothing else is changed, and nothing is ever read as markup.

use std::fmt;

/// The longest question, reply or note, in characters. Twice what the longest
/// letters to a support team hold; at 4 bytes a character it stays under the
/// edge's cap for a body.
pub const MAX_TEXT: usize = 8_000;

/// The longest name of a person, in characters.
pub const MAX_NAME: usize = 100;

/// Why a text cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("write something")]
    Empty,
    /// More characters than allowed.
    #[error("{length} characters are too many; use at most {limit}")]
    TooLong {
        /// How many were written.
        length: usize,
        /// How many are allowed.
        limit: usize,
    },
}

/// A question, reply or note: 1 to [`MAX_TEXT`] characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionText(String);

impl QuestionText {
    /// Parses what was written.
    ///
    /// # Errors
    /// Where it is empty or too long.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        bounded(text, MAX_TEXT, true).map(Self)
    }

    /// Makes as many of a text as are needed, for what comes from elsewhere and knows no bound: cut at the end of a
    /// paragraph, a line or a word, where there is one in the second half. Nothing where there is no text.
    #[must_use]
    pub fn split(text: &str) -> Vec<Self> {
        let mut rest = bounded(text, usize::MAX, true).unwrap_or_default();
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let end = end_of_part(&rest);
            parts.extend(Self::parse(&rest[..end]));
            rest = rest[end..].trim_start().to_owned();
        }
        parts
    }

    /// Puts a notice of our own below what was written: into the last text, or one of its own where that is full. It is
    /// not cleaned, as it may hold isolates around what it names; what it names has to be.
    pub fn append(texts: &mut Vec<Self>, notice: &str) {
        let length = notice.chars().count() + 2;
        match texts.last_mut().filter(|last| last.0.chars().count() + length <= MAX_TEXT) {
            Some(Self(last)) => last.extend(["\n\n", notice]),
            None => texts.push(Self(notice.chars().take(MAX_TEXT).collect())),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where the first part of a text ends, in bytes.
fn end_of_part(text: &str) -> usize {
    let Some((limit, _)) = text.char_indices().nth(MAX_TEXT) else { return text.len() };
    let part = &text[..limit];
    let mut ends = ["\n\n", "\n", " "].iter().filter_map(|end| part.rfind(end));
    ends.find(|end| *end > limit / 2).unwrap_or(limit)
}

/// A person's name: 1 to [`MAX_NAME`] characters on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// Parses a name.
    ///
    /// # Errors
    /// Where it is empty or too long.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        bounded(text, MAX_NAME, false).map(Self)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Trims, drops control characters (on one line: line breaks become spaces) and
/// characters that reorder the text around them, and holds the rest to `limit`.
pub(crate) fn bounded(text: &str, limit: usize, lines: bool) -> Result<String, TextError> {
    // Of a Windows line break, the first half is a control character.
    let kept: String = text
        .chars()
        .filter_map(|character| match character {
            '\n' | '\t' if lines => Some(character),
            '\n' | '\t' => Some(' '),
            // Bidirectional overrides would let a text show other than what it says.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
            control if control.is_control() => None,
            other => Some(other),
        })
        .collect();
    let trimmed = kept.trim();
    let length = trimmed.chars().count();
    match length {
        0 => Err(TextError::Empty),
        _ if length > limit => Err(TextError::TooLong { length, limit }),
        _ => Ok(trimmed.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_keeps_its_lines_and_loses_its_controls() {
        let text = QuestionText::parse("  Hello\r\n\u{7}there\u{202e} \n").unwrap();
        assert_eq!(text.as_str(), "Hello\nthere");
    }

    #[test]
    fn markup_stays_what_was_typed() {
        let text = QuestionText::parse("<b>1 < 2</b> & {{x}}").unwrap();
        assert_eq!(text.as_str(), "<b>1 < 2</b> & {{x}}");
    }

    #[test]
    fn bounds_are_counted_in_characters() {
        assert!(QuestionText::parse(&"ü".repeat(MAX_TEXT)).is_ok());
        let error = QuestionText::parse(&"ü".repeat(MAX_TEXT + 1)).unwrap_err();
        assert_eq!(error, TextError::TooLong { length: MAX_TEXT + 1, limit: MAX_TEXT });
        assert_eq!(QuestionText::parse(" \u{0} \n").unwrap_err(), TextError::Empty);
    }

    #[test]
    fn a_long_text_becomes_several_and_loses_nothing() {
        let paragraph = "word ".repeat(1_000);
        let long = format!("{paragraph}\n\n{paragraph}\n\n{paragraph}");
        let parts = QuestionText::split(&long);
        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|part| part.as_str() == paragraph.trim()));
        assert_eq!(QuestionText::split(&"ü".repeat(2 * MAX_TEXT + 1)).len(), 3);
        assert_eq!(QuestionText::split(" short "), [QuestionText("short".to_owned())]);
        assert!(QuestionText::split(" \u{0} ").is_empty());
    }

    #[test]
    fn a_notice_of_our_own_keeps_its_isolates() {
        let notice = "\u{2068}Q3 (final).pdf\u{2069}";
        let mut texts = QuestionText::split("\u{2068}Here.");
        QuestionText::append(&mut texts, notice);
        assert_eq!(texts, [QuestionText(format!("Here.\n\n{notice}"))]);
        let mut full = QuestionText::split(&"ü".repeat(MAX_TEXT));
        QuestionText::append(&mut full, notice);
        assert_eq!(full.last().unwrap().as_str(), notice);
        let mut none = Vec::new();
        QuestionText::append(&mut none, &"x".repeat(2 * MAX_TEXT));
        assert_eq!(none[0].as_str().len(), MAX_TEXT);
    }

    #[test]
    fn a_name_stays_on_one_line() {
        assert_eq!(PersonName::parse("Ada\nLovelace").unwrap().as_str(), "Ada Lovelace");
    }
}
