//! What a page may do to a question that is being written. Plain rules, no browser.

use crate::words::joined;
use conversation::contact::EmailAddress;
use conversation::text::PersonName;
use protocol::identity::Identity;
use protocol::question::Ask;

/// What the page has put into the draft.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    text: String,
    topic: String,
}

impl Filled {
    /// Puts a text and a topic into what is empty, or holds what the page has put there before. What a visitor has
    /// written stays.
    pub(crate) fn fill(&mut self, draft: &mut Ask, text: Option<String>, topic: Option<String>) {
        replace(&mut draft.text, &mut self.text, text);
        let mut chosen = draft.topic.take().unwrap_or_default();
        replace(&mut chosen, &mut self.topic, topic);
        draft.topic = Some(chosen).filter(|topic| !topic.is_empty());
    }
}

fn replace(now: &mut String, filled: &mut String, new: Option<String>) {
    if let Some(new) = new
        && (now.trim().is_empty() || now == filled)
    {
        now.clone_from(&new);
        *filled = new;
    }
}

/// Whether whom the page names can be answered: the form then asks for neither name nor address.
pub(crate) fn is_contact(identity: &Identity) -> bool {
    let named = identity.name.is_empty() || PersonName::parse(&identity.name).is_ok();
    named && EmailAddress::parse(&identity.email).is_ok()
}

/// Whom the page names, in one line; set apart (Unicode's isolates), since a sentence of another direction stands around.
pub(crate) fn person(identity: &Identity) -> String {
    let Identity { name, email, .. } = identity;
    if name.is_empty() {
        return joined(&["\u{2068}", email, "\u{2069}"]);
    }
    joined(&["\u{2068}", name, " (", email, ")\u{2069}"])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text that a page has for the visitor.
    fn text(text: &str) -> Option<String> {
        (!text.is_empty()).then(|| text.to_owned())
    }

    #[test]
    fn a_page_fills_what_is_empty_and_what_it_has_filled() {
        let (mut filled, mut draft) = (Filled::default(), Ask::default());
        filled.fill(&mut draft, text("About the red bicycle:"), text("shop"));
        assert_eq!(
            (&*draft.text, draft.topic.as_deref()),
            ("About the red bicycle:", Some("shop"))
        );
        filled.fill(&mut draft, text("About the blue one:"), None);
        assert_eq!((&*draft.text, draft.topic.as_deref()), ("About the blue one:", Some("shop")));
        draft.text.clear();
        filled.fill(&mut draft, text("Again"), text("repairs"));
        assert_eq!((&*draft.text, draft.topic.as_deref()), ("Again", Some("repairs")));
    }

    #[test]
    fn what_a_visitor_has_written_stays() {
        let (mut filled, mut draft) = (Filled::default(), Ask::default());
        filled.fill(&mut draft, text("About the red bicycle:"), text("shop"));
        draft.text.push_str(" is it steel?");
        draft.topic = text("repairs");
        filled.fill(&mut draft, text("About the blue one:"), text("shop"));
        assert_eq!(draft.text, "About the red bicycle: is it steel?");
        assert_eq!(draft.topic.as_deref(), Some("repairs"));
    }

    #[test]
    fn whom_nobody_could_answer_is_asked() {
        let identity = |name: &str, email: &str| Identity {
            name: name.to_owned(),
            email: email.to_owned(),
            signature: String::new(),
        };
        assert!(is_contact(&identity("", "mara@example.org")));
        assert!(!is_contact(&identity("Mara", "mara")));
        assert!(!is_contact(&identity(&"x".repeat(200), "mara@example.org")));
        assert!(person(&identity("Mara", "mara@example.org")).contains("Mara (mara@example.org)"));
    }
}
