//! The question that is being written, kept in the tab so that a reload loses nothing.

use protocol::question::Ask;

use crate::wire::Json;
use crate::{store, wire};

/// Keeps the draft as it stands.
pub(crate) fn keep(site: &str, draft: &Ask) {
    store::keep_in_tab(site, store::DRAFT, &wire::ask_to_text(draft));
}

/// The draft that an earlier page of this tab has left.
pub(crate) fn kept(site: &str) -> Option<Ask> {
    Json::parse(&store::kept_in_tab(site, store::DRAFT)).ask()
}

/// Forgets the draft, once its question is stored.
pub(crate) fn forget(site: &str) {
    store::keep_in_tab(site, store::DRAFT, "");
}
