//! Channels: what leaves for the team's own tools, what comes back from them, and what becomes of both while they fail.

mod faults;
mod mirror;
mod routing;
mod webhook;
mod zammad;
