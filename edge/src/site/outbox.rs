//! The outbox: everything is brought to each channel at least once, what belongs to
//! one conversation in its order. The object's alarm drains it, and asks services for what they did not manage to send.
//!
//! - [`queue`]: what is to be delivered, queued
//! - [`due`]: the delivery that is due next
//! - [`record`]: what became of an attempt

pub(super) mod due;
pub(super) mod queue;
mod record;

use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use channels::{Failure, Reason};
use futures_channel::mpsc;
use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt as _, StreamExt as _};
use timeline::Moment;
use worker::{Delay, Env};

use self::due::Due;
use self::record::Tried;
use super::settings::Settings;
use super::sql::{Sql, values};
use super::sweep::{self, Swept};
use super::{Site, alarm, exchange, live, now};
use crate::problem::ApiResult;

/// Deliveries that are under way at once. Six connections may be open at a time
/// from an object on Cloudflare; more would wait there.
const AT_ONCE: usize = 6;

/// Of these, to one channel: one that hangs leaves room for the others.
const TO_ONE_CHANNEL: usize = 2;

/// How long an alarm takes on new work. Cloudflare ends an alarm after 15 minutes.
const ROUND: i64 = 5 * 60_000;

/// Sets the alarm to when the next delivery is due at the latest. An alarm that is at work is
/// told as well, since the runtime starts no second one meanwhile.
pub(super) async fn schedule(site: &Site) -> ApiResult<()> {
    if let Some(bell) = &*site.bell.borrow() {
        // It is at work as long as the bell hangs there; a full bell has been rung.
        bell.clone().try_send(()).ok();
    }
    alarm::set(&site.sql, &site.state.storage()).await
}

/// When the next delivery or sweep is due.
pub(super) fn earliest(sql: &Sql) -> ApiResult<Option<i64>> {
    let times = [due::earliest(sql, &[], 0)?, sweep::earliest(sql)?];
    Ok(times.into_iter().flatten().min())
}

/// Sets the alarm to a minute from now.
pub(super) async fn try_later(site: &Site) -> ApiResult<()> {
    Ok(site.state.storage().set_alarm(Duration::from_mins(1)).await?)
}

/// Sends what is due and what falls due meanwhile, and sets the alarm for what is left.
pub(super) async fn drain(site: &Site) -> ApiResult<()> {
    let (bell, rung) = mpsc::channel(1);
    *site.bell.borrow_mut() = Some(bell);
    let drained = work_off(site, rung).await;
    *site.bell.borrow_mut() = None;
    drained?;
    schedule(site).await
}

/// Work that has ended.
enum Ended {
    Delivery(Box<Tried>),
    Sweep(Box<Swept>),
}

/// What is under way: deliveries by their id and channel, and whether a service is asked.
#[derive(Default)]
struct UnderWay {
    deliveries: Vec<(String, String)>,
    sweep: bool,
}

impl UnderWay {
    fn ids(&self) -> Vec<&str> {
        self.deliveries.iter().map(|(id, _)| id.as_str()).collect()
    }

    fn busy_channels(&self) -> Vec<&str> {
        let channels = self.deliveries.iter().map(|(_, channel)| channel.as_str());
        let to = |channel: &str| channels.clone().filter(|other| *other == channel).count();
        channels.clone().filter(|channel| to(channel) >= TO_ONE_CHANNEL).collect()
    }
}

/// Takes new work as each attempt ends and whenever the bell rings, so that one
/// receiver that hangs holds up nobody else.
async fn work_off(site: &Site, mut rung: mpsc::Receiver<()>) -> ApiResult<()> {
    let end = now() + ROUND;
    let mut working: FuturesUnordered<LocalBoxFuture<'_, Ended>> = FuturesUnordered::new();
    let mut under_way = UnderWay::default();
    loop {
        let looked_at = now();
        while now() < end && under_way.deliveries.len() < AT_ONCE {
            let Some(due) = next_due(site, &under_way)? else { break };
            record::begin(site, &due)?;
            under_way.deliveries.push((due.delivery.id.clone(), due.channel.clone()));
            working.push(attempt(&site.env, site.settings()?, due).boxed_local());
        }
        if now() < end
            && !under_way.sweep
            && let Some(asked) = sweep::next(site)?
        {
            under_way.sweep = true;
            let asking = sweep::ask(&site.env, site.settings()?, asked);
            working.push(asking.map(|swept| Ended::Sweep(Box::new(swept))).boxed_local());
        }
        if working.is_empty() {
            return Ok(());
        }
        let wait = until_next(site, &under_way, looked_at)?;
        let later = pin!(select(rung.next(), Delay::from(wait)));
        match select(working.next(), later).await {
            Either::Left((Some(Ended::Delivery(tried)), _)) => {
                under_way.deliveries.retain(|(id, _)| *id != tried.due.delivery.id);
                record::record(site, &tried)?;
            }
            Either::Left((Some(Ended::Sweep(swept)), _)) => {
                under_way.sweep = false;
                sweep::record(site, &swept)?;
            }
            _ => {}
        }
    }
}

/// The next delivery that is due. An answer that its visitor has seen on a page needs no e-mail any more.
fn next_due(site: &Site, under_way: &UnderWay) -> ApiResult<Option<Due>> {
    loop {
        let due = due::next(site, &under_way.ids(), &under_way.busy_channels())?;
        match due {
            Some(due) if due.kind == "answer" && was_seen(site, &due)? => {
                site.sql.run("DELETE FROM deliveries WHERE id = ?", values![due.delivery.id])?;
                live::deliveries_changed(site)?;
            }
            due => return Ok(due),
        }
    }
}

fn was_seen(site: &Site, due: &Due) -> ApiResult<bool> {
    let query = "SELECT 1 FROM conversations, deliveries
                 WHERE conversations.id = ? AND deliveries.id = ? AND seen_at >= queued_at";
    let values = values![due.delivery.conversation.id, due.delivery.id];
    Ok(site.sql.row(query, values)?.is_some())
}

/// How long until a delivery falls due that is not under way and was not due at the last look; a minute at most, which
/// is longer than any attempt takes. What was due then waits for one of those to end, because there are as many as may
/// be.
fn until_next(site: &Site, under_way: &UnderWay, looked_at: i64) -> ApiResult<Duration> {
    let next = due::earliest(&site.sql, &under_way.ids(), looked_at)?;
    let wait = next.map(|next| u64::try_from(next - now()).unwrap_or(0));
    Ok(wait.map_or(Duration::MAX, Duration::from_millis).min(Duration::from_mins(1)))
}

async fn attempt(env: &Env, settings: Rc<Settings>, due: Due) -> Ended {
    let outcome = match settings.channel(&due.channel) {
        Some(channel) => {
            let (channel, at) = (&channel.channel, Moment(now()));
            let deliver = |exchange: &mut channels::Exchange<'_>| {
                channels::deliver(channel, &due.delivery, at, exchange)
            };
            exchange::run(env, deliver).await
        }
        None => Err(Failure::give_up(Reason::Unsendable)),
    };
    Ended::Delivery(Box::new(Tried { due, outcome, settings }))
}
