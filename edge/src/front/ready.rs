//! A text kept ready to be sent: the bytes and headers of each encoding are made once,
//! so that a request costs few crossings between WebAssembly and JavaScript.

use std::cell::OnceCell;

use conversation::id::base32;
use js_sys::Uint8Array;
use sha2::{Digest as _, Sha256};
use timeline::Moment;
use web_sys::{Response, ResponseInit};
use worker::Error;

use crate::front::compress::compressed;
use crate::front::incoming::Incoming;
use crate::front::negotiate::{Encoding, has_already};
use crate::front::respond::{self, Compression, Header, bytes, head};
use crate::problem::{ApiError, ApiResult};

/// Characters of a content's hash: 26 of base32 carry 130 bits, which no two
/// contents share by chance.
const HASH: usize = 26;

/// Read by scripts from the list of what a page has loaded, without a request of their own
/// (Server Timing, section 3).
const SERVER_TIMING: &str = "server-timing";

/// A text kept ready to be sent.
#[derive(Debug)]
pub(crate) struct Ready {
    /// The hash of the text.
    pub(crate) hash: String,
    body: Uint8Array,
    variants: Vec<Variant>,
}

/// The text in one encoding. A strong ETag stands for exact bytes, so each
/// encoding has its own.
#[derive(Debug)]
struct Variant {
    encoding: Encoding,
    /// The compressed bytes, from when they are first asked for.
    body: OnceCell<Uint8Array>,
    etag: String,
    whole: ResponseInit,
    unchanged: ResponseInit,
}

impl Ready {
    /// Takes a text and the headers with which it is sent.
    ///
    /// # Errors
    /// Where the runtime refuses a header.
    pub(crate) fn new(text: &str, headers: &[Header<'_>]) -> ApiResult<Self> {
        Self::varying(text, headers, "accept-encoding")
    }

    /// The same for a text that is another one in another language.
    ///
    /// # Errors
    /// Where the runtime refuses a header.
    pub(crate) fn by_language(text: &str, headers: &[Header<'_>]) -> ApiResult<Self> {
        Self::varying(text, headers, "accept-encoding, accept-language")
    }

    fn varying(text: &str, headers: &[Header<'_>], vary: &str) -> ApiResult<Self> {
        let hash = hash(text);
        let variant = |encoding: Encoding| -> ApiResult<Variant> {
            let etag = format!("\"{hash}{}\"", encoding.suffix());
            let constant = [("etag", etag.as_str()), ("vary", vary)];
            let sent = headers.iter().copied().chain(constant);
            let encoded = encoding.token().map(|token| ("content-encoding", token));
            let whole = head(200, sent.clone().chain(encoded), Compression::Done)?;
            let unchanged = head(304, sent, Compression::Done)?;
            Ok(Variant { encoding, body: OnceCell::new(), etag, whole, unchanged })
        };
        let variants = Encoding::ALL.into_iter().map(variant).collect::<ApiResult<_>>()?;
        Ok(Self { body: bytes(text), variants, hash })
    }

    /// The response to a request: the text, or that it has not changed.
    ///
    /// # Errors
    /// Where the runtime refuses to build one.
    pub(crate) fn answer(&self, incoming: &Incoming) -> ApiResult<Response> {
        self.respond(incoming, None)
    }

    /// The same, and what the time is at the edge: pages set their clock by it.
    ///
    /// # Errors
    /// Where the runtime refuses to build one.
    pub(crate) fn answer_at(&self, incoming: &Incoming, now: Moment) -> ApiResult<Response> {
        self.respond(incoming, Some(now))
    }

    fn respond(&self, incoming: &Incoming, now: Option<Moment>) -> ApiResult<Response> {
        let encoding = Encoding::accepted(incoming.header("accept-encoding").as_deref());
        let Some(variant) = self.variants.iter().find(|variant| variant.encoding == encoding)
        else {
            return Err(ApiError::internal("an encoding is missing"));
        };
        let is_known = has_already(incoming.header("if-none-match").as_deref(), &variant.etag);
        let head = if is_known { &variant.unchanged } else { &variant.whole };
        if let Some(now) = now {
            // A response copies its headers when it is made, so that this one keeps the time.
            respond::set_header(head, (SERVER_TIMING, &format!("now;dur={}", now.0)))?;
        }
        let response = if is_known {
            Response::new_with_opt_str_and_init(None, head)
        } else {
            let body = self.body_of(variant)?;
            Response::new_with_opt_js_u8_array_and_init(Some(body), head)
        };
        Ok(response.map_err(Error::from)?)
    }

    fn body_of<'ready>(&self, variant: &'ready Variant) -> ApiResult<&'ready Uint8Array> {
        if let Some(body) = variant.body.get() {
            return Ok(body);
        }
        let body = compressed(&self.body, variant.encoding)?;
        Ok(variant.body.get_or_init(|| body))
    }
}

/// A short name of a content.
pub(crate) fn hash(text: &str) -> String {
    base32(&Sha256::digest(text), HASH)
}
