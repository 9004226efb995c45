//! `GET` and `POST /{site}`: asks a question.

use askama::Template;
use conversation::contact::PageUrl;
use protocol::problem::Problem;
use protocol::question::{Ask, Asked};
use protocol::site::{AskFor, Need, Topic};
use timeline::Timeline;
use web_sys::Response;
use words::{hosted, panel};
use worker::Method;

use super::business::{Business, JsonLd};
use super::fields::{self, Errors, Fields};
use super::preview::{self, Preview};
use super::texts::Texts;
use super::week::{self, Week};
use super::{Frame, Visit, home, promise, specification};
use crate::front::object::{self, Outward};
use crate::front::{body, respond, sites};
use crate::problem::{ApiError, ApiResult};

/// The browser may keep the page to go back to it, and with it what was typed.
const CACHE: &str = "private, no-cache";

#[derive(Template)]
#[template(path = "hosted/form.html")]
struct FormPage<'page> {
    frame: Frame,
    title: String,
    greeting: &'page str,
    usually: Option<String>,
    topics: Vec<(&'page str, &'page str)>,
    ask_for: AskFor,
    key: &'page str,
    filled: &'page Ask,
    errors: &'page Errors,
    weeks: Vec<Week>,
    business: Option<JsonLd>,
    preview: Preview,
}

/// The form, or what came of sending it.
pub(super) async fn answer(visit: &Visit<'_>) -> ApiResult<Response> {
    if visit.incoming.method == Method::Post {
        return send(visit).await;
    }
    let empty = Ask { page: page(visit), ..Ask::default() };
    render(visit, 200, &fields::new_key(), &empty, &Errors::default())
}

async fn send(visit: &Visit<'_>) -> ApiResult<Response> {
    let body = body::read(visit.incoming, body::FORM).await?.unwrap_or_default();
    let sent = Fields::decode(&body);
    let key = sent.key();
    let ask = Ask {
        text: sent.get("text").to_owned(),
        topic: sent.optional("topic"),
        name: sent.optional("name"),
        email: sent.optional("email"),
        phone: sent.optional("phone"),
        page: known_page(sent.get("page")).unwrap_or_else(|| page(visit)),
        locale: visit.language.locale.clone(),
        identity: None,
    };
    let mut asked = hand_over(visit, &key, &ask).await;
    // Who goes back and writes another question sends the key of the first one with it.
    if matches!(&asked, Ok(Err(problem)) if problem.code() == "key_reused") {
        let text = serde_json::to_vec(&ask).map_err(ApiError::internal)?;
        asked = hand_over(visit, &fields::key_of_another(&key, &text), &ask).await;
    }
    let errors = match asked {
        Ok(Ok(asked)) => return to_conversation(visit, &asked),
        Ok(Err(problem)) => Errors::of(&problem, &visit.texts),
        // The cause has been logged. What the visitor typed must not be lost with it.
        Err(_) => Errors::ours(&visit.texts),
    };
    let status = if errors.general.is_some() { 503 } else { 422 };
    render(visit, status, &key, &ask, &errors)
}

async fn hand_over(visit: &Visit<'_>, key: &str, ask: &Ask) -> ApiResult<Result<Asked, Problem>> {
    let body = serde_json::to_vec(ask).map_err(ApiError::internal)?;
    let address = format!("/v1/sites/{}/questions", visit.known.payload.site);
    let json = ("content-type", "application/json");
    let headers = object::headers(&[json, ("idempotency-key", key)])?;
    let outward = Outward { method: "POST", address: &address, headers, body: Some(&body) };
    object::read(visit.send(outward).await?).await
}

fn to_conversation(visit: &Visit<'_>, asked: &Asked) -> ApiResult<Response> {
    let (site, id, secret) = (&visit.known.payload.site, &asked.conversation, &asked.secret);
    // All are made of characters that need no escaping in an address.
    let choice = visit.choice.as_ref().map(|choice| format!("&{choice}")).unwrap_or_default();
    let address = format!("/{site}/conversations/{id}?secret={secret}{choice}");
    let headers = [("location", address.as_str()), ("cache-control", "no-store")];
    respond::empty(303, headers.into_iter().chain([("referrer-policy", "same-origin")]))
}

fn render(
    visit: &Visit<'_>,
    status: u16,
    key: &str,
    filled: &Ask,
    errors: &Errors,
) -> ApiResult<Response> {
    let site = &visit.known.payload;
    let title = visit.texts.naming(hosted::Word::Title, &site.name);
    let (own, others) = (visit.read(&site.timeline), schedules(visit));
    let page = FormPage {
        frame: visit.frame(),
        title,
        greeting: visit
            .own_words(&site.greeting)
            .unwrap_or_else(|| visit.texts.panel(panel::Word::Heading)),
        usually: promise::usually(site.reply, &visit.texts, &*visit.calendar),
        topics: site.topics.iter().map(|topic| (topic.id.as_str(), label(visit, topic))).collect(),
        ask_for: site.ask_for,
        key,
        filled,
        errors,
        weeks: weeks(visit, own.as_ref(), &others),
        business: own.as_ref().map(|own| business(visit, own, &others)),
        preview: preview(visit, own.as_ref()),
    };
    // What came of sending is the visitor's alone.
    let robots = if visit.incoming.method == Method::Post { "noindex" } else { "all" };
    super::page(visit.incoming, status, &page, CACHE, robots)
}

/// The hours of the schedules that topics pick, with the names of these topics.
fn schedules(visit: &Visit<'_>) -> Vec<(String, Timeline)> {
    let site = &visit.known.payload;
    let named = |id: &String| {
        let topics = site.topics.iter().filter(|topic| topic.schedule.as_ref() == Some(id));
        topics.map(|topic| label(visit, topic)).collect::<Vec<_>>().join(", ")
    };
    let schedules = site.schedules.iter();
    schedules.filter_map(|(id, hours)| Some((named(id), visit.read(hours)?))).collect()
}

/// The tables of the week, the site's own first.
fn weeks(visit: &Visit<'_>, own: Option<&Timeline>, others: &[(String, Timeline)]) -> Vec<Week> {
    let title = visit.texts.panel(panel::Word::OpeningHours);
    let own = own.map(|own| (title, own)).into_iter();
    let all = own.chain(others.iter().map(|(topics, hours)| (topics.as_str(), hours)));
    all.map(|(caption, hours)| Week {
        caption: caption.to_owned(),
        days: week::rows(hours, &visit.texts, &*visit.calendar, sites::now()),
    })
    .collect()
}

/// What a link to the page shows: who answers, how soon, and when.
fn preview(visit: &Visit<'_>, hours: Option<&Timeline>) -> Preview {
    let (site, texts) = (&visit.known.payload, &visit.texts);
    let page = format!("{}/{}", visit.incoming.own_origin(), site.site);
    let greeting = visit.own_words(&site.greeting);
    let usually = promise::usually(site.reply, texts, &*visit.calendar).unwrap_or_default();
    let hours = hours.map(|hours| usual_hours(visit, hours)).unwrap_or_default();
    let sentences = [greeting.unwrap_or(texts.hosted(hosted::Word::Intro)), &usually, &hours];
    Preview {
        description: preview::description(&sentences),
        canonical: match &visit.choice {
            Some(choice) => format!("{page}?{choice}"),
            None => page.clone(),
        },
        languages: preview::alternates(
            &page,
            &visit.language.language,
            &site.languages,
            |language| Texts::name(&visit.known.public, language),
        ),
        any_language: page,
        locale: preview::locale(&visit.language.language),
        image: visit.known.public.preview_image.clone(),
    }
}

/// "Opening hours: Monday–Friday 06:00–22:00 (time in Berlin)"; nothing where the team is never there.
fn usual_hours(visit: &Visit<'_>, hours: &Timeline) -> String {
    let (calendar, now) = (&*visit.calendar, sites::now());
    let week = specification::usual_week(hours, calendar, now);
    let comma = words::comma(&visit.language.language);
    let told = preview::hours(&week, &visit.texts, calendar, comma);
    if told.is_empty() {
        return told;
    }
    let frame = visit.frame();
    format!("{}: {told} {}", visit.texts.panel(panel::Word::OpeningHours), frame.zone)
}

fn business(visit: &Visit<'_>, own: &Timeline, others: &[(String, Timeline)]) -> JsonLd {
    let (site, home) = (&visit.known.payload, home(&visit.known.origins));
    let business = Business {
        name: &site.name,
        home: home.as_deref(),
        page: &format!("{}/{}", visit.incoming.own_origin(), site.site),
        languages: site.languages.iter().map(String::as_str).collect(),
        image: visit.known.public.preview_image.as_deref(),
        timeline: own,
        schedules: others,
    };
    business.json_ld(&*visit.calendar, sites::now())
}

/// The page from which the visitor came, where the browser tells, else this one.
fn page(visit: &Visit<'_>) -> String {
    let from = visit.incoming.header("referer").unwrap_or_default();
    known_page(&from)
        .unwrap_or_else(|| format!("{}/{}", visit.incoming.own_origin(), visit.known.payload.site))
}

fn known_page(address: &str) -> Option<String> {
    PageUrl::parse(address).ok().map(|page| page.as_str().to_owned())
}

/// A topic's name in the visitor's language, else in the site's, else its id.
fn label<'page>(visit: &'page Visit<'_>, topic: &'page Topic) -> &'page str {
    visit.own_words(&topic.label).unwrap_or(&topic.id)
}
