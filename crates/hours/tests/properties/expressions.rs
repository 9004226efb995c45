//! Expressions to try: picked by hand, likely to be read, and likely not to be.

use opening_hours::RuleKind;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) const EXPRESSIONS: [&str; 24] = [
    "24/7",
    "off",
    "00:00-23:59",
    "Mo-Fr 09:00-17:00",
    "Mo-Fr 09:00-12:30,13:15-17:45; Sa 10:00-14:00",
    "Mo-Su 22:00-02:00",
    "Fr 22:00-02:00; Sa 10:00-14:00",
    "Fr 22:00-02:00, Sa 10:00-14:00",
    "Mo-Th 18:00-01:00; Fr-Sa 18:00-03:00",
    "02:00-03:00",
    "02:30-04:00",
    "00:00-02:30,02:45-02:50",
    "01:15-02:15; Su off",
    "Mo-Fr 08:00-18:00; We 12:00-13:00 off \"Meeting\"",
    "Dec 09:00-22:00; Jan-Nov 09:00-18:00",
    "Mo[1] 09:00-12:00; Mo[-1] 13:00-15:00",
    "week 1-53/2 Mo 10:00-12:00; week 2-52/2 Tu 10:00-12:00",
    "easter -2 days-easter +1 day off \"Easter\"; Mo-Sa 10:00-20:00",
    "Apr 1-Oct 31 10:00-19:00; Nov 1-Mar 31 11:00-16:00",
    "24/7; Dec 24-26 off",
    "Mo-Fr 10:00-20:00 unknown \"by appointment\"; Sa 10:00-14:00",
    "Mo 20:00-30:00; Tu-Fr 09:00-17:00 || Sa 11:00-23:59",
    "2026 Mar 1-2026 Oct 31 08:00-20:00; Sep 06:00-07:00",
    "Sa-Mo 00:00-24:00",
];

/// A rule in its parts, and what stands between it and the one before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) separator: &'static str,
    pub(crate) days: &'static str,
    pub(crate) times: &'static str,
    pub(crate) state: &'static str,
}

impl Rule {
    pub(crate) fn kind(&self) -> RuleKind {
        match self.state.split_whitespace().next() {
            None | Some("open") => RuleKind::Open,
            Some("off" | "closed") => RuleKind::Closed,
            // A comment alone says that nothing is certain.
            Some(_) => RuleKind::Unknown,
        }
    }
}

/// The rules as a site writes them.
pub(crate) fn expression(rules: &[Rule]) -> String {
    let mut text = String::new();
    for (index, rule) in rules.iter().enumerate() {
        let parts = [rule.separator, rule.days, rule.times, rule.state];
        text.extend(parts.into_iter().skip(usize::from(index == 0)));
    }
    text
}

/// Rules that are mostly read, so that what is built on them is reached.
pub(crate) fn rules() -> impl Strategy<Value = Vec<Rule>> {
    const DAYS: [&str; 24] = [
        "",
        "",
        "Mo ",
        "Mo-Fr ",
        "Sa,Su ",
        "Fr-Mo ",
        "Mo[1] ",
        "Tu[-1] +1 day ",
        "Dec ",
        "2026 Dec ",
        "Dec 24-26 ",
        "Feb 29 ",
        "easter -2 days ",
        "easter -2 days-easter +1 day ",
        "week 2-50/3 Mo ",
        "2026-2028/2 ",
        "Nov-Feb Fr ",
        "2026 Mar Su[-1]-2026 Oct Su[-1] ",
        "Dec 24-Jan 2 ",
        "2026 Dec 24-2027 Jan 2 ",
        "Jan 31-Feb 29 ",
        "Dec 31-Dec 30 ",
        "2026 Mar ",
        "week 1,20,53 We[2],Sa-Mo ",
    ];
    const TIMES: [&str; 13] = [
        "",
        "24/7",
        "09:00-17:00",
        "9:00-12:00,13:00-17:30",
        "22:00-02:00",
        "18:00-26:30",
        "00:00-24:00",
        "10:00-10:00",
        "00:00-23:59",
        "02:00-03:00",
        "20:00-48:00",
        "23:00-01:00,00:30-02:00",
        "06:00-07:00, 08:00 - 09:00",
    ];
    const STATES: [&str; 8] =
        ["", "", "", " open", " off", " closed \"away\"", " unknown", " \"by appointment\""];
    const SEPARATORS: [&str; 5] = ["; ", "; ", ";", ", ", " || "];
    let rule =
        (select(&SEPARATORS[..]), select(&DAYS[..]), select(&TIMES[..]), select(&STATES[..]));
    let rule =
        rule.prop_map(|(separator, days, times, state)| Rule { separator, days, times, state });
    vec(rule, 1..5).prop_map(|mut rules| {
        for index in 1..rules.len() {
            // After days alone, a comma goes on with the days; and before times alone, with the times.
            let before = rules[index - 1];
            let goes_on = before.state.is_empty()
                && (before.times.is_empty() || rules[index].days.is_empty());
            if rules[index].separator == ", " && goes_on {
                rules[index].separator = "; ";
            }
        }
        rules
    })
}

/// The same as texts.
pub(crate) fn likely_hours() -> impl Strategy<Value = String> {
    rules().prop_map(|rules| expression(&rules))
}

/// Strings out of the pieces that opening hours are made of.
pub(crate) fn likely_expressions() -> impl Strategy<Value = String> {
    const PIECES: [&str; 62] = [
        " ",
        " ",
        " ",
        "; ",
        ", ",
        " || ",
        ",",
        "-",
        "+",
        "/",
        ":",
        "\"",
        "[",
        "]",
        "(",
        ")",
        "Mo",
        "Tu",
        "Fr",
        "Sa",
        "Su",
        "Mo-Fr",
        "Sa-Mo",
        "Mo[1]",
        "Mo[-1]",
        "Mo[3-1]",
        "PH",
        "SH",
        "09:00-17:00",
        "22:00-02:00",
        "00:00-24:00",
        "00:00-00:00",
        "12:00",
        "26:00",
        "24:00",
        "48:00",
        "48:30",
        "23:59",
        "Dec",
        "Feb 29",
        "Feb 30",
        "Jan-Mar",
        "Dec 24-26",
        "Dec 31-2",
        "easter",
        " +9999 days",
        " -1 day",
        "-Su",
        "2026",
        "2020-2030/3",
        "9999",
        "1900",
        "week",
        "week 1-53/2",
        "53",
        "sunset",
        "(dusk+23:59)",
        "off",
        "unknown",
        "open",
        "\"note\"",
        "24/7",
    ];
    vec(select(&PIECES[..]), 0..12).prop_map(|pieces| pieces.concat())
}

pub(crate) fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => likely_expressions(),
        4 => likely_hours(),
        1 => any::<String>(),
        1 => "[ -~]{0,80}",
        // Of up to four bytes each.
        1 => "(?s).{0,1024}",
        1 => vec(likely_hours(), 0..200).prop_map(|rules| {
            let mut long = rules.join("; ");
            long.truncate(4096);
            long
        }),
        1 => (likely_expressions(), 1usize..1000).prop_map(|(it, times)| {
            let mut long = it.repeat(times);
            long.truncate(4096);
            long
        }),
    ]
}
