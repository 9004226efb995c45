//! What is on its way to a channel.

use std::borrow::Cow;

use timeline::Moment;

/// Something on its way to one channel, with all that a channel may tell about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Stays the same in every attempt, such as `msg_27UH4WbU6Z5A5EzD8u03UvzRbpk`:
    /// receivers recognise repetitions by it.
    pub id: String,
    /// What is brought.
    pub content: Content,
    /// The conversation to which it belongs.
    pub conversation: Conversation,
    /// What is known of the conversation on the channel's side.
    pub thread: Thread,
    /// Whether an earlier attempt may have had its effect, though we do not know of it. Where a service takes the
    /// same message twice, it is asked first.
    pub repeated: bool,
}

/// What is brought to a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// What the visitor wrote, to the team. The channel's first one of a conversation is not always the question:
    /// what opens it there is what comes with a [`Thread`] without a place.
    Question(Message),
    /// What the visitor wrote after the question, to the team.
    FollowUp(Message),
    /// What an agent has answered elsewhere, to the rest of the team.
    Reply(Reply),
    /// A step of the conversation, to the team.
    Step(Step),
    /// To the visitor: the question has come. By e-mail alone.
    Confirmation(Message),
    /// To the visitor: what an agent has answered. By e-mail alone.
    Answer(Reply),
    /// A try of the channel by an agent of that name, in a conversation that does not exist.
    Test(String),
}

/// Something written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The message's id.
    pub id: String,
    /// Text, never markup.
    pub text: String,
    /// When it was stored.
    pub sent_at: Moment,
}

/// An agent's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What was written.
    pub message: Message,
    /// The agent's display name.
    pub author: Option<String>,
    /// The id of the channel through which it came; nothing for the inbox.
    pub from: Option<String>,
}

/// A step of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// To where.
    pub to: StepTo,
    /// The id of the channel in which it was taken; nothing for the inbox.
    pub from: Option<String>,
    /// When.
    pub at: Moment,
}

/// Where a step leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepTo {
    /// The team has finished with it.
    Closed,
    /// The team takes it up again.
    Open,
}

/// What all deliveries of a conversation share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// The conversation's id.
    pub id: String,
    /// The site's id.
    pub site: String,
    /// The company's name.
    pub company: String,
    /// The team's language; where there are no words for it, English is spoken.
    pub language: String,
    /// Who asked.
    pub visitor: Visitor,
    /// The topic's id.
    pub topic: Option<String>,
    /// The topic's label in the team's language.
    pub topic_label: Option<String>,
    /// The address of the page on which it was asked.
    pub page: String,
    /// The visitor's language, as a BCP 47 tag.
    pub locale: String,
    /// What e-mails say to the visitor, in the order of [`words::mail::Word`]: in that language, as the site says it.
    /// Where it is empty, what English says.
    pub mail: Vec<Cow<'static, str>>,
    /// By when the team said it would answer.
    pub promise_by: Option<Moment>,
    /// The same for people of the team: its day and time in the site's zone, in the team's language.
    pub promise: Option<String>,
    /// The conversation's address in the team's inbox.
    pub inbox_url: String,
    /// The conversation's address for its visitor, with the secret in it: for nobody else.
    pub visitor_url: String,
}

/// What is known of a conversation on a channel's side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// The service's own name of the conversation, as a [`Receipt`](crate::Receipt) has told it.
    pub place: Option<String>,
    /// The service's ids of messages of the conversation that we know, ours and theirs: the latest 200.
    pub known: Vec<String>,
    /// 16 characters `a-z2-7` that only the team is told, by which an e-mail finds its conversation.
    pub token: String,
    /// The same for the visitor.
    pub visitor_token: String,
    /// The deliveries' ids of earlier messages to the same people, oldest first, for an e-mail's `References`.
    pub earlier: Vec<String>,
}

/// What the visitor left about themselves, or the page's server said of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visitor {
    /// The name.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The telephone number, which nobody has verified.
    pub phone: Option<String>,
    /// Whether the page's server has signed name and e-mail address.
    pub verified: bool,
}
