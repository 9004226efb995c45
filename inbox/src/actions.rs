//! What the page does, each action a function that talks to the edge and writes
//! the answer into the signals of [`crate::app::App`].

pub(crate) mod channels;
pub(crate) mod conversation;
pub(crate) mod list;
pub(crate) mod opening;
pub(crate) mod session;
pub(crate) mod writing;
