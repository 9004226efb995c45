//! Carries out what the keyboard asks for.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use protocol::inbox::MoveTo;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement};

use crate::actions::{conversation, list, writing};
use crate::app::{App, Stage};
use crate::browser;
use crate::keyboard::{Command, Focus, Press, command};
use crate::state::drafts::Kind;
use crate::state::place::Place;
use crate::views::ids;

/// Takes a key that was pressed anywhere on the page.
pub(crate) fn pressed(app: App, event: &KeyboardEvent) {
    // A dialog over the page has its own keys.
    let dialog = app.help.get_untracked() || app.switching.with_untracked(Option::is_some);
    if app.stage.get_untracked() != Stage::Inbox || dialog {
        return;
    }
    let key = event.key();
    let press = Press {
        key: &key,
        control: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
        composing: event.is_composing(),
    };
    // Who wants to write types already: those letters must not act as shortcuts.
    let eager = app.eager.get_untracked() && conversation::is_loading(app);
    let focus = if eager { Focus::Typing } else { focus(event) };
    if let Some(command) = command(press, focus, app.single_keys.get_untracked()) {
        event.prevent_default();
        carry_out(app, command, focus);
    }
}

fn focus(event: &KeyboardEvent) -> Focus {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return Focus::Elsewhere;
    };
    match element.tag_name().as_str() {
        "TEXTAREA" if element.id() == ids::WRITING => Focus::Writing,
        "TEXTAREA" => Focus::Typing,
        "SELECT" => Focus::Control,
        "INPUT" => match element.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::type_) {
            Some(kind) if kind == "radio" || kind == "checkbox" => Focus::Control,
            _ => Focus::Typing,
        },
        _ if element.id().starts_with(ids::ROW) => Focus::List,
        _ => Focus::Elsewhere,
    }
}

fn carry_out(app: App, command: Command, focus: Focus) {
    match command {
        Command::Move(step) => list::step(app, step),
        Command::Reply => writing::begin(app, Kind::Reply),
        Command::Note => writing::begin(app, Kind::Note),
        // Nobody closes or takes what is not on the screen yet.
        Command::Close | Command::AssignToMe if conversation::is_loading(app) => {}
        Command::Close => conversation::move_to(app, MoveTo::Closed),
        Command::AssignToMe => conversation::assign_to_me(app),
        Command::Search => browser::focus(ids::SEARCH),
        Command::Show(filter) => list::turn(app, filter),
        Command::Send => writing::send(app),
        Command::Help => app.help.set(true),
        Command::Back => back(app, focus),
    }
}

/// One step back: from writing to reading, from a search to the list, from the
/// conversation to its row.
fn back(app: App, focus: Focus) {
    app.eager.set(false);
    match focus {
        Focus::Writing => browser::focus(ids::HEADING),
        Focus::Typing => {
            app.typed.set(String::new());
            list::search(app);
            list::focus(app);
        }
        _ if app.details.get_untracked() => app.details.set(false),
        _ if app.place.with_untracked(|place| *place != Place::List) => list::back(app),
        _ => list::focus(app),
    }
}
