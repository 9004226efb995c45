//! The inbox's frame: header, the two panes, and what lies over them.

use leptos::prelude::*;
use words::inbox::Word;

use crate::app::{App, Connection};
use crate::state::place::Place;
use crate::views::{channels, conversation, header, help, list, switch};

pub(crate) fn frame(app: App) -> AnyView {
    let place = Memo::new(move |_| app.place.get());
    view! {
        <div class="frame" class:at-list=move || place.get() == Place::List>
            {header::header(app)}
            {move || (app.connection.get() == Connection::Lost).then(|| banner(app))}
            <main class="panes">
                {list::list(app)}
                <div class="pane">
                    {move || match place.get() {
                        Place::List => nothing(app),
                        Place::Conversation(_) => conversation::conversation(app),
                        Place::Channels => channels::channels(app),
                    }}
                </div>
            </main>
            {help::help(app)} {switch::switch(app)}
        </div>
    }
    .into_any()
}

fn banner(app: App) -> AnyView {
    view! {
        <p class="banner" role="status">
            {app.t(Word::ConnectionLost)}
        </p>
    }
    .into_any()
}

fn nothing(app: App) -> AnyView {
    view! {
        <div class="empty quiet">
            <p>{app.t(Word::NothingSelected)}</p>
        </div>
    }
    .into_any()
}
