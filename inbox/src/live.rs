//! The live socket: what happens in the inbox, without reload.
//!
//! After every connection the page reads everything again, so that an event that
//! was lost on the way is not missed.

use std::pin::pin;

use futures_util::future::{Either, abortable, select};
use futures_util::{SinkExt as _, StreamExt as _};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, WebSocketError};
use leptos::prelude::*;
use protocol::inbox::Summary;
use protocol::live::InboxEvent;
use wasm_bindgen_futures::spawn_local;
use words::inbox::Word;

use crate::actions::{channels, conversation, list, opening, session};
use crate::app::{App, Connection};
use crate::state::news::News;
use crate::{back_off, browser};

const PATH: &str = "/v1/inbox/live";
/// The edge answers this with `pong`, without waking the site's object.
const PING: &str = "ping";
/// A line that has been silent this long, in milliseconds, is asked whether it still
/// lives: often enough for proxies, many of which close silent lines after a minute.
const SILENCE: u32 = 25_000;
/// A line that does not open or answer within this time, in milliseconds, is given up.
const PATIENCE: u32 = 10_000;
/// The edge closes with this code when the session has ended.
const SIGNED_OUT: u16 = 4401;

/// Connects, and stays connected until the agent signs out.
pub(crate) fn start(app: App) {
    let (run, handle) = abortable(run(app));
    app.live.set_value(Some(handle));
    spawn_local(async move {
        // Aborted or not, there is nothing left to do.
        run.await.ok();
    });
}

async fn run(app: App) {
    let mut failures = 0;
    loop {
        let socket = browser::socket_address(PATH).and_then(|url| WebSocket::open(&url).ok());
        let end = match socket {
            Some(socket) => listen(app, socket).await,
            None => End::NeverLive,
        };
        match end {
            End::SignedOut => return session::ended(app),
            End::Lost => failures = 0,
            End::NeverLive => failures += 1,
        }
        app.connection.set(Connection::Lost);
        browser::sleep_until_stirred(back_off::pause(failures, browser::dice())).await;
        // A browser hides why a socket was refused: the session says whether it may come back.
        if !session::check(app).await {
            return;
        }
    }
}

/// How a connection ended.
enum End {
    /// No word came.
    NeverLive,
    /// It was live.
    Lost,
    /// The session is over.
    SignedOut,
}

async fn listen(app: App, socket: WebSocket) -> End {
    let mut live = false;
    let mut asked = true;
    let end = |live: bool| if live { End::Lost } else { End::NeverLive };
    // Goes out when the socket is open; the answer shows that words come through.
    let (mut sender, mut receiver) = socket.split();
    let opens = sender.send(Message::Text(PING.to_owned()));
    // A socket that cannot be opened tells an error, and never takes a word.
    let fails = async {
        select(receiver.next(), pin!(browser::sleep(PATIENCE))).await;
    };
    let Either::Left((Ok(()), _)) = select(opens, pin!(fails)).await else {
        return End::NeverLive;
    };
    loop {
        let silence = async move {
            if asked {
                browser::sleep(PATIENCE).await;
            } else {
                browser::sleep_until_stirred(SILENCE).await;
            }
        };
        match select(pin!(receiver.next()), pin!(silence)).await {
            Either::Left((Some(Ok(Message::Text(text))), _)) => {
                asked = false;
                if !std::mem::replace(&mut live, true) {
                    connected(app);
                }
                // `pong`, and what a newer edge may say, is no event of ours.
                if let Ok(event) = serde_json::from_str(&text) {
                    hear(app, event);
                }
            }
            Either::Left((Some(Ok(Message::Bytes(_))), _)) => {}
            Either::Left((Some(Err(WebSocketError::ConnectionClose(close))), _))
                if close.code == SIGNED_OUT =>
            {
                return End::SignedOut;
            }
            Either::Left((Some(Err(_)) | None, _)) => return end(live),
            Either::Right(_) if asked => return end(live),
            Either::Right(_) => {
                asked = true;
                if sender.send(Message::Text(PING.to_owned())).await.is_err() {
                    return end(live);
                }
            }
        }
    }
}

fn connected(app: App) {
    if app.connection.get_untracked() == Connection::Lost {
        app.tell(app.t(Word::ConnectionBack));
    }
    app.connection.set(Connection::Live);
    list::refresh(app);
    conversation::read(app);
    channels::read_if_shown(app);
}

fn hear(app: App, event: InboxEvent) {
    match event {
        InboxEvent::Changed { conversation, counts } => {
            let more_waiting = counts.waiting > app.counts.get_untracked().waiting;
            let news = app
                .known
                .try_update_value(|known| known.hear(&conversation, more_waiting))
                .flatten();
            app.counts.set(counts);
            conversation::heard(app, &conversation);
            if app.open_id().as_ref() == Some(&conversation.id) {
                conversation::read(app);
            }
            // What was written is one more in the queues of the channels.
            channels::read_if_shown(app);
            if let Some(news) = news {
                tell(app, news, &conversation);
            }
        }
        InboxEvent::Erased { conversation, counts } => {
            app.counts.set(counts);
            list::change(app, || app.list.update(|list| list.erased(&conversation)));
            app.opened.update(|opened| {
                if let Some(opened) = opened.as_mut().filter(|opened| opened.id == conversation) {
                    opened.erased();
                }
            });
        }
        InboxEvent::Deliveries { counts } => {
            app.counts.set(counts);
            channels::read_if_shown(app);
            conversation::read(app);
        }
        InboxEvent::Opening { opening } => opening::heard(app, &opening),
    }
}

fn tell(app: App, news: News, conversation: &Summary) {
    let visitor = app.t(Word::Visitor);
    let name = conversation.name.as_deref().unwrap_or(&visitor);
    let word = match news {
        News::Question => Word::LiveNewQuestion,
        News::Message => Word::LiveNewMessage,
    };
    app.tell(app.fill(word, &[("name", name)]));
}
