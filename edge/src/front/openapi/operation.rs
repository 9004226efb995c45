//! One route as an OpenAPI operation.

use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

use super::types::{self, Types};
use crate::front::cookie;
use crate::routes::{Access, Endpoint, Route};

/// How callers prove who they are.
pub(crate) fn security_schemes() -> Value {
    json!({
        "visitor": {
            "type": "http",
            "scheme": "bearer",
            "description": "The conversation's secret, from the answer to the question. A \
                WebSocket offers it as its second subprotocol, behind `askhours.v1`.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie::INBOX,
            "description": "Set by signing in. Writing also needs the inbox's own Origin.",
        },
        "admin": { "type": "http", "scheme": "bearer", "description": "The admin key." },
        "channel": {
            "type": "apiKey",
            "in": "header",
            "name": "webhook-signature",
            "description": "The channel's signature; of a webhook, after Standard Webhooks.",
        },
    })
}

/// The operation.
pub(crate) fn of(route: &Route, schemas: &mut SchemaGenerator) -> Value {
    let types = types::of(route.endpoint, schemas);
    let mut operation = json!({
        "operationId": format!("{:?}", route.endpoint),
        "summary": route.summary,
        "tags": [tag(route.access)],
        "security": security(route),
        "parameters": parameters(route),
        "responses": responses(route, &types),
    });
    if let Some(schema) = &types.request {
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": schema } },
        });
    }
    operation
}

fn tag(access: Access) -> &'static str {
    match access {
        Access::Page | Access::Visitor => "visitor",
        Access::Agent => "inbox",
        Access::Admin => "admin",
        Access::Channel => "channel",
    }
}

fn security(route: &Route) -> Value {
    match (route.access, route.endpoint) {
        (Access::Page, _) | (_, Endpoint::SignIn) => json!([]),
        (Access::Visitor, _) => json!([{ "visitor": [] }]),
        (Access::Agent, _) => json!([{ "session": [] }]),
        (Access::Admin, _) => json!([{ "admin": [] }]),
        (Access::Channel, _) => json!([{ "channel": [] }]),
    }
}

fn parameters(route: &Route) -> Vec<Value> {
    let named = route.pattern.split('/').filter_map(|segment| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        Some(parameter("path", name, true, in_path(name)))
    });
    named.chain(key(route.endpoint)).chain(query(route.endpoint)).collect()
}

fn in_path(name: &str) -> &'static str {
    match name {
        "conversation" => "`<site>.<26 characters>`.",
        "delivery" => "The delivery's id.",
        "language" => "One of the site's `languages`.",
        _ => "1 to 40 letters a-z, digits or inner `-`.",
    }
}

/// Whatever makes something new can be repeated without making it twice.
fn key(endpoint: Endpoint) -> Option<Value> {
    let makes = matches!(
        endpoint,
        Endpoint::Ask | Endpoint::WriteMessage | Endpoint::Reply | Endpoint::Note
    );
    let what = "16 to 64 visible ASCII characters. The same key with the same body gets the first answer again.";
    makes.then(|| parameter("header", "Idempotency-Key", true, what))
}

fn query(endpoint: Endpoint) -> Vec<Value> {
    if endpoint != Endpoint::ListConversations {
        return Vec::new();
    }
    vec![
        parameter(
            "query",
            "state",
            false,
            "One of waiting, answered, closed and spam; all where left out.",
        ),
        parameter("query", "search", false, "Words of the conversation."),
        parameter("query", "cursor", false, "The `cursor` of the page before."),
    ]
}

fn parameter(place: &str, name: &str, required: bool, description: &str) -> Value {
    json!({
        "name": name,
        "in": place,
        "required": required,
        "description": description,
        "schema": { "type": "string" },
    })
}

fn responses(route: &Route, types: &Types) -> Map<String, Value> {
    let mut success = json!({ "description": success(types) });
    if let Some(schema) = &types.response {
        success["content"] = json!({ "application/json": { "schema": schema } });
    }
    let problem = || json!({ "$ref": "#/components/responses/Problem" });
    let problems = problems(route).into_iter().map(|status| (status.to_string(), problem()));
    [(types.status.to_owned(), success)].into_iter().chain(problems).collect()
}

fn success(types: &Types) -> &'static str {
    match types.status {
        "101" => "The socket is open. Each of its messages is one of these events.",
        "201" => "It is stored.",
        "204" => "It is done.",
        _ => "Here it is.",
    }
}

/// The statuses of the problems that a route can answer with, besides 500.
fn problems(route: &Route) -> Vec<u16> {
    let writes = route.method != worker::Method::Get;
    let mut statuses = vec![404];
    match route.access {
        Access::Page | Access::Visitor => statuses.push(403),
        Access::Agent => statuses.extend([401, 403]),
        Access::Admin | Access::Channel => statuses.push(401),
    }
    if writes {
        statuses.extend([400, 409, 413, 422]);
    }
    statuses.sort_unstable();
    statuses
}
