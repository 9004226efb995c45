//! What is open on the right, and its form in the page's address, so that
//! "back" goes back and a conversation can be linked to.

/// What is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nothing but the list.
    #[default]
    List,
    /// A conversation.
    Conversation(String),
    /// The channels, and what has not arrived there.
    Channels,
}

/// The query parameter that names a conversation.
pub(crate) const CONVERSATION: &str = "conversation";
/// The query parameter that names another page; its only value is [`CHANNELS`].
pub(crate) const PAGE: &str = "page";
/// The value of [`PAGE`] for the channels.
pub(crate) const CHANNELS: &str = "channels";
/// What that page was called before; bookmarks may still have it.
const DELIVERIES: &str = "deliveries";

impl Place {
    /// Reads it from the values of the address's parameters.
    pub(crate) fn read(conversation: Option<String>, page: Option<&str>) -> Self {
        match (conversation.filter(|id| is_id(id)), page) {
            (Some(id), _) => Self::Conversation(id),
            (None, Some(CHANNELS | DELIVERIES)) => Self::Channels,
            (None, _) => Self::List,
        }
    }

    /// The address's query, with its question mark.
    pub(crate) fn query(&self) -> String {
        match self {
            Self::List => String::new(),
            Self::Conversation(id) => format!("?{CONVERSATION}={id}"),
            Self::Channels => format!("?{PAGE}={CHANNELS}"),
        }
    }

    /// The open conversation's id.
    pub(crate) fn conversation(&self) -> Option<&str> {
        match self {
            Self::Conversation(id) => Some(id),
            _ => None,
        }
    }
}

/// Ids go into paths as they are, so nothing that has a meaning there may pass.
fn is_id(id: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    !id.is_empty() && id.len() <= 80 && id.chars().all(allowed) && !id.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let conversation = Place::Conversation("nordwind.abc".to_owned());
        assert_eq!(conversation.query(), "?conversation=nordwind.abc");
        assert_eq!(Place::read(Some("nordwind.abc".to_owned()), None), conversation);
        assert_eq!(Place::Channels.query(), "?page=channels");
        assert_eq!(Place::read(None, Some("channels")), Place::Channels);
        assert_eq!(Place::read(None, Some("deliveries")), Place::Channels, "an old bookmark");
        assert_eq!(Place::read(None, None), Place::List);
    }

    #[test]
    fn an_id_cannot_leave_its_path() {
        for id in ["", "..", "../deliveries", "a/b", "a?b", "a b", "%2e", &"a".repeat(81)] {
            assert_eq!(Place::read(Some(id.to_owned()), None), Place::List, "{id}");
        }
    }
}
