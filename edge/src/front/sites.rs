//! Sites as the front knows them: read from their objects, and kept ready to be sent.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use conversation::id::Slug;
use protocol::site::PublicSite;
use timeline::Moment;
use worker::{Date, Env};

use crate::built;
use crate::front::incoming::Incoming;
pub(crate) use crate::front::known::Known;
use crate::front::manifest::Manifest;
use crate::front::memory::{Memory, Recall};
use crate::front::object::{self, Outward};
use crate::problem::{ApiError, ApiResult};
use crate::site::PUBLIC_PATH;

thread_local! {
    static MEMORY: RefCell<Memory<Rc<Known>>> = RefCell::default();
    static MANIFEST: OnceCell<Rc<Manifest>> = const { OnceCell::new() };
}

/// Now, as the runtime tells it.
pub(crate) fn now() -> Moment {
    Moment(i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX))
}

/// The files of the build.
///
/// # Errors
/// Where the build left an odd manifest.
pub(crate) fn manifest() -> ApiResult<Rc<Manifest>> {
    if let Some(manifest) = MANIFEST.with(|kept| kept.get().cloned()) {
        return Ok(manifest);
    }
    let read = Manifest::parse(&built::manifest());
    let manifest = Rc::new(read.map_err(|error| ApiError::internal(format!("manifest: {error}")))?);
    Ok(MANIFEST.with(|kept| kept.get_or_init(|| manifest).clone()))
}

/// A site, from memory where that is fresh enough. What is stale is taken once more and asked for afterwards.
///
/// # Errors
/// Where there is no such site, or it cannot be read.
pub(crate) async fn find(incoming: &Incoming, site: &str) -> ApiResult<Rc<Known>> {
    let known = match recall(site) {
        Recall::Take(known) => known,
        Recall::TakeAndRefresh(known) => {
            refresh_later(incoming, site);
            Some(known)
        }
        Recall::Ask => ask(&incoming.env, &incoming.own_origin(), site).await?,
    };
    known.ok_or_else(|| unknown(site))
}

/// The same for pages that are open already and ask what has changed: they wait for what is new, but for a few
/// seconds. Else a switch would take two of their rounds where another instance of the worker had taken it.
///
/// # Errors
/// Where there is no such site, or it cannot be read.
pub(crate) async fn find_anew(incoming: &Incoming, site: &str) -> ApiResult<Rc<Known>> {
    let asked = async || ask(&incoming.env, &incoming.own_origin(), site).await;
    let recalled = MEMORY.with_borrow_mut(|memory| memory.recall_anew(site, now()));
    let known = match recalled {
        Recall::Take(known) => known,
        // The cause of a failure has been logged where it arose, and what is stale still serves.
        Recall::TakeAndRefresh(known) => asked().await.unwrap_or(Some(known)),
        Recall::Ask => asked().await?,
    };
    known.ok_or_else(|| unknown(site))
}

/// Forgets a site whose configuration has changed.
pub(crate) fn forget(site: &Slug) {
    MEMORY.with_borrow_mut(|memory| memory.forget(site.as_str()));
}

fn recall(site: &str) -> Recall<Rc<Known>> {
    MEMORY.with_borrow_mut(|memory| memory.recall(site, now()))
}

fn unknown(site: &str) -> ApiError {
    ApiError::not_found(format!("There is no site '{site}'. Check the address you embed."))
}

fn refresh_later(incoming: &Incoming, site: &str) {
    let (env, own_origin) = (incoming.env.clone(), incoming.own_origin());
    let site = site.to_owned();
    incoming.context.wait_until(async move {
        // The cause of a failure has been logged where it arose, and what is stale still serves.
        _ = ask(&env, &own_origin, &site).await;
    });
}

async fn ask(env: &Env, own_origin: &str, site: &str) -> ApiResult<Option<Rc<Known>>> {
    let Ok(slug) = Slug::parse(site) else { return Ok(None) };
    let asked = MEMORY.with_borrow(Memory::asking);
    let headers = object::headers(&[])?;
    let outward = Outward { method: "GET", address: PUBLIC_PATH, headers, body: None };
    let response = object::send(env, own_origin, &slug, outward).await?;
    let known = match object::read::<PublicSite>(response).await? {
        Ok(public) => Some(known(site, public)?),
        Err(problem) if problem.status == 404 => None,
        Err(problem) => return Err(ApiError::internal(problem.detail)),
    };
    MEMORY.with_borrow_mut(|memory| memory.keep(site, now(), asked, known.clone()));
    Ok(known)
}

/// The site as it was if nothing about it has changed, since making it ready takes a while.
fn known(site: &str, public: PublicSite) -> ApiResult<Rc<Known>> {
    match MEMORY.with_borrow(|memory| memory.latest(site)) {
        Some(known) if known.public == public => Ok(known),
        _ => Ok(Rc::new(Known::new(public)?)),
    }
}
