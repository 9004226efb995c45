//! The switch: saying for now that the team pauses or stays open longer, and back.

use std::sync::atomic::{AtomicU64, Ordering};

use leptos::prelude::*;
use protocol::inbox::{Opening, Switch};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlInputElement};
use words::inbox::Word;

use crate::actions::session;
use crate::api::{self, Answer, Failure};
use crate::app::App;
use crate::browser;
use crate::site_time::{self, SiteTime};
use crate::state::switching::{Field, Form, Part, Wrong, holding, settle};
use crate::switch::Face;
use crate::views::ids;

/// How many forms were opened.
static OPENED: AtomicU64 = AtomicU64::new(0);

/// The switch that holds.
pub(crate) fn held(app: App) -> Option<Switch> {
    let now = app.now.get();
    app.session.with(|session| holding(session.as_ref()?.opening.switch.as_ref(), now).cloned())
}

/// Opens the switch, which says what holds.
pub(crate) fn show(app: App) {
    let now = crate::time::now();
    app.now.set(now);
    app.switching.set(form(app, now));
}

/// The form as it opens, with a number that no other has.
fn form(app: App, now: i64) -> Option<Form> {
    let hours = untrack(|| site_time::usual_hours(app))?;
    let held = untrack(|| held(app));
    let mut form = Form::new(held.as_ref(), &hours, now, &SiteTime(app));
    form.number = next_number();
    Some(form)
}

fn next_number() -> u64 {
    OPENED.fetch_add(1, Ordering::Relaxed).saturating_add(1)
}

/// What the form tells.
pub(crate) fn face(app: App) -> Memo<Face> {
    Memo::new(move |_| {
        let (now, hours, held) = (app.now.get(), site_time::usual_hours(app), held(app));
        app.switching.with(|form| match (form, hours) {
            (Some(form), Some(hours)) => {
                site_time::tell(app, now, |telling| Face::of(form, &hours, held.as_ref(), telling))
            }
            _ => Face::default(),
        })
    })
}

/// Takes what was chosen or typed in a field of the form.
pub(crate) fn typed(app: App, event: &Event) {
    let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(field) = field else { return };
    if let Some(name) = Field::read(&field.name()) {
        app.switching.update(|form| {
            if let Some(form) = form {
                form.take(name, field.value());
            }
        });
    }
}

/// Moves the switch to what the form says.
pub(crate) fn submit(app: App) {
    let now = app.now.get_untracked();
    let Some(hours) = untrack(|| site_time::usual_hours(app)) else { return };
    let asked = app.switching.try_update(|form| {
        let form = form.as_mut().filter(|form| !form.sending)?;
        match form.switch(&hours, now, &SiteTime(app)) {
            Ok(switch) => {
                form.sending = true;
                form.wrong = None;
                Some((form.number, switch))
            }
            Err(wrong) => {
                form.wrong = Some(wrong);
                None
            }
        }
    });
    match asked.flatten() {
        Some((number, switch)) => spawn_local(async move {
            let answer = match &switch {
                Some(switch) => api::switch(switch).await,
                None => api::switch_back().await,
            };
            answered(app, Some(number), answer);
        }),
        None => show_wrong(app),
    }
}

/// Lets the hours hold again, without asking for more.
pub(crate) fn switch_back(app: App) {
    if app.switching_back.try_update(|busy| std::mem::replace(busy, true)) == Some(true) {
        return;
    }
    spawn_local(async move {
        let answer = api::switch_back().await;
        app.switching_back.set(false);
        let is_free = app.switching.with_untracked(Option::is_none);
        let number = if matches!(answer, Err(Failure::Unreachable | Failure::Refused(_))) {
            if is_free { show_back(app) } else { None }
        } else {
            None
        };
        let succeeded = answer.is_ok();
        answered(app, number, answer);
        if succeeded && is_free {
            // The button that was pressed is gone with the switch.
            browser::focus(ids::STATUS);
        }
    });
}

/// Opens the switch at the usual hours, where what failed can be tried again. Gives the
/// form's number.
fn show_back(app: App) -> Option<u64> {
    show(app);
    app.switching.try_update(|form| {
        let form = form.as_mut()?;
        form.to = None;
        Some(form.number)
    })?
}

/// Takes what the edge answers to the form with this number, if one asked. Another form may
/// be open by now, or none.
fn answered(app: App, number: Option<u64>, answer: Answer<Opening>) {
    let settled = |wrong| {
        let settled = app.switching.try_update(|form| settle(form, number?, wrong).then_some(()));
        settled.flatten().is_some()
    };
    let wrong = match answer {
        Ok(opening) => {
            settled(None);
            return heard(app, &opening);
        }
        Err(Failure::SignedOut) => return session::ended(app),
        Err(Failure::Unreachable) => Wrong::NotSent,
        Err(Failure::Refused(problem)) => Wrong::of(&problem),
    };
    if settled(Some(wrong.clone())) {
        show_wrong(app);
    } else if number.is_none() && app.switching.with_untracked(Option::is_some) {
        // The form that is open asked for something else: it is told beside it.
        app.tell(match wrong {
            Wrong::Refused(text) => text,
            _ => app.t(Word::ErrorSwitch),
        });
    }
}

/// Moves the focus to what has to be mended.
fn show_wrong(app: App) {
    let part = app.switching.with_untracked(|form| Some(form.as_ref()?.wrong.as_ref()?.part()));
    match part {
        Some(Part::Note) => browser::focus_soon(ids::SWITCH_NOTE.to_owned()),
        Some(Part::Until) => {
            // Where a ready choice is wrong, neither field is shown, and neither takes the focus.
            browser::focus_soon(ids::PAUSE_UNTIL.to_owned());
            browser::focus_soon(ids::LONGER_UNTIL.to_owned());
        }
        Some(Part::Whole) | None => {}
    }
}

/// Takes what now holds, and tells what visitors now read where that is news.
pub(crate) fn heard(app: App, opening: &Opening) {
    let now = crate::time::now();
    let before = app.session.try_update(|session| {
        let before = take(&mut session.as_mut()?.opening, opening.clone())?;
        Some(before.switch)
    });
    app.now.set(now);
    let Some(before) = before.flatten() else { return };
    if holding(before.as_ref(), now) != holding(opening.switch.as_ref(), now)
        && let Some(hours) = untrack(|| site_time::hours(app))
    {
        let (_, status) = site_time::tell(app, now, |telling| telling.line(&hours));
        app.tell(app.fill(Word::SwitchTold, &[("status", &status)]));
    }
}

/// Takes what was told, unless something newer is known: of an answer and an event, the earlier may come later.
/// Gives what was known before, where it was taken.
pub(crate) fn take(known: &mut Opening, told: Opening) -> Option<Opening> {
    (told.revision >= known.revision).then(|| std::mem::replace(known, told))
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::timeline::Timeline;

    fn opening(revision: i64, open: bool) -> Opening {
        let timeline =
            Timeline { from: 0, open, lengths: vec![60], reasons: [].into(), paused: Vec::new() };
        Opening { revision, timeline, switch: None, usual: None }
    }

    #[test]
    fn no_two_forms_have_the_same_number() {
        assert_ne!(next_number(), next_number());
    }

    #[test]
    fn what_is_older_than_what_is_known_is_not_taken() {
        let mut known = opening(2, true);
        assert_eq!(take(&mut known, opening(1, false)), None);
        assert_eq!(known, opening(2, true));
        assert_eq!(take(&mut known, opening(2, false)), Some(opening(2, true)));
        assert_eq!(take(&mut known, opening(3, true)), Some(opening(2, false)));
        assert_eq!(known, opening(3, true));
    }
}
