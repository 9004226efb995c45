//! What is written into Zammad: tickets and articles.

use serde::Serialize;

use crate::delivery::{Content, Conversation, Delivery};
use crate::wording::{self, word};
use words::channels::Word;

/// A tag of every ticket, for Zammad's own triggers and overviews. The other one is the conversation's id.
const TAG: &str = "askhours";
/// The longest title that Zammad takes, in characters.
const MAX_TITLE: usize = 250;
/// The longest first name that Zammad takes, in characters.
const MAX_NAME: usize = 100;

/// A new ticket.
#[derive(Debug, Serialize)]
pub(super) struct NewTicket<'a> {
    title: String,
    group: &'a str,
    customer: Customer<'a>,
    /// The default of the company where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    /// Separated by commas.
    tags: String,
    article: NewArticle<'a>,
}

/// The customer of a ticket, one for each conversation. Never by the address that the visitor left, which nobody has
/// verified: Zammad would take whoever types it for the customer who has it. Without one it also mails nobody.
#[derive(Debug, Serialize)]
struct Customer<'a> {
    /// The conversation's id, which makes no second one when it is sent again.
    login: &'a str,
    firstname: String,
}

/// A new article.
#[derive(Debug, Serialize)]
pub(super) struct NewArticle<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket_id: Option<u64>,
    body: String,
    content_type: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    sender: &'static str,
    internal: bool,
    preferences: Preferences<'a>,
}

/// By which a repetition finds it again. Zammad keeps what is put there.
#[derive(Debug, Serialize)]
struct Preferences<'a> {
    askhours: &'a str,
}

impl<'a> NewTicket<'a> {
    /// The ticket that a delivery opens.
    pub(super) fn of(group: &'a str, delivery: &'a Delivery, article: NewArticle<'a>) -> Self {
        let conversation = &delivery.conversation;
        let is_test = matches!(delivery.content, Content::Test(_));
        let text = format!("{}\n\n{}", article.body, details(conversation));
        let nobody = || word(&conversation.language, Word::Visitor);
        let name = conversation.visitor.name.as_deref().unwrap_or_else(nobody);
        Self {
            title: wording::heading(conversation).chars().take(MAX_TITLE).collect(),
            group,
            customer: Customer {
                login: &conversation.id,
                firstname: name.chars().take(MAX_NAME).collect(),
            },
            state: is_test.then_some("closed"),
            tags: format!("{TAG},{}", conversation.id),
            article: if is_test { article } else { NewArticle { body: text, ..article } },
        }
    }
}

impl<'a> NewArticle<'a> {
    /// The article of a delivery; nothing where it is none for a helpdesk.
    pub(super) fn of(delivery: &'a Delivery) -> Option<Self> {
        let language = &delivery.conversation.language;
        let (body, note) = match &delivery.content {
            Content::Question(message) | Content::FollowUp(message) => {
                (message.text.clone(), false)
            }
            Content::Reply(reply) => {
                let body =
                    format!("{}\n\n{}", wording::answered(language, reply), reply.message.text);
                (body, true)
            }
            Content::Test(agent) => (wording::test(language, agent), false),
            Content::Step(_) | Content::Confirmation(_) | Content::Answer(_) => return None,
        };
        Some(Self {
            ticket_id: None,
            body,
            content_type: "text/plain",
            kind: if note { "note" } else { "web" },
            // Zammad takes us for an agent otherwise, and what an agent writes comes back.
            sender: if note { "Agent" } else { "Customer" },
            internal: note,
            preferences: Preferences { askhours: &delivery.id },
        })
    }

    /// The same for a ticket that is there.
    pub(super) fn of_ticket(self, ticket: u64) -> Self {
        Self { ticket_id: Some(ticket), ..self }
    }
}

/// What is known besides the text, and the way into the inbox.
fn details(conversation: &Conversation) -> String {
    let details = wording::details(conversation).into_iter();
    let mut lines: Vec<_> = details.map(|(label, value)| format!("{label}: {value}")).collect();
    let open = word(&conversation.language, Word::OpenInbox);
    lines.push(format!("{open}: {}", conversation.inbox_url));
    format!("\u{2014}\n{}", lines.join("\n"))
}
