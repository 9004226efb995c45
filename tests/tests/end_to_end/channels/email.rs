//! E-mail, with a real Postfix and Dovecot at the other end, and one that fails when it is told to.

mod hostile;
mod journey;
mod peers;
mod trouble;

use protocol::forwarding::Delivery;
use protocol::question::Ask;
use serde_json::Value;
use tests::services::mail::{CHANNEL, Faulty, Mail, VISITOR};
use tests::visitor::question;
use tests::{Agent, Edge, Visitor, clock, site, wait};
use timeline::Millis;

/// How long an answer waits for its visitor to come back, and a little more.
const GRACE: Millis = Millis::from_seconds(31);

/// An edge with its team, and a visitor.
struct Office {
    edge: Edge,
    agent: Agent,
    visitor: Visitor,
}

impl Office {
    /// Opens one whose e-mail goes by this channel, and comes by that mail system.
    async fn open(mail: &Mail, channel: Value) -> Self {
        Self::of(mail.edge(&site::forwarding([channel])).await).await
    }

    /// Opens one whose e-mail goes to a server that fails.
    async fn at(server: &Faulty) -> Self {
        Self::of(Edge::at(clock::now(), &site::forwarding([server.channel()])).await).await
    }

    async fn of(edge: Edge) -> Self {
        let (agent, visitor) = (edge.agent().await, edge.visitor());
        Self { edge, agent, visitor }
    }

    /// Lets time pass, of which the edge learns when somebody has it look again.
    async fn pass(&mut self, time: Millis) {
        let then = self.edge.now() + time;
        self.edge.wait_until(then);
        self.agent.resume(CHANNEL).await;
    }

    /// The deliveries of a conversation, once they stand as they should. Nobody is told of an attempt that will be
    /// repeated, so this asks.
    async fn deliveries(
        &self,
        conversation: &str,
        right: impl Fn(&[Delivery]) -> bool,
    ) -> Vec<Delivery> {
        wait::until("the deliveries to be recorded", async {
            loop {
                let deliveries = self.agent.detail(conversation).await.deliveries;
                if right(&deliveries) {
                    return deliveries;
                }
            }
        })
        .await
    }

    /// The texts of a conversation as its visitor reads it, once there are so many.
    async fn texts(&self, asked: &protocol::question::Asked, count: usize) -> Vec<String> {
        wait::until(&format!("message {count} on the page"), async {
            loop {
                let messages = self.visitor.read(asked).await.messages;
                if messages.len() >= count {
                    return messages.into_iter().map(|message| message.text).collect();
                }
            }
        })
        .await
    }
}

/// A question of somebody who left an address.
fn with_address(text: &str) -> Ask {
    Ask { email: Some(VISITOR.to_owned()), ..question(text) }
}
