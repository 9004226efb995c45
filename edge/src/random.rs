//! The runtime's random numbers, which are good enough for keys.

use conversation::id::base32;
use wasm_bindgen::JsCast as _;

/// `N` random bytes.
///
/// # Panics
/// Where the runtime has no random numbers: nothing may go on without them.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

/// A random token that carries this many bytes, in lower-case base32: 8 bits a
/// byte, 5 a character.
pub(crate) fn token(bytes: usize) -> String {
    let mut random = vec![0; bytes];
    fill(&mut random);
    base32(&random, (bytes * 8).div_ceil(5))
}

fn fill(bytes: &mut [u8]) {
    let global: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    global
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(bytes))
        .expect("the runtime has random numbers");
}
