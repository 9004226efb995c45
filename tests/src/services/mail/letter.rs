//! A letter as it was delivered.

use mail_parser::{HeaderValue, Message, MessageParser};

/// A letter as it was delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Every byte of it.
    pub raw: Vec<u8>,
}

impl Letter {
    /// The whole, for tests of what must not be in it.
    #[must_use]
    pub fn source(&self) -> String {
        String::from_utf8_lossy(&self.raw).into_owned()
    }

    /// The lines above the first empty one, each header on one line, undecoded.
    #[must_use]
    pub fn headers(&self) -> Vec<(String, String)> {
        let source = self.source().replace("\r\n", "\n");
        let head = source.split("\n\n").next().unwrap_or_default();
        let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
        let lines = unfolded.lines().filter_map(|line| line.split_once(':'));
        lines.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())).collect()
    }

    /// A header's value, undecoded; nothing where there is none. Fails where there are several.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let headers = self.headers();
        let mut values = headers.into_iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let value = values.next().map(|(_, value)| value);
        assert_eq!(values.next(), None, "the header {name} stands there twice");
        value
    }

    /// The subject, decoded.
    #[must_use]
    pub fn subject(&self) -> String {
        self.message().subject().unwrap_or_default().to_owned()
    }

    /// The name and the address of the only sender, decoded.
    #[must_use]
    pub fn from(&self) -> (String, String) {
        Self::only(self.message().header("From"))
    }

    /// The name and the address of the only recipient, decoded.
    #[must_use]
    pub fn to(&self) -> (String, String) {
        Self::only(self.message().header("To"))
    }

    /// The address to which answers go.
    #[must_use]
    pub fn reply_to(&self) -> String {
        Self::only(self.message().header("Reply-To")).1
    }

    /// The text, decoded, with plain line ends.
    #[must_use]
    pub fn text(&self) -> String {
        let message = self.message();
        message.body_text(0).unwrap_or_default().replace("\r\n", "\n")
    }

    /// An answer to it, as a mail program writes one: with what it answers quoted below. Each is another message.
    #[must_use]
    pub fn answered(&self, from: &str, text: &str) -> String {
        let quoted: Vec<_> = self.text().lines().map(|line| format!("> {line}")).collect();
        let id = self.header("Message-ID").unwrap_or_default();
        let references = self.header("References").unwrap_or_default();
        format!(
            "From: {from}\nTo: {to}\nSubject: Re: {subject}\nDate: {date}\n\
             Message-ID: <{random}@outside.example>\nIn-Reply-To: {id}\nReferences: {references} {id}\n\
             MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n\
             {text}\n\nOn Sun, 22 Nov 2026 at 21:00, Questions <{to}> wrote:\n{quoted}\n",
            to = self.reply_to(),
            subject = self.header("Subject").unwrap_or_default(),
            date = self.header("Date").unwrap_or_default(),
            random = crate::random::token(),
            quoted = quoted.join("\n"),
        )
    }

    fn message(&self) -> Message<'_> {
        MessageParser::default().parse(&self.raw).expect("it is an e-mail")
    }

    fn only(value: Option<&HeaderValue<'_>>) -> (String, String) {
        let list = value.and_then(HeaderValue::as_address).map(|list| list.clone().into_list());
        let list = list.unwrap_or_default();
        let [only] = &*list else { panic!("one address was expected: {list:?}") };
        let text = |part: Option<&str>| part.unwrap_or_default().to_owned();
        (text(only.name.as_deref()), text(only.address.as_deref()))
    }
}
