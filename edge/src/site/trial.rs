//! What an agent does with a channel as a whole: try it, pause it, let it go on.

use std::rc::Rc;

use channels::Delivery;
use channels::delivery::{Content, Thread};
use conversation::id::{ConversationId, Slug};
use protocol::forwarding::Tested;
use timeline::Moment;
use worker::{Request, Response};

use super::channels::SiteChannel;
use super::settings::Settings;
use super::{Site, configuration, exchange, health, json, live, nothing, now, outbox, team};
use crate::problem::{ApiError, ApiResult};
use crate::random;

/// `POST /v1/inbox/channels/{channel}/test`: sends a test question at once and says what came of it. It belongs to no
/// conversation, so that nobody has to answer it, and is not tried again.
pub(super) async fn test(site: &Site, request: &Request, id: &str) -> ApiResult<Response> {
    let agent = team::signed_in(site, request)?;
    let settings = site.settings()?;
    let channel = find(&settings, id)?;
    let name = Slug::parse(&configuration::site_id(&site.sql)?).map_err(ApiError::internal)?;
    let conversation = ConversationId::new(&name, random::bytes());
    let delivery = Delivery {
        id: format!("msg_{}", random::token(16)),
        content: Content::Test(agent.name),
        conversation: outbox::due::blank(&site.sql, &site.env, &settings, conversation.as_str())?,
        thread: Thread {
            token: random::token(10),
            visitor_token: random::token(10),
            ..Thread::default()
        },
        repeated: false,
    };
    let at = Moment(now());
    let deliver = |exchange: &mut channels::Exchange<'_>| {
        channels::deliver(&channel.channel, &delivery, at, exchange)
    };
    let outcome = exchange::run(&site.env, deliver).await;
    // What was said under other settings says nothing of the channel as it is now, but is what was asked for.
    if Rc::ptr_eq(&settings, &site.settings()?) {
        match &outcome {
            Ok(_) => {
                health::succeeded(&site.sql, id, now())?;
                // What it did not take before, it takes now.
                health::begin_anew(&site.sql, id, now())?;
            }
            Err(failure) => health::failed(&site.sql, id, failure, None, now())?,
        }
    }
    let failure = outcome.err().as_ref().map(health::told);
    outbox::schedule(site).await?;
    live::deliveries_changed(site)?;
    json(&Tested { failure })
}

/// `PUT /v1/inbox/channels/{channel}/pause`: what is for the channel waits.
pub(super) fn pause(site: &Site, request: &Request, id: &str) -> ApiResult<Response> {
    let agent = team::signed_in(site, request)?;
    find(&*site.settings()?, id)?;
    health::pause(&site.sql, id, &agent.name, now())?;
    live::deliveries_changed(site)?;
    nothing()
}

/// `DELETE /v1/inbox/channels/{channel}/pause`: what has waited goes on.
pub(super) async fn resume(site: &Site, request: &Request, id: &str) -> ApiResult<Response> {
    team::signed_in(site, request)?;
    find(&*site.settings()?, id)?;
    health::resume(&site.sql, id, now())?;
    outbox::schedule(site).await?;
    live::deliveries_changed(site)?;
    nothing()
}

fn find<'a>(settings: &'a Settings, id: &str) -> ApiResult<&'a SiteChannel> {
    settings.channel(id).ok_or_else(|| {
        ApiError::not_found("The site has no such channel. Its configuration may have changed.")
    })
}
