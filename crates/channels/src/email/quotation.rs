//! What somebody has written, apart from what they quote. Nothing is thrown away: what is quoted is given as well.
//!
//! A quotation is folded where it stands in one piece, before or after the text. Answers between quoted lines are left as
//! they are, because without the lines they would say nothing.

/// What somebody has written, and what they quote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) text: String,
    pub(super) quoted: Option<String>,
}

/// Lines between which an attribution may be broken.
const ATTRIBUTION_LINES: usize = 4;
/// The longest attribution, in characters.
const MAX_ATTRIBUTION: usize = 400;
/// Lines in which the headers of an original stand.
const HEADER_LINES: usize = 8;

/// With what an attribution ends, in lower case: "On …, Ada wrote:".
const WROTE: [&str; 12] = [
    "wrote:",
    "writes:",
    "schrieb:",
    "schrieben:",
    "geschrieben:",
    "a écrit :",
    "a écrit:",
    "ha scritto:",
    "escribió:",
    "escreveu:",
    "schreef:",
    "napisał(a):",
];
/// With what it begins where the name comes after the verb: "Am … schrieb Ada:".
const WROTE_BEFORE_NAME: [&str; 6] =
    [" schrieb ", " wrote ", " schreef ", " skrev ", " escribió ", " a écrit "];

/// What programs write over an original, between dashes.
const ORIGINALS: [&str; 12] = [
    "original message",
    "original-nachricht",
    "originalnachricht",
    "ursprüngliche nachricht",
    "original appointment",
    "message d'origine",
    "message d’origine",
    "messaggio originale",
    "mensaje original",
    "oorspronkelijk bericht",
    "forwarded message",
    "weitergeleitete nachricht",
];

/// Headers of an original as programs write them, in lower case: who, when, to whom, about what.
const HEADERS: [&[&str]; 4] = [
    &["from:", "von:", "de :", "de:", "da:", "van:"],
    &[
        "sent:",
        "date:",
        "gesendet:",
        "datum:",
        "envoyé :",
        "envoyé:",
        "date :",
        "inviato:",
        "enviado:",
        "verzonden:",
    ],
    &["to:", "an:", "à :", "à:", "a:", "para:", "aan:"],
    &["subject:", "betreff:", "objet :", "objet:", "oggetto:", "asunto:", "onderwerp:"],
];

/// Tells text and quotation apart.
pub(super) fn fold(body: &str) -> Folded {
    let lines: Vec<&str> = body.lines().map(str::trim_end).collect();
    let end = (0..lines.len()).find(|place| begins_rest(&lines[*place..])).unwrap_or(lines.len());
    let start = leading(&lines[..end]);
    let signature = signature(&lines[start..end]) + start;
    let mut text_end = trailing(&lines[start..signature]) + start;
    if text_end == signature {
        text_end = trailing(&lines[start..end]) + start;
    }
    let quoted_end = if text_end < signature { signature } else { end };
    // A signature below the quotation is part of the text.
    let text = [join(&lines[start..text_end]), join(&lines[quoted_end..end])];
    let text: Vec<_> = text.into_iter().filter(|part| !part.is_empty()).collect();
    let text = text.join("\n\n").trim().to_owned();
    let quoted = [join(&lines[..start]), join(&lines[text_end..quoted_end]), join(&lines[end..])];
    let quoted: Vec<_> = quoted.into_iter().filter(|part| !part.is_empty()).collect();
    Folded { text, quoted: (!quoted.is_empty()).then(|| quoted.join("\n\n")) }
}

fn join(lines: &[&str]) -> String {
    lines.join("\n").trim_matches('\n').trim_end().to_owned()
}

/// Where a signature begins: behind a line of two dashes, the last one, where nothing is quoted after it.
fn signature(lines: &[&str]) -> usize {
    let dashes = lines.iter().rposition(|line| *line == "--");
    let own = |place: &usize| !lines[*place..].iter().any(|line| is_quoted(line));
    dashes.filter(own).unwrap_or(lines.len())
}

/// Whether everything from here on is an original without `>` before its lines.
fn begins_rest(lines: &[&str]) -> bool {
    let Some(first) = lines.first() else { return false };
    is_divider(first)
        || is_headers(lines)
        || attribution(lines).is_some_and(|length| {
            let said = lines[..length].join(" ");
            let next = lines[length..].iter().find(|line| !line.is_empty());
            said.contains('@') && next.is_some_and(|next| !is_quoted(next))
        })
}

/// `-----Original Message-----`, or Outlook's line over headers.
fn is_divider(line: &str) -> bool {
    let inner = line.trim().trim_matches(['-', '_', ' ', '*']).to_lowercase();
    let dashed = line.trim_start().starts_with("--") || line.trim_start().starts_with("__");
    (dashed && ORIGINALS.contains(&inner.as_str())) || inner == "begin forwarded message:"
}

/// Who, when, to whom and about what, at least three of these on lines that follow each other.
fn is_headers(lines: &[&str]) -> bool {
    let line = lines.first().map_or("", |line| line.trim());
    // Outlook draws a line first, or none at all.
    let lines =
        if line.len() > 8 && line.bytes().all(|byte| byte == b'_') { &lines[1..] } else { lines };
    let heads = |line: &str, names: &[&str]| {
        let line = line.trim_start().trim_start_matches('*').replace(":*", ":").to_lowercase();
        names.iter().any(|name| line.starts_with(name))
    };
    let Some(first) = lines.first() else { return false };
    if !heads(first, HEADERS[0]) {
        return false;
    }
    let block = lines.iter().take(HEADER_LINES).take_while(|line| !line.is_empty());
    let block: Vec<_> = block.collect();
    HEADERS.iter().filter(|names| block.iter().any(|line| heads(line, names))).count() >= 3
}

/// The number of lines of an attribution that begins here.
fn attribution(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim_start();
    if first.is_empty() || is_quoted(first) {
        return None;
    }
    let mut said = String::new();
    for (place, line) in lines.iter().take(ATTRIBUTION_LINES).enumerate() {
        if line.is_empty() || said.chars().count() > MAX_ATTRIBUTION {
            return None;
        }
        said.push(' ');
        said.push_str(line.trim());
        if line.ends_with(':') {
            return is_attribution(said.trim()).then_some(place + 1);
        }
    }
    None
}

/// A moment or an address, and that somebody wrote.
fn is_attribution(said: &str) -> bool {
    let lower = said.to_lowercase().replace('\u{a0}', " ");
    let dated = lower.bytes().any(|byte| byte.is_ascii_digit()) || lower.contains('@');
    let wrote = WROTE.iter().any(|end| lower.ends_with(end))
        || WROTE_BEFORE_NAME.iter().any(|verb| lower.contains(verb));
    dated && wrote && said.chars().count() <= MAX_ATTRIBUTION
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Where the text begins, behind a quotation at the beginning.
fn leading(lines: &[&str]) -> usize {
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let quotation = first + attribution(&lines[first..]).unwrap_or(0);
    let begins = lines[quotation..].iter().position(|line| !line.is_empty());
    let Some(begins) = begins.filter(|place| is_quoted(lines[quotation + place])) else { return 0 };
    let quoted = |line: &&&str| line.is_empty() || is_quoted(line);
    let end = quotation + begins + lines[quotation + begins..].iter().take_while(quoted).count();
    // What is quoted again below is answered piece by piece.
    let later = lines[end..].iter().any(|line| is_quoted(line));
    if later || end == lines.len() { 0 } else { end }
}

/// Where the text ends, before a quotation at the end.
fn trailing(lines: &[&str]) -> usize {
    let kept = lines.iter().rposition(|line| !line.is_empty() && !is_quoted(line));
    let mut end = kept.map_or(0, |place| place + 1);
    let quoted = lines[end..].iter().any(|line| is_quoted(line));
    let attributed = (0..end)
        .rev()
        .take(ATTRIBUTION_LINES)
        .find(|place| attribution(&lines[*place..end]).is_some_and(|length| place + length == end));
    if let Some(place) = attributed.filter(|_| quoted || !lines[end..].is_empty()) {
        end = place;
    } else if !quoted {
        return lines.len();
    }
    // A quotation in between makes the one at the end part of the answer.
    let between = lines[..end].iter().any(|line| is_quoted(line));
    if between { lines.len() } else { end }
}
