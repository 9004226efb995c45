//! Randomness from the operating system.

use std::fs::File;
use std::io::Read as _;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// Bytes of a key: 256 bits cannot be guessed, and suit HMAC-SHA256.
const LENGTH: usize = 32;

/// A key for headers and links: base64url.
pub(crate) fn key() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(bytes()?))
}

/// A secret of Standard Webhooks.
pub(crate) fn webhook_secret() -> Result<String> {
    Ok(format!("whsec_{}", STANDARD.encode(bytes()?)))
}

fn bytes() -> Result<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    let source = "/dev/urandom";
    File::open(source)?.read_exact(&mut bytes).with_context(|| format!("cannot read {source}"))?;
    Ok(bytes)
}
