//! The conversation's live socket. An event only says that something has happened: the panel
//! then reads the conversation again, so that it never shows what the edge has not stored.

use js_sys::Array;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use protocol::live::SUBPROTOCOL;
use wasm_bindgen_futures::JsFuture;
use web_sys::WebSocket;

use crate::api;
use crate::store::Key;

/// Closes the socket when the panel goes.
struct Open(WebSocket);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.set_onopen(None);
        self.0.set_onmessage(None);
        let _ = self.0.close();
    }
}

/// Listens until the connection ends; calls back when it stands, and at each event.
pub(crate) async fn listen(edge: &str, key: &Key, changed: impl Fn() + 'static) {
    // http: becomes ws:, and https: wss:.
    let address = ["ws", edge.strip_prefix("http").unwrap_or(edge), ""].concat();
    let address = api::address(&address, key) + "/live";
    let protocols = Array::of2(&SUBPROTOCOL.into(), &JsValue::from_str(&key.secret));
    let Ok(socket) = WebSocket::new_with_str_sequence(&address, &protocols) else { return };
    let open = Open(socket);
    let changed = Closure::<dyn Fn()>::new(changed);
    open.0.set_onopen(Some(changed.as_ref().unchecked_ref()));
    open.0.set_onmessage(Some(changed.as_ref().unchecked_ref()));
    let closed = Promise::new(&mut |resolve, _| open.0.set_onclose(Some(&resolve)));
    let _ = JsFuture::from(closed).await;
}
