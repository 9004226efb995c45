//! The configuration that tests begin with.

use serde_json::{Value, json};

/// The site's id.
pub const NAME: &str = "nordwind";

/// The origin of the pages that embed its widget.
pub const PAGE_ORIGIN: &str = "https://www.nordwind.example";

/// The page on which questions are asked.
pub const PAGE: &str = "https://www.nordwind.example/help";

/// The agent who signs in where it does not matter who does, an owner.
pub const AGENT: &str = "ada";

/// The agent's name, as visitors see it.
pub const AGENT_NAME: &str = "Ada Lovelace";

/// Another agent.
pub const OTHER_AGENT: &str = "grace";

/// A site that is always open, so that every question has a promise, and forwards to nobody.
#[must_use]
pub fn configuration() -> Value {
    json!({
        "name": "Nordwind",
        "language": "de",
        "languages": ["de", "en"],
        "origins": [PAGE_ORIGIN],
        "time_zone": "Europe/Berlin",
        "hours": "Mo-Su 00:00-24:00",
        "reply_target": "2h",
        "greeting": { "de": "Guten Tag!", "en": "Hello!" },
        "topics": [{ "id": "tickets", "label": { "de": "Fahrkarten", "en": "Tickets" } }],
        "ask_for": { "name": "optional", "email": "optional", "phone": "optional" },
        "agents": [
            { "id": AGENT, "name": AGENT_NAME, "role": "owner" },
            { "id": OTHER_AGENT, "name": "Grace Hopper" },
        ],
    })
}

/// The same with one value changed; `place` is a JSON pointer's path such as `/look/accent`,
/// whose parent exists.
#[must_use]
pub fn with(place: &str, value: impl Into<Value>) -> Value {
    changed(configuration(), place, value)
}

/// The same, forwarding to these channels.
#[must_use]
pub fn forwarding(channels: impl IntoIterator<Item = Value>) -> Value {
    with("/channels", channels.into_iter().collect::<Vec<_>>())
}

/// A configuration with one value changed or added.
#[must_use]
pub fn changed(mut configuration: Value, place: &str, value: impl Into<Value>) -> Value {
    let (parent, key) = place.rsplit_once('/').expect("a place begins with a slash");
    let parent = configuration.pointer_mut(parent).expect("the place's parent exists");
    match parent {
        Value::Array(list) => {
            let index: usize = key.parse().expect("a list's place is a number");
            list[index] = value.into();
        }
        other => other[key] = value.into(),
    }
    configuration
}
