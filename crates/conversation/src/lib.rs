//! The domain of Askhours: who writes what to whom, in which state a
//! conversation is, and by when the team says it will answer.
//!
//! Everything that enters here has been parsed: a [`text::QuestionText`] cannot be
//! empty or too long, a [`id::ConversationId`] always names a site. There is no
//! serde and no I/O; `protocol` converts the wire's JSON into these types.
//!
//! - [`id`]: names of sites, conversations and agents
//! - [`text`]: what visitors and agents write, bounded
//! - [`contact`]: how a visitor may be reached
//! - [`state`]: the states of a conversation and what moves it between them
//! - [`promise`]: the reply promise

pub mod contact;
pub mod id;
pub mod promise;
pub mod state;
pub mod text;
