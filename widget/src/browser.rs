//! Small things that only the browser can do: keys, the clock, and waiting for the connection.

use conversation::id::base32;
use js_sys::{Array, Date, Function, Math, Promise};
use wasm_bindgen_futures::JsFuture;

use crate::state::pause_before;

/// A new idempotency key of 128 random bits. `randomUUID` would do, but only on secure pages.
pub(crate) fn new_key() -> String {
    let mut bytes = [0; 16];
    let _ = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .map(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    base32(&bytes, 26)
}

/// The moment by the visitor's clock.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
pub(crate) fn now() -> i64 {
    Date::now() as i64
}

/// Whether the browser knows that it has no connection.
pub(crate) fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}

/// Waits before the next attempt: longer each time, but no longer than until the connection
/// returns or `hurry` is called, which is handed out at once.
pub(crate) async fn pause(attempt: u32, hurry: impl Fn(Function)) {
    let wait = pause_before(attempt, Math::random());
    let over = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments(
                &resolve,
                wait.cast_signed(),
                &Array::new(),
            );
            let _ = window.add_event_listener_with_callback("online", &resolve);
        }
        hurry(resolve);
    });
    let _ = JsFuture::from(over).await;
}
