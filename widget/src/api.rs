//! Requests to the edge. An answer of a shape that is not the edge's comes from something between,
//! and counts as none.

use wasm_bindgen::{JsCast as _, JsValue};
use protocol::conversation::{Conversation, Written};
use protocol::problem::TYPE_PREFIX;
use protocol::question::Asked;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Request, RequestInit, Response};

use crate::outgoing::Unsent;
use crate::state::Failure;
use crate::store::Key;
use crate::wire::Json;

/// A question takes a second; past this, the connection is taken for lost.
const PATIENCE_MS: u32 = 20_000;

/// Asks a question.
pub(crate) async fn ask(edge: &str, site: &str, unsent: &Unsent) -> Result<Asked, Failure> {
    let address = [edge, "/v1/sites/", site, "/questions"].concat();
    send("POST", &address, None, Some(unsent)).await?.asked().ok_or(Failure::Unreachable)
}

/// Writes on in a conversation.
pub(crate) async fn write(edge: &str, key: &Key, unsent: &Unsent) -> Result<Written, Failure> {
    let address = address(edge, key) + "/messages";
    let written = send("POST", &address, Some(&key.secret), Some(unsent)).await?.written();
    written.ok_or(Failure::Unreachable)
}

/// Reads a conversation.
pub(crate) async fn read(edge: &str, key: &Key) -> Result<Conversation, Failure> {
    let read = send("GET", &address(edge, key), Some(&key.secret), None).await?.conversation();
    read.ok_or(Failure::Unreachable)
}

/// Erases a conversation for both sides.
pub(crate) async fn erase(edge: &str, key: &Key) -> Result<(), Failure> {
    send("DELETE", &address(edge, key), Some(&key.secret), None).await.map(drop)
}

/// A conversation's address.
pub(crate) fn address(edge: &str, key: &Key) -> String {
    [edge, "/v1/conversations/", &key.id].concat()
}

/// Sends a request and returns the JSON of its answer, which is null where there is none.
async fn send(
    method: &str,
    address: &str,
    secret: Option<&str>,
    unsent: Option<&Unsent>,
) -> Result<Json, Failure> {
    let response = fetch(method, address, secret, unsent).await.map_err(|_| Failure::Unreachable)?;
    let json = match response.json() {
        Ok(json) => JsFuture::from(json).await.unwrap_or(JsValue::NULL),
        Err(_) => JsValue::NULL,
    };
    let json = Json::from(json);
    if response.ok() {
        return Ok(json);
    }
    let kind = json.text("type").unwrap_or_default();
    let code = kind.strip_prefix(TYPE_PREFIX).unwrap_or_default().to_owned();
    Err(Failure::Refused { status: response.status(), code, errors: json.errors() })
}

async fn fetch(
    method: &str,
    address: &str,
    secret: Option<&str>,
    unsent: Option<&Unsent>,
) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let options = RequestInit::new();
    options.set_method(method);
    options.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    if let Some(unsent) = unsent {
        options.set_body(&JsValue::from_str(&unsent.body));
    }
    let request = Request::new_with_str_and_init(address, &options)?;
    let headers = request.headers();
    if let Some(unsent) = unsent {
        headers.set("content-type", "application/json")?;
        headers.set("idempotency-key", &unsent.key)?;
    }
    if let Some(secret) = secret {
        headers.set("authorization", &["Bearer ", secret].concat())?;
    }
    JsFuture::from(window.fetch_with_request(&request)).await?.dyn_into()
}
