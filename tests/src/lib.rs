//! End to end: the built worker on workerd, talked to as clients do.
//!
//! A test starts an [`Edge`] of its own, with its own storage and keys, and talks to it as a
//! [`Visitor`], an [`Agent`] or the [`Admin`] would. A [`Receiver`] stands at the other end of
//! the webhook. Nothing sleeps: what has not happened yet is waited for by [`wait::until`], and a
//! test that waits in vain says what for.
//!
//! - [`edge`], [`workerd`], [`folder`]: the edge as a process that can be killed and started again
//! - [`site`]: the configuration that tests begin with
//! - [`request`]: one request and its answer, [`raw`]: one that no well-behaved client would send
//! - [`visitor`], [`agent`], [`admin`]: the people, [`socket`]: what they are told live
//! - [`receiver`]: the webhook's other end, [`event`]: what it sends back
//! - [`service`]: a stand-in of an outside service, with faults; [`services`]: those that there are
//! - [`wait`], [`random`], [`clock`]: what a test may not do by itself

#![expect(clippy::missing_panics_doc, reason = "a test fails by a panic, and so does its harness")]

pub mod admin;
pub mod agent;
pub mod clock;
pub mod edge;
pub mod event;
pub mod folder;
pub mod random;
pub mod raw;
pub mod receiver;
pub mod request;
pub mod service;
pub mod services;
pub mod site;
pub mod socket;
pub mod visitor;
pub mod wait;
pub mod workerd;

pub use admin::Admin;
pub use agent::Agent;
pub use edge::Edge;
pub use receiver::{Attempt, Reaction, Receiver};
pub use request::{Answer, Request};
pub use service::{Fault, Seen, Service};
pub use socket::Socket;
pub use visitor::Visitor;
