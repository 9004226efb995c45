//! Version 1 of the JSON between widget, inbox and edge.
//!
//! The only place with serde derives for the wire. Moments are integers:
//! milliseconds since the Unix epoch in UTC, in fields that end in `_at` or `_by`.
//! Unknown fields are ignored in requests of visitors, so that an older edge
//! understands a newer widget; in a site's configuration they are refused, so
//! that a misspelt key is noticed.
//!
//! - [`question`]: a visitor asks, and writes on; [`identity`]: who asks, signed by the page's server
//! - [`conversation`]: what the visitor sees of the own conversation
//! - [`site`]: what the loader knows of a site, [`pinned`]: what the pinned script does
//! - [`timeline`]: the opening hours of the next weeks
//! - [`inbox`]: what the team sees and does, [`forwarding`]: of channels
//! - [`admin`]: a site's configuration, [`channel`]: the channels in it
//! - [`live`]: what the sockets say
//! - [`problem`]: every error

pub mod admin;
pub mod channel;
pub mod conversation;
pub mod forwarding;
pub mod identity;
pub mod inbox;
pub mod live;
pub mod own_words;
pub mod pinned;
pub mod problem;
pub mod question;
pub mod site;
pub mod timeline;
