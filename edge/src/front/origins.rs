//! Which pages may use a site's widget.

/// Whether an entry of the site's list allows a page's origin. An entry is an exact
/// origin, or one such as `https://*.example.org` for every name below it.
pub(crate) fn allowed(entries: &[String], origin: &str) -> bool {
    entries.iter().any(|entry| fits(&entry.to_ascii_lowercase(), origin))
}

fn fits(entry: &str, origin: &str) -> bool {
    let Some((scheme, parent)) = entry.split_once("://*") else { return entry == origin };
    // The parent keeps its dot, so that `https://badexample.org` is not below `example.org`.
    let below = origin
        .strip_prefix(scheme)
        .and_then(|rest| rest.strip_prefix("://"))
        .and_then(|rest| rest.strip_suffix(parent));
    parent.starts_with('.')
        && below.is_some_and(|labels| {
            labels.split('.').all(|label| !label.is_empty() && label.bytes().all(is_label))
        })
}

fn is_label(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(entry: &str, origin: &str, expected: bool) {
        assert_eq!(allowed(&[entry.to_owned()], origin), expected, "{entry} for {origin}");
    }

    #[test]
    fn an_exact_entry_allows_its_origin_alone() {
        check("https://www.example.org", "https://www.example.org", true);
        check("https://WWW.Example.org", "https://www.example.org", true);
        check("http://127.0.0.1:8080", "http://127.0.0.1:8080", true);
        check("https://www.example.org", "http://www.example.org", false);
        check("https://www.example.org", "https://www.example.org:8443", false);
        check("https://www.example.org", "https://www.example.org.evil.example", false);
        check("https://www.example.org", "null", false);
    }

    #[test]
    fn a_star_stands_for_one_label_or_more() {
        check("https://*.example.org", "https://www.example.org", true);
        check("https://*.example.org", "https://a.b.example.org", true);
        check("https://*.example.org:8443", "https://a.example.org:8443", true);
        check("https://*.example.org", "https://example.org", false);
        check("https://*.example.org", "https://.example.org", false);
        check("https://*.example.org", "https://badexample.org", false);
        check("https://*.example.org", "https://a.example.org:8443", false);
        check("https://*.example.org", "http://a.example.org", false);
        check("https://*.example.org", "https://evil.example/.example.org", false);
        check("https://*.example.org", "https://user@a.example.org", false);
        check("https://*example.org", "https://badexample.org", false);
        check("*", "https://www.example.org", false);
    }
}
