//! What users would miss, each told by a test against the built worker.

mod admin;
#[cfg(target_os = "linux")]
mod asleep;
mod assets;
mod at_rest;
mod channels;
#[cfg(target_os = "linux")]
mod days;
mod durability;
mod environment;
mod events;
mod fuzz;
mod hosted;
mod idempotency;
mod identity;
mod journey;
mod languages;
mod list;
mod loader;
mod openapi;
mod opening;
mod origins;
mod outbox;
mod secrets;
mod signing_in;
mod sockets;
mod switch;
mod upgrade;
mod validation;
