//! What every channel builds on: the exchange, what becomes of an attempt, and what an event may say.

mod event;
mod exchange;
mod outcome;
