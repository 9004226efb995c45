//! What became of an attempt.

use std::rc::Rc;

use channels::backoff::next_attempt;
use channels::{Failure, Reason, Receipt, Then};
use timeline::Moment;

use super::due::Due;
use crate::problem::ApiResult;
use crate::site::settings::Settings;
use crate::site::sql::values;
use crate::site::{Site, configuration, health, live, now, threads};

/// An attempt that has ended.
#[derive(Debug)]
pub(super) struct Tried {
    pub(super) due: Due,
    pub(super) outcome: Result<Receipt, Failure>,
    /// The settings under which it was made.
    pub(super) settings: Rc<Settings>,
}

/// Notes that an attempt begins: whatever becomes of us, the next one knows that there may have been an effect. The
/// runtime lets no request out before this is on disk.
pub(super) fn begin(site: &Site, due: &Due) -> ApiResult<()> {
    let pace = site.settings()?.channel(&due.channel).map_or(0, |channel| channel.channel.pace().0);
    site.sql.transaction(|| {
        let statement = "UPDATE deliveries SET begun = 1 WHERE id = ?";
        site.sql.run(statement, values![due.delivery.id])?;
        match pace {
            0 => Ok(()),
            pace => health::starts_next(&site.sql, &due.channel, now() + pace),
        }
    })
}

/// Records what became of an attempt. What was changed while it was under way
/// (an agent retried, the channel was configured anew) outlives its failure.
pub(super) fn record(site: &Site, tried: &Tried) -> ApiResult<()> {
    let now = now();
    site.sql.transaction(|| match &tried.outcome {
        Ok(receipt) => delivered(site, tried, receipt, now),
        Err(failure) => failed(site, tried, failure, now),
    })?;
    live::deliveries_changed(site)
}

fn delivered(site: &Site, tried: &Tried, receipt: &Receipt, now: i64) -> ApiResult<()> {
    let (due, settings) = (&tried.due, site.settings()?);
    // Where the channel leads elsewhere by now, what the service calls things means nothing there.
    let address = |settings| configuration::address(settings, &due.channel);
    let same = address(&tried.settings) == address(&settings);
    let remote = receipt.remote.as_deref().filter(|_| same);
    let place = receipt.place.as_deref().filter(|_| same);
    let statement =
        "UPDATE deliveries SET state = 'delivered', attempts = ?, reason = NULL, next_at = NULL,
                     first_tried_at = coalesce(first_tried_at, ?), remote = ? WHERE id = ?";
    let values = values![due.attempts + 1, now, remote, due.delivery.id];
    site.sql.run(statement, values)?;
    let swept =
        settings.channel(&due.channel).is_some_and(|channel| channel.channel.can_be_swept());
    let conversation = &due.delivery.conversation.id;
    threads::placed(&site.sql, conversation, &due.channel, place, swept, now)?;
    health::succeeded(&site.sql, &due.channel, now)
}

fn failed(site: &Site, tried: &Tried, failure: &Failure, now: i64) -> ApiResult<()> {
    let (due, settings) = (&tried.due, &tried.settings);
    let attempts = due.attempts + 1;
    let first_tried_at = due.first_tried_at.unwrap_or(now);
    let (next_at, rest) = match failure.then {
        Then::Retry { after } => {
            let random = js_sys::Math::random();
            let next = next_attempt(attempts, Moment(first_tried_at), Moment(now), random);
            let next = next.map(|next| next.max(after.map_or(next, |after| Moment(now) + after)).0);
            // A service that is asked too often means everything, one with a fault perhaps this message.
            (next, after.filter(|_| matches!(failure.reason, Reason::Busy(_))))
        }
        Then::GiveUp | Then::SwitchOff => (None, None),
    };
    let state = if next_at.is_some() { "waiting" } else { "failed" };
    let reason = health::text(&health::told(failure))?;
    let statement = "UPDATE deliveries
                     SET state = ?, attempts = ?, reason = ?, first_tried_at = ?, next_at = ?
                     WHERE id = ? AND state = 'waiting' AND attempts = ? AND first_tried_at IS ?";
    let changed = values![state, attempts, reason, first_tried_at, next_at];
    let same = values![due.delivery.id, due.attempts, due.first_tried_at];
    site.sql.run(statement, changed.into_iter().chain(same).collect())?;
    let mut channels = settings.channel(&due.channel).into_iter();
    if channels.any(|own| own.channel.had_no_effect(failure)) && !due.delivery.repeated {
        // Also where an agent has retried meanwhile: the next attempt is as good as the first.
        let statement = "UPDATE deliveries SET begun = 0 WHERE id = ?";
        site.sql.run(statement, values![due.delivery.id])?;
    }
    // What a channel said of an address or a password that are others by now says nothing.
    if Rc::ptr_eq(settings, &site.settings()?) {
        health::failed(&site.sql, &due.channel, failure, rest, now)?;
        if failure.then == Then::SwitchOff {
            health::switch_off(&site.sql, &due.channel, failure)?;
        }
    }
    Ok(())
}
