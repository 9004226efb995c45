//! Requests to the edge. An answer of a shape that is not the edge's comes from something between,
//! and counts as none.

use js_sys::Array;
use protocol::conversation::{Conversation, Written};
use protocol::live::SUBPROTOCOL;
use protocol::problem::TYPE_PREFIX;
use protocol::question::Asked;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

use crate::host::Host;
use crate::outgoing::Unsent;
use crate::state::Failure;
use crate::store::Key;
use crate::wire::Json;
use crate::words::joined;

/// Asks a question.
pub(crate) async fn ask(host: &Host, site: &str, unsent: &Unsent) -> Result<Asked, Failure> {
    let path = joined(&["/v1/sites/", site, "/questions"]);
    send(host, "POST", &path, None, Some(unsent)).await?.asked().ok_or(Failure::Unreachable)
}

/// Writes on in a conversation.
pub(crate) async fn write(host: &Host, key: &Key, unsent: &Unsent) -> Result<Written, Failure> {
    let path = path(key) + "/messages";
    let answer = send(host, "POST", &path, Some(key), Some(unsent)).await?;
    answer.written().ok_or(Failure::Unreachable)
}

/// Reads a conversation.
pub(crate) async fn read(host: &Host, key: &Key) -> Result<Conversation, Failure> {
    let answer = send(host, "GET", &path(key), Some(key), None).await?;
    answer.conversation().ok_or(Failure::Unreachable)
}

/// Says that the visitor has everything in a conversation before the eyes. Where that does not get through, an e-mail
/// may tell again what was seen.
pub(crate) async fn see(host: &Host, key: &Key) {
    drop(send(host, "PUT", &(path(key) + "/seen"), Some(key), None).await);
}

/// Erases a conversation for both sides.
pub(crate) async fn erase(host: &Host, key: &Key) -> Result<(), Failure> {
    send(host, "DELETE", &path(key), Some(key), None).await.map(drop)
}

/// Listens to a conversation until the connection ends; calls back when it stands, and at each
/// event. An event only says that something has happened: the panel then reads the conversation
/// again, so that it never shows what the edge has not stored.
pub(crate) async fn listen(host: &Host, key: &Key, changed: impl Fn() + 'static) {
    let changed = Closure::<dyn Fn()>::new(changed);
    host.listen(&(path(key) + "/live"), SUBPROTOCOL, &key.secret, &changed).await;
}

fn path(key: &Key) -> String {
    joined(&["/v1/conversations/", &key.id])
}

async fn send(
    host: &Host,
    method: &str,
    path: &str,
    key: Option<&Key>,
    unsent: Option<&Unsent>,
) -> Result<Json, Failure> {
    let secret = key.map(|key| key.secret.as_str());
    let (key, body) = unsent.map(|unsent| (unsent.key.as_str(), unsent.body.as_str())).unzip();
    let answer: Array = host.request(method, path, secret, key, body).await.unchecked_into();
    let status = answer.get(0).as_f64().unwrap_or_default();
    let json = Json::from(answer.get(1));
    if (200.0..300.0).contains(&status) {
        return Ok(json);
    }
    if status == 0.0 {
        return Err(Failure::Unreachable);
    }
    let kind = json.text("type").unwrap_or_default();
    let code = kind.strip_prefix(TYPE_PREFIX).unwrap_or_default().to_owned();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "of three digits")]
    let status = status as u16;
    Err(Failure::Refused { status, code, errors: json.errors() })
}
