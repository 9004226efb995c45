//! An exchange with a service, call by call, and without I/O.
//!
//! Some services take a message in one request, others want a contact, a conversation and a look at what is there
//! already. A channel writes this down as a plain function from top to bottom, and asks its [`Exchange`] for each
//! answer. What has no answer yet ends the function with [`Pause::Call`]: the caller makes that call and begins anew,
//! with one answer more. So an exchange is a function of the answers so far. It costs to build the few requests
//! again, and spares every channel a state machine of its own.

use http::{HeaderMap, Request};

use crate::{Failure, Reason};

/// More calls than any exchange needs: one that never ends is ended.
pub const MAX_CALLS: usize = 24;

/// What the caller is to do.
#[derive(Clone, Debug)]
pub enum Call {
    /// Sends a request, follows no redirect, and answers with [`Answer::Http`].
    Http(Request<Vec<u8>>),
    /// Opens a connection to a mail server and answers with its greeting ([`Answer::Smtp`]).
    Connect(Server),
    /// Encrypts the open connection, and answers with [`Answer::Encrypted`].
    Encrypt,
    /// Writes to the open connection and answers with the server's whole reply ([`Answer::Smtp`]).
    Say(Vec<u8>),
    /// Sends an e-mail by the runtime's own service, and answers with [`Answer::Sent`].
    Mail(Envelope),
}

/// A mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub encryption: Encryption,
}

/// How a connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// From the first byte, usual on port 465.
    Tls,
    /// After `STARTTLS`, usual on port 587.
    StartTls,
    /// Not at all: a server on this machine or its own network.
    None,
}

/// An e-mail for the runtime's own service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The address of the sender.
    pub from: String,
    /// The address of the only recipient.
    pub to: String,
    /// The whole message.
    pub raw: Vec<u8>,
}

/// What came of a [`Call`].
#[derive(Clone, Debug)]
pub enum Answer {
    /// A service answered a request.
    Http(HttpAnswer),
    /// A mail server said this, with all its lines.
    Smtp(Vec<u8>),
    /// The connection is encrypted now.
    Encrypted,
    /// The runtime's own service took the e-mail.
    Sent,
    /// There was no answer, or none in time. Whether the call had its effect is not known. What the runtime said
    /// of it, if anything.
    None(Reason, Option<String>),
}

/// A service's answer to a request.
#[derive(Clone, Debug, Default)]
pub struct HttpAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The beginning of the body, up to [`MAX_RESPONSE`](crate::MAX_RESPONSE) bytes.
    pub body: Vec<u8>,
}

/// Why an exchange does not go on.
#[derive(Clone, Debug)]
pub enum Pause {
    /// This call has to be made first.
    Call(Box<Call>),
    /// It failed.
    Failed(Failure),
}

impl From<Failure> for Pause {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// The answers of an exchange so far.
#[derive(Debug)]
pub struct Exchange<'a> {
    answers: &'a [Answer],
    used: usize,
}

impl<'a> Exchange<'a> {
    /// An exchange with the answers that there are.
    #[must_use]
    pub fn new(answers: &'a [Answer]) -> Self {
        Self { answers, used: 0 }
    }

    /// The answer to the next call, whatever it is.
    ///
    /// # Errors
    /// The call, where it has no answer yet.
    pub fn call(&mut self, call: impl FnOnce() -> Call) -> Result<&'a Answer, Pause> {
        if self.used >= MAX_CALLS {
            return Err(Failure::give_up(Reason::Unsendable).into());
        }
        let answer = self.answers.get(self.used);
        self.used += 1;
        answer.ok_or_else(|| Pause::Call(Box::new(call())))
    }

    /// A service's answer to a request, whatever its status.
    ///
    /// # Errors
    /// The call, where it has no answer yet; a failure, where there was none, or where the request cannot be built.
    pub fn http(
        &mut self,
        request: Result<Request<Vec<u8>>, http::Error>,
    ) -> Result<&'a HttpAnswer, Pause> {
        let request = request.map_err(|_| Failure::give_up(Reason::Unsendable))?;
        match self.call(|| Call::Http(request))? {
            Answer::Http(answer) => Ok(answer),
            Answer::None(reason, said) => {
                Err(Failure::retry(*reason).saying(said.as_deref()).into())
            }
            _ => Err(Failure::give_up(Reason::Unsendable).into()),
        }
    }
}
