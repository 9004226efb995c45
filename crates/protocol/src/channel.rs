//! The channels in a site's configuration: one variant and one type for each.
//!
//! A secret is never shown again; left out, the stored one stays.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A place outside to which conversations are forwarded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ChannelConfiguration {
    /// A webhook, signed after Standard Webhooks.
    Webhook(Webhook),
    /// E-mail to the team, and to visitors who left an address.
    Email(Email),
    /// An API channel's inbox of Chatwoot.
    Chatwoot(Chatwoot),
    /// Tickets of Zammad.
    Zammad(Zammad),
    /// Threads in a room of Matrix, as an application service.
    Matrix(Matrix),
    /// Threads in a channel of Slack.
    Slack(Slack),
}

/// A webhook, signed after Standard Webhooks.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Webhook {
    /// The channel's id.
    pub id: String,
    /// Whether it gets only what a topic or a rule sends it.
    #[serde(default)]
    pub by_rule: bool,
    /// Where messages are posted.
    pub url: String,
    /// `whsec_` and base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// E-mail to the team, and to visitors who left an address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Email {
    /// The channel's id.
    pub id: String,
    /// Whether it gets only what a topic or a rule sends it.
    #[serde(default)]
    pub by_rule: bool,
    /// The team's address, to which questions are sent.
    pub to: String,
    /// The address from which they are sent, such as `questions@example.org`.
    pub from: String,
    /// The address that takes answers, to which `+` and a token are added; `from` where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Whether visitors who left an address get a confirmation, and answers while they are away.
    #[serde(default = "yes")]
    pub visitors: bool,
    /// The mail server: `smtps://mail.example.org` (TLS, port 465), `smtp://mail.example.org` (STARTTLS, port 587),
    /// or `cloudflare` for Cloudflare's own service.
    pub server: String,
    /// The name with which the server is signed in to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The password for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// `whsec_` and base64: with it a mail server signs the answers that it posts. Not needed on Cloudflare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

const fn yes() -> bool {
    true
}

/// An API channel's inbox of Chatwoot.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chatwoot {
    /// The channel's id.
    pub id: String,
    /// Whether it gets only what a topic or a rule sends it.
    #[serde(default)]
    pub by_rule: bool,
    /// The address of Chatwoot, such as `https://app.chatwoot.com`.
    pub url: String,
    /// The inbox's identifier. It is a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inbox: Option<String>,
    /// A secret of your own, 20 to 100 letters and digits, that ends the address of the webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The secret with which Chatwoot signs; older ones have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The inbox's HMAC token, where it demands identities to be verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hmac_token: Option<String>,
}

/// Tickets of Zammad.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Zammad {
    /// The channel's id.
    pub id: String,
    /// Whether it gets only what a topic or a rule sends it.
    #[serde(default)]
    pub by_rule: bool,
    /// The address of Zammad, such as `https://desk.example.org`.
    pub url: String,
    /// The group that gets the tickets.
    pub group: String,
    /// An access token of a user who may write tickets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The secret with which Zammad's webhook signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// Threads in a room of Matrix, as an application service.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Matrix {
    /// The channel's id.
    pub id: String,
    /// Whether it gets only what a topic or a rule sends it.
    #[serde(default)]
    pub by_rule: bool,
    /// The address of the homeserver, such as `https://matrix.example.org`.
    pub url: String,
    /// The room's id, such as `!abc:example.org`.
    pub room: String,
    /// The application service's own user, such as `@askhours:example.org`.
    pub user: String,
    /// The registration's `as_token`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_token: Option<String>,
    /// The registration's `hs_token`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hs_token: Option<String>,
    /// The names that visitors see of people in the room, such as `"@ada:example.org" = "Ada Lovelace"`. Of others they
    /// see what stands before the homeserver's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
}

/// Threads in a channel of Slack.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Slack {
    /// The channel's id.
    pub id: String,
    /// Whether it gets only what a topic or a rule sends it.
    #[serde(default)]
    pub by_rule: bool,
    /// The id of Slack's channel, such as `C0123456789`.
    pub channel: String,
    /// The bot's token, `xoxb-...`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The app's signing secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The address of Slack, where it is not `https://slack.com`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The names that visitors see of agents, by Slack's ids of their users, such as `U0123456789`: its events tell
    /// no more than the id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
}

impl ChannelConfiguration {
    /// The channel's id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Webhook(channel) => &channel.id,
            Self::Email(channel) => &channel.id,
            Self::Chatwoot(channel) => &channel.id,
            Self::Zammad(channel) => &channel.id,
            Self::Matrix(channel) => &channel.id,
            Self::Slack(channel) => &channel.id,
        }
    }

    /// The name of its kind, as `type` has it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Webhook(_) => "webhook",
            Self::Email(_) => "email",
            Self::Chatwoot(_) => "chatwoot",
            Self::Zammad(_) => "zammad",
            Self::Matrix(_) => "matrix",
            Self::Slack(_) => "slack",
        }
    }

    /// Whether it gets only what a topic or a rule sends it.
    #[must_use]
    pub const fn by_rule(&self) -> bool {
        match self {
            Self::Webhook(channel) => channel.by_rule,
            Self::Email(channel) => channel.by_rule,
            Self::Chatwoot(channel) => channel.by_rule,
            Self::Zammad(channel) => channel.by_rule,
            Self::Matrix(channel) => channel.by_rule,
            Self::Slack(channel) => channel.by_rule,
        }
    }

    /// Where it is reached, which is where its secrets go: they belong to nobody else.
    #[must_use]
    pub fn server(&self) -> String {
        let server = match self {
            Self::Webhook(channel) => &channel.url,
            Self::Email(channel) => &channel.server,
            Self::Chatwoot(channel) => &channel.url,
            Self::Zammad(channel) => &channel.url,
            Self::Matrix(channel) => &channel.url,
            Self::Slack(channel) => channel.url.as_deref().unwrap_or("https://slack.com"),
        };
        format!("{} {}", self.kind(), server.trim().trim_end_matches('/'))
    }

    /// In what its conversations stand: the names that one service, room or inbox has for them mean nothing, or those
    /// of other people, in another. Letters to the same people stay the same by whatever server they go.
    #[must_use]
    pub fn address(&self) -> String {
        let within = match self {
            Self::Webhook(_) | Self::Zammad(_) => "",
            Self::Email(_) => return self.kind().to_owned(),
            Self::Chatwoot(channel) => channel.inbox.as_deref().unwrap_or_default(),
            Self::Matrix(channel) => &channel.room,
            Self::Slack(channel) => &channel.channel,
        };
        format!("{} {}", self.server(), within.trim())
    }

    /// Its secrets, by the names of their fields.
    pub fn secrets_mut(&mut self) -> Vec<(&'static str, &mut Option<String>)> {
        match self {
            Self::Webhook(channel) => vec![("secret", &mut channel.secret)],
            Self::Email(channel) => {
                vec![("password", &mut channel.password), ("secret", &mut channel.secret)]
            }
            Self::Chatwoot(channel) => vec![
                ("inbox", &mut channel.inbox),
                ("key", &mut channel.key),
                ("secret", &mut channel.secret),
                ("hmac_token", &mut channel.hmac_token),
            ],
            Self::Zammad(channel) => {
                vec![("token", &mut channel.token), ("secret", &mut channel.secret)]
            }
            Self::Matrix(channel) => {
                vec![("as_token", &mut channel.as_token), ("hs_token", &mut channel.hs_token)]
            }
            Self::Slack(channel) => {
                vec![("token", &mut channel.token), ("secret", &mut channel.secret)]
            }
        }
    }
}

/// Addresses may carry a token, and a secret has no business in a log: no more than the id is shown.
macro_rules! show_only_the_id {
    ($($kind:ident),*) => {$(
        impl std::fmt::Debug for $kind {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut shown = formatter.debug_struct(stringify!($kind));
                shown.field("id", &self.id).finish_non_exhaustive()
            }
        }
    )*};
}
show_only_the_id!(Webhook, Email, Chatwoot, Zammad, Matrix, Slack);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_stay_out_of_logs() {
        let channel = ChannelConfiguration::Webhook(Webhook {
            id: "desk".to_owned(),
            url: "https://example.org/token-in-path".to_owned(),
            secret: Some("whsec_AAAA".to_owned()),
            ..Webhook::default()
        });
        let shown = format!("{channel:?}");
        assert!(shown.contains("desk") && !shown.contains("whsec") && !shown.contains("token"));
    }

    #[test]
    fn another_room_is_another_address_on_the_same_server() {
        let matrix = |url: &str, room: &str| {
            let (url, room) = (url.to_owned(), room.to_owned());
            ChannelConfiguration::Matrix(Matrix { url, room, ..Matrix::default() })
        };
        let (here, there) = (matrix("https://a.example", "!a"), matrix("https://a.example/", "!b"));
        assert_eq!(here.server(), there.server());
        assert_ne!(here.address(), there.address());
        assert_ne!(here.server(), matrix("https://b.example", "!a").server());
        let zammad = Zammad { url: "https://a.example".to_owned(), ..Zammad::default() };
        assert_ne!(here.server(), ChannelConfiguration::Zammad(zammad).server());
        let slack = |url: Option<&str>| {
            let url = url.map(str::to_owned);
            ChannelConfiguration::Slack(Slack { url, ..Slack::default() })
        };
        assert_eq!(slack(None).address(), slack(Some("https://slack.com")).address());
    }

    #[test]
    fn a_misspelt_key_is_refused_by_name() {
        let text = r#"{"type":"slack","id":"a","channel":"C1","tokn":"x"}"#;
        let error = serde_json::from_str::<ChannelConfiguration>(text);
        assert!(error.unwrap_err().to_string().contains("tokn"));
    }
}
