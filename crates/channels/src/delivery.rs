//! One message on its way to one channel.

use timeline::Moment;

/// One message on its way to one channel, with all that a channel may tell about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Stays the same in every attempt, such as `msg_27UH4WbU6Z5A5EzD8u03UvzRbpk`:
    /// receivers recognise repetitions by it.
    pub id: String,
    /// The site's id.
    pub site: String,
    /// The conversation's id.
    pub conversation: String,
    /// What the visitor wrote.
    pub message: Message,
    /// Whether it opened the conversation.
    pub kind: Kind,
    /// Who wrote it.
    pub visitor: Visitor,
    /// The topic's id.
    pub topic: Option<String>,
    /// The address of the page on which it was asked.
    pub page: String,
    /// The visitor's language, as a BCP 47 tag.
    pub locale: String,
    /// By when the team said it would answer.
    pub promise_by: Option<Moment>,
    /// The conversation's address in the team's inbox.
    pub inbox_url: String,
}

/// What the visitor wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The message's id.
    pub id: String,
    /// Text, never markup.
    pub text: String,
    /// When it was stored.
    pub sent_at: Moment,
}

/// Whether a message opened the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It did.
    Question,
    /// It came after the question.
    FollowUp,
}

/// What the visitor left about themselves. Nothing of it is verified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visitor {
    /// The name.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
}
