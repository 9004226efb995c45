//! Pages that say one thing: that there is nothing here, that something went
//! wrong, that a conversation is erased.

use askama::Template;
use web_sys::Response;
use words::{hosted, panel};

use super::{Frame, Visit, page, style};
use crate::front::hosted::texts::Texts;
use crate::front::incoming::Incoming;
use crate::front::negotiate::Language;
use crate::problem::{ApiError, ApiResult};

const CACHE: &str = "no-store";

#[derive(Template)]
#[template(path = "hosted/erased.html")]
struct ErasedPage {
    frame: Frame,
    title: String,
}

/// A page outside of any site: it knows nobody's name and colours.
#[derive(Template)]
#[template(path = "hosted/failure.html")]
struct FailurePage {
    language: String,
    direction: &'static str,
    style: String,
    title: String,
    text: String,
    /// The id under which the cause was logged, or what to do, for whoever runs the site.
    detail: Option<String>,
}

/// The conversation is erased.
pub(super) fn erased(visit: &Visit<'_>) -> ApiResult<Response> {
    let title = visit.texts.panel(panel::Word::Erased).to_owned();
    visit.page(200, &ErasedPage { frame: visit.frame(), title }, CACHE)
}

/// What went wrong, as a page.
///
/// # Errors
/// Where the page cannot be rendered.
pub(super) fn failure(incoming: &Incoming, error: &ApiError) -> ApiResult<Response> {
    let accepted = incoming.header("accept-language");
    let first = words::LANGUAGES[0];
    let chosen = Language::accepted(accepted.as_deref(), &words::LANGUAGES, first);
    let texts = Texts::of(&chosen.language);
    let (title, text) = match error.status() {
        404 => (hosted::Word::NotFoundTitle, hosted::Word::NotFoundBody),
        _ => (hosted::Word::ErrorTitle, hosted::Word::ErrorBody),
    };
    let failure = FailurePage {
        direction: words::direction(&chosen.language),
        language: chosen.language,
        style: style::address(),
        title: texts.hosted(title).to_owned(),
        text: texts.hosted(text).to_owned(),
        detail: (error.status() != 404).then(|| error.detail().to_owned()),
    };
    page(incoming, error.status(), &failure, CACHE, "noindex")
}
