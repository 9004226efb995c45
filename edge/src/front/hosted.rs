//! The page that works without JavaScript: `/{site}` asks, in another language by `?lang=fr`, and
//! `/{site}/conversations/{id}?secret=...` is the conversation. Both write through
//! the same routes of the site's object as the widget does.

mod business;
pub(crate) mod calendar;
mod calendars;
pub(crate) mod colours;
mod conversation;
mod fields;
mod form;
mod local;
mod notice;
mod preview;
mod promise;
mod specification;
mod status;
pub(crate) mod style;
mod texts;
mod week;

use std::collections::BTreeMap;
use std::rc::Rc;

use ::conversation::id::Slug;
use web_sys::Response;
use worker::Method;

use self::calendar::RuntimeCalendar;
use self::fields::Fields;
use self::status::StatusText;
use self::texts::Texts;
use crate::front::html::{self, Page};
use crate::front::incoming::Incoming;
use crate::front::negotiate::Language;
use crate::front::object::{self, Outward};
use crate::front::sites::{self, Known};
use crate::problem::{ApiError, ApiResult};

/// Styles of our own, forms to ourselves, and nothing else: no script, no image, no frame. A data block
/// such as JSON-LD is no script to a policy (HTML, section 4.12.1.1: it is set aside before that is asked).
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// Which page is meant.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'path> {
    /// `/{site}`.
    Form,
    /// `/{site}/conversations/{id}`.
    Conversation(&'path str),
}

/// Answers a request to a hosted page. What goes wrong is said on a page, too.
///
/// # Errors
/// Where not even that can be rendered, or the method is another one.
pub(crate) async fn answer(
    incoming: &Incoming,
    site: &str,
    place: Place<'_>,
) -> ApiResult<Response> {
    if !matches!(incoming.method, Method::Get | Method::Post) {
        return Err(ApiError::method("GET, HEAD, POST"));
    }
    let answered = match Visit::new(incoming, site).await {
        Ok(visit) => match place {
            Place::Form => form::answer(&visit).await,
            Place::Conversation(id) => conversation::answer(&visit, id).await,
        },
        Err(error) => Err(error),
    };
    answered.or_else(|error| notice::failure(incoming, &error))
}

/// A visitor's request for a page of a site that exists.
#[derive(Debug)]
struct Visit<'request> {
    incoming: &'request Incoming,
    known: Rc<Known>,
    language: Language,
    /// What addresses of further pages end with, where the address has chosen the language.
    choice: Option<String>,
    texts: Texts,
    calendar: Rc<RuntimeCalendar>,
}

impl<'request> Visit<'request> {
    async fn new(incoming: &'request Incoming, site: &str) -> ApiResult<Self> {
        if incoming.method == Method::Post {
            refuse_other_pages(incoming)?;
        }
        let known = sites::find(incoming, site).await?;
        let choice = choice(incoming, &known.payload.languages);
        let language = match &choice {
            // Dates and times still follow the visitor's region, where the browser tells one of that language.
            Some(language) => {
                let accepted = incoming.header("accept-language");
                Language::accepted(accepted.as_deref(), &[language], language)
            }
            None => known.language_for(incoming),
        };
        let choice = choice.map(|language| format!("lang={language}"));
        let texts = Texts::of_site(&known.public, &language.language);
        let calendar = calendars::find(&language.locale, &known.payload.time_zone)?;
        Ok(Self { incoming, known, language, choice, texts, calendar })
    }

    /// What stands around every page of the site.
    fn frame(&self) -> Frame {
        let site = &self.known.payload;
        let company = site.name.clone();
        Frame {
            language: self.language.language.clone(),
            direction: words::direction(&self.language.language),
            comma: words::comma(&self.language.language),
            texts: self.texts.clone(),
            colours: format!("/{}.css?{}", site.site, self.known.colours.hash),
            style: style::address(),
            home: home(&self.known.origins),
            back: self.texts.naming(words::hosted::Word::BackToSite, &company),
            status: self.status(),
            zone: zone(&site.time_zone, &self.texts),
            path: self.path(),
            colour: site.look.accent.clone(),
            company,
        }
    }

    /// The form's address, in the language that was chosen.
    fn path(&self) -> String {
        let choice = self.choice.as_ref().map(|choice| format!("?{choice}"));
        format!("/{}{}", self.known.payload.site, choice.unwrap_or_default())
    }

    /// A text of the site in the visitor's language, else in the site's own.
    fn own_words<'text>(&self, texts: &'text BTreeMap<String, String>) -> Option<&'text str> {
        let own = texts.get(&self.language.language);
        own.or_else(|| texts.get(&self.known.payload.language)).map(String::as_str)
    }

    /// Asks the site's object, as the widget would.
    async fn send(&self, outward: Outward<'_>) -> ApiResult<worker::Response> {
        let site = Slug::parse(&self.known.payload.site).map_err(ApiError::internal)?;
        object::send(&self.incoming.env, &self.incoming.own_origin(), &site, outward).await
    }

    /// Opening hours with reasons in the visitor's language; none where they cannot be read.
    fn read(&self, hours: &protocol::timeline::Timeline) -> Option<timeline::Timeline> {
        hours.read(&self.language.language, &self.known.payload.language).ok()
    }

    fn status(&self) -> Option<StatusText> {
        let (site, language) = (&self.known.payload, &self.language.language);
        status::of(site, language, &self.texts, &*self.calendar, sites::now())
    }

    fn page<T: askama::Template>(
        &self,
        status: u16,
        template: &T,
        cache: &'static str,
    ) -> ApiResult<Response> {
        page(self.incoming, status, template, cache, "noindex")
    }
}

/// What stands around every page of a site.
#[derive(Debug)]
struct Frame {
    language: String,
    /// Which way it is read.
    direction: &'static str,
    /// What stands between the parts of its lists.
    comma: &'static str,
    texts: Texts,
    company: String,
    /// The form's address.
    path: String,
    /// The company's colour.
    colour: String,
    /// The addresses of the style sheets.
    style: String,
    colours: String,
    /// The company's website, where its configuration names one.
    home: Option<String>,
    back: String,
    status: Option<StatusText>,
    /// In which zone times are told.
    zone: String,
}

fn page<T: askama::Template>(
    incoming: &Incoming,
    status: u16,
    template: &T,
    cache: &'static str,
    robots: &'static str,
) -> ApiResult<Response> {
    // The secret in a conversation's address stays with us.
    let page = Page { body: template, policy: POLICY, referrer: "same-origin", cache, robots };
    html::answer(incoming, status, &page)
}

/// The language that an address chooses, where the site offers it.
fn choice(incoming: &Incoming, offered: &[String]) -> Option<String> {
    let query = Fields::decode(incoming.query().as_bytes());
    let wanted = query.get("lang");
    offered.iter().find(|language| language.eq_ignore_ascii_case(wanted)).cloned()
}

/// Browsers name the page whose form was sent; only our own ones are meant to be.
fn refuse_other_pages(incoming: &Incoming) -> ApiResult<()> {
    match incoming.header("origin") {
        Some(origin) if origin != incoming.own_origin() => {
            Err(ApiError::origin("Send this form from its own page."))
        }
        _ => Ok(()),
    }
}

/// The first origin that is a page's and no pattern.
fn home(origins: &[String]) -> Option<String> {
    origins.iter().find(|origin| !origin.contains('*')).cloned()
}

/// The zone by its city, as people know it: `America/New_York` is New York.
fn zone(time_zone: &str, texts: &Texts) -> String {
    let city = time_zone.rsplit('/').next().unwrap_or(time_zone).replace('_', " ");
    words::fill(texts.hosted(words::hosted::Word::InZone), &[("zone", &city)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_nowhere_to_go() {
        let origins = ["https://*.example.org".to_owned(), "https://example.org".to_owned()];
        assert_eq!(home(&origins).as_deref(), Some("https://example.org"));
        assert_eq!(home(&origins[..1]), None);
    }

    #[test]
    fn a_zone_is_known_by_its_city() {
        let texts = Texts::of("en");
        assert_eq!(zone("America/New_York", &texts), "(time in New York)");
        assert_eq!(zone("UTC", &texts), "(time in UTC)");
    }
}
