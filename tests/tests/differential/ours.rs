//! The timeline that visitors get.

use hours::{Schedule, SiteHours};
use timeline::{Moment, State};

use crate::cases::{Case, Years};
use crate::spans::{Span, joined};

const DAY: i64 = 86_400_000;

/// The open stretches of these years, or why the expression is refused.
pub(crate) fn evaluate(zone: &str, years: Years, case: &Case) -> Result<Vec<Span>, String> {
    let site = SiteHours {
        expression: &case.hours,
        time_zone: zone,
        region: case.region.map(|(region, ..)| region),
        exceptions: &[],
    };
    let schedule = Schedule::parse(site).map_err(|error| error.to_string())?;
    let (start, end) = years.span();
    let days = u32::try_from((end - start) / DAY).expect("two years of days");
    let timeline = schedule.timeline(Moment(start), days);
    let periods = timeline.periods();
    let ends = periods[1..].iter().map(|next| next.from.0).chain([timeline.until().0]);
    let open = periods.iter().zip(ends).filter(|(period, _)| period.state == State::Open);
    Ok(joined(open.map(|(period, until)| (period.from.0, until.min(end))).collect()))
}
