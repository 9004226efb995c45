//! Opening hours worked out as moments of change, and the status at a moment.
//!
//! A [`Timeline`] is a list of [`Period`]s, each open, closed or paused, from one moment on until the next.
//! The crate `hours` works it out from what a site wrote down; here it is only read:
//!
//! - [`moment`]: points and lengths in time,
//! - [`periods`]: the timeline itself and its invariant,
//! - [`status`]: what holds at a moment, and when that changes next,
//! - [`overriding`]: what the team says for now, against its hours,
//! - [`opening_time`]: the time between two moments as the team counts it,
//! - [`days`]: the same timeline as a table of days,
//! - [`wire`]: the compact form that travels in v1 JSON.
//!
//! Nothing here reads a clock or knows a time zone, so it is small enough for the widget.
//! `fixtures/status.json` states what a status is, and `fixtures/days.json` what a day; the widget's TypeScript is held to the same files.

pub mod days;
pub mod moment;
pub mod opening_time;
pub mod overriding;
pub mod periods;
pub mod status;
pub mod wire;

pub use days::Day;
pub use moment::{Millis, Moment};
pub use overriding::Override;
pub use periods::{Period, State, Timeline, TimelineError};
pub use status::Status;
pub use wire::Wire;
