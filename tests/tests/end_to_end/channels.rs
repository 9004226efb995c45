//! Channels: what leaves for the team's own tools, what comes back from them, and what becomes of both while they fail.

mod chatwoot;
mod email;
mod everywhere;
mod faults;
mod matrix;
mod mirror;
mod routing;
mod slack;
mod webhook;
mod zammad;
