//! The text of an expression, where the parser's answer does not tell what was written where.

use crate::misread::MONTHS;

/// The times of the day that the sun decides.
pub(crate) const SUN: [&str; 4] = ["dawn", "sunrise", "sunset", "dusk"];

/// The expression in lower case with its comments blanked out, byte for byte where it was.
pub(crate) fn outside_quotes(text: &str) -> String {
    let mut quoted = false;
    let mut code = String::with_capacity(text.len());
    for character in text.chars() {
        quoted ^= character == '"';
        if quoted {
            code.extend(std::iter::repeat_n(' ', character.len_utf8()));
        } else {
            code.push(character.to_ascii_lowercase());
        }
    }
    code
}

/// The first comment that has more characters than these, by the byte of its quotation mark.
pub(crate) fn long_comment(text: &str, characters: usize) -> Option<usize> {
    let mut byte = 0;
    for (index, part) in text.split('"').enumerate() {
        // Every second part stands in quotes.
        if index % 2 == 1 && part.chars().nth(characters).is_some() {
            return Some(byte - 1);
        }
        byte += part.len() + 1;
    }
    None
}

/// The first byte at which this sign follows a time of the day, and not a number of another kind.
pub(crate) fn after_time(code: &str, sign: char) -> Option<usize> {
    code.match_indices(sign).map(|(byte, _)| byte).find(|byte| {
        let before = code[..*byte].trim_end();
        let is_clock = before.len() > 2 && before.as_bytes()[before.len() - 3] == b':';
        is_clock || before.ends_with(')') || SUN.iter().any(|event| before.ends_with(event))
    })
}

/// The same hours, written so that the crate `opening-hours` reads them as OpenStreetMap's specification does.
///
/// - A comment alone means unknown; the crate (up to 2.1.4) takes it for open.
/// - `Dec 24,31` is the 24th and the 31st of December, `2026 Dec 24,31` those of that year; the crate wants the month
///   again, and the year.
/// - A comma begins an additional rule only after times, a comment or a state; the crate takes `Mo-Fr, Su 09:00-17:00`
///   for Monday to Friday round the clock and some hours on Sunday.
pub(crate) fn as_meant(text: &str) -> String {
    let code = outside_quotes(text);
    let mut meant = String::with_capacity(text.len() + 16);
    let mut copied = 0;
    let mut quoted = false;
    for (byte, character) in text.char_indices() {
        let before = code[..byte].trim_end();
        if character == '"' {
            quoted = !quoted;
            if quoted
                && !STATES.iter().any(|state| before.ends_with(state))
                && !is_label(text, byte)
            {
                meant.push_str(&text[copied..byte]);
                meant.push_str("unknown ");
                copied = byte;
            }
        } else if character == ',' && !quoted && !ends_a_rule(text[..byte].trim_end()) {
            meant.push_str(&text[copied..=byte]);
            let rest = text[byte + 1..].trim_start();
            copied = text.len() - rest.len();
            if begins_with_a_day(rest)
                && let Some(month) = month_of_last_day(&meant)
            {
                meant.push_str(&month);
                meant.push(' ');
            }
        }
    }
    meant.push_str(&text[copied..]);
    meant
}

/// Whether a text begins with a day of a month, and not with a time or a year.
fn begins_with_a_day(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 1 | 2) && text.as_bytes().get(digits) != Some(&b':')
}

/// The month in a text that ends with `Dec 24,` or `Oct 1-10,`, with its year where it has one.
///
/// None after `2026 Dec 24-Jan 2,`: whose January is meant is not said, and the crate refuses what follows.
fn month_of_last_day(text: &str) -> Option<String> {
    let (before, _) = trailing_number(text.strip_suffix(',')?);
    let first = before.strip_suffix('-').map(|first| trailing_number(first).0);
    let (before, month) = trailing_month(first.unwrap_or(before))?;
    if let Some(year) = trailing_year(before) {
        return Some(format!("{year} {month}"));
    }
    let first = before.trim_end().strip_suffix('-').map(|first| trailing_number(first).0);
    let first_year = first.and_then(trailing_month).and_then(|(before, _)| trailing_year(before));
    first_year.is_none().then(|| month.to_owned())
}

/// The digits at a text's end, and what stands before them.
fn trailing_number(text: &str) -> (&str, &str) {
    let text = text.trim_end();
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    text.split_at(text.len() - digits)
}

/// The month at a text's end, and what stands before it.
fn trailing_month(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let (before, month) = text.split_at_checked(text.len().checked_sub(3)?)?;
    MONTHS.contains(&month.to_ascii_lowercase().as_str()).then_some((before, month))
}

/// The year at a text's end that belongs to the date after it. Several, as `2026-2028`, belong to all dates.
pub(crate) fn trailing_year(text: &str) -> Option<&str> {
    let (before, year) = trailing_number(text);
    let other = before.trim_end().strip_suffix([',', '-']).map(|other| trailing_number(other).1);
    (year.len() == 4 && other.is_none_or(|other| other.len() != 4)).then_some(year)
}

/// The words that tell what holds during a rule.
const STATES: [&str; 4] = ["open", "closed", "off", "unknown"];

/// Whether the comment that begins here stands before a colon, as the name of a season.
fn is_label(text: &str, byte: usize) -> bool {
    let after = text[byte + 1..].split_once('"');
    after.is_some_and(|(_, after)| after.trim_start().starts_with(':'))
}

/// Whether a text ends with a time, a comment or a state, after which a comma begins another rule or another time span.
fn ends_a_rule(before: &str) -> bool {
    let bytes = before.as_bytes();
    let is_clock = bytes.len() > 2 && bytes[bytes.len() - 3] == b':';
    let lower = before.to_ascii_lowercase();
    let is_word = STATES.iter().chain(&SUN).any(|word| lower.ends_with(word));
    is_clock || is_word || before.ends_with(['"', ')', '+']) || before.ends_with("24/7")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_written_as_they_are_meant() {
        let check = |text, expect: &str| assert_eq!(as_meant(text), expect);
        check("Mo-Fr, Su 09:00-17:00", "Mo-Fr,Su 09:00-17:00");
        check("Mo-Fr 09:00-12:00, Su 09:00-17:00", "Mo-Fr 09:00-12:00, Su 09:00-17:00");
        check("Mo off, Dec 24,  Dec 31 off", "Mo off, Dec 24,Dec 31 off");
        check("Mo 09:00-17:00 \"ä, 1\", Tu off", "Mo 09:00-17:00 unknown \"ä, 1\", Tu off");
        check(
            "Mo Open \"a\"; Tu off \"b\" || \"c\"",
            "Mo Open \"a\"; Tu off \"b\" || unknown \"c\"",
        );
        check("Dec 24,31 off", "Dec 24,Dec 31 off");
        check("Oct 1-10, 15-20,25 12:00-14:00", "Oct 1-10,Oct 15-20,Oct 25 12:00-14:00");
        check("2026 Dec 24,25 off", "2026 Dec 24,2026 Dec 25 off");
        check("2026 Dec 24-26, 31 off", "2026 Dec 24-26,2026 Dec 31 off");
        check("2026 Dec 24-2027 Jan 2,5 off", "2026 Dec 24-2027 Jan 2,2027 Jan 5 off");
        check("2026 Dec 24,2027 Dec 24,31", "2026 Dec 24,2027 Dec 24,2027 Dec 31");
        check("2026 Dec 24-Jan 2,5 off", "2026 Dec 24-Jan 2,5 off");
        check("Dec 24-Jan 2,5 off", "Dec 24-Jan 2,Jan 5 off");
        check("2026-2028 Dec 24,25 off", "2026-2028 Dec 24,Dec 25 off");
        check("2026,2028 Dec 24,25 off", "2026,2028 Dec 24,Dec 25 off");
        check("2026-2030/2 Dec 24,25 off", "2026-2030/2 Dec 24,Dec 25 off");
        check("week 5,10 Mo 10:00-12:00", "week 5,10 Mo 10:00-12:00");
        check("Dec 24,2027 off; Dec 24,10:00-12:00", "Dec 24,2027 off; Dec 24,10:00-12:00");
        check("\"summer\": 09:00-17:00", "\"summer\": 09:00-17:00");
    }

    #[test]
    fn comments_are_blanked_out_byte_for_byte() {
        assert_eq!(outside_quotes("Mo \"PH ü\" OFF"), "mo       \" off");
        assert_eq!(outside_quotes("Mo \"PH"), "mo    ");
    }

    #[test]
    fn finds_a_long_comment() {
        assert_eq!(long_comment("Mo \"ü\" off \"äöü\" off", 2), Some(12));
        assert_eq!(long_comment("Mo \"ü\" off \"äöü\" off", 3), None);
        assert_eq!(long_comment("\"long", 2), Some(0));
        assert_eq!(long_comment("Mo 09:00-17:00", 2), None);
    }

    #[test]
    fn tells_a_sign_after_a_time_from_others() {
        assert_eq!(after_time("week 1-53/2 10:00-12:00 / 30", '/'), Some(24));
        assert_eq!(after_time("24/7", '/'), None);
        assert_eq!(after_time("mo[1] +1 day sunset+", '+'), Some(19));
    }
}
