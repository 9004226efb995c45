//! How fast a team means to answer, in opening time.

use timeline::Millis;

use crate::error::{Field, HoursError, Problem, shortened};

/// The longest target: 30 working days of 8 hours. A slower one is no promise that a visitor can use.
const LIMIT_HOURS: u32 = 240;

/// Reads `2h` or `90min`: at least a minute, at most 240 hours of opening time.
///
/// # Errors
///
/// Where the text is neither, or out of these bounds.
pub fn parse_reply_target(text: &str) -> Result<Millis, HoursError> {
    let text = text.trim();
    let minutes = match (text.strip_suffix("min"), text.strip_suffix('h')) {
        (Some(minutes), _) => number(minutes),
        (_, Some(hours)) => number(hours).and_then(|hours| hours.checked_mul(60)),
        _ => None,
    };
    match minutes {
        Some(minutes) if (1..=LIMIT_HOURS * 60).contains(&minutes) => {
            Ok(Millis::from_minutes(i64::from(minutes)))
        }
        _ => {
            let problem =
                Problem::NotAReplyTarget { text: shortened(text), limit_hours: LIMIT_HOURS };
            Err(HoursError::new(Field::ReplyTarget, problem))
        }
    }
}

/// Digits alone: `parse` would take "+2" too.
fn number(text: &str) -> Option<u32> {
    let digits = text.trim_end();
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_hours_and_minutes() {
        let check = |text, minutes| {
            assert_eq!(parse_reply_target(text), Ok(Millis::from_minutes(minutes)), "{text}");
        };
        check("2h", 120);
        check("90min", 90);
        check(" 2 h ", 120);
        check("240h", 14_400);
        check("1min", 1);
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "h",
            "min",
            "0h",
            "-2h",
            "+2h",
            "2",
            "2 hours",
            "241h",
            "99999999999h",
            "1.5h",
            "²h",
        ] {
            assert!(parse_reply_target(text).is_err(), "{text}");
        }
        assert_eq!(
            parse_reply_target("soon").map_err(|error| error.to_string()),
            Err("reply_target: \"soon\" is no reply target; write hours or minutes such as 2h or 90min, up to 240h".to_owned())
        );
    }
}
