//! The object of one site: the unit of consistency. Conversations, messages,
//! outbox, team and configuration stand in its SQLite; nobody else writes there.
//!
//! The front of the edge has checked origin, size and the admin key before a
//! request comes here. What comes here is an ordinary v1 request.
//!
//! - `sql`, `migrations`: the store
//! - `configuration`, `settings`, `channels`: what the site is
//! - `opening`, `switch`: when the team is there
//! - `public`: what the front shows to visitors
//! - `questions`, `conversations`, `messages`, `idempotency`: visitors
//! - `identity`: who asks, signed by the page's server
//! - `team`, `inbox`, `actions`: the team
//! - `routing`, `threads`: which channels have which conversation
//! - `outbox`, `exchange`, `deliveries`: channels, out
//! - `events`, `mail`, `sweep`, `news`: channels, in
//! - `health`, `trial`: how channels do
//! - `live`: sockets
//! - `alarm`: when the object wakes by itself

mod actions;
mod alarm;
mod channels;
mod configuration;
mod conversations;
mod deliveries;
mod events;
mod exchange;
mod health;
mod idempotency;
mod identity;
mod inbox;
mod languages;
mod live;
mod mail;
mod messages;
mod migrations;
mod news;
mod opening;
mod outbox;
mod public;
mod questions;
mod routing;
mod settings;
mod sql;
mod sweep;
mod switch;
mod team;
mod threads;
mod trial;

use std::cell::{Cell, RefCell};
use std::panic::AssertUnwindSafe;
use std::rc::Rc;

use futures_channel::mpsc;
use protocol::problem::FieldError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::{
    Date, DurableObject, Env, Method, Request, Response, Result, State, WebSocket,
    WebSocketIncomingMessage, durable_object,
};

use crate::mail::MAIL_PATH;
use crate::problem::{ApiError, ApiResult};
use crate::routes::{self, Access, Endpoint, Matched};
use opening::later::{self, Work};
use settings::Settings;
use sql::Sql;

/// Where the front asks for [`public`].
pub(crate) const PUBLIC_PATH: &str = "/internal/public";

/// The header in which the front names the edge's own origin.
pub(crate) const ORIGIN_HEADER: &str = "x-askhours-origin";

/// The object of one site.
#[durable_object]
#[derive(Debug)]
pub struct Site {
    state: State,
    env: Env,
    sql: Sql,
    /// Whether the site has been created, or why its store could not be opened.
    created: AssertUnwindSafe<RefCell<std::result::Result<bool, String>>>,
    /// A panic while it is borrowed leaves nothing half-changed: it is only ever replaced.
    settings: AssertUnwindSafe<SettingsCache>,
    /// What is worked out a little later.
    work: AssertUnwindSafe<Rc<Cell<Work>>>,
    /// Rings for the alarm that drains the outbox, while it is at work.
    bell: AssertUnwindSafe<RefCell<Option<mpsc::Sender<()>>>>,
}

impl DurableObject for Site {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::new(state.storage());
        let created = migrations::any(&sql)
            .and_then(
                |created| if created { migrations::run(&sql).map(|()| true) } else { Ok(false) },
            )
            .map_err(|error| error.into_problem().detail);
        live::answer_pings(&state);
        Self {
            state,
            env,
            sql,
            created: AssertUnwindSafe(RefCell::new(created)),
            settings: AssertUnwindSafe(Rc::default()),
            work: AssertUnwindSafe(Rc::default()),
            bell: AssertUnwindSafe(RefCell::new(None)),
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        match self.answer(request).await {
            Ok(response) => Ok(response),
            Err(error) => error.into_response(),
        }
    }

    async fn alarm(&self) -> Result<Response> {
        if let Err(error) = outbox::drain(self).await {
            // The runtime would try again a few times and then drop the alarm;
            // what is queued must not depend on that.
            let error = error.into_problem();
            worker::console_error!("the outbox could not be drained: {}", error.detail);
            outbox::try_later(self).await.map_err(|error| error.into_problem().detail)?;
        }
        later::work(self);
        Response::empty()
    }

    async fn websocket_message(&self, _: WebSocket, _: WebSocketIncomingMessage) -> Result<()> {
        // Clients write by HTTP, where each message has its answer.
        Ok(())
    }

    async fn websocket_close(
        &self,
        socket: WebSocket,
        _code: usize,
        _reason: String,
        _clean: bool,
    ) -> Result<()> {
        // The other side may be gone already.
        socket.close(Some(1000), Some("")).ok();
        Ok(())
    }

    async fn websocket_error(&self, _: WebSocket, _: worker::Error) -> Result<()> {
        Ok(())
    }
}

impl Site {
    async fn answer(&self, mut request: Request) -> ApiResult<Response> {
        let path = request.path();
        if path == PUBLIC_PATH {
            self.check_created()?;
            return public::read(self);
        }
        if path == MAIL_PATH {
            self.check_created()?;
            return mail::take(self, &request.bytes().await?).await;
        }
        let matched = routes::find(&request.method(), &path)
            .ok_or_else(|| ApiError::not_found("Check the address."))?;
        if matched.route.endpoint == Endpoint::ApplyConfiguration {
            migrations::run(&self.sql)?;
            *self.created.borrow_mut() = Ok(true);
        } else {
            self.check_created().map_err(|error| match matched.route.access {
                // A session or key of a site that is not there is as good as none.
                Access::Agent => team::refused(),
                _ => error,
            })?;
        }
        let body = match request.method() {
            Method::Post | Method::Put => request.bytes().await?,
            _ => Vec::new(),
        };
        self.dispatch(&request, &matched, &body).await
    }

    async fn dispatch(
        &self,
        request: &Request,
        matched: &Matched<'_>,
        body: &[u8],
    ) -> ApiResult<Response> {
        let (id, channel) = (matched.parameter("conversation"), matched.parameter("channel"));
        match matched.route.endpoint {
            // The front makes the words of a language from what it knows of the site.
            Endpoint::ReadSite | Endpoint::ReadWords => public::read(self),
            Endpoint::ReadPinned => Err(ApiError::not_found("The front answers this itself.")),
            Endpoint::Ask => questions::ask(self, request, matched.parameter("site"), body).await,
            Endpoint::ReadConversation => conversations::read(self, request, id),
            Endpoint::EraseConversation => conversations::erase(self, request, id),
            Endpoint::SeeConversation => conversations::see(self, request, id),
            Endpoint::WriteMessage => conversations::write(self, request, id, body).await,
            Endpoint::VisitorLive => live::visitor(self, request, id),
            Endpoint::SignIn => team::sign_in(self, body),
            Endpoint::ReadSession => team::read_session(self, request),
            Endpoint::SignOut => team::sign_out(self, request),
            Endpoint::Switch => switch::put(self, request, body),
            Endpoint::EndSwitch => switch::end(self, request),
            Endpoint::ListConversations => inbox::list(self, request),
            Endpoint::ReadDetail => inbox::detail(self, request, id),
            Endpoint::Reply => actions::reply(self, request, id, body).await,
            Endpoint::Note => actions::note(self, request, id, body),
            Endpoint::Assign => actions::assign(self, request, id, body),
            Endpoint::Move => actions::move_to(self, request, id, body).await,
            Endpoint::ListDeliveries => deliveries::list(self, request),
            Endpoint::RetryDelivery => {
                deliveries::retry(self, request, matched.parameter("delivery")).await
            }
            Endpoint::RetryDeliveries => deliveries::retry_all(self, request).await,
            Endpoint::InboxLive => live::inbox(self, request),
            Endpoint::ApplyConfiguration => {
                configuration::apply(self, request, matched.parameter("site"), body).await
            }
            Endpoint::ReadConfiguration => configuration::read(self),
            Endpoint::MintKey => {
                let (site, agent) = (matched.parameter("site"), matched.parameter("agent"));
                team::mint_key(self, request, site, agent)
            }
            Endpoint::MakeIdentityKey => identity::make_key(self),
            Endpoint::RevokeKey => team::revoke_key(self, matched.parameter("agent")),
            Endpoint::TestChannel => trial::test(self, request, channel).await,
            Endpoint::PauseChannel => trial::pause(self, request, channel),
            Endpoint::ResumeChannel => trial::resume(self, request, channel).await,
            Endpoint::ChannelEvent
            | Endpoint::ChannelEventWithKey
            | Endpoint::MatrixTransaction
            | Endpoint::MatrixPing => {
                events::take(self, request, channel, matched.parameter("key"), body).await
            }
        }
    }

    fn check_created(&self) -> ApiResult<()> {
        match &*self.created.borrow() {
            Ok(true) => Ok(()),
            Ok(false) => Err(configuration::no_site()),
            Err(broken) => Err(ApiError::internal(broken)),
        }
    }

    /// The site's checked configuration, read once until it changes.
    fn settings(&self) -> ApiResult<Rc<Settings>> {
        current_settings(&self.settings, &self.sql)
    }

    fn forget_settings(&self) {
        *self.settings.borrow_mut() = None;
    }
}

/// The site's checked configuration, once it has been read.
type SettingsCache = Rc<RefCell<Option<Rc<Settings>>>>;

fn current_settings(cache: &SettingsCache, sql: &Sql) -> ApiResult<Rc<Settings>> {
    if let Some(settings) = &*cache.borrow() {
        return Ok(Rc::clone(settings));
    }
    let settings = Rc::new(configuration::load(sql)?);
    *cache.borrow_mut() = Some(Rc::clone(&settings));
    Ok(settings)
}

/// Now, in milliseconds since the Unix epoch.
fn now() -> i64 {
    i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX)
}

/// A JSON answer that no cache keeps.
fn json<T: Serialize>(value: &T) -> ApiResult<Response> {
    json_with_status(value, 200)
}

fn json_with_status<T: Serialize>(value: &T, status: u16) -> ApiResult<Response> {
    let mut response = Response::from_json(value)?.with_status(status);
    response.headers_mut().set("cache-control", "no-store")?;
    Ok(response)
}

/// An answer without content.
fn nothing() -> ApiResult<Response> {
    Ok(Response::empty()?.with_status(204))
}

/// Reads a request's JSON, and names the field that is not as it should be.
fn parse_fields<T: DeserializeOwned>(body: &[u8]) -> ApiResult<T> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { String::new() } else { path };
        // The field says where; line and column are those of a text that people who write a file never see.
        let told = error.inner().to_string();
        let detail = told.split(" at line ").next().unwrap_or_default().to_owned();
        ApiError::invalid(vec![FieldError { field, code: "form".to_owned(), detail }])
    })
}

/// Reads a request's JSON.
fn parse<T: DeserializeOwned>(body: &[u8]) -> ApiResult<T> {
    serde_json::from_slice(body).map_err(|error| {
        ApiError::malformed(format!("The body is not the JSON that belongs here: {error}."))
    })
}
