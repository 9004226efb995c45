//! Zammad's REST API.

use axum::body::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};

use super::store::{Article, Store, Ticket, now, user};
use super::{GROUP, TOKEN};
use crate::service;

/// The names of the states that a new Zammad has.
const STATES: [&str; 6] = ["new", "open", "pending reminder", "closed", "merged", "pending close"];

/// The answer to a request, and its effect.
pub(super) fn answer(store: &mut Store, request: &Request<Bytes>) -> Response<Bytes> {
    let token = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    if token != Some(&format!("Token token={TOKEN}")) {
        return refused(401, "Invalid token");
    }
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    let Some(path) = path.strip_prefix("/api/v1/") else {
        return unknown(store, request);
    };
    let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
    if !request.body().is_empty()
        && request.headers().get("content-type").is_none_or(|kind| kind != "application/json")
    {
        store.complaints.push(format!("{path}: the body is not declared as JSON"));
    }
    let segments: Vec<_> = path.split('/').collect();
    match (request.method().as_str(), &*segments) {
        ("POST", ["tickets"]) => told(201, create(store, &body)),
        ("GET", ["tickets", "search"]) => search(store, query),
        ("GET", ["tickets", id]) => with_ticket(store, id, |store, ticket| {
            let state = query.contains("expand=true");
            let mut told = store.ticket(ticket);
            if !state {
                // Names come with `expand` alone.
                told["state"] = Value::Null;
            }
            service::json(200, &told)
        }),
        ("PUT", ["tickets", id]) => {
            with_ticket(store, id, |store, ticket| told(200, update(store, ticket, &body)))
        }
        ("GET", ["tags"]) => {
            let id = query.strip_prefix("object=Ticket&o_id=").unwrap_or_default().to_owned();
            with_ticket(store, &id, |_, ticket| service::json(200, &json!({ "tags": ticket.tags })))
        }
        ("POST", ["ticket_articles"]) => {
            let id = body["ticket_id"].to_string();
            with_ticket(store, &id, |store, ticket| {
                told(201, write(store, ticket.id, &body).map(|article| Store::article(&article)))
            })
        }
        ("GET", ["ticket_articles", "by_ticket", id]) => with_ticket(store, id, |store, ticket| {
            let articles: Vec<_> = store.articles_of(ticket.id).map(Store::article).collect();
            service::json(200, &json!(articles))
        }),
        ("GET", ["users", id]) => {
            let found = store.users.iter().find(|one| one.id.to_string() == *id);
            found.map_or_else(|| missing("User", id), |found| service::json(200, &user(found)))
        }
        _ => unknown(store, request),
    }
}

/// What Zammad says of a request that it does not take, with status 422.
type Refusal = String;

fn create(store: &mut Store, body: &Value) -> Result<Value, Refusal> {
    knows(store, body, &["title", "group", "customer", "state", "tags", "article"]);
    knows(store, &body["customer"], &["login", "firstname"]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (customer, title) = (&body["customer"], text(&body["title"]));
    let login = text(&customer["login"]);
    is_group(&body["group"])?;
    if login.is_empty() {
        return Err("The required value 'customer_id' is missing.".to_owned());
    }
    if title.is_empty() {
        store.complaints.push("a ticket without a title".to_owned());
    }
    text_of(&body["article"])?;
    let state = body["state"].as_str().unwrap_or("new").to_owned();
    is_state(&state)?;
    let customer_id = store.customer(&login, &text(&customer["firstname"]));
    let id = store.next_id();
    let tags = text(&body["tags"]).split(',').map(str::to_owned).collect();
    let ticket = Ticket { id, title, state, customer_id, tags, updated_at: now() };
    store.tickets.push(ticket.clone());
    write(store, id, &body["article"])?;
    Ok(store.ticket(&ticket))
}

fn write(store: &mut Store, ticket: u64, body: &Value) -> Result<Article, Refusal> {
    let fields = [
        "ticket_id",
        "body",
        "content_type",
        "type",
        "sender",
        "internal",
        "preferences",
        "subject",
    ];
    knows(store, body, &fields);
    let text = text_of(body)?;
    let field = |name: &str, default: &str| body[name].as_str().unwrap_or(default).to_owned();
    for (name, allowed) in [
        ("type", &["web", "note", "phone"] as &[_]),
        ("sender", &["Customer", "Agent"]),
        ("content_type", &["text/plain", "text/html"]),
    ] {
        // E-mail would be sent, and the rest does not exist.
        if body[name].as_str().is_none_or(|value| !allowed.contains(&value)) {
            store.complaints.push(format!("an article with the {name} {}", body[name]));
        }
    }
    Ok(store.write(Article {
        ticket_id: ticket,
        // A user with `ticket.agent` is an agent where nothing else is said.
        sender: field("sender", "Agent"),
        kind: field("type", "note"),
        content_type: field("content_type", "text/plain"),
        internal: body["internal"].as_bool().unwrap_or_default(),
        preferences: body["preferences"].clone(),
        body: text,
        ..Article::default()
    }))
}

fn update(store: &mut Store, ticket: &Ticket, body: &Value) -> Result<Value, Refusal> {
    knows(store, body, &["state"]);
    let state = body["state"].as_str().unwrap_or_default();
    is_state(state)?;
    store.set_state(ticket.id, state);
    Ok(store.ticket(&Ticket { state: state.to_owned(), ..ticket.clone() }))
}

/// Conditions are answered by the database: what was made a moment ago is found.
fn search(store: &mut Store, query: &str) -> Response<Bytes> {
    let mut tag = None;
    for (name, value) in form(query) {
        match (&*name, &*value) {
            ("condition[ticket.tags][operator]", "contains all")
            | ("expand", "true")
            | ("limit", _) => {}
            ("condition[ticket.tags][value]", value) => tag = Some(value.to_owned()),
            _ => store.complaints.push(format!("a search with {name}={value}")),
        }
    }
    let all = store.ignores_conditions;
    let found = store
        .tickets
        .iter()
        .filter(|ticket| all || tag.as_ref().is_some_and(|tag| ticket.tags.contains(tag)));
    let found: Vec<_> = found.map(|ticket| store.ticket(ticket)).collect();
    service::json(200, &json!(found))
}

fn told(status: u16, result: Result<Value, Refusal>) -> Response<Bytes> {
    result.map_or_else(|refusal| refused(422, &refusal), |value| service::json(status, &value))
}

fn with_ticket(
    store: &mut Store,
    id: &str,
    then: impl FnOnce(&mut Store, &Ticket) -> Response<Bytes>,
) -> Response<Bytes> {
    let found = store.tickets.iter().find(|ticket| ticket.id.to_string() == id).cloned();
    found.map_or_else(|| missing("Ticket", id), |ticket| then(store, &ticket))
}

fn is_group(group: &Value) -> Result<(), Refusal> {
    match group.as_str() {
        Some(GROUP) => Ok(()),
        Some(other) => Err(format!("No lookup value found for 'group': {other:?}")),
        None => Err("The required value 'group_id' is missing.".to_owned()),
    }
}

fn is_state(state: &str) -> Result<(), Refusal> {
    let known = STATES.contains(&state);
    known.then_some(()).ok_or_else(|| format!("No lookup value found for 'state': {state:?}"))
}

fn text_of(article: &Value) -> Result<String, Refusal> {
    let text = article["body"].as_str().map(str::to_owned);
    text.ok_or_else(|| "Need at least article: { body: \"some text\" }".to_owned())
}

fn knows(store: &mut Store, body: &Value, fields: &[&str]) {
    match body.as_object() {
        Some(object) => {
            let unknown = object.keys().filter(|name| !fields.contains(&&***name));
            store.complaints.extend(unknown.map(|name| format!("the field {name}")));
        }
        None => store.complaints.push(format!("{body} in place of an object")),
    }
}

fn unknown(store: &mut Store, request: &Request<Bytes>) -> Response<Bytes> {
    store.complaints.push(format!("{} {}", request.method(), request.uri()));
    refused(404, "No route matches")
}

fn missing(what: &str, id: &str) -> Response<Bytes> {
    refused(404, &format!("Couldn't find {what} with 'id'={id}"))
}

fn refused(status: u16, error: &str) -> Response<Bytes> {
    service::json(status, &json!({ "error": error, "error_human": error }))
}

/// The names and values of a query.
fn form(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (plain(name), plain(value))).collect()
}

fn plain(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits: Vec<u8> = rest.by_ref().take(2).collect();
        let digits = String::from_utf8_lossy(&digits).into_owned();
        bytes.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
