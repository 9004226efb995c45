//! The two languages of the site, and which one a browser would rather read.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    German,
    English,
}

impl Language {
    /// Name of the folder below `pages/`, first part of the address, and `lang` attribute.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        match code {
            "de" => Some(Self::German),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The language that `Accept-Language` weighs highest (RFC 9110, section 12.5.4).
    /// Whoever reads neither of the two gets English.
    pub(crate) fn preferred(headers: &HeaderMap) -> Self {
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let mut best = (Self::English, 0.0);
        for range in accepted.unwrap_or_default().split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let quality = parts
                .find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok())
                .unwrap_or(1.0);
            let primary = tag.split('-').next().unwrap_or_default();
            if let Some(language) = Self::from_code(primary)
                && quality > best.1
            {
                best = (language, quality);
            }
        }
        best.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(accept_language: &str, expected: Language) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, accept_language.parse().unwrap());
        assert_eq!(Language::preferred(&headers), expected, "{accept_language}");
    }

    #[test]
    fn the_weightiest_language_wins() {
        check("de-DE,de;q=0.9,en;q=0.8", Language::German);
        check("en-GB,en;q=0.9,de;q=0.8", Language::English);
        check("en;q=0.3, de;q=0.7", Language::German);
        check("fr, de-AT;q=0.5, en;q=0.4", Language::German);
    }

    #[test]
    fn other_languages_get_english() {
        check("sv, da;q=0.8", Language::English);
        check("", Language::English);
        check("de;q=0", Language::English);
        assert_eq!(Language::preferred(&HeaderMap::new()), Language::English);
    }
}
