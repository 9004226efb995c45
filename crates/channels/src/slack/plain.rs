//! Between text and what Slack makes of it.
//!
//! In what Slack calls text, `&`, `<` and `>` are written as entities, and what stands in angle brackets is a link or
//! a mention: `<https://example.org|our page>`, `<@U0123456789>`, `<#C0123456789|general>`, `<!here>`.

use std::collections::BTreeMap;

/// Text as Slack wants it where it would read markup.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The reverse of [`escape`].
pub(super) fn unescape(text: &str) -> String {
    // The ampersand comes last: `&amp;lt;` is the text `&lt;`.
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// What somebody wrote in Slack as plain text, with mentions of agents by the names that visitors may see.
pub(super) fn plain(written: &str, names: &BTreeMap<String, String>) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, bracket)) = rest.split_once('<') {
        text.push_str(&unescape(before));
        let Some((inside, after)) = bracket.split_once('>') else {
            text.push_str(&unescape(&rest[before.len()..]));
            return text;
        };
        text.push_str(&reference(inside, names));
        rest = after;
    }
    text.push_str(&unescape(rest));
    text
}

/// What stands in angle brackets, as text.
fn reference(inside: &str, names: &BTreeMap<String, String>) -> String {
    let (target, label) = match inside.split_once('|') {
        Some((target, label)) => (target, Some(unescape(label)).filter(|label| !label.is_empty())),
        None => (inside, None),
    };
    if let Some(user) = target.strip_prefix('@') {
        // A user's handle is for the team; a visitor may know no more than the name that was set for them.
        return names.get(user).map(|name| marked('@', name)).unwrap_or_default();
    }
    if target.starts_with('#') {
        return label.map(|name| marked('#', &name)).unwrap_or_default();
    }
    if let Some(special) = target.strip_prefix('!') {
        let name = special.split('^').next().unwrap_or_default();
        return match (name, label) {
            // A date is labelled with what it says.
            ("date", label) => label.unwrap_or_default(),
            (_, Some(label)) => marked('@', &label),
            ("subteam", None) => String::new(),
            (name, None) => marked('@', name),
        };
    }
    link(&unescape(target), label.as_deref())
}

/// A mention, with its mark once.
pub(super) fn marked(mark: char, name: &str) -> String {
    format!("{mark}{}", name.trim_start_matches(mark))
}

/// A link, with its label where that says something else.
pub(super) fn link(address: &str, label: Option<&str>) -> String {
    let bare = address.split_once(':').map_or(address, |(_, rest)| rest.trim_start_matches("//"));
    match label {
        Some(label) if address.starts_with("mailto:") || address.starts_with("tel:") => {
            label.to_owned()
        }
        Some(label)
            if label != address && label.trim_end_matches('/') != bare.trim_end_matches('/') =>
        {
            format!("{label} ({address})")
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_becomes_text() {
        let names = BTreeMap::from([("U0123456789".to_owned(), "Grace".to_owned())]);
        for (written, expected) in [
            ("Yes, two per coach.", "Yes, two per coach."),
            ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
            ("&amp;lt; is typed so", "&lt; is typed so"),
            ("See <https://example.org/a?b=1&amp;c=2>.", "See https://example.org/a?b=1&c=2."),
            ("See <https://example.org|our page>.", "See our page (https://example.org)."),
            ("See <http://example.org|example.org>.", "See http://example.org."),
            ("<mailto:help@example.org|help@example.org>", "help@example.org"),
            ("<tel:+4930123456|+49 30 123456>", "+49 30 123456"),
            ("Ask <@U0123456789> or <@U9999999999|ada>", "Ask @Grace or "),
            ("in <#C0123456789|general> and <#C0123456789>", "in #general and "),
            ("<!here> <!channel|channel> <!subteam^S1|@crew>", "@here @channel @crew"),
            ("on <!date^1392734382^{date}|18 February>", "on 18 February"),
            ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
            ("a < b", "a < b"),
            ("<>", ""),
            ("<|>", ""),
            ("<", "<"),
        ] {
            assert_eq!(plain(written, &names), expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn escaped_text_comes_back(text: String) {
            prop_assert_eq!(&unescape(&escape(&text)), &text);
            prop_assert_eq!(plain(&escape(&text), &BTreeMap::new()), text);
        }

        #[test]
        fn nothing_is_too_odd(text in "[<>|@#!^&;a-z:/]{0,60}") {
            plain(&text, &BTreeMap::new());
        }
    }
}
