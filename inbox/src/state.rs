//! What the inbox knows, as plain values. Nothing in here touches the browser,
//! so that all of it is tested natively.
//!
//! - [`filter`]: which lists there are
//! - [`list`]: the left pane: rows, their order, paging, and what live events do to them
//! - [`open`]: the conversation on the right
//! - [`drafts`]: what is being written in each conversation, and how its sending stands
//! - [`news`]: which live events are told aloud
//! - [`channels`]: the channels, how they do, and what has not arrived
//! - [`forwarding`]: where a conversation went
//! - [`place`]: what is open, and its form in the address
//! - [`switching`]: the form of the switch: pause, longer day, usual hours
//! - [`ends`]: until when a team may pause or stay open longer
//! - [`thread`]: the messages with a line between days
//! - [`reading`]: one request at a time

pub(crate) mod channels;
pub(crate) mod drafts;
pub(crate) mod ends;
pub(crate) mod filter;
pub(crate) mod forwarding;
pub(crate) mod list;
pub(crate) mod news;
pub(crate) mod open;
pub(crate) mod place;
pub(crate) mod reading;
pub(crate) mod switching;
pub(crate) mod thread;

#[cfg(test)]
pub(crate) mod samples;
