//! Moments by the site's clocks, in the reader's way of writing.

use leptos::prelude::*;
use timeline::{Millis, Moment, Timeline};
use words::inbox::Word;

use crate::app::App;
use crate::clock::{Wall, Zone};
use crate::status::{Calendar, Telling};

/// The site's clocks and calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SiteTime(pub(crate) App);

impl Zone for SiteTime {
    fn wall(&self, at: i64) -> Wall {
        // Without clocks of the zone it is told by UTC, which every place can work out.
        self.0.format_for_site(|formats| formats.wall(at)).unwrap_or(Wall(at))
    }
}

impl Calendar for SiteTime {
    fn time(&self, at: i64) -> String {
        self.0.format_for_site(|formats| formats.time(at))
    }

    fn weekday(&self, at: i64) -> String {
        self.0.format_for_site(|formats| formats.weekday_name(at))
    }

    fn date(&self, at: i64) -> String {
        self.0.format_for_site(|formats| formats.date(at))
    }
}

/// Tells the opening hours at a moment.
pub(crate) fn tell<T>(app: App, now: i64, tell: impl FnOnce(&Telling<'_, SiteTime>) -> T) -> T {
    let closing_soon = app
        .session
        .with_untracked(|session| session.as_ref().map_or(0, |session| session.closing_soon));
    app.words(|words| tell(&Telling { words, calendar: &SiteTime(app), closing_soon, now }))
}

/// The opening hours with the switch in them.
pub(crate) fn hours(app: App) -> Option<Timeline> {
    app.session.with(|session| {
        let session = session.as_ref()?;
        session.opening.timeline.read(&session.language, &session.language).ok()
    })
}

/// When the status changes next.
pub(crate) fn next_change(app: App, now: i64) -> Option<i64> {
    let closing_soon = app.session.with(|session| Some(session.as_ref()?.closing_soon))?;
    let closing_soon = Millis::from_minutes(i64::from(closing_soon));
    hours(app)?.next_change(Moment(now), closing_soon).map(|moment| moment.0)
}

/// The opening hours without the switch.
pub(crate) fn usual_hours(app: App) -> Option<Timeline> {
    app.session.with(|session| {
        let session = session.as_ref()?;
        let usual = session.opening.usual.as_ref().unwrap_or(&session.opening.timeline);
        usual.read(&session.language, &session.language).ok()
    })
}

/// Says whose clocks are meant, where the reader's show another time.
pub(crate) fn whose(app: App, now: i64) -> Option<String> {
    let own = app.format(|formats| formats.wall(now))?;
    let site = SiteTime(app);
    let zone = app.session.with(|session| Some(session.as_ref()?.time_zone.clone()))?;
    (own != site.wall(now)).then(|| {
        let values = [("zone", &*city(&zone)), ("time", &*site.time(now))];
        app.fill(Word::ZoneTime, &values)
    })
}

/// The city by which a zone is known: `New York` of `America/New_York`.
fn city(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::city;

    #[test]
    fn a_zone_is_known_by_its_city() {
        assert_eq!(city("America/Argentina/Buenos_Aires"), "Buenos Aires");
        assert_eq!(city("UTC"), "UTC");
    }
}
