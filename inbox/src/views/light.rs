//! Whether the team is open, as the team itself wants to know it: a button that opens
//! the switch, and while something is switched the way back.

use leptos::prelude::*;
use words::inbox::Word;

use crate::actions::opening;
use crate::app::App;
use crate::site_time;
use crate::status::Light;
use crate::views::icon::{self, icon};
use crate::views::ids;

/// What the light tells.
#[derive(Clone, Default, PartialEq, Eq)]
struct Lamp {
    class: &'static str,
    line: String,
    switched: bool,
}

pub(crate) fn light(app: App) -> AnyView {
    let lamp = Memo::new(move |_| {
        let (now, held) = (app.now.get(), opening::held(app));
        let Some(hours) = site_time::hours(app) else { return Lamp::default() };
        let (light, line) =
            site_time::tell(app, now, |telling| telling.own_line(&hours, held.as_ref()));
        Lamp { class: class(light, held.is_some()), line, switched: held.is_some() }
    });
    let zone = app.session.with_untracked(|session| Some(session.as_ref()?.time_zone.clone()));
    view! {
        <div class=move || lamp.with(|lamp| lamp.class)>
            <button
                id=ids::STATUS
                class="plain"
                title=zone
                aria-haspopup="dialog"
                on:click=move |_| opening::show(app)
            >
                <span class="unseen">{app.t(Word::Opening)} ": "</span>
                <span class="words">{move || lamp.with(|lamp| lamp.line.clone())}</span>
                {icon(icon::DOWN)}
            </button>
            <button
                hidden=move || lamp.with(|lamp| !lamp.switched)
                disabled=move || app.switching_back.get()
                on:click=move |_| opening::switch_back(app)
            >
                {app.t(Word::SwitchBack)}
            </button>
        </div>
    }
    .into_any()
}

/// The classes of a light in the stylesheet.
fn class(light: Light, switched: bool) -> &'static str {
    match (light, switched) {
        (Light::Open, false) => "light open",
        (Light::Open, true) => "light open switched",
        (Light::ClosingSoon, false) => "light soon",
        (Light::ClosingSoon, true) => "light soon switched",
        (Light::Closed, _) => "light closed",
        (Light::Paused, _) => "light paused switched",
    }
}
