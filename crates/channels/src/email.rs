//! E-mail to the team, and to visitors who left an address; answers come back by e-mail as well.
//!
//! Each conversation has two tokens, which stand in the address to be answered, `questions+nordwind.<token>@…`: one
//! that the team is told, and one for the visitor. Where an answer has lost it, `In-Reply-To` and `References` name the
//! delivery. An e-mail cannot be asked whether it has arrived: where we do not know, the team gets it again with the
//! same Message-ID, and the visitor never does.

mod address;
mod automatic;
mod compose;
mod html;
mod incoming;
mod quotation;
pub mod reply;
mod secrets;
pub mod service;
mod settings;
mod smtp;

use timeline::{Millis, Moment};

use crate::delivery::Content;
use crate::exchange::Envelope;
use crate::{
    Answer, Call, Delivery, Event, EventError, Exchange, Failure, Incoming, Pause, Reason, Receipt,
    Then,
};
use compose::Letter;
use settings::Way;

pub use address::site_of;
pub use incoming::received;
pub use settings::Settings;

/// The least time between two deliveries: what mail providers allow an account is counted in some ten a minute.
pub const PACE: Millis = Millis(1_000);

/// Sends `delivery` by e-mail.
pub(crate) fn deliver(
    settings: &Settings,
    delivery: &Delivery,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    let to_visitor = matches!(delivery.content, Content::Confirmation(_) | Content::Answer(_));
    if to_visitor && delivery.repeated {
        return Err(Failure::give_up(Reason::Uncertain).into());
    }
    let letter = compose::letter(settings, delivery, now);
    let letter = letter.ok_or(Failure::give_up(Reason::Unsendable))?;
    let sent = match &settings.way {
        Way::Smtp(server, credentials) => {
            smtp::send(server, credentials.as_ref(), &letter, exchange)
        }
        Way::Service => serve(&letter, exchange),
    };
    sent.map_err(|pause| if to_visitor { never_twice(pause) } else { pause })?;
    let place = (!to_visitor).then(|| delivery.conversation.id.clone());
    Ok(Receipt { remote: Some(letter.id), place })
}

/// Sends an e-mail by the runtime's own service.
fn serve(letter: &Letter, exchange: &mut Exchange<'_>) -> Result<(), Pause> {
    let envelope = || Envelope {
        from: letter.from.to_string(),
        to: letter.to.to_string(),
        raw: letter.raw.clone(),
    };
    let (reason, said) = match exchange.call(|| Call::Mail(envelope()))? {
        Answer::Sent => return Ok(()),
        Answer::None(reason, said) => (*reason, said.as_deref()),
        _ => (Reason::Unsendable, None),
    };
    let failure = match reason {
        Reason::TimedOut | Reason::Unreachable => Failure::retry(Reason::Uncertain),
        Reason::Refused(_) | Reason::TooLarge(_) => Failure::give_up(reason),
        reason => Failure::retry(reason),
    };
    Err(failure.saying(said).into())
}

/// To a visitor, what may have arrived is not sent again.
fn never_twice(pause: Pause) -> Pause {
    match pause {
        Pause::Failed(failure) if failure.reason == Reason::Uncertain => {
            Failure { then: Then::GiveUp, ..failure }.into()
        }
        pause => pause,
    }
}

/// Takes an e-mail that a mail server has posted, signed with the channel's secret.
pub(crate) fn event(
    settings: &Settings,
    incoming: &Incoming<'_>,
    now: Moment,
) -> Result<Event, EventError> {
    if incoming.body.len() > crate::MAX_MAIL {
        return Err(EventError::TooLarge(crate::MAX_MAIL));
    }
    // Without a secret none fits; the mail server keeps the e-mail until there is one.
    let key = settings.key.as_ref().ok_or(EventError::Signature)?;
    let id = key.verify(incoming.headers, incoming.body, now)?;
    let event = received(settings, incoming.body)?;
    Ok(Event { id: Some(id.to_owned()), ..event })
}
