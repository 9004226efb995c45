//! The text of an expression, where the parser's answer does not tell what was written where.

use crate::day::MINUTES;

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

/// The first byte at which this sign follows a time of the day, and not a number of another kind.
pub(crate) fn after_time(code: &str, sign: char) -> Option<usize> {
    code.match_indices(sign).map(|(byte, _)| byte).find(|byte| {
        let before = code[..*byte].trim_end();
        let is_clock = before.len() > 2 && before.as_bytes()[before.len() - 3] == b':';
        is_clock || before.ends_with(')') || SUN.iter().any(|event| before.ends_with(event))
    })
}

/// The same text with every time span that lasts past midnight ended there.
pub(crate) fn ended_at_midnight(text: &str) -> String {
    let code = outside_quotes(text);
    let mut ended = String::with_capacity(text.len() + 4);
    let mut copied = 0;
    for (dash, _) in code.match_indices('-') {
        let after = &code[dash + 1..];
        let end_at = code.len() - after.trim_start().len();
        let start = clock_at_end(code[..dash].trim_end());
        if let (Some(start), Some((end, length))) = (start, clock_at_start(&code[end_at..]))
            && (if start < end { end } else { end + MINUTES }) > MINUTES
        {
            ended.push_str(&text[copied..end_at]);
            ended.push_str("24:00");
            copied = end_at + length;
        }
    }
    ended.push_str(&text[copied..]);
    ended
}

/// A time such as 9:30 or 26:00 at the beginning of a text, in minutes, and its length in bytes.
fn clock_at_start(text: &str) -> Option<(u16, usize)> {
    let (hour, rest) = text.split_once(':')?;
    Some((clock(hour, rest.get(..2)?)?, hour.len() + 3))
}

/// A time at the end of a text, in minutes.
fn clock_at_end(text: &str) -> Option<u16> {
    let (before, minute) = text.rsplit_once(':')?;
    let digits = before.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
    clock(&before[before.len() - digits..], minute)
}

fn clock(hour: &str, minute: &str) -> Option<u16> {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_form = matches!(hour.len(), 1 | 2) && minute.len() == 2;
    if !has_form || !is_number(hour) || !is_number(minute) {
        return None;
    }
    Some(hour.parse::<u16>().ok()? * 60 + minute.parse::<u16>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_what_lasts_past_midnight_and_nothing_else() {
        let check = |text, expect: &str| assert_eq!(ended_at_midnight(text), expect);
        check("Mo 22:00-02:00", "Mo 22:00-24:00");
        check("Mo 9:00 - 2:00 off", "Mo 9:00 - 24:00 off");
        check("20:00-26:30,10:00-10:00; 09:00-17:00", "20:00-24:00,10:00-24:00; 09:00-17:00");
        check("Dec 24-26 22:00-02:00", "Dec 24-26 22:00-24:00");
        check("Mo-Fr 00:00-24:00", "Mo-Fr 00:00-24:00");
        check("Mo-Fr 00:00-00:00", "Mo-Fr 00:00-00:00");
        check("Mo \"ä 22:00-02:00\" 22:00-02:00", "Mo \"ä 22:00-02:00\" 22:00-24:00");
        check("22:00-", "22:00-");
        check("ü:00-ü:00", "ü:00-ü:00");
    }

    #[test]
    fn comments_are_blanked_out_byte_for_byte() {
        assert_eq!(outside_quotes("Mo \"PH ü\" OFF"), "mo       \" off");
        assert_eq!(outside_quotes("Mo \"PH"), "mo    ");
    }

    #[test]
    fn tells_a_sign_after_a_time_from_others() {
        assert_eq!(after_time("week 1-53/2 10:00-12:00 / 30", '/'), Some(24));
        assert_eq!(after_time("24/7", '/'), None);
        assert_eq!(after_time("mo[1] +1 day sunset+", '+'), Some(19));
    }
}
