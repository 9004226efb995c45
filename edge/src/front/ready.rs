//! A text kept ready to be sent: the bytes and headers of each encoding are made once,
//! so that a request costs few crossings between WebAssembly and JavaScript.

use std::cell::OnceCell;

use conversation::id::base32;
use js_sys::Uint8Array;
use sha2::{Digest as _, Sha256};
use web_sys::{Response, ResponseInit};
use worker::Error;

use crate::front::compress::compressed;
use crate::front::incoming::Incoming;
use crate::front::negotiate::{Encoding, has_already};
use crate::front::respond::{Compression, Header, bytes, head};
use crate::problem::{ApiError, ApiResult};

/// Characters of a content's hash: 26 of base32 carry 130 bits, which no two
/// contents share by chance.
const HASH: usize = 26;

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
        let hash = hash(text);
        let variant = |encoding: Encoding| -> ApiResult<Variant> {
            let etag = format!("\"{hash}{}\"", encoding.suffix());
            let constant = [("etag", etag.as_str()), ("vary", "accept-encoding")];
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
        let encoding = Encoding::accepted(incoming.header("accept-encoding").as_deref());
        let Some(variant) = self.variants.iter().find(|variant| variant.encoding == encoding)
        else {
            return Err(ApiError::internal("an encoding is missing"));
        };
        let response = if has_already(incoming.header("if-none-match").as_deref(), &variant.etag) {
            Response::new_with_opt_str_and_init(None, &variant.unchanged)
        } else {
            let body = self.body_of(variant)?;
            Response::new_with_opt_js_u8_array_and_init(Some(body), &variant.whole)
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
