//! A visitor asks.

use conversation::id::{ConversationId, Slug};
use conversation::state::{LastWord, State};
use protocol::admin::SiteConfiguration;
use protocol::inbox::EntryKind;
use protocol::problem::FieldError;
use protocol::question::{Ask, Asked, Promise, Question};
use protocol::site::Need;
use worker::{Request, Response};

use super::idempotency::Attempt;
use super::messages::{self, New};
use super::outbox::queue;
use super::sql::{Sql, values};
use super::{Site, identity, inbox, json_with_status, live, now, opening, outbox, parse, routing};
use crate::problem::{ApiError, ApiResult};
use crate::{bindings, random, secrets};

/// `POST /v1/sites/{site}/questions`. The answer leaves when conversation,
/// message and deliveries are on disk, and not before.
pub(super) async fn ask(
    site: &Site,
    request: &Request,
    name: &str,
    body: &[u8],
) -> ApiResult<Response> {
    let attempt = Attempt::read(request, "ask", body)?;
    let signing_key = bindings::signing_key(&site.env)?;
    let with_secret = |mut asked: Asked| {
        asked.secret = secrets::visitor_secret(&signing_key, &asked.conversation);
        json_with_status(&asked, 201)
    };
    if let Some(asked) = attempt.earlier(&site.sql)? {
        return with_secret(asked);
    }
    let settings = site.settings()?;
    let mut ask = parse::<Ask>(body)?;
    let verified = identity::settle(&mut ask, identity::key(&site.sql)?.as_deref());
    let question = Question::try_from(ask).map_err(ApiError::invalid)?;
    let signed = verified == Some(true);
    check(&question, signed, &settings.configuration).map_err(ApiError::invalid)?;

    let now = now();
    let name = Slug::parse(name).map_err(|error| ApiError::malformed(error.to_string()))?;
    let id = ConversationId::new(&name, random::bytes());
    let answer_by = opening::promise(site, question.topic.as_ref().map(Slug::as_str), now)?;
    // The secret follows from the id; the store is not told.
    let asked = Asked {
        conversation: id.to_string(),
        secret: String::new(),
        promise: Promise { answer_by },
        verified,
    };
    site.sql.transaction(|| {
        store(&site.sql, id.as_str(), &question, signed, answer_by, now)?;
        let message = messages::store(
            &site.sql,
            &New {
                conversation: id.as_str(),
                kind: EntryKind::Visitor,
                name: question.name.as_ref().map(conversation::text::PersonName::as_str),
                channel: None,
                remote: None,
                quoted: None,
                text: question.text.as_str(),
                sent_at: now,
            },
        )?;
        let topic = question.topic.as_ref().map(Slug::as_str);
        routing::question(site, &settings, id.as_str(), topic, now)?;
        queue::message(&site.sql, &settings, id.as_str(), &message.id, now)?;
        queue::confirmation(&site.sql, &settings, id.as_str(), &message.id, now)?;
        attempt.keep(&site.sql, id.as_str(), &asked, now)
    })?;
    outbox::schedule(site).await?;
    live::inbox_changed(site, &inbox::summary(&site.sql, id.as_str())?)?;
    with_secret(asked)
}

/// What only the site can say: whether the topic exists, and which fields it needs. Whom the page's server has signed
/// is asked for no more.
fn check(
    question: &Question,
    signed: bool,
    configuration: &SiteConfiguration,
) -> Result<(), Vec<FieldError>> {
    let mut errors = super::settings::Errors::default();
    if let Some(topic) = &question.topic
        && !configuration.topics.iter().any(|known| known.id == topic.as_str())
    {
        errors.add("topic", "unknown", "pick one of the site's topics, or leave it out");
    }
    let ask_for = configuration.ask_for;
    let given = [
        ("name", ask_for.name, signed || question.name.is_some()),
        ("email", ask_for.email, signed || question.email.is_some()),
        ("phone", ask_for.phone, question.phone.is_some()),
    ];
    for (field, need, given) in given {
        if need == Need::Required && !given {
            errors.add(field, "missing", "this site cannot answer without it");
        }
    }
    if errors.0.is_empty() { Ok(()) } else { Err(errors.0) }
}

fn store(
    sql: &Sql,
    id: &str,
    question: &Question,
    signed: bool,
    answer_by: Option<i64>,
    now: i64,
) -> ApiResult<()> {
    let name = question.name.as_ref().map(conversation::text::PersonName::as_str);
    let email = question.email.as_ref().map(conversation::contact::EmailAddress::as_str);
    let phone = question.phone.as_ref().map(conversation::contact::PhoneNumber::as_str);
    sql.run(
        "INSERT INTO conversations
         (id, state, last_word, topic, name, email, phone, verified, page, locale, answer_by, excerpt, asked_at, changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values![
            id,
            State::Waiting.name(),
            messages::last_word_name(LastWord::Visitor),
            question.topic.as_ref().map(Slug::as_str),
            name,
            email,
            phone,
            i64::from(signed),
            question.page.as_str(),
            question.locale.as_str(),
            answer_by,
            messages::excerpt(question.text.as_str()),
            now,
            now,
        ],
    )?;
    for contact in [name, email, phone].into_iter().flatten() {
        messages::index(sql, id, contact)?;
    }
    Ok(())
}
