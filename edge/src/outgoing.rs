//! Everything that leaves the edge leaves here.

mod mail;

use channels::exchange::HttpAnswer;
use channels::{MAX_RESPONSE, Reason, TIME_LIMIT};
use futures_util::StreamExt as _;
use http::{HeaderName, HeaderValue};
use js_sys::Uint8Array;
use worker::{
    AbortSignal, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response,
};

pub(crate) use mail::Line;

/// Sends a request and waits for the answer, no longer than [`TIME_LIMIT`].
/// Redirects are not followed: they could lead a signed request to a stranger.
///
/// # Errors
/// Why there was no answer.
pub(crate) async fn send(request: http::Request<Vec<u8>>) -> Result<HttpAnswer, Reason> {
    let request = build(&request).map_err(|_| Reason::Unsendable)?;
    let limit = AbortSignal::from(web_sys::AbortSignal::timeout_with_u32(
        u32::try_from(TIME_LIMIT.0).unwrap_or(u32::MAX),
    ));
    let response = Fetch::Request(request).send_with_signal(&limit).await;
    match response {
        Ok(response) => Ok(read(response).await),
        Err(_) if limit.aborted() => Err(Reason::TimedOut),
        Err(_) => Err(Reason::Unreachable),
    }
}

fn build(request: &http::Request<Vec<u8>>) -> worker::Result<Request> {
    let headers = Headers::new();
    for (name, value) in request.headers() {
        headers.append(name.as_str(), &String::from_utf8_lossy(value.as_bytes()))?;
    }
    let method = Method::from(request.method().as_str().to_owned());
    let mut init = RequestInit::new();
    init.with_method(method).with_headers(headers).with_redirect(RequestRedirect::Manual);
    if !request.body().is_empty() {
        init.with_body(Some(Uint8Array::from(request.body().as_slice()).into()));
    }
    Request::new_with_init(&request.uri().to_string(), &init)
}

async fn read(mut response: Response) -> HttpAnswer {
    let headers = response
        .headers()
        .entries()
        .filter_map(|(name, value)| {
            let name = HeaderName::try_from(name).ok()?;
            Some((name, HeaderValue::from_str(&value).ok()?))
        })
        .collect();
    let mut body = Vec::new();
    // A body that breaks off changes nothing: the status has come.
    if let Ok(mut stream) = response.stream() {
        while let Some(Ok(part)) = stream.next().await {
            body.extend_from_slice(&part);
            if body.len() >= MAX_RESPONSE {
                body.truncate(MAX_RESPONSE);
                break;
            }
        }
    }
    HttpAnswer { status: response.status_code(), headers, body }
}
