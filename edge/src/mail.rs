//! E-mail that Cloudflare's Email Routing hands to the Worker. The site stands in the address to which it came; the
//! site's object finds the conversation. What comes to the plain address is refused, because nothing says whose it is:
//! `In-Reply-To` and `References` name a delivery, and only its site could look that up.

use std::panic::AssertUnwindSafe;

use channels::MAX_MAIL;
use channels::email::site_of;
use conversation::id::Slug;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;
use worker::{Env, ForwardableEmailMessage};

use crate::bindings;
use crate::front::object::{self, Outward};
use crate::problem::ApiResult;

/// Where a site's object takes e-mail: the raw text, with `Return-Path` and `X-Original-To` before its own headers.
/// It answers 2xx where it has it, 4xx where it never will.
pub(crate) const MAIL_PATH: &str = "/internal/mail";

/// Said to the mail server that brought it, and by that to the sender.
const UNKNOWN: &str =
    "There is no such address here. Answer to the address from which you were written to.";
/// The same for what the conversation does not take. It does not say why: whoever is taken for spam need not know.
const NOT_TAKEN: &str = "The message could not be taken.";
const TOO_LARGE: &str = "The message is too large. Send less at once.";

/// Takes an e-mail, or has it refused. It is no `#[event(email)]` of the worker crate, which panics where something
/// fails; a promise that is broken makes the mail server that brought it try again.
#[expect(unreachable_pub, reason = "wasm-bindgen exports what is public")]
#[wasm_bindgen]
pub fn email(message: ForwardableEmailMessage, env: Env) -> Promise {
    // What a panic leaves behind is the message alone, which comes again.
    future_to_promise(AssertUnwindSafe(async move {
        take(&message, &env).await.map(|()| JsValue::UNDEFINED)
    }))
}

async fn take(message: &ForwardableEmailMessage, env: &Env) -> Result<(), JsValue> {
    let recipient = message.to();
    let site = site_of(&recipient).and_then(|site| Slug::parse(&site.to_ascii_lowercase()).ok());
    let Some(site) = site else {
        message.set_reject(UNKNOWN);
        return Ok(());
    };
    if message.raw_size() > f64::from(u32::try_from(MAX_MAIL).unwrap_or(u32::MAX)) {
        message.set_reject(TOO_LARGE);
        return Ok(());
    }
    let raw = message.raw_bytes().await.map_err(|_| JsValue::from_str("the message broke off"))?;
    let raw = delivered(&message.from(), &recipient, &raw);
    match forward(env, &site, &raw).await {
        Ok(200..=299) => Ok(()),
        Ok(413) => {
            message.set_reject(TOO_LARGE);
            Ok(())
        }
        Ok(409) => {
            message.set_reject(NOT_TAKEN);
            Ok(())
        }
        Ok(400..=499) => {
            message.set_reject(UNKNOWN);
            Ok(())
        }
        _ => Err(JsValue::from_str("the site could not take the message now")),
    }
}

async fn forward(env: &Env, site: &Slug, raw: &[u8]) -> ApiResult<u16> {
    let headers = object::headers(&[("content-type", "message/rfc822")])?;
    let outward = Outward { method: "POST", address: MAIL_PATH, headers, body: Some(raw) };
    let origin = bindings::public_origin(env).unwrap_or_default();
    Ok(object::send(env, &origin, site, outward).await?.status_code())
}

/// The e-mail with what its envelope said, as mail servers note it at the end of its way.
fn delivered(sender: &str, recipient: &str, raw: &[u8]) -> Vec<u8> {
    let plain = |address: &str| -> String {
        address.chars().filter(|c| c.is_ascii_graphic() && !"<>".contains(*c)).collect()
    };
    let (sender, recipient) = (plain(sender), plain(recipient));
    let mut whole =
        format!("Return-Path: <{sender}>\r\nX-Original-To: {recipient}\r\n").into_bytes();
    whole.extend_from_slice(raw);
    whole
}

#[cfg(test)]
mod tests {
    use super::delivered;

    #[test]
    fn the_envelope_opens_no_header_of_its_own() {
        let whole = delivered("", "a+b@example.org>\r\nTo: <x@example.org", b"To: y\r\n\r\nz");
        let expected =
            "Return-Path: <>\r\nX-Original-To: a+b@example.orgTo:x@example.org\r\nTo: y\r\n\r\nz";
        assert_eq!(String::from_utf8_lossy(&whole), expected);
    }
}
