//! Which channel of Slack, and the secrets of the app that is in it.

use std::collections::BTreeMap;
use std::fmt;

use protocol::channel::Slack;

use super::signature::Key;
use crate::event::display_name;
use crate::server::{self, Wrong};

/// Slack's own address; a workspace of a government has another.
const SLACK: &str = "https://slack.com";

/// How the service is reached.
#[derive(Clone)]
pub struct Settings {
    /// The address, without a `/` at its end.
    pub(super) base: String,
    /// The id of the channel.
    pub(super) channel: String,
    /// The bot's token.
    pub(super) token: String,
    /// The key with which Slack signs.
    pub(super) key: Key,
    /// The agents' display names, by the ids of their users.
    pub(super) names: BTreeMap<String, String>,
}

impl Settings {
    /// Checks the configuration.
    ///
    /// # Errors
    /// Every field that is wrong, with what it should be.
    pub fn parse(configuration: &Slack) -> Result<Self, Vec<Wrong>> {
        let base = server::base(configuration.url.as_deref().unwrap_or(SLACK))
            .map_err(|error| Wrong::new("url", error));
        let channel = Some(configuration.channel.trim().to_owned())
            .filter(|channel| is_id(channel, &['C', 'G']))
            .ok_or_else(|| {
                Wrong::new("channel", "give the channel's id, such as C0123456789, not its name")
            });
        let token = configuration.token.as_deref().map(str::trim).filter(|token| is_token(token));
        let token = token.map(str::to_owned).ok_or_else(|| {
            Wrong::secret(
                "token",
                configuration.token.as_deref(),
                "give the bot's token, which begins with xoxb-, of an app without token rotation",
            )
        });
        let key = configuration.secret.as_deref().and_then(Key::parse).ok_or_else(|| {
            let detail = "give the app's signing secret, from its page Basic Information";
            Wrong::secret("secret", configuration.secret.as_deref(), detail)
        });
        let names = names(&configuration.names);
        match (base, channel, token, key, names) {
            (Ok(base), Ok(channel), Ok(token), Ok(key), Ok(names)) => {
                Ok(Self { base, channel, token, key, names })
            }
            (base, channel, token, key, names) => {
                let wrong = [base.err(), channel.err(), token.err(), key.err(), names.err()];
                Err(wrong.into_iter().flatten().collect())
            }
        }
    }
}

fn names(given: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Wrong> {
    let name = |(user, name): (&String, &String)| {
        let name = display_name(name).filter(|_| is_id(user, &['U', 'W']))?;
        Some((user.clone(), name))
    };
    given.iter().map(name).collect::<Option<_>>().ok_or_else(|| {
        Wrong::new(
            "names",
            "give a name without @ for each user's id, such as U0123456789 = \"Grace\"",
        )
    })
}

/// One of Slack's ids: a letter that says what it is of, then capitals and digits.
fn is_id(id: &str, kinds: &[char]) -> bool {
    id.starts_with(kinds)
        && (9..=32).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// A bot's token. What is posted with a person's would count as that person's, and come back as an answer.
fn is_token(token: &str) -> bool {
    token.starts_with("xoxb-")
        && (16..=512).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_graphic())
}

impl fmt::Debug for Settings {
    /// Secrets have no business in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Settings").field("channel", &self.channel).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slack() -> Slack {
        Slack {
            id: "team".to_owned(),
            channel: "C0123456789".to_owned(),
            token: Some("xoxb-0000-0000-not-a-real-token".to_owned()),
            secret: Some("8f742231b10e8888abcd99yyyzzz85a5".to_owned()),
            names: BTreeMap::from([("U0123456789".to_owned(), "Grace".to_owned())]),
            ..Slack::default()
        }
    }

    fn wrong(slack: &Slack) -> Vec<&'static str> {
        let wrong = Settings::parse(slack).expect_err("something is wrong");
        wrong.iter().map(|wrong| wrong.field).collect()
    }

    #[test]
    fn every_wrong_field_is_named() {
        assert_eq!(Settings::parse(&slack()).unwrap().base, SLACK);
        let nothing = Slack { url: Some("http://example.org".to_owned()), ..Slack::default() };
        assert_eq!(wrong(&nothing), ["url", "channel", "token", "secret"]);
        for channel in ["#questions", "c0123456789", "U0123456789", "C01", "C0123456789&x=1"] {
            assert_eq!(wrong(&Slack { channel: channel.to_owned(), ..slack() }), ["channel"]);
        }
        for token in
            ["xoxp-0000-0000-a-persons", "xoxe.xoxb-1-rotated-token", "xoxb-a b c d e f g h i"]
        {
            assert_eq!(wrong(&Slack { token: Some(token.to_owned()), ..slack() }), ["token"]);
        }
        for (user, name) in [("grace", "Grace"), ("U0123456789", "grace@example.org")] {
            let names = BTreeMap::from([(user.to_owned(), name.to_owned())]);
            assert_eq!(wrong(&Slack { names, ..slack() }), ["names"]);
        }
    }

    #[test]
    fn secrets_stay_out_of_logs() {
        let shown = format!("{:#?}", Settings::parse(&slack()).unwrap());
        assert!(shown.contains("C0123456789"));
        assert!(!shown.contains("xoxb") && !shown.contains("8f74"), "{shown}");
    }
}
