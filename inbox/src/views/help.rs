//! The keyboard's help, over everything else.

use leptos::prelude::*;
use web_sys::HtmlDialogElement;
use words::inbox::Word;

use crate::app::App;
use crate::browser;
use crate::views::ids;

/// Where it is kept that single keys are switched off.
pub(crate) const STORAGE_KEY: &str = "askhours:inbox:single-keys";
/// What stands there then.
pub(crate) const OFF: &str = "off";

pub(crate) fn help(app: App) -> AnyView {
    let dialog = NodeRef::new();
    Effect::new(move |_| {
        let dialog: Option<HtmlDialogElement> = dialog.get();
        if let Some(dialog) = dialog {
            match (app.help.get(), dialog.open()) {
                (true, false) => _ = dialog.show_modal(),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    let send = if browser::is_mac() { Word::SendReplyKeysMac } else { Word::SendReplyKeys };
    let keys = [
        ("j ↓".to_owned(), Word::KeyboardNext),
        ("k ↑".to_owned(), Word::KeyboardPrevious),
        ("Enter".to_owned(), Word::KeyboardOpen),
        ("r".to_owned(), Word::KeyboardReply),
        ("n".to_owned(), Word::KeyboardNote),
        (app.t(send), Word::KeyboardSend),
        ("e".to_owned(), Word::KeyboardClose),
        ("a".to_owned(), Word::KeyboardAssign),
        ("/".to_owned(), Word::KeyboardSearch),
        ("1 2 3 4".to_owned(), Word::KeyboardLists),
        ("Esc".to_owned(), Word::KeyboardLeave),
        ("?".to_owned(), Word::KeyboardHelp),
    ];
    let rows = keys.map(|(keys, word)| {
        let keys: Vec<_> =
            keys.split(' ').map(|key| view! { <kbd>{key.to_owned()}</kbd> }).collect();
        view! {
            <dt>{keys}</dt>
            <dd>{app.t(word)}</dd>
        }
    });
    view! {
        <dialog id=ids::HELP node_ref=dialog aria-label=app.t(Word::Keyboard) on:close=move |_| app.help.set(false)>
            <h2>{app.t(Word::Keyboard)}</h2>
            <dl>{rows.collect_view()}</dl>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=app.single_keys
                    on:change=move |event| switch(app, event_target_checked(&event))
                />
                <span>{app.t(Word::KeyboardSingle)}</span>
            </label>
            <button class="primary" on:click=move |_| app.help.set(false)>
                {app.t(Word::KeyboardDismiss)}
            </button>
        </dialog>
    }
    .into_any()
}

fn switch(app: App, on: bool) {
    app.single_keys.set(on);
    if let Some(storage) = browser::storage() {
        // Where nothing can be kept, it holds until the page is closed.
        if on { storage.remove_item(STORAGE_KEY) } else { storage.set_item(STORAGE_KEY, OFF) }.ok();
    }
}
