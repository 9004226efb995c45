//! The switch: saying for now that the team pauses or stays open longer, and back.

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
use crate::state::switching::{Field, Form, Part, Wrong, holding};
use crate::switch::Face;
use crate::views::ids;

/// The switch that holds.
pub(crate) fn held(app: App) -> Option<Switch> {
    let now = app.now.get();
    app.session.with(|session| holding(session.as_ref()?.opening.switch.as_ref(), now).cloned())
}

/// Opens the switch, which says what holds.
pub(crate) fn show(app: App) {
    let now = crate::time::now();
    app.now.set(now);
    let form = untrack(|| {
        Some(Form::new(held(app).as_ref(), &site_time::usual_hours(app)?, now, &SiteTime(app)))
    });
    app.switching.set(form);
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
                Some(switch)
            }
            Err(wrong) => {
                form.wrong = Some(wrong);
                None
            }
        }
    });
    match asked.flatten() {
        Some(switch) => spawn_local(async move {
            let answer = match &switch {
                Some(switch) => api::switch(switch).await,
                None => api::switch_back().await,
            };
            answered(app, answer);
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
        if matches!(answer, Err(Failure::Unreachable | Failure::Refused(_))) {
            // It is told where it can be tried again.
            show(app);
            app.switching.update(|form| {
                if let Some(form) = form {
                    form.to = None;
                }
            });
        }
        let succeeded = answer.is_ok();
        answered(app, answer);
        if succeeded {
            // The button that was pressed is gone with the switch.
            browser::focus(ids::STATUS);
        }
    });
}

fn answered(app: App, answer: Answer<Opening>) {
    let wrong = match answer {
        Ok(opening) => {
            app.switching.set(None);
            return heard(app, &opening);
        }
        Err(Failure::SignedOut) => return session::ended(app),
        Err(Failure::Unreachable) => Wrong::NotSent,
        Err(Failure::Refused(problem)) => Wrong::of(&problem),
    };
    app.switching.update(|form| {
        if let Some(form) = form {
            form.sending = false;
            form.wrong = Some(wrong);
        }
    });
    show_wrong(app);
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
    fn what_is_older_than_what_is_known_is_not_taken() {
        let mut known = opening(2, true);
        assert_eq!(take(&mut known, opening(1, false)), None);
        assert_eq!(known, opening(2, true));
        assert_eq!(take(&mut known, opening(2, false)), Some(opening(2, true)));
        assert_eq!(take(&mut known, opening(3, true)), Some(opening(2, false)));
        assert_eq!(known, opening(3, true));
    }
}
