//! Reloads the open pages when something was rebuilt; only with `--watch`.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use crate::Site;

/// Where the pages listen.
pub(crate) const PATH: &str = "/-/reload";

const SCRIPT: &str =
    "<script>new EventSource(\"/-/reload\").onmessage = () => location.reload();</script>\n";

/// One event for each change since the page was opened.
pub(crate) async fn events(State(site): State<Arc<Site>>) -> Response {
    let Some(mut changes) = site.changes.clone() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    changes.mark_unchanged();
    let events = stream::unfold(changes, |mut changes| async {
        changes.changed().await.ok()?;
        let number = *changes.borrow_and_update();
        Some((Ok::<_, Infallible>(Event::default().data(number.to_string())), changes))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

/// Adds the script that listens for changes at the end of a page's body.
pub(crate) fn with_script(page: &str) -> String {
    page.replacen("</body>", &format!("{SCRIPT}</body>"), 1)
}
