//! What a client prefers: encodings, languages, and whether it has the content already.

/// How a body is compressed on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Brotli.
    Brotli,
    /// Gzip.
    Gzip,
    /// Not at all.
    Identity,
}

impl Encoding {
    /// All of them, the smallest result first.
    pub(crate) const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// The value of `content-encoding`; none for [`Encoding::Identity`].
    pub(crate) const fn token(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// What is put behind the name of a file compressed this way.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }

    /// The best encoding that `accept-encoding` allows. Which of two allowed ones
    /// is better is for us to say: clients give no weights that mean anything.
    pub(crate) fn accepted(header: Option<&str>) -> Self {
        let accepted = weighted(header.unwrap_or_default());
        let takes = |encoding: &Self| {
            let weight = |name| accepted.iter().find(|(known, _)| *known == name);
            encoding.token().is_none_or(|token| {
                weight(token).or_else(|| weight("*")).is_some_and(|(_, weight)| *weight > 0.0)
            })
        };
        Self::ALL.into_iter().find(takes).unwrap_or(Self::Identity)
    }
}

/// A language that was chosen for a visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Language {
    /// One of those offered, such as `de`.
    pub(crate) language: String,
    /// The same with the visitor's region where it is known, such as `de-AT`: dates
    /// and times are written that way.
    pub(crate) locale: String,
}

impl Language {
    /// The offered language that `accept-language` prefers, else the fallback.
    pub(crate) fn accepted(header: Option<&str>, offered: &[&str], fallback: &str) -> Self {
        let mut wanted = weighted(header.unwrap_or_default());
        wanted.retain(|(_, weight)| *weight > 0.0);
        // The sort is stable, so that of two equal wishes the first is taken.
        wanted.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let fitting = wanted.iter().find_map(|(tag, _)| {
            let (language, region) = tag.split_once('-').unwrap_or((tag, ""));
            let language = offered.iter().find(|offered| offered.eq_ignore_ascii_case(language))?;
            Some((*language, region))
        });
        let (language, region) = fitting.unwrap_or((fallback, ""));
        // Only a plain region is taken over: the runtime throws at tags that are not well-formed.
        let plain = region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_alphabetic());
        let locale = if plain { format!("{language}-{region}") } else { language.to_owned() };
        Self { language: language.to_owned(), locale }
    }
}

/// Whether `if-none-match` names this content. Compared weakly, as RFC 9110,
/// section 13.1.2, says.
pub(crate) fn has_already(header: Option<&str>, etag: &str) -> bool {
    header.unwrap_or_default().split(',').any(|tag| {
        let tag = tag.trim();
        tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag
    })
}

/// The members of a list such as `de-AT, de;q=0.8`, with their weights.
fn weighted(list: &str) -> Vec<(&str, f32)> {
    list.split(',')
        .filter_map(|member| {
            let (name, parameters) = member.split_once(';').unwrap_or((member, ""));
            let weight = match parameters.trim().strip_prefix("q=") {
                Some(weight) => weight.trim().parse().unwrap_or(0.0),
                None => 1.0,
            };
            let name = name.trim();
            (!name.is_empty()).then_some((name, weight))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_accepted_encoding_is_taken() {
        for (header, expected) in [
            (Some("gzip, deflate, br, zstd"), Encoding::Brotli),
            (Some("gzip;q=1.0, br;q=0.5"), Encoding::Brotli),
            (Some("gzip, br;q=0"), Encoding::Gzip),
            (Some("*"), Encoding::Brotli),
            (Some("br;q=0, *;q=0.1"), Encoding::Gzip),
            (Some("deflate"), Encoding::Identity),
            (Some("brx"), Encoding::Identity),
            (Some(""), Encoding::Identity),
            (None, Encoding::Identity),
        ] {
            assert_eq!(Encoding::accepted(header), expected, "{header:?}");
        }
    }

    #[track_caller]
    fn check_language(header: &str, language: &str, locale: &str) {
        let chosen = Language::accepted(Some(header), &["de", "en"], "de");
        assert_eq!((chosen.language.as_str(), chosen.locale.as_str()), (language, locale));
    }

    #[test]
    fn the_most_wanted_offered_language_is_taken() {
        check_language("en-US,en;q=0.9,de;q=0.8", "en", "en-US");
        check_language("fr, en;q=0.2, de-AT;q=0.4", "de", "de-AT");
        check_language("EN", "en", "en");
        check_language("en;q=0, fr", "de", "de");
        check_language("", "de", "de");
    }

    #[test]
    fn odd_regions_are_dropped() {
        check_language("en-x, de;q=0.1", "en", "en");
        check_language("en-Latn-US", "en", "en");
        check_language("en-<>", "en", "en");
    }

    #[test]
    fn content_that_a_client_has_is_not_sent_again() {
        assert!(has_already(Some("\"a\", W/\"b\""), "\"b\""));
        assert!(has_already(Some("*"), "\"b\""));
        assert!(!has_already(Some("\"a\""), "\"b\""));
        assert!(!has_already(None, "\"b\""));
    }
}
