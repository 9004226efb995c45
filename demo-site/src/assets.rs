//! Styles, scripts, drawings and the typeface, from the folder `assets/`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::Site;

/// Every kind of file in `assets/`; another kind is not served.
const TYPES: [(&str, &str); 4] = [
    (".css", "text/css; charset=utf-8"),
    (".js", "text/javascript; charset=utf-8"),
    (".svg", "image/svg+xml"),
    (".woff2", "font/woff2"),
];

pub(crate) async fn asset(State(site): State<Arc<Site>>, Path(file): Path<String>) -> Response {
    let plain = file.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
    let Some((_, media_type)) = TYPES.iter().find(|(ending, _)| plain && file.ends_with(ending))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match tokio::fs::read(site.folder.join("assets").join(&file)).await {
        Ok(bytes) => {
            ([(CONTENT_TYPE, *media_type), (CACHE_CONTROL, "no-cache")], bytes).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
