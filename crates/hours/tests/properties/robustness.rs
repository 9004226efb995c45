//! No text makes anything panic, and what is read holds what was asked for.

use hours::{Exception, ExceptionRule, Schedule, SiteHours, parse_reply_target};
use proptest::prelude::*;
use timeline::{Millis, Moment, Timeline};

use crate::expressions::{anything, likely_hours};
use crate::plain;

proptest! {
    #[test]
    fn no_text_panics(text in anything(), now in any::<i64>(), days in 0u32..70) {
        if let Some(schedule) = plain(&text, "Europe/Berlin") {
            let _ = schedule.timeline(Moment(now), days);
            let _ = schedule.timeline(Moment(now % 4_000_000_000_000), days);
        }
        let _ = plain("24/7", &text);
        for (expression, region) in [("PH off", text.as_str()), (text.as_str(), "DE-BY")] {
            let region = Some(region);
            let site = SiteHours { expression, time_zone: "UTC", region, exceptions: &[] };
            let _ = Schedule::parse(site).map(|schedule| schedule.timeline(Moment(now), 3));
        }
        let _ = parse_reply_target(&text);
        let date = "2026-10-25".to_owned();
        let hours = Exception {
            from: date.clone(),
            to: date.clone(),
            rule: ExceptionRule::Hours(text.clone()),
            note: Some(text.clone()),
        };
        let dates = Exception { from: text, to: date, rule: ExceptionRule::Closed, note: None };
        for exception in [hours, dates] {
            let site = SiteHours {
                expression: "22:00-02:00",
                time_zone: "Europe/Berlin",
                region: None,
                exceptions: &[exception],
            };
            if let Ok(schedule) = Schedule::parse(site) {
                let _ = schedule.timeline(Moment(1_792_800_000_000), 3);
            }
        }
    }

    #[test]
    fn a_timeline_holds_what_was_asked_for(
        text in likely_hours(),
        now in 0i64..4_000_000_000_000,
        days in 0u32..70,
        open in 0i64..400_000_000,
    ) {
        if let Some(schedule) = plain(&text, "Europe/Berlin") {
            let (now, open) = (Moment(now), Millis(open));
            let timeline = schedule.timeline(now, days);
            prop_assert!(timeline.from() <= now);
            prop_assert!(timeline.until() >= now + Millis::from_days(days.into()));
            // Counting opening time is inverse to adding it.
            match timeline.after_open_time(now, open) {
                Some(promise) => prop_assert_eq!(timeline.open_time_between(now, promise), open),
                None => prop_assert!(timeline.open_time_between(now, timeline.until()) < open),
            }
            prop_assert_eq!(Timeline::try_from(timeline.to_wire()), Ok(timeline));
        }
    }
}
