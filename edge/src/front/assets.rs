//! `GET /assets/*`: the files of the build, compressed when they were built.

use web_sys::Response;
use worker::{Error, ResponseBody};

use crate::bindings;
use crate::front::incoming::Incoming;
use crate::front::manifest::media_type;
use crate::front::negotiate::Encoding;
use crate::front::respond::{Compression, FOR_EVERY_PAGE, head};
use crate::front::sites;
use crate::problem::{ApiError, ApiResult};

/// The name carries the hash of the content, so a file never changes (RFC 8246).
const FOREVER: &str = "public, max-age=31536000, immutable";

/// The file service is found by its binding, so its host can be anything.
const HOST: &str = "https://assets/";

/// The file of this name.
///
/// # Errors
/// Where there is no such file.
pub(crate) async fn answer(incoming: &Incoming, file: &str) -> ApiResult<Response> {
    let gone =
        || ApiError::not_found("This file is of no build that is kept. Load the page again.");
    if !sites::manifest()?.names(file) {
        return Err(gone());
    }
    let encoding = Encoding::accepted(incoming.header("accept-encoding").as_deref());
    let file_name = [file, encoding.suffix()].concat();
    let read = fetch(incoming, &file_name).await?.ok_or_else(gone)?;
    let own = [
        ("content-type", media_type(file)),
        ("cache-control", FOREVER),
        ("vary", "accept-encoding"),
    ];
    let encoded = encoding.token().map(|token| ("content-encoding", token));
    let head = head(200, own.into_iter().chain(FOR_EVERY_PAGE).chain(encoded), Compression::Done)?;
    let stream = match read.body() {
        ResponseBody::Stream(stream) => Some(stream),
        ResponseBody::Empty | ResponseBody::Body(_) => None,
    };
    Ok(Response::new_with_opt_readable_stream_and_init(stream, &head).map_err(Error::from)?)
}

/// What the file service has under this name.
///
/// # Errors
/// Where it cannot be asked.
pub(crate) async fn fetch(incoming: &Incoming, file: &str) -> ApiResult<Option<worker::Response>> {
    let read = bindings::assets(&incoming.env)?.fetch([HOST, file].concat(), None).await?;
    match read.status_code() {
        200 => Ok(Some(read)),
        404 => Ok(None),
        other => Err(ApiError::internal(format!("the file service answers {other} for {file}"))),
    }
}
