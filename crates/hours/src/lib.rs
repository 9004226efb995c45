//! What a site writes down about its opening hours, made into a [`timeline::Timeline`].
//!
//! A site gives weekly hours in OpenStreetMap's `opening_hours` syntax, an IANA time zone, and dated
//! exceptions. [`Schedule::parse`] takes them once, when the configuration changes; [`Schedule::timeline`]
//! works out the next weeks, once a day or so. Visitors and agents then only read the timeline, without
//! this crate and its time-zone database.
//!
//! - [`schedule`] is the whole, and how local time becomes UTC,
//! - [`exception`] has the dates on which other hours hold,
//! - [`holidays`] has the public holidays of every region, with their names,
//! - [`reply_target`] reads "2h" and "1 opening day",
//! - [`error`] tells what was wrong, in which field, where, and the mend.
//!
//! # What the hours mean
//!
//! - **The clock on the wall decides.** The team is open exactly while a clock in the site's time zone shows
//!   a time within the hours. Where daylight saving skips an hour, times within it never come: a team that
//!   opens at 02:30 opens at 03:00 that night. Where an hour is repeated, the hours hold both times.
//! - **Weekly hours are read as OpenStreetMap specifies**, and as its evaluators read them: a later rule replaces the
//!   earlier ones on every calendar day that it names, also what lasts past midnight from the day before.
//!   Saturday's rule in `Fr 22:00-02:00; Sa 10:00-14:00` ends Friday's shift at midnight;
//!   `Fr 22:00-02:00, Sa 10:00-14:00` keeps it.
//! - **Public holidays are those of the site's region.** Where the hours name them (`PH`), these rules decide as
//!   OpenStreetMap specifies: `PH off` takes the calendar day, with what lasts into it from the evening before,
//!   but not what a shift of its own would leave for the morning after. Where the hours do not, the team is away on
//!   holidays as on exceptions, and shifts are followed. Either way the closed times of the holiday say its
//!   name, unless the rule has a comment of its own. [`holidays::names`] reads it.
//! - **Exceptions follow the shift, not the midnight.** A shift that began on the evening before an exception
//!   ends when it was to end; a shift that would begin on the excepted date does not, and so leaves
//!   nothing for the morning after it.
//! - **The day's last minute belongs to the day**: hours until 23:59 are hours until 24:00. `23:59-24:00 off` is closed.
//! - **`unknown` is closed**: the team cannot promise to be there. As OpenStreetMap specifies, a comment alone means
//!   unknown too: `Mo 09:00-12:00 "by appointment"`. Where the team is there, say so: `open "ring the bell"`.
//!
//! # What is refused
//!
//! Hours that promise nothing definite: sunrise and sunset, an open end (`18:00+`), and points in time.
//! Public holidays (`PH`) without a region and school holidays (`SH`) are refused too, because an `off` that never
//! comes true is worse than an error. So is what `opening-hours` reads otherwise than it is meant: see `misread`.
//!
//! # Where the crate `opening-hours` is put right
//!
//! It reads the hours, and tells about dates that are not written plainly. Version 2.1 differs from OpenStreetMap's
//! specification in places, each of which is met in one file:
//!
//! - `text`: what is written anew before it reads it,
//! - `misread`: what is refused because it cannot be read as meant,
//! - `rules`: how rules are put together, with what the crate makes of them,
//! - `day_selector`: what it writes but does not read again,
//! - [`holidays`]: its calendar of holidays, in place of which there is an own one.

mod date_range;
mod day;
mod day_selector;
pub mod error;
pub mod exception;
mod expression;
pub mod holidays;
mod misread;
pub mod reply_target;
mod rules;
pub mod schedule;
mod text;
mod zone;

pub use error::{Field, HoursError, Problem};
pub use exception::{Exception, ExceptionRule};
pub use reply_target::{ReplyTarget, parse_reply_target};
pub use schedule::{DEFAULT_DAYS, Schedule, SiteHours};
