//! What a site's object tells the front of the site: the seam behind
//! `GET /internal/public`, which nobody outside can reach.

use protocol::site::Site;
use serde::{Deserialize, Serialize};

/// Everything of a site that is not secret, as the front keeps it in memory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicSite {
    /// The payload; the object leaves `words` and `app` empty, the front fills them.
    pub payload: Site,
    /// The languages that visitors are offered, the site's own first.
    pub languages: Vec<String>,
    /// The origins of the pages that may embed the widget: exact ones such as
    /// `https://www.example.org`, and `https://*.example.org` for every subdomain.
    pub origins: Vec<String>,
}
