//! `/v1/...`: finds the route, checks who calls it, and hands the request to the site's object.

mod cors;
mod credentials;
mod forward;

use conversation::id::{ConversationId, Slug};
use web_sys::Response;
use worker::Method;

use crate::front::incoming::Incoming;
use crate::front::target::RESERVED;
use crate::front::{origins, pinned, respond, site_words, sites};
use crate::problem::{ApiError, ApiResult};
use crate::routes::{self, Access, Endpoint, Matched};

/// Answers a request to the API.
///
/// # Errors
/// Where no route fits.
pub(crate) async fn answer(incoming: &Incoming) -> ApiResult<Response> {
    let on_path = routes::on_path(incoming.path());
    if on_path.is_empty() {
        let detail = "The addresses that exist are listed in /v1/openapi.json.";
        return Err(ApiError::not_found(detail));
    }
    if incoming.method == Method::Options {
        return options(incoming, &on_path).await;
    }
    let Some(matched) = on_path.iter().find(|matched| matched.route.method == incoming.method)
    else {
        return Err(ApiError::method(&methods(&on_path)));
    };
    match matched.route.access {
        Access::Page | Access::Visitor => from_page(incoming, matched).await,
        Access::Agent => from_inbox(incoming, matched).await,
        Access::Admin => from_admin(incoming, matched).await,
        Access::Channel => {
            let site = site_on(matched)?;
            forward::request(incoming, matched, &site, None).await
        }
    }
}

/// A page's problem documents are readable to it as well, so that it can say what is wrong.
async fn from_page(incoming: &Incoming, matched: &Matched<'_>) -> ApiResult<Response> {
    if matched.route.endpoint == Endpoint::ReadPinned {
        return match pinned::answer(incoming) {
            Ok(response) => Ok(response),
            Err(error) => respond::with(&error.into_raw()?, respond::FOR_EVERY_PAGE),
        };
    }
    let site = site_on(matched)?;
    if matched.route.endpoint == Endpoint::ReadSite {
        return match sites::find_anew(incoming, site.as_str()).await {
            Ok(known) => known.json.answer_at(incoming, sites::now()),
            Err(error) => respond::with(&error.into_raw()?, respond::FOR_EVERY_PAGE),
        };
    }
    if matched.route.endpoint == Endpoint::ReadWords {
        let words = site_words::by_name(incoming, site.as_str(), matched.parameter("language"));
        return words.await;
    }
    let origin = incoming.header("origin");
    let answered = match page_may(incoming, matched, &site, origin.as_deref()).await {
        Ok(()) => forward::request(incoming, matched, &site, None).await,
        Err(error) => Err(error),
    };
    let response = answered.or_else(ApiError::into_raw)?;
    match origin {
        Some(origin) if response.status() != 101 => cors::shared_with(&response, &origin),
        _ => Ok(response),
    }
}

/// Whether a page of this origin may call the route. Browsers leave the origin out
/// only where a page of ours reads from us.
async fn page_may(
    incoming: &Incoming,
    matched: &Matched<'_>,
    site: &Slug,
    origin: Option<&str>,
) -> ApiResult<()> {
    let known = sites::find(incoming, site.as_str()).await?;
    match origin {
        Some(origin)
            if origin == incoming.own_origin() || origins::allowed(&known.origins, origin) =>
        {
            Ok(())
        }
        Some(origin) => Err(ApiError::origin(format!(
            "The origin {origin} is not on the list of the site '{site}'. Add it to `origins` in its configuration."
        ))),
        None if changes_or_listens(matched) => Err(ApiError::origin(
            "The header Origin is missing. Send it with the origin of a page on the site's list.",
        )),
        None => Ok(()),
    }
}

async fn from_inbox(incoming: &Incoming, matched: &Matched<'_>) -> ApiResult<Response> {
    // The session's cookie is SameSite=Strict; the origin also refuses pages of the
    // same site, such as another service on a neighbouring name.
    if changes_or_listens(matched)
        && incoming.header("origin").is_none_or(|origin| origin != incoming.own_origin())
    {
        let detail = format!("Only the inbox itself, on {}, may do this.", incoming.own_origin());
        return Err(ApiError::origin(detail));
    }
    if matched.route.endpoint == Endpoint::SignIn {
        let body = forward::body(incoming, matched).await?;
        let site = credentials::site_of_key(body.as_deref())?;
        return forward::request(incoming, matched, &site, body).await;
    }
    let site = credentials::site_of_session(incoming)?;
    let response = forward::request(incoming, matched, &site, None).await?;
    if matches!(matched.route.endpoint, Endpoint::Switch | Endpoint::EndSwitch) {
        sites::forget(&site);
    }
    Ok(response)
}

async fn from_admin(incoming: &Incoming, matched: &Matched<'_>) -> ApiResult<Response> {
    credentials::check_admin(incoming)?;
    let site = site_on(matched)?;
    if RESERVED.contains(&site.as_str()) {
        let detail = format!("The edge uses the address '/{site}' itself. Choose another name.");
        return Err(ApiError::conflict(detail));
    }
    let response = forward::request(incoming, matched, &site, None).await?;
    if matched.route.endpoint == Endpoint::ApplyConfiguration {
        sites::forget(&site);
    }
    Ok(response)
}

async fn options(incoming: &Incoming, on_path: &[Matched<'_>]) -> ApiResult<Response> {
    // What belongs to no site may be read by any page, without asking first.
    let for_pages = |matched: &&Matched<'_>| {
        matches!(matched.route.access, Access::Page | Access::Visitor)
            && matched.route.endpoint != Endpoint::ReadPinned
    };
    let allowed = methods(on_path);
    let origin = incoming.header("origin");
    let (Some(matched), Some(origin)) = (on_path.iter().find(for_pages), origin) else {
        return respond::empty(204, [("allow", allowed.as_str())]);
    };
    let site = site_on(matched)?;
    page_may(incoming, matched, &site, Some(&origin)).await?;
    cors::preflight(&origin, &allowed)
}

fn changes_or_listens(matched: &Matched<'_>) -> bool {
    let listens = matches!(matched.route.endpoint, Endpoint::VisitorLive | Endpoint::InboxLive);
    listens || matched.route.method != Method::Get
}

/// The site that the path names, itself or in a conversation's id.
fn site_on(matched: &Matched<'_>) -> ApiResult<Slug> {
    let conversation = matched.parameter("conversation");
    let site = if conversation.is_empty() {
        Slug::parse(matched.parameter("site")).ok()
    } else {
        ConversationId::parse(conversation).ok().map(|id| id.site().clone())
    };
    site.ok_or_else(|| {
        ApiError::not_found("The address names no site or conversation. Check how it is written.")
    })
}

/// The methods on a path, as `allow` lists them.
fn methods(on_path: &[Matched<'_>]) -> String {
    let mut methods: Vec<&str> =
        on_path.iter().map(|matched| matched.route.method.as_ref()).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.push("OPTIONS");
    methods.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(method: &Method, path: &str) -> Option<String> {
        let matched = routes::find(method, path)?;
        site_on(&matched).ok().map(|site| site.as_str().to_owned())
    }

    #[test]
    fn a_path_names_its_site() {
        let id = format!("nordwind.{}", "a".repeat(26));
        let conversation = format!("/v1/conversations/{id}");
        assert_eq!(site(&Method::Get, &conversation).as_deref(), Some("nordwind"));
        assert_eq!(site(&Method::Get, "/v1/sites/nordwind").as_deref(), Some("nordwind"));
        assert_eq!(site(&Method::Get, "/v1/sites/Nord%20wind"), None);
        assert_eq!(site(&Method::Get, "/v1/conversations/nordwind.short"), None);
    }

    #[test]
    fn the_methods_of_a_path_are_listed() {
        assert_eq!(methods(&routes::on_path("/v1/sites/a")), "GET, HEAD, OPTIONS");
        assert_eq!(methods(&routes::on_path("/v1/sites/a/questions")), "POST, OPTIONS");
    }

    #[test]
    fn reading_needs_no_origin_and_listening_does() {
        let id = format!("/v1/conversations/nordwind.{}", "a".repeat(26));
        let read = routes::find(&Method::Get, &id).unwrap();
        assert!(!changes_or_listens(&read));
        let live = format!("{id}/live");
        assert!(changes_or_listens(&routes::find(&Method::Get, &live).unwrap()));
        assert!(changes_or_listens(&routes::find(&Method::Delete, &id).unwrap()));
    }
}
