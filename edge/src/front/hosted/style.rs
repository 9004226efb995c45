//! `/hosted.css`: the style of the hosted page, the same for all sites.

use std::cell::OnceCell;
use std::rc::Rc;

use web_sys::Response;

use crate::front::incoming::Incoming;
use crate::front::ready::{self, Ready};
use crate::front::respond::NOSNIFF;
use crate::problem::ApiResult;

const SHEET: &str = include_str!("../../../templates/hosted.css");

thread_local! {
    static READY: OnceCell<Rc<Ready>> = const { OnceCell::new() };
}

/// Its address, which changes with its content.
pub(crate) fn address() -> String {
    format!("/hosted.css?{}", ready::hash(SHEET))
}

/// The style sheet.
///
/// # Errors
/// Where the runtime refuses a header.
pub(crate) fn answer(incoming: &Incoming) -> ApiResult<Response> {
    if let Some(ready) = READY.with(|kept| kept.get().cloned()) {
        return ready.answer(incoming);
    }
    let headers = [
        ("content-type", "text/css; charset=utf-8"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("cross-origin-resource-policy", "same-origin"),
        NOSNIFF,
    ];
    let ready = Rc::new(Ready::new(SHEET, &headers)?);
    READY.with(|kept| kept.get_or_init(|| ready).clone()).answer(incoming)
}
