//! Which page an address means, and the answer around it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use crate::language::Language;
use crate::page::{HOME, MISSING, page};
use crate::policy::content_security_policy;
use crate::{Site, reload};

/// The page whose script routes everything below `/{language}/app/` by itself.
const SINGLE_PAGE_APP: &str = "app.html";

pub(crate) async fn answer(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let path: Vec<&str> = uri.path().trim_start_matches('/').split('/').collect();
    let language = path.first().and_then(|code| Language::from_code(code));
    let answered = match (language, path.get(1..).unwrap_or_default()) {
        (None, []) if uri.path() == "/" => return to_language(Language::preferred(&headers)),
        (Some(language), []) => return to_language(language),
        (Some(language), [""]) => of_page(&site, language, HOME).await,
        (Some(language), [file]) => of_page(&site, language, file).await,
        (Some(language), ["app", ..]) => of_page(&site, language, SINGLE_PAGE_APP).await,
        (language, _) => {
            missing(&site, language.unwrap_or_else(|| Language::preferred(&headers))).await
        }
    };
    answered.unwrap_or_else(|error| {
        let cause = format!("This page cannot be made: {error:#}\n");
        (StatusCode::INTERNAL_SERVER_ERROR, cause).into_response()
    })
}

fn to_language(language: Language) -> Response {
    let home = format!("/{}/", language.code());
    (StatusCode::FOUND, [(LOCATION, home), (VARY, "Accept-Language".to_owned())]).into_response()
}

async fn of_page(site: &Site, language: Language, file: &str) -> anyhow::Result<Response> {
    let Some(mut text) = page(site, language, file).await?.filter(|_| file != MISSING) else {
        return missing(site, language).await;
    };
    let policy = content_security_policy(file, &site.edge);
    if site.changes.is_some() && policy.is_none() {
        text = reload::with_script(&text);
    }
    let mut response = html(StatusCode::OK, text);
    if let Some(policy) = policy {
        let policy = HeaderValue::try_from(policy)?;
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

async fn missing(site: &Site, language: Language) -> anyhow::Result<Response> {
    let text = page(site, language, MISSING).await?.unwrap_or_default();
    Ok(html(StatusCode::NOT_FOUND, text))
}

fn html(status: StatusCode, text: String) -> Response {
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (status, headers, text).into_response()
}
