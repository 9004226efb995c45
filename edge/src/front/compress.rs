//! Compresses texts that are sent many times, by the runtime's own `node:zlib`. Left
//! to itself the runtime compresses each response anew, which costs a request of the
//! hot path twice what everything else in it costs, and it does not try hard.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::Error;

use crate::front::negotiate::Encoding;
use crate::problem::ApiResult;

/// Brotli's best quality takes 2 ms a kibibyte. A text of this size, in bytes, is worth
/// that, since every visitor gets it; longer ones are for developers.
const WORTH_THE_BEST: u32 = 16 * 1024;

/// Brotli's qualities (RFC 7932 leaves them to the encoder; these are zlib's numbers).
const BEST: u32 = 11;
const QUICK: u32 = 5;
/// `zlib.constants.BROTLI_PARAM_QUALITY`.
const QUALITY: &str = "1";

#[wasm_bindgen]
extern "C" {
    type Zlib;

    #[wasm_bindgen(catch, js_namespace = process, js_name = getBuiltinModule)]
    fn zlib(name: &str) -> Result<Zlib, JsValue>;

    #[wasm_bindgen(catch, method, js_name = brotliCompressSync)]
    fn brotli(this: &Zlib, bytes: &Uint8Array, options: &Object) -> Result<Uint8Array, JsValue>;

    #[wasm_bindgen(catch, method, js_name = gzipSync)]
    fn gzip(this: &Zlib, bytes: &Uint8Array) -> Result<Uint8Array, JsValue>;
}

/// The bytes in an encoding.
///
/// # Errors
/// Where the runtime has no `node:zlib`.
pub(crate) fn compressed(bytes: &Uint8Array, encoding: Encoding) -> ApiResult<Uint8Array> {
    let zlib = || zlib("node:zlib").map_err(Error::from);
    Ok(match encoding {
        Encoding::Brotli => zlib()?.brotli(bytes, &options(bytes)?).map_err(Error::from)?,
        Encoding::Gzip => zlib()?.gzip(bytes).map_err(Error::from)?,
        Encoding::Identity => bytes.clone(),
    })
}

fn options(bytes: &Uint8Array) -> ApiResult<Object> {
    let quality = if bytes.length() <= WORTH_THE_BEST { BEST } else { QUICK };
    let (parameters, options) = (Object::new(), Object::new());
    Reflect::set(&parameters, &JsValue::from_str(QUALITY), &JsValue::from(quality))
        .and_then(|_| Reflect::set(&options, &JsValue::from_str("params"), &parameters))
        .map_err(Error::from)?;
    Ok(options)
}
