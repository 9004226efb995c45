//! The delivery that is due next, with all that its channel may tell.

use channels::Delivery;
use channels::delivery::{Content, Conversation, Message, Reply, Step, StepTo, Thread, Visitor};
use timeline::Moment;
use words::channels::LANGUAGES;
use worker::Env;

use super::queue::CLOSED;
use crate::front::calendar::{Calendar as _, RuntimeCalendar};
use crate::problem::ApiResult;
use crate::site::settings::Settings;
use crate::site::sql::{Row, Sql, ToSql, values};
use crate::site::{Site, configuration, now, threads};
use crate::{bindings, secrets};

/// Those that may be sent: to a channel that is on and not paused, with nothing earlier of the conversation still on
/// its way to the same people there.
const SENDABLE: &str = "
    deliveries.state = 'waiting' AND health.off_reason IS NULL AND health.paused_at IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM deliveries AS earlier
        WHERE earlier.conversation = deliveries.conversation
        AND earlier.channel = deliveries.channel
        AND earlier.audience = deliveries.audience
        AND earlier.sequence < deliveries.sequence
        AND earlier.state = 'waiting'
    )";

/// When one may be sent: each channel has its pace, and its service may have asked to be left alone.
const AT: &str =
    "max(deliveries.next_at, coalesce(health.rest_until, 0), coalesce(health.next_start_at, 0))";

const FROM: &str =
    "deliveries LEFT JOIN channel_health AS health ON health.channel = deliveries.channel";

/// Deliveries of which an e-mail tells that they came before, at most.
const MOST_EARLIER: u32 = 20;

/// A delivery that is due.
#[derive(Debug)]
pub(super) struct Due {
    pub(super) channel: String,
    pub(super) kind: String,
    pub(super) attempts: u32,
    pub(super) first_tried_at: Option<i64>,
    pub(super) delivery: Delivery,
}

/// When the next delivery is due after a moment (0: at all) that is none of those under way (their ids).
pub(super) fn earliest(sql: &Sql, under_way: &[&str], after: i64) -> ApiResult<Option<i64>> {
    let places = vec!["?"; under_way.len()].join(", ");
    let query = format!(
        "SELECT min({AT}) FROM {FROM} WHERE {SENDABLE} AND {AT} > ? AND deliveries.id NOT IN ({places})"
    );
    let mut values = values![after];
    values.extend(under_way.iter().map(ToSql::to_sql));
    Ok(sql.row(&query, values)?.and_then(|row| row.optional_integer(0)))
}

/// The next delivery that is due and none of those under way, to none of the channels that have enough to do.
pub(super) fn next(site: &Site, under_way: &[&str], busy: &[&str]) -> ApiResult<Option<Due>> {
    let (places, busy_places) = (vec!["?"; under_way.len()], vec!["?"; busy.len()]);
    let (places, busy_places) = (places.join(", "), busy_places.join(", "));
    let query = format!(
        "SELECT id, channel, kind, attempts, first_tried_at, begun, conversation, message, step, origin, queued_at,
                audience
         FROM (SELECT deliveries.* FROM {FROM} WHERE {SENDABLE} AND {AT} <= ?
               AND deliveries.id NOT IN ({places}) AND deliveries.channel NOT IN ({busy_places})
               ORDER BY deliveries.next_at, deliveries.sequence LIMIT 1)"
    );
    let mut values = values![now()];
    values.extend(under_way.iter().chain(busy).map(ToSql::to_sql));
    let Some(row) = site.sql.row(&query, values)? else { return Ok(None) };
    let (id, channel, kind) = (row.text(0), row.text(1), row.text(2));
    let (conversation, audience) = (row.text(6), row.text(11));
    let delivery = Delivery {
        content: content(&site.sql, &row)?,
        conversation: self::conversation(site, &conversation)?,
        thread: thread(&site.sql, &conversation, &channel, &audience)?,
        repeated: row.integer(5) != 0,
        id,
    };
    let (attempts, first_tried_at) = (row.count(3), row.optional_integer(4));
    Ok(Some(Due { channel, kind, attempts, first_tried_at, delivery }))
}

/// What is brought, by the row of a delivery.
fn content(sql: &Sql, row: &Row) -> ApiResult<Content> {
    let kind = row.text(2);
    if kind == "step" {
        let to = if row.text(8) == CLOSED { StepTo::Closed } else { StepTo::Open };
        let at = Moment(row.integer(10));
        return Ok(Content::Step(Step { to, from: row.optional_text(9), at }));
    }
    let query = "SELECT id, text, sent_at, name, channel,
                        EXISTS (SELECT 1 FROM messages AS earlier WHERE earlier.conversation = messages.conversation
                                AND earlier.sequence < messages.sequence)
                 FROM messages WHERE id = ?";
    let written = sql.row(query, values![row.text(7)])?;
    let text = |place| written.as_ref().and_then(|row| row.optional_text(place));
    let integer = |place| written.as_ref().map_or(0, |row| row.integer(place));
    let message = Message {
        id: text(0).unwrap_or_default(),
        text: text(1).unwrap_or_default(),
        sent_at: Moment(integer(2)),
    };
    let (author, from) = (text(3), text(4));
    Ok(match kind.as_str() {
        "reply" => Content::Reply(Reply { message, author, from }),
        "answer" => Content::Answer(Reply { message, author, from }),
        "confirmation" => Content::Confirmation(message),
        _ if integer(5) == 0 => Content::Question(message),
        _ => Content::FollowUp(message),
    })
}

/// What all deliveries of a conversation share.
fn conversation(site: &Site, id: &str) -> ApiResult<Conversation> {
    let query = "SELECT topic, name, email, phone, page, locale, answer_by, verified
                 FROM conversations WHERE id = ?";
    let row = site.sql.row(query, values![id])?;
    let text = |place| row.as_ref().and_then(|row| row.optional_text(place));
    let promise_by = row.as_ref().and_then(|row| row.optional_integer(6)).map(Moment);
    let verified = row.as_ref().is_some_and(|row| row.integer(7) != 0);
    let visitor = Visitor { name: text(1), email: text(2), phone: text(3), verified };
    let told = Conversation {
        visitor,
        topic: text(0),
        page: text(4).unwrap_or_default(),
        locale: text(5).unwrap_or_default(),
        promise_by,
        ..blank(&site.sql, &site.env, &*site.settings()?, id)?
    };
    let topic_label = told.topic.as_deref().and_then(|topic| {
        let configuration = &site.settings().ok()?.configuration;
        let topic = configuration.topics.iter().find(|known| known.id == topic)?;
        topic.label.get(&configuration.language).cloned()
    });
    let settings = site.settings()?;
    let promise = promise_by.and_then(|moment| said(&settings, moment).ok());
    let mail = settings.mail_words(settings.language_of(&told.locale));
    Ok(Conversation { topic_label, promise, mail, ..told })
}

/// A conversation of which only the site is known.
pub(in crate::site) fn blank(
    sql: &Sql,
    env: &Env,
    settings: &Settings,
    id: &str,
) -> ApiResult<Conversation> {
    let (site, origin) = (configuration::site_id(sql)?, configuration::origin(sql)?);
    let secret = secrets::visitor_secret(&bindings::signing_key(env)?, id);
    let configuration = &settings.configuration;
    Ok(Conversation {
        id: id.to_owned(),
        company: configuration.name.clone(),
        language: configuration.language.clone(),
        visitor: Visitor::default(),
        topic: None,
        topic_label: None,
        page: String::new(),
        locale: configuration.language.clone(),
        mail: Vec::new(),
        promise_by: None,
        promise: None,
        inbox_url: format!("{origin}/inbox?conversation={id}"),
        visitor_url: format!("{origin}/{site}/conversations/{id}?secret={secret}"),
        site,
    })
}

/// A moment for the team: its day and time in the site's zone, in the language of the words around it.
fn said(settings: &Settings, moment: Moment) -> ApiResult<String> {
    let configuration = &settings.configuration;
    let known = LANGUAGES.into_iter().find(|known| *known == configuration.language);
    let language = known.unwrap_or(LANGUAGES[0]);
    let calendar = RuntimeCalendar::new(language, &configuration.time_zone)?;
    let (weekday, date) = (calendar.weekday(moment), calendar.date(moment));
    Ok(format!("{weekday}, {date}, {}", calendar.time(moment)))
}

fn thread(sql: &Sql, conversation: &str, channel: &str, audience: &str) -> ApiResult<Thread> {
    let query =
        "SELECT place, token, visitor_token FROM threads WHERE conversation = ? AND channel = ?";
    let row = sql.row(query, values![conversation, channel])?;
    let text = |place| row.as_ref().and_then(|row| row.optional_text(place));
    let query = "SELECT id FROM (
            SELECT id, sequence FROM deliveries
            WHERE conversation = ? AND channel = ? AND audience = ? AND state = 'delivered'
            ORDER BY sequence DESC LIMIT ?
        ) ORDER BY sequence";
    let earlier = sql.rows(query, values![conversation, channel, audience, MOST_EARLIER])?;
    Ok(Thread {
        place: text(0),
        known: threads::known(sql, conversation, channel)?,
        token: text(1).unwrap_or_default(),
        visitor_token: text(2).unwrap_or_default(),
        earlier: earlier.iter().map(|row| row.text(0)).collect(),
    })
}

/// What is known of a conversation on a channel's side, for a sweep.
pub(in crate::site) fn swept_thread(
    sql: &Sql,
    conversation: &str,
    channel: &str,
) -> ApiResult<Thread> {
    thread(sql, conversation, channel, "team")
}
