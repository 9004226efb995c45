//! What each endpoint takes and gives.

use protocol::{admin, conversation, forwarding, identity, inbox, live, pinned, question, site};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::routes::Endpoint;

/// What an endpoint takes and gives.
#[derive(Debug)]
pub(crate) struct Types {
    /// The request's JSON.
    pub(crate) request: Option<Schema>,
    /// The status of success.
    pub(crate) status: &'static str,
    /// The response's JSON; of a socket, that of each message.
    pub(crate) response: Option<Schema>,
}

/// The types of an endpoint.
pub(crate) fn of(endpoint: Endpoint, schemas: &mut SchemaGenerator) -> Types {
    use Endpoint as E;
    let mut maker = Maker(schemas);
    match endpoint {
        E::ReadPinned => maker.gives::<pinned::Pinned>("200"),
        E::ReadSite => maker.gives::<site::Site>("200"),
        E::ReadWords => maker.gives::<pinned::NamedWords>("200"),
        E::Ask => maker.takes::<question::Ask, question::Asked>("201"),
        E::ReadConversation => maker.gives::<conversation::Conversation>("200"),
        E::WriteMessage => maker.takes::<question::Write, conversation::Written>("201"),
        E::VisitorLive => maker.gives::<live::VisitorEvent>("101"),
        E::SignIn => maker.takes::<inbox::SignIn, inbox::Session>("200"),
        E::ReadSession => maker.gives::<inbox::Session>("200"),
        E::Switch => maker.takes::<inbox::Switch, inbox::Opening>("200"),
        E::EndSwitch => maker.gives::<inbox::Opening>("200"),
        E::ListConversations => maker.gives::<inbox::List>("200"),
        E::ReadDetail => maker.gives::<inbox::Detail>("200"),
        E::Reply | E::Note => maker.takes::<question::Write, inbox::Entry>("201"),
        E::Assign => maker.takes::<inbox::Assign, inbox::Summary>("200"),
        E::Move => maker.takes::<inbox::Move, inbox::Summary>("200"),
        E::ListDeliveries => maker.gives::<forwarding::Deliveries>("200"),
        E::InboxLive => maker.gives::<live::InboxEvent>("101"),
        E::ApplyConfiguration => {
            maker.takes::<admin::SiteConfiguration, admin::SiteConfiguration>("200")
        }
        E::ReadConfiguration => maker.gives::<admin::SiteConfiguration>("200"),
        E::MintKey => maker.gives::<admin::AgentKey>("201"),
        E::MakeIdentityKey => maker.gives::<identity::IdentityKey>("201"),
        E::TestChannel => maker.gives::<forwarding::Tested>("200"),
        E::ChannelEvent | E::ChannelEventWithKey => maker.takes_anything("204"),
        E::MatrixTransaction | E::MatrixPing => maker.takes_anything("200"),
        E::EraseConversation
        | E::SeeConversation
        | E::SignOut
        | E::RetryDelivery
        | E::RetryDeliveries
        | E::PauseChannel
        | E::ResumeChannel
        | E::RevokeKey => Types { request: None, status: "204", response: None },
    }
}

struct Maker<'generator>(&'generator mut SchemaGenerator);

impl Maker<'_> {
    fn gives<Given: JsonSchema>(&mut self, status: &'static str) -> Types {
        let response = Some(self.0.subschema_for::<Given>());
        Types { request: None, status, response }
    }

    fn takes<Taken: JsonSchema, Given: JsonSchema>(&mut self, status: &'static str) -> Types {
        let request = Some(self.0.subschema_for::<Taken>());
        Types { request, ..self.gives::<Given>(status) }
    }

    /// Each channel has its own form, which it signs.
    fn takes_anything(&mut self, status: &'static str) -> Types {
        let request = Some(self.0.subschema_for::<serde_json::Value>());
        Types { request, status, response: None }
    }
}
