//! Matrix, with a real Synapse at the other end and people in its room.

mod conversation;
mod faults;
mod hostile;
mod setting_up;

use protocol::conversation::{Conversation, ConversationState};
use protocol::live::VisitorEvent;
use protocol::question::Asked;
use serde_json::Value;
use tests::services::synapse::{Person, Synapse, door};
use tests::{Agent, Edge, Service, Socket, site};
use timeline::Moment;

/// A team that works in a room of its homeserver.
struct Team {
    edge: Edge,
    synapse: Synapse,
    agent: Agent,
    /// Somebody in the room.
    grace: Person,
    room: String,
}

impl Team {
    async fn new() -> Self {
        let edge = Edge::bare().await;
        let synapse = Synapse::start(&edge).await;
        Self::with(edge, synapse).await
    }

    /// A team whose homeserver does not find the edge, which has a clock of its own.
    async fn lost(now: Moment) -> Self {
        let edge = Edge::at(now, &site::configuration()).await;
        Self::with(edge, Synapse::lost().await).await
    }

    async fn with(edge: Edge, synapse: Synapse) -> Self {
        let grace = synapse.person("grace").await;
        let room = grace.room().await;
        let channel = synapse.channel(&synapse.url(), &room);
        edge.admin().apply(site::NAME, &site::forwarding([channel])).await;
        let agent = edge.agent().await;
        Self { edge, synapse, agent, grace, room }
    }

    /// The same with a door on the edge's way to the homeserver, on which requests can be lost.
    async fn behind_a_door() -> (Self, Service) {
        let team = Self::new().await;
        let door = door(&team.synapse.url()).await;
        let channel = team.synapse.channel(&door.url(), &team.room);
        team.edge.admin().apply(site::NAME, &site::forwarding([channel])).await;
        (team, door)
    }

    /// A question that has its thread, and the name of that.
    async fn asked(&self, text: &str) -> (Asked, String) {
        let asked = self.edge.visitor().ask(text).await;
        let has = |all: &[Value]| all.iter().any(|event| body(event).contains(text));
        let all = self.grace.sees("the question in the room", &self.room, has).await;
        let root = all.iter().find(|event| body(event).contains(text)).map(id);
        (asked, root.unwrap_or_default())
    }

    async fn read(&self, asked: &Asked) -> Conversation {
        self.edge.visitor().read(asked).await
    }

    async fn live(&self, asked: &Asked) -> Socket<VisitorEvent> {
        self.edge.visitor().live(asked).await
    }
}

fn body(event: &Value) -> &str {
    event["content"]["body"].as_str().unwrap_or_default()
}

fn id(event: &Value) -> String {
    event["event_id"].as_str().unwrap_or_default().to_owned()
}

fn texts(conversation: &Conversation) -> Vec<&str> {
    conversation.messages.iter().map(|message| &*message.text).collect()
}

/// Waits until the visitor is told of a message with this text, and gives the name at it.
async fn told(live: &mut Socket<VisitorEvent>, text: &str) -> Option<String> {
    let what = format!("the visitor to be told {text:?}");
    let pick = |event: &VisitorEvent| match event {
        VisitorEvent::Message { message, .. } if message.text == text => Some(message.name.clone()),
        _ => None,
    };
    live.find(&what, pick).await
}

/// Waits until the visitor is told of this state.
async fn stands(live: &mut Socket<VisitorEvent>, expected: ConversationState) {
    let what = format!("the visitor to be told of {expected:?}");
    let pick = |event: &VisitorEvent| match event {
        VisitorEvent::State { state } => (*state == expected).then_some(()),
        _ => None,
    };
    live.find(&what, pick).await;
}
