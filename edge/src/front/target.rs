//! What an address of the edge stands for, by its path alone.

use conversation::id::Slug;

/// Names that no site may have, since addresses of the edge would hide its page
/// or its style sheet.
pub(crate) const RESERVED: &[&str] = &["assets", "healthz", "hosted", "inbox", "v1"];

/// What stands at a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target<'path> {
    /// `/{site}.js`: loader and payload.
    Loader(&'path str),
    /// `/assets/{name}`: a file of the build.
    Asset(&'path str),
    /// `/v1/...`: the API.
    Api,
    /// `/v1/openapi.json`: its description.
    OpenApi,
    /// `/v1/schemas/site.json`: the schema of a site's configuration.
    SiteSchema,
    /// `/inbox`: the team's page.
    Inbox,
    /// `/{site}`: the page that works without JavaScript.
    HostedForm(&'path str),
    /// `/{site}/conversations/{id}`: the visitor's conversation on that page.
    HostedConversation(&'path str, &'path str),
    /// `/{site}/words/{version}/{language}`: what the site says in a language.
    Words { site: &'path str, version: &'path str, language: &'path str },
    /// `/{site}.css`: the site's colours on that page.
    HostedColours(&'path str),
    /// `/hosted.css`: the style of that page, for all sites.
    HostedStyle,
    /// `/healthz`: whether the process answers.
    Health,
    /// `/robots.txt`: what is not for search engines.
    Robots,
    /// Anything else.
    Nothing,
}

impl<'path> Target<'path> {
    /// What stands at this path.
    pub(crate) fn at(path: &'path str) -> Self {
        let name = path.strip_prefix('/').unwrap_or(path);
        if let Some(site) = name.strip_suffix(".js").filter(|site| is_site(site)) {
            return Self::Loader(site);
        }
        match name {
            "inbox" | "inbox/" => Self::Inbox,
            "healthz" => Self::Health,
            "robots.txt" => Self::Robots,
            "hosted.css" => Self::HostedStyle,
            "v1/openapi.json" => Self::OpenApi,
            "v1/schemas/site.json" => Self::SiteSchema,
            _ => Self::below(name),
        }
    }

    fn below(name: &'path str) -> Self {
        let Some((first, rest)) = name.split_once('/') else {
            return match name.strip_suffix(".css") {
                Some(site) if is_site(site) => Self::HostedColours(site),
                None if is_site(name) => Self::HostedForm(name),
                _ => Self::Nothing,
            };
        };
        match (first, rest.split_once('/')) {
            ("v1", _) => Self::Api,
            ("assets", None) => Self::Asset(rest),
            (site, None) if rest.is_empty() && is_site(site) => Self::HostedForm(site),
            (site, Some(("conversations", id))) if is_site(site) && !id.contains('/') => {
                Self::HostedConversation(site, id)
            }
            (site, Some(("words", rest))) if is_site(site) => match rest.split_once('/') {
                Some((version, language)) if !language.contains('/') => {
                    Self::Words { site, version, language }
                }
                _ => Self::Nothing,
            },
            _ => Self::Nothing,
        }
    }
}

fn is_site(name: &str) -> bool {
    !RESERVED.contains(&name) && Slug::parse(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_its_place() {
        for (path, expected) in [
            ("/nordwind.js", Target::Loader("nordwind")),
            ("/nordwind", Target::HostedForm("nordwind")),
            ("/nordwind/", Target::HostedForm("nordwind")),
            ("/nordwind.css", Target::HostedColours("nordwind")),
            ("/nordwind/conversations/x.y", Target::HostedConversation("nordwind", "x.y")),
            (
                "/nordwind/words/1a/de",
                Target::Words { site: "nordwind", version: "1a", language: "de" },
            ),
            ("/hosted.css", Target::HostedStyle),
            ("/assets/widget.abc.js", Target::Asset("widget.abc.js")),
            ("/inbox", Target::Inbox),
            ("/inbox/", Target::Inbox),
            ("/v1/sites/nordwind", Target::Api),
            ("/v1/unknown", Target::Api),
            ("/v1/openapi.json", Target::OpenApi),
            ("/v1/schemas/site.json", Target::SiteSchema),
            ("/v1/pinned", Target::Api),
            ("/healthz", Target::Health),
            ("/robots.txt", Target::Robots),
        ] {
            assert_eq!(Target::at(path), expected, "{path}");
        }
    }

    #[test]
    fn what_no_site_can_be_called_leads_nowhere() {
        for path in [
            "/",
            "",
            "/v1",
            "/assets",
            "/v1.js",
            "/Nordwind",
            "/nord%20wind.js",
            "/.js",
            "/favicon.ico",
            "/nordwind/conversations/a/b",
            "/nordwind/other",
            "/nordwind/words/de",
            "/nordwind/words/1a/de/",
            "/assets/../secret",
            "/internal/public",
        ] {
            assert_eq!(Target::at(path), Target::Nothing, "{path}");
        }
    }
}
