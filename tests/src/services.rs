//! The services that stand at the other end of channels in tests: stand-ins after each service's own documentation,
//! and real ones where they run on this machine.

pub mod chatwoot;
pub mod mail;
pub mod slack;
pub mod synapse;
pub mod zammad;
