//! Nothing names the ticket, the machine or the day on which it was made: that says nothing to
//! whoever reads it next.

use crate::none;
use crate::sources::with_endings;

/// Folders of single machines. Written apart, since this file is looked through too.
const MACHINES: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

/// Words before a number that make it a ticket's.
const TICKETS: [&str; 5] = ["issue", "issues", "ticket", "tickets", "pr"];

/// Words that promise what is not there.
const UNFINISHED: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X ")];

fn findings(wrong: impl Fn(&str) -> bool) -> Vec<String> {
    let endings = ["rs", "ts", "js", "mjs", "css", "toml", "md", "capnp", "jsonc", "sh"];
    let mut findings = Vec::new();
    for source in with_endings(&endings) {
        for (number, line) in source.lines() {
            if wrong(line) {
                findings.push(source.at(number, line));
            }
        }
    }
    findings
}

/// Whether a line has one of these words before a number.
fn names_a_ticket(line: &str) -> bool {
    let words: Vec<_> = line.split([' ', '(', ')', ',', '.', ':', '"', '`']).collect();
    words.windows(2).any(|two| {
        let number = two[1].trim_start_matches('#');
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        TICKETS.contains(&two[0].to_lowercase().as_str()) && digits
    })
}

#[test]
fn no_ticket_is_named() {
    for word in TICKETS {
        assert!(
            names_a_ticket(&format!("see {word} 7.")) && names_a_ticket(&format!("({word} #12)"))
        );
    }
    assert!(!names_a_ticket("two tickets for 49 euros") && !names_a_ticket("open an issue"));
    none(&findings(names_a_ticket), "say what is the case instead of where it was discussed");
}

#[test]
fn no_machine_is_named() {
    let named = findings(|line| MACHINES.iter().any(|folder| line.contains(folder)));
    none(&named, "name paths from the project's root");
}

#[test]
fn nothing_is_left_for_later() {
    let left = findings(|line| UNFINISHED.iter().any(|word| line.contains(word)));
    none(&left, "do it, or leave it out");
}
