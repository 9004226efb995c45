//! Signing in and out, and the start of the page.

use futures_util::future::join;
use leptos::prelude::*;
use protocol::inbox::Session;
use wasm_bindgen_futures::spawn_local;

use crate::actions::{conversation, list, opening, writing};
use crate::api::{self, Answer, Failure};
use crate::app::{App, Connection, Notice, Stage};
use crate::state::channels::ChannelsPane;
use crate::state::drafts::Drafts;
use crate::state::filter::Filter;
use crate::state::news::Known;
use crate::state::place::Place;
use crate::time::Formats;
use crate::words::{Words, language, variant};
use crate::{back_off, browser, live};

/// Starts the page: with the key of a personal link, or with the session that
/// the cookie stands for.
pub(crate) fn start(app: App, key: Option<String>) {
    app.stage.set(Stage::Starting);
    spawn_local(async move {
        let wanted = browser::languages();
        let language = language(wanted.iter().map(String::as_str));
        let session = async {
            match &key {
                Some(key) => api::sign_in(key.clone()).await,
                None => api::session().await,
            }
        };
        let (words, session) = join(words(language), session).await;
        speak(app, words);
        match session {
            Err(Failure::SignedOut) if key.is_none() => ask(app, Notice::Hint),
            Err(_) if key.is_none() => app.stage.set(Stage::Unreachable),
            answer => signed_in(app, answer).await,
        }
    });
}

/// Starts the page again with the key of another personal link.
pub(crate) fn start_anew(app: App, key: String) {
    if app.stage.get_untracked() == Stage::Inbox {
        leave(app, Notice::Hint);
    }
    start(app, Some(key));
}

/// Signs in with a key that was pasted.
pub(crate) fn sign_in(app: App, key: &str) {
    let key = key.trim();
    // People paste the whole link, too.
    let key = key.rsplit('#').next().unwrap_or(key).to_owned();
    if key.is_empty() || app.signing_in.get_untracked() {
        return;
    }
    app.signing_in.set(true);
    // What was said of the last key is not true of this one, and if it is, it is
    // read out again.
    app.notice.set(Notice::Hint);
    spawn_local(async move {
        let answer = api::sign_in(key).await;
        signed_in(app, answer).await;
        app.signing_in.set(false);
    });
}

async fn signed_in(app: App, answer: Answer<Session>) {
    match answer {
        Ok(session) => enter(app, session).await,
        // What the edge refuses is no key at all, or one of no site.
        Err(Failure::SignedOut | Failure::Refused(_)) => ask(app, Notice::KeyInvalid),
        Err(Failure::Unreachable) => ask(app, Notice::Failed),
    }
}

async fn enter(app: App, session: Session) {
    let own = language([session.language.as_str()]);
    if app.words(|words| words.language != own) {
        speak(app, words(own).await);
    }
    app.tell_site_time(formats(own, Some(&session.time_zone)));
    app.session.set(Some(session));
    app.connection.set(Connection::Opening);
    app.stage.set(Stage::Inbox);
    list::show(app, Filter::Waiting, "");
    conversation::arrive(app, browser::place());
    live::start(app);
}

/// Signs out, by the agent's wish: what was being written goes too.
pub(crate) fn sign_out(app: App) {
    spawn_local(async move {
        match api::sign_out().await {
            Ok(()) | Err(Failure::SignedOut) => {
                writing::forget_all(app);
                leave(app, Notice::SignedOut);
            }
            Err(_) => app.tell(app.t(words::inbox::Word::ErrorAction)),
        }
    });
}

/// The edge has ended the session. What was being written waits in the tab.
pub(crate) fn ended(app: App) {
    if app.stage.get_untracked() == Stage::Inbox {
        leave(app, Notice::Ended);
    }
}

fn leave(app: App, notice: Notice) {
    if let Some(live) = app.live.try_update_value(Option::take).flatten() {
        live.abort();
    }
    ask(app, notice);
    app.session.set(None);
    app.opened.set(None);
    app.place.set(Place::List);
    app.drafts.set(Drafts::default());
    app.channels.set(ChannelsPane::default());
    app.known.set_value(Known::default());
    // An answer that is still on its way belongs to nobody now.
    app.list.update(|list| _ = list.show(Filter::Waiting, ""));
    app.counts.set(protocol::inbox::Counts::default());
    app.help.set(false);
    app.switching.set(None);
}

fn ask(app: App, notice: Notice) {
    app.notice.set(notice);
    app.stage.set(Stage::SignIn);
}

/// Whether somebody is still signed in; takes the newest opening hours along.
pub(crate) async fn check(app: App) -> bool {
    match api::session().await {
        Ok(mut session) => app.session.update(|known| {
            // An event may have told meanwhile what is newer.
            let told = session.opening.clone();
            if let Some(known) = known
                && known.site == session.site
                && opening::take(&mut known.opening, told).is_none()
            {
                session.opening = known.opening.clone();
            }
            *known = Some(session);
        }),
        Err(Failure::SignedOut) => {
            ended(app);
            return false;
        }
        Err(_) => {}
    }
    true
}

fn speak(app: App, words: Words) {
    browser::set_language(words.language);
    let formats = formats(words.language, None);
    app.speak(words, formats);
}

fn formats(language: &str, zone: Option<&str>) -> Formats {
    let wanted = browser::languages();
    Formats::new(variant(language, wanted.iter().map(String::as_str)), zone)
}

/// The words of a language. Without them nothing can be said, so it goes on trying.
async fn words(language: &'static str) -> Words {
    let mut failures = 0;
    loop {
        if let Some(words) = try_words(language).await {
            return words;
        }
        browser::sleep_until_stirred(back_off::pause(failures, browser::dice())).await;
        failures += 1;
    }
}

async fn try_words(language: &'static str) -> Option<Words> {
    let address =
        browser::element(crate::ROOT)?.get_attribute(&format!("data-words-{language}"))?;
    Words::new(language, api::words(&address).await.ok()?)
}
