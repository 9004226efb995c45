//! How responses are made. Plain objects rather than `Headers` are given to the
//! runtime, because they may be kept from one request to the next.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Headers, Response, ResponseInit};
use worker::Error;

use crate::front::negotiate::Encoding;
use crate::problem::ApiResult;

/// A header's name and value.
pub(crate) type Header<'text> = (&'static str, &'text str);

/// What every response says: its type is what it says it is.
pub(crate) const NOSNIFF: Header<'_> = ("x-content-type-options", "nosniff");

/// For what any page may read.
pub(crate) const FOR_EVERY_PAGE: [Header<'_>; 3] = [
    ("access-control-allow-origin", "*"),
    ("cross-origin-resource-policy", "cross-origin"),
    NOSNIFF,
];

/// For what tells any page the time at the edge.
pub(crate) const TIMED: [Header<'_>; 2] =
    [("timing-allow-origin", "*"), ("access-control-expose-headers", "server-timing")];

/// Who compresses a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    /// The runtime, after the header `content-encoding`.
    ByRuntime,
    /// It is compressed already.
    Done,
}

/// Status and headers of a response.
pub(crate) fn head<'header>(
    status: u16,
    headers: impl IntoIterator<Item = Header<'header>>,
    compression: Compression,
) -> ApiResult<ResponseInit> {
    let record = Object::new();
    for (name, value) in headers {
        set(&record, name, value)?;
    }
    let init = ResponseInit::new();
    init.set_status(status);
    init.set_headers(&record);
    if compression == Compression::Done {
        set(&init, "encodeBody", "manual")?;
    }
    Ok(init)
}

/// Sets one header of what [`head`] made.
pub(crate) fn set_header(head: &ResponseInit, (name, value): Header<'_>) -> ApiResult<()> {
    let headers: Object = head.get_headers().unchecked_into();
    set(&headers, name, value)
}

/// A response with a text, compressed by the runtime where the client takes that.
pub(crate) fn text<'header>(
    status: u16,
    headers: impl IntoIterator<Item = Header<'header>>,
    encoding: Encoding,
    body: &str,
) -> ApiResult<Response> {
    let encoded = encoding.token().map(|token| ("content-encoding", token));
    let all = headers.into_iter().chain([NOSNIFF, ("vary", "accept-encoding")]).chain(encoded);
    let head = head(status, all, Compression::ByRuntime)?;
    Ok(Response::new_with_opt_str_and_init(Some(body), &head).map_err(Error::from)?)
}

/// A response without a body.
pub(crate) fn empty<'header>(
    status: u16,
    headers: impl IntoIterator<Item = Header<'header>>,
) -> ApiResult<Response> {
    let head = head(status, headers, Compression::ByRuntime)?;
    Ok(Response::new_with_opt_str_and_init(None, &head).map_err(Error::from)?)
}

/// The same response with further headers.
pub(crate) fn with<'header>(
    response: &Response,
    headers: impl IntoIterator<Item = Header<'header>>,
) -> ApiResult<Response> {
    let all = Headers::new_with_headers(&response.headers()).map_err(Error::from)?;
    for (name, value) in headers {
        all.set(name, value).map_err(Error::from)?;
    }
    let init = ResponseInit::new();
    init.set_status(response.status());
    init.set_headers_headers(&all);
    let body = response.body();
    let same = Response::new_with_opt_readable_stream_and_init(body.as_ref(), &init);
    Ok(same.map_err(Error::from)?)
}

/// The same response without its body, as `HEAD` wants it.
pub(crate) fn without_body(response: &Response) -> ApiResult<Response> {
    let init = ResponseInit::new();
    init.set_status(response.status());
    init.set_headers_headers(&response.headers());
    // The body would have been compressed; its absence cannot be.
    set(&init, "encodeBody", "manual")?;
    Ok(Response::new_with_opt_str_and_init(None, &init).map_err(Error::from)?)
}

/// Bytes on the JavaScript side, where they can be sent again and again without being copied there.
pub(crate) fn bytes(text: &str) -> Uint8Array {
    Uint8Array::from(text.as_bytes())
}

fn set(object: &Object, name: &str, value: &str) -> ApiResult<()> {
    Reflect::set(object, &JsValue::from_str(name), &JsValue::from_str(value))
        .map_err(Error::from)?;
    Ok(())
}
