//! Sockets: the visitor's own conversation, and the team's inbox. They hibernate,
//! so that an open page costs nothing while nothing happens. Tags say whose a
//! socket is, since nothing in memory outlives the object's sleep.

use protocol::inbox::Summary;
use protocol::live::{InboxEvent, SUBPROTOCOL, VisitorEvent};
use serde::Serialize;
use worker::{Request, Response, State, WebSocket, WebSocketPair};

use super::{Site, conversations, inbox, team};
use crate::problem::{ApiError, ApiResult};

/// The tag of every socket of the inbox.
const INBOX: &str = "inbox";

/// The tag of every visitor's socket.
const VISITORS: &str = "visitors";

/// The close code for a socket whose session has ended (of the range that
/// RFC 6455 leaves to applications): the client signs in again and does not reconnect.
const SIGNED_OUT: u16 = 4401;

/// Lets the runtime answer `ping` with `pong` without waking the object.
pub(super) fn answer_pings(state: &State) {
    if let Ok(pair) = worker::worker_sys::WebSocketRequestResponsePair::new("ping", "pong") {
        state.set_websocket_auto_response(&pair);
    }
}

/// `GET /v1/conversations/{id}/live`. Browsers cannot set headers on a socket,
/// so the secret comes as a second subprotocol.
pub(super) fn visitor(site: &Site, request: &Request, id: &str) -> ApiResult<Response> {
    upgrade(request)?;
    let offered = request.headers().get("sec-websocket-protocol")?.unwrap_or_default();
    let mut offered = offered.split(',').map(str::trim);
    if offered.next() != Some(SUBPROTOCOL) {
        return Err(ApiError::malformed(
            "Offer the subprotocols 'askhours.v1' and the conversation's secret, in this order.",
        ));
    }
    conversations::own_by_secret(site, offered.next().unwrap_or_default(), id)?;
    let mut response = accept(site, &[VISITORS, &conversation_tag(id)])?;
    response.headers_mut().set("sec-websocket-protocol", SUBPROTOCOL)?;
    Ok(response)
}

/// `GET /v1/inbox/live`.
pub(super) fn inbox(site: &Site, request: &Request) -> ApiResult<Response> {
    upgrade(request)?;
    let (agent, session) = team::session_of(site, request)?;
    accept(site, &[INBOX, &agent_tag(&agent.id), &session_tag(&session)])
}

/// Tells every visitor's open pages.
pub(super) fn tell_visitors(site: &Site, event: &VisitorEvent) -> ApiResult<()> {
    tell(site, VISITORS, event)
}

/// Tells the visitor's open pages.
pub(super) fn tell_visitor(site: &Site, id: &str, event: &VisitorEvent) -> ApiResult<()> {
    tell(site, &conversation_tag(id), event)
}

/// Tells the open inboxes.
pub(super) fn tell_inbox(site: &Site, event: &InboxEvent) -> ApiResult<()> {
    tell(site, INBOX, event)
}

/// Tells the open inboxes of a conversation.
pub(super) fn inbox_changed(site: &Site, summary: &Summary) -> ApiResult<()> {
    let (conversation, counts) = (summary.clone(), inbox::counts(&site.sql)?);
    tell_inbox(site, &InboxEvent::Changed { conversation, counts })
}

/// Tells the open inboxes of the deliveries.
pub(super) fn deliveries_changed(site: &Site) -> ApiResult<()> {
    tell_inbox(site, &InboxEvent::Deliveries { counts: inbox::counts(&site.sql)? })
}

/// Closes an agent's sockets.
pub(super) fn close_agent(site: &Site, agent: &str) {
    close(site, &agent_tag(agent));
}

/// Closes a session's sockets.
pub(super) fn close_session(site: &Site, session: &str) {
    close(site, &session_tag(session));
}

fn upgrade(request: &Request) -> ApiResult<()> {
    let upgrade = request.headers().get("upgrade")?.unwrap_or_default();
    if upgrade.eq_ignore_ascii_case("websocket") {
        return Ok(());
    }
    Err(ApiError::malformed("Open this address as a WebSocket."))
}

fn accept(site: &Site, tags: &[&str]) -> ApiResult<Response> {
    let pair = WebSocketPair::new()?;
    site.state.accept_websocket_with_tags(&pair.server, tags);
    Ok(Response::from_websocket(pair.client)?)
}

fn tell<T: Serialize>(site: &Site, tag: &str, event: &T) -> ApiResult<()> {
    let text = serde_json::to_string(event).map_err(ApiError::internal)?;
    for socket in site.state.get_websockets_with_tag(tag) {
        // A socket that has just gone is not worth an error: its page reads everything when it returns.
        socket.send_with_str(&text).ok();
    }
    Ok(())
}

fn close(site: &Site, tag: &str) {
    for socket in site.state.get_websockets_with_tag(tag) {
        close_socket(&socket);
    }
}

fn close_socket(socket: &WebSocket) {
    socket.close(Some(SIGNED_OUT), Some("signed out")).ok();
}

fn conversation_tag(id: &str) -> String {
    format!("conversation {id}")
}

fn agent_tag(id: &str) -> String {
    format!("agent {id}")
}

fn session_tag(hash: &str) -> String {
    format!("session {hash}")
}
