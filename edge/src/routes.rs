//! Every route of version 1, once: what answers a request, who may call it, and
//! what the OpenAPI document says of it.

use worker::Method;

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// A page of an allowed origin; reading needs none.
    Page,
    /// The visitor whose conversation it is, from a page of an allowed origin: `Authorization: Bearer <secret>`.
    Visitor,
    /// A signed-in agent, from the inbox itself: the session's cookie.
    Agent,
    /// Whoever holds the admin key: `Authorization: Bearer <key>`.
    Admin,
    /// The service behind a channel, by its signature.
    Channel,
}

/// What a route does. The name of the operation in the OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    ReadPinned,
    ReadSite,
    ReadWords,
    Ask,
    ReadConversation,
    EraseConversation,
    SeeConversation,
    WriteMessage,
    VisitorLive,
    SignIn,
    ReadSession,
    SignOut,
    Switch,
    EndSwitch,
    ListConversations,
    ReadDetail,
    Reply,
    Note,
    Assign,
    Move,
    ListDeliveries,
    RetryDelivery,
    RetryDeliveries,
    InboxLive,
    ApplyConfiguration,
    ReadConfiguration,
    MintKey,
    RevokeKey,
    MakeIdentityKey,
    TestChannel,
    PauseChannel,
    ResumeChannel,
    ChannelEvent,
    ChannelEventWithKey,
    MatrixTransaction,
    MatrixPing,
}

/// One route.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// The HTTP method.
    pub(crate) method: Method,
    /// The path; `{name}` stands for one segment.
    pub(crate) pattern: &'static str,
    /// What it does.
    pub(crate) endpoint: Endpoint,
    /// Who may call it.
    pub(crate) access: Access,
    /// What it does, in a sentence.
    pub(crate) summary: &'static str,
}

const fn route(
    method: Method,
    pattern: &'static str,
    endpoint: Endpoint,
    access: Access,
    summary: &'static str,
) -> Route {
    Route { method, pattern, endpoint, access, summary }
}

/// All routes.
pub(crate) const ROUTES: &[Route] = {
    use Access::{Admin, Agent, Channel, Page, Visitor};
    use Endpoint as E;
    use Method::{Delete, Get, Post, Put};
    &[
        route(
            Get,
            "/v1/pinned",
            E::ReadPinned,
            Page,
            "Names the script for pages that pin what they run, and its hash.",
        ),
        route(Get, "/v1/sites/{site}", E::ReadSite, Page, "Reads what the loader knows of a site."),
        route(
            Get,
            "/v1/sites/{site}/words/{language}",
            E::ReadWords,
            Page,
            "Reads what a site says in one language, by the names of the texts.",
        ),
        route(Post, "/v1/sites/{site}/questions", E::Ask, Page, "Asks a question."),
        route(
            Post,
            "/v1/sites/{site}/channels/{channel}/events",
            E::ChannelEvent,
            Channel,
            "Takes what a channel sends back.",
        ),
        route(
            Post,
            "/v1/sites/{site}/channels/{channel}/events/{key}",
            E::ChannelEventWithKey,
            Channel,
            "Takes what a channel sends back whose service ends its address with a secret.",
        ),
        route(
            Put,
            "/v1/sites/{site}/channels/{channel}/_matrix/app/v1/transactions/{key}",
            E::MatrixTransaction,
            Channel,
            "Takes what a homeserver of Matrix sends to an application service.",
        ),
        route(
            Post,
            "/v1/sites/{site}/channels/{channel}/_matrix/app/v1/ping",
            E::MatrixPing,
            Channel,
            "Lets a homeserver of Matrix try the way to an application service.",
        ),
        route(
            Get,
            "/v1/conversations/{conversation}",
            E::ReadConversation,
            Visitor,
            "Reads the visitor's own conversation.",
        ),
        route(
            Delete,
            "/v1/conversations/{conversation}",
            E::EraseConversation,
            Visitor,
            "Erases the visitor's own conversation for both sides.",
        ),
        route(
            Put,
            "/v1/conversations/{conversation}/seen",
            E::SeeConversation,
            Visitor,
            "Says that the visitor has everything in the own conversation before the eyes.",
        ),
        route(
            Post,
            "/v1/conversations/{conversation}/messages",
            E::WriteMessage,
            Visitor,
            "Writes on in the visitor's own conversation.",
        ),
        route(
            Get,
            "/v1/conversations/{conversation}/live",
            E::VisitorLive,
            Visitor,
            "Opens a WebSocket that tells what happens in the conversation.",
        ),
        route(Post, "/v1/inbox/session", E::SignIn, Agent, "Signs in with a personal key."),
        route(Get, "/v1/inbox/session", E::ReadSession, Agent, "Reads who is signed in."),
        route(Delete, "/v1/inbox/session", E::SignOut, Agent, "Signs out."),
        route(
            Put,
            "/v1/inbox/switch",
            E::Switch,
            Agent,
            "Says for now that the team pauses, or stays, against its hours.",
        ),
        route(
            Delete,
            "/v1/inbox/switch",
            E::EndSwitch,
            Agent,
            "Lets the opening hours hold again.",
        ),
        route(
            Get,
            "/v1/inbox/conversations",
            E::ListConversations,
            Agent,
            "Lists conversations, waiting ones by promise.",
        ),
        route(
            Get,
            "/v1/inbox/conversations/{conversation}",
            E::ReadDetail,
            Agent,
            "Reads a conversation with notes and deliveries.",
        ),
        route(
            Post,
            "/v1/inbox/conversations/{conversation}/replies",
            E::Reply,
            Agent,
            "Replies to the visitor.",
        ),
        route(
            Post,
            "/v1/inbox/conversations/{conversation}/notes",
            E::Note,
            Agent,
            "Writes a note that the visitor never sees.",
        ),
        route(
            Put,
            "/v1/inbox/conversations/{conversation}/assignee",
            E::Assign,
            Agent,
            "Assigns a conversation to an agent, or to no one.",
        ),
        route(
            Put,
            "/v1/inbox/conversations/{conversation}/state",
            E::Move,
            Agent,
            "Closes a conversation, marks it as spam, or reopens it.",
        ),
        route(
            Get,
            "/v1/inbox/deliveries",
            E::ListDeliveries,
            Agent,
            "Lists what has not arrived, and how the channels do.",
        ),
        route(
            Post,
            "/v1/inbox/deliveries/retry",
            E::RetryDeliveries,
            Agent,
            "Sends every failed delivery again, and switches channels on again.",
        ),
        route(
            Post,
            "/v1/inbox/deliveries/{delivery}/retry",
            E::RetryDelivery,
            Agent,
            "Sends a failed delivery again, and switches its channel on again.",
        ),
        route(
            Post,
            "/v1/inbox/channels/{channel}/test",
            E::TestChannel,
            Agent,
            "Sends a test question to a channel, and says what came of it.",
        ),
        route(
            Put,
            "/v1/inbox/channels/{channel}/pause",
            E::PauseChannel,
            Agent,
            "Pauses a channel: what is for it waits.",
        ),
        route(
            Delete,
            "/v1/inbox/channels/{channel}/pause",
            E::ResumeChannel,
            Agent,
            "Lets a paused channel go on.",
        ),
        route(
            Get,
            "/v1/inbox/live",
            E::InboxLive,
            Agent,
            "Opens a WebSocket that tells what happens in the inbox.",
        ),
        route(
            Put,
            "/v1/admin/sites/{site}",
            E::ApplyConfiguration,
            Admin,
            "Creates a site or changes it.",
        ),
        route(
            Get,
            "/v1/admin/sites/{site}",
            E::ReadConfiguration,
            Admin,
            "Reads a site's configuration, without its secrets.",
        ),
        route(
            Post,
            "/v1/admin/sites/{site}/agents/{agent}/key",
            E::MintKey,
            Admin,
            "Gives an agent a new personal key; the earlier one ends.",
        ),
        route(
            Delete,
            "/v1/admin/sites/{site}/agents/{agent}/key",
            E::RevokeKey,
            Admin,
            "Ends an agent's key and sessions.",
        ),
        route(
            Post,
            "/v1/admin/sites/{site}/identity-key",
            E::MakeIdentityKey,
            Admin,
            "Gives a site a new key to sign with who asks; the earlier one ends, and what it signed.",
        ),
    ]
};

/// A route that fits a request, with what stood in place of `{name}`s.
#[derive(Debug)]
pub(crate) struct Matched<'path> {
    /// The route.
    pub(crate) route: &'static Route,
    parameters: Vec<(&'static str, &'path str)>,
}

impl<'path> Matched<'path> {
    /// What stands in place of `{name}`; empty where the pattern has none.
    pub(crate) fn parameter(&self, name: &str) -> &'path str {
        self.parameters.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }
}

/// The routes on a path, whatever the method: none, or those from which the
/// request's method picks one.
pub(crate) fn on_path(path: &str) -> Vec<Matched<'_>> {
    ROUTES
        .iter()
        .filter_map(|route| {
            capture(route.pattern, path).map(|parameters| Matched { route, parameters })
        })
        .collect()
}

/// The route for a method and path.
pub(crate) fn find<'path>(method: &Method, path: &'path str) -> Option<Matched<'path>> {
    on_path(path).into_iter().find(|matched| matched.route.method == *method)
}

fn capture<'path>(
    pattern: &'static str,
    path: &'path str,
) -> Option<Vec<(&'static str, &'path str)>> {
    let mut parameters = Vec::new();
    let mut segments = path.split('/');
    for expected in pattern.split('/') {
        let segment = segments.next()?;
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => parameters.push((name, segment)),
            None if expected == segment => {}
            None => return None,
        }
    }
    segments.next().is_none().then_some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_finds_its_route_and_parameters() {
        let path = "/v1/sites/nordwind/channels/desk/events";
        let matched = find(&Method::Post, path).unwrap();
        assert_eq!(matched.route.endpoint, Endpoint::ChannelEvent);
        assert_eq!(matched.parameter("site"), "nordwind");
        assert_eq!(matched.parameter("channel"), "desk");
        assert_eq!(matched.parameter("agent"), "");
    }

    #[test]
    fn other_paths_find_nothing() {
        for path in ["/", "/v1/sites", "/v1/sites/", "/v1/sites/a/b", "/v1/sites/nordwind/"] {
            assert!(on_path(path).is_empty(), "{path}");
        }
        assert!(find(&Method::Patch, "/v1/sites/nordwind").is_none());
    }

    #[test]
    fn no_two_routes_share_method_and_path() {
        for (place, one) in ROUTES.iter().enumerate() {
            let found = find(&one.method, one.pattern).unwrap();
            let first = ROUTES.iter().position(|route| route.endpoint == found.route.endpoint);
            assert_eq!(first, Some(place), "{}", one.pattern);
        }
    }
}
