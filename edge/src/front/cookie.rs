//! The cookie header, of which the front reads one cookie: whose inbox it is.

use conversation::id::Slug;

/// The inbox's session: `<site>.<token>`.
pub(crate) const INBOX: &str = "askhours_inbox";

/// The site that a key or a session's token names: the part before the first dot.
pub(crate) fn site_of(token: &str) -> Option<Slug> {
    let (site, _) = token.split_once('.')?;
    Slug::parse(site).ok()
}

/// The value of a cookie in a `cookie` header.
pub(crate) fn value<'header>(header: &'header str, name: &str) -> Option<&'header str> {
    header.split(';').find_map(|pair| {
        let (known, value) = pair.split_once('=')?;
        (known.trim() == name).then(|| value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let header = "theme=dark; askhours_inbox=nordwind.abc=; x_askhours_inbox=no";
        assert_eq!(value(header, INBOX), Some("nordwind.abc="));
        assert_eq!(value("askhours_inbox", INBOX), None);
        assert_eq!(value("", INBOX), None);
    }

    #[test]
    fn a_token_names_its_site() {
        assert_eq!(site_of("nordwind.ada.abc").unwrap().as_str(), "nordwind");
        assert!(site_of("nordwind").is_none());
        assert!(site_of("../x.abc").is_none());
    }
}
