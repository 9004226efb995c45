//! The switch: what is to hold, until when, and what visitors then read. What its form
//! tells is worked out in [`crate::switch`].

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use protocol::inbox::SwitchTo;
use web_sys::HtmlDialogElement;
use words::inbox::Word;

use crate::actions::opening;
use crate::app::App;
use crate::site_time;
use crate::state::ends::End;
use crate::state::switching::Field;
use crate::switch::{EndFace, Face};
use crate::views::ids;

pub(crate) fn switch(app: App) -> AnyView {
    let dialog = NodeRef::new();
    let shown = Memo::new(move |_| app.switching.with(Option::is_some));
    Effect::new(move |_| {
        let dialog: Option<HtmlDialogElement> = dialog.get();
        let Some(dialog) = dialog else { return };
        if shown.get() {
            // A dialog gives the focus to what is in it already.
            request_animation_frame(move || _ = dialog.show_modal());
        } else if dialog.open() {
            // And hands it back to the button that opened it.
            dialog.close();
        }
    });
    view! {
        <dialog
            id=ids::SWITCH
            node_ref=dialog
            aria-labelledby=ids::SWITCH_TITLE
            on:close=move |_| app.switching.set(None)
        >
            {move || shown.get().then(|| form(app))}
        </dialog>
    }
    .into_any()
}

/// Fields keep what is typed by themselves; the form hears of it in one place. Parts that
/// are not needed are hidden, so that nothing loses the focus while others change.
fn form(app: App) -> AnyView {
    let face = opening::face(app);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        opening::submit(app);
    };
    let note = app.switching.with_untracked(|form| form.as_ref().map(|form| form.note.clone()));
    view! {
        <form class="stack" on:submit=submit on:input=move |event| opening::typed(app, &event)>
            <h2 id=ids::SWITCH_TITLE>{app.t(Word::Opening)}</h2>
            {states(app, face)}
            <p class="none" hidden=hidden(face, |face| face.to.is_none())>
                {app.t(Word::SwitchUsualHint)}
            </p>
            <p class="none">{told(face, |face| &face.no_ends)}</p>
            <div class="stack" hidden=hidden(face, |face| !face.ends.is_empty())>
                {ends(app, face)}
                {own(app, face, SwitchTo::Paused)}
                {own(app, face, SwitchTo::Open)}
                <p id=ids::UNTIL_STATE class="wrong" role="alert">
                    {told(face, |face| &face.until_wrong)}
                </p>
                <p class="none">{move || site_time::whose(app, app.now.get())}</p>
                <label for=ids::SWITCH_NOTE>{app.t(Word::SwitchNote)}</label>
                <input
                    id=ids::SWITCH_NOTE
                    name=Field::Note.name()
                    autocomplete="off"
                    dir="auto"
                    placeholder=app.t(Word::SwitchNoteExample)
                    aria-describedby=format!("{} {}", ids::SWITCH_NOTE_LEFT, ids::SWITCH_NOTE_STATE)
                    aria-invalid=invalid(face, |face| &face.note_wrong)
                    value=note
                />
                <p id=ids::SWITCH_NOTE_LEFT class="none">
                    {told(face, |face| &face.note_left)}
                </p>
                <p id=ids::SWITCH_NOTE_STATE class="wrong" role="alert">
                    {told(face, |face| &face.note_wrong)}
                </p>
            </div>
            <p class="preview" hidden=hidden(face, |face| !face.preview.is_empty())>
                {app.t(Word::VisitorsRead)}
                " "
                <strong id=ids::PREVIEW>{told(face, |face| &face.preview)}</strong>
            </p>
            <p class="wrong" role="alert">
                {told(face, |face| &face.wrong)}
            </p>
            <div class="buttons">
                <button type="button" on:click=move |_| app.switching.set(None)>
                    {app.t(Word::Cancel)}
                </button>
                <button
                    class="primary"
                    hidden=hidden(face, |face| !face.verb.is_empty())
                    disabled=move || face.with(|face| face.sending)
                    aria-describedby=ids::PREVIEW
                >
                    {told(face, |face| &face.verb)}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// A text of the form. One type for all of them keeps the program small.
fn told(face: Memo<Face>, text: fn(&Face) -> &String) -> impl Fn() -> String + Send + 'static {
    move || face.with(|face| text(face).clone())
}

/// Whether a part of the form is not needed now.
fn hidden(face: Memo<Face>, needed: fn(&Face) -> bool) -> impl Fn() -> bool + Send + 'static {
    move || !face.with(needed)
}

/// Whether something is wrong with a field.
fn invalid(face: Memo<Face>, text: fn(&Face) -> &String) -> impl Fn() -> String + Send + 'static {
    move || face.with(|face| !text(face).is_empty()).to_string()
}

/// The three things that may hold.
fn states(app: App, face: Memo<Face>) -> AnyView {
    let to = face.with_untracked(|face| face.to);
    let choices = [
        (None, Word::SwitchUsual),
        (Some(SwitchTo::Paused), Word::SwitchPaused),
        (Some(SwitchTo::Open), Word::SwitchLonger),
    ];
    let state = |(choice, word)| {
        let value = Field::state(choice);
        view! {
            <label class="kind">
                {radio(Field::To, value.to_owned(), choice == to, choice == to)}
                <span>{app.t(word)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="kinds">
            <legend class="unseen">{app.t(Word::Opening)}</legend>
            {choices.map(state).collect_view()}
        </fieldset>
    }
    .into_any()
}

/// The ends to choose from.
fn ends(app: App, face: Memo<Face>) -> AnyView {
    // They are drawn anew only where there are others: whoever chooses keeps the focus.
    let ends = Memo::new(move |_| {
        face.with(|face| face.ends.iter().map(|end| end.end.name()).collect::<Vec<_>>())
    });
    let end = move |index: usize, name: String| {
        let text = move |read: fn(&EndFace) -> &String| {
            move || face.with(|face| face.ends.get(index).map(|end| read(end).clone()))
        };
        let chosen = app.switching.with_untracked(|form| {
            form.as_ref().is_some_and(|form| Some(form.end()) == End::read(&name))
        });
        view! {
            <label class="end">
                {radio(Field::Until, name, chosen, false)}
                <span>{text(|end| &end.name)} <small>{text(|end| &end.until)}</small></span>
            </label>
        }
    };
    view! {
        <fieldset class="ends" aria-describedby=ids::UNTIL_STATE>
            <legend>{app.t(Word::SwitchUntil)}</legend>
            {move || {
                let names = ends.get().into_iter().enumerate();
                names.map(|(index, name)| end(index, name)).collect_view()
            }}
        </fieldset>
    }
    .into_any()
}

fn radio(field: Field, value: String, checked: bool, autofocus: bool) -> AnyView {
    view! {
        <input type="radio" name=field.name() value=value checked=checked autofocus=autofocus />
    }
    .into_any()
}

/// A time of one's own by the site's clocks: with its day for a pause, the next such time for a longer day.
fn own(app: App, face: Memo<Face>, to: SwitchTo) -> AnyView {
    let (field, id, kind, word) = match to {
        SwitchTo::Paused => {
            (Field::PauseUntil, ids::PAUSE_UNTIL, "datetime-local", Word::OwnDayAndTime)
        }
        SwitchTo::Open => (Field::LongerUntil, ids::LONGER_UNTIL, "time", Word::OwnTime),
    };
    let first = app.switching.with_untracked(|form| {
        form.as_ref().map(|form| match to {
            SwitchTo::Paused => form.pause_until.clone(),
            SwitchTo::Open => form.longer_until.clone(),
        })
    });
    view! {
        <div class="stack" hidden=move || face.with(|face| face.own != Some(to))>
            <label for=id>{app.t(word)}</label>
            <input
                id=id
                name=field.name()
                type=kind
                aria-describedby=ids::UNTIL_STATE
                aria-invalid=invalid(face, |face| &face.until_wrong)
                value=first
            />
        </div>
    }
    .into_any()
}
