//! The addresses of a team, and the server that carries its e-mail.

use std::fmt;

use http::Uri;
use protocol::channel::Email;

use super::address::Mailbox;
use crate::exchange::{Encryption, Server};
use crate::server::{Wrong, is_near};
use crate::webhook::signature::Key;

/// The value of `server` that names Cloudflare's own service.
const SERVICE: &str = "cloudflare";
/// More than any mail server takes for a name or a password.
const MAX_CREDENTIAL: usize = 1_000;

/// What is said of a server that is not understood.
const SERVERS: &str = "give smtps://mail.example.org (TLS), smtp://mail.example.org (STARTTLS) or cloudflare; \
                       smtp+plain://127.0.0.1:2525 is only for this machine and its own network";

/// How e-mail is sent and taken.
#[derive(Clone)]
pub struct Settings {
    /// Whether visitors get e-mail.
    pub visitors: bool,
    /// The team.
    pub(super) to: Mailbox,
    /// Who sends.
    pub(super) from: Mailbox,
    /// Who takes answers, before a token is added.
    pub(super) reply_to: Mailbox,
    pub(super) way: Way,
    /// Signs what a mail server posts.
    pub(super) key: Option<Key>,
}

/// How e-mail is sent.
#[derive(Clone)]
pub(super) enum Way {
    /// By a mail server.
    Smtp(Server, Option<Credentials>),
    /// By the runtime's own service.
    Service,
}

/// With what a mail server is signed in to.
#[derive(Clone)]
pub(super) struct Credentials {
    pub(super) user: String,
    pub(super) password: String,
}

impl Settings {
    /// Checks the configuration.
    ///
    /// # Errors
    /// Every field that is wrong, with what it should be.
    pub fn parse(configuration: &Email) -> Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let to = mailbox(&mut wrong, "to", &configuration.to);
        let from = mailbox(&mut wrong, "from", &configuration.from);
        let reply_to = match &configuration.reply_to {
            Some(text) => mailbox(&mut wrong, "reply_to", text),
            None => from.clone(),
        };
        if reply_to.as_ref().is_some_and(|address| !address.takes_token()) {
            let field = if configuration.reply_to.is_some() { "reply_to" } else { "from" };
            let detail = "the part before the @ must have no + and 47 characters at most, \
                          as a + and a token are added";
            wrong.push(Wrong::new(field, detail));
        }
        let server = server(&mut wrong, &configuration.server);
        let credentials = credentials(&mut wrong, configuration);
        let key =
            configuration.secret.as_deref().map(Key::parse).transpose().unwrap_or_else(|error| {
                wrong.push(Wrong::new("secret", error));
                None
            });
        match (to, from, reply_to, server) {
            (Some(to), Some(from), Some(reply_to), Some(server)) if wrong.is_empty() => {
                let way = match server {
                    Some(server) => Way::Smtp(server, credentials),
                    None => Way::Service,
                };
                let visitors = configuration.visitors;
                Ok(Self { visitors, to, from, reply_to, way, key })
            }
            _ => Err(wrong),
        }
    }
}

fn mailbox(wrong: &mut Vec<Wrong>, field: &'static str, text: &str) -> Option<Mailbox> {
    Mailbox::parse(text).map_err(|error| wrong.push(Wrong::new(field, error))).ok()
}

/// The server; none in it means the runtime's own service.
#[expect(clippy::option_option, reason = "wrong, the service, or a server")]
fn server(wrong: &mut Vec<Wrong>, text: &str) -> Option<Option<Server>> {
    let text = text.trim();
    if text == SERVICE {
        return Some(None);
    }
    let parsed = parse_server(text);
    if parsed.is_none() {
        wrong.push(Wrong::new("server", SERVERS));
    }
    parsed.map(Some)
}

fn parse_server(text: &str) -> Option<Server> {
    let uri: Uri = text.parse().ok()?;
    let authority = uri.authority()?;
    let host = authority.host();
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    if host.is_empty() || authority.as_str().contains('@') || !matches!(path, "" | "/") {
        return None;
    }
    let (encryption, usual) = match uri.scheme_str()? {
        "smtps" => (Encryption::Tls, 465),
        "smtp" => (Encryption::StartTls, 587),
        "smtp+plain" if is_near(host) => (Encryption::None, 25),
        _ => return None,
    };
    // A port that is no number must not become the usual one.
    let port = match authority.as_str().strip_prefix(host)? {
        "" => usual,
        _ => authority.port_u16().filter(|port| *port > 0)?,
    };
    Some(Server { host: host.to_owned(), port, encryption })
}

/// Name and password go together.
fn credentials(wrong: &mut Vec<Wrong>, configuration: &Email) -> Option<Credentials> {
    let mut check = |field, value: &Option<String>, other: &Option<String>| {
        let fits = |text: &String| {
            (1..=MAX_CREDENTIAL).contains(&text.len()) && !text.contains(char::is_control)
        };
        match (value, other) {
            (Some(text), _) if fits(text) => Some(text.clone()),
            (Some(_), _) => {
                wrong.push(Wrong::new(field, "give 1 to 1000 characters on one line"));
                None
            }
            (None, Some(_)) => {
                let detail = "user and password go together; give both or neither";
                wrong.push(Wrong::missing(field, detail));
                None
            }
            (None, None) => None,
        }
    };
    let (user, password) = (&configuration.user, &configuration.password);
    let (name, secret) = (check("user", user, password), check("password", password, user));
    Some(Credentials { user: name?, password: secret? })
}

impl fmt::Debug for Settings {
    /// Secrets have no business in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let server = match &self.way {
            Way::Smtp(server, _) => Some(&server.host),
            Way::Service => None,
        };
        formatter.debug_struct("Settings").field("server", &server).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email() -> Email {
        Email {
            id: "mail".to_owned(),
            to: "team@example.org".to_owned(),
            from: "questions@example.org".to_owned(),
            server: "smtps://mail.example.org".to_owned(),
            visitors: true,
            ..Email::default()
        }
    }

    fn wrong(change: impl FnOnce(&mut Email)) -> Vec<&'static str> {
        let mut email = email();
        change(&mut email);
        let wrong = Settings::parse(&email).err().unwrap_or_default();
        wrong.iter().map(|wrong| wrong.field).collect()
    }

    #[test]
    fn servers_are_encrypted_or_near() {
        for (text, host, port, encryption) in [
            ("smtps://mail.example.org", "mail.example.org", 465, Encryption::Tls),
            ("smtps://mail.example.org:8465/", "mail.example.org", 8465, Encryption::Tls),
            ("smtp://mail.example.org", "mail.example.org", 587, Encryption::StartTls),
            (" smtp://localhost:25 ", "localhost", 25, Encryption::StartTls),
            ("smtp+plain://127.0.0.1:2525", "127.0.0.1", 2525, Encryption::None),
            ("smtp+plain://postfix", "postfix", 25, Encryption::None),
        ] {
            let server = Server { host: host.to_owned(), port, encryption };
            assert_eq!(parse_server(text.trim()), Some(server), "{text}");
        }
        for bad in [
            "",
            "mail.example.org",
            "smtp+plain://mail.example.org",
            "smtp+plain://8.8.8.8",
            "smtps://user:password@mail.example.org",
            "smtps://mail.example.org/path",
            "smtps://mail.example.org?x=1",
            "smtps://mail.example.org:99999",
            "smtps://mail.example.org:0",
            "smtps://",
            "https://mail.example.org",
            "Cloudflare",
        ] {
            assert_eq!(wrong(|email| email.server = bad.to_owned()), ["server"], "{bad}");
        }
        assert!(wrong(|email| email.server = "cloudflare".to_owned()).is_empty());
    }

    #[test]
    fn every_wrong_field_is_named() {
        assert!(Settings::parse(&email()).is_ok());
        assert_eq!(wrong(|email| email.user = Some("ada".to_owned())), ["password"]);
        assert_eq!(wrong(|email| email.password = Some("x\r\ny".to_owned())), ["user", "password"]);
        assert_eq!(wrong(|email| email.secret = Some("x".to_owned())), ["secret"]);
        assert_eq!(wrong(|email| email.from = "a+b@example.org".to_owned()), ["from"]);
        assert_eq!(
            wrong(|email| email.reply_to = Some("a+b@example.org".to_owned())),
            ["reply_to"]
        );
        let all = |email: &mut Email| {
            *email = Email { reply_to: Some(String::new()), ..Email::default() }
        };
        assert_eq!(wrong(all), ["to", "from", "reply_to", "server"]);
    }

    #[test]
    fn secrets_stay_out_of_logs() {
        let mut email = email();
        email.user = Some("submission-user".to_owned());
        email.password = Some("open-sesame".to_owned());
        email.secret = Some("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD".to_owned());
        let settings = Settings::parse(&email).unwrap();
        let shown = format!("{settings:?} {:#?}", crate::Channel::Email(settings.clone()));
        assert!(shown.contains("mail.example.org"));
        for hidden in ["submission-user", "open-sesame", "whsec", "C2FV", "[11, 97"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
}
