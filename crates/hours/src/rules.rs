//! The rules of weekly hours, and what they make of a day together.
//!
//! The crate `opening-hours` reads the rules, and knows on which dates each of them holds. Putting them together
//! is done here, because the crate's own way (`OpeningHours::schedule_at` and `Schedule::from_ranges`, up to 2.1.4)
//! differs from OpenStreetMap's specification, and with it from the other evaluators:
//!
//! - a span within an earlier one ends that one: `10:00-16:00,11:00-12:00` would close at 12:00,
//! - what lasts past midnight is lost where an earlier rule names the day after: with
//!   `Su-Th 11:00-01:00; Fr-Sa 11:00-04:00`, Saturday night would end at midnight,
//! - a fallback rule is looked at only on days on which nothing else is open: `Mo 09:00-12:00 || Mo 14:00-16:00`
//!   would be closed in the afternoon.

use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use opening_hours::{Context, RuleKind};
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleOperator, RuleSequence};
use timeline::State;

use crate::day::{Day, MINUTES};
use crate::day_selector::Dates;
use crate::error::Problem;
use crate::expression::minutes;

/// Rules in their order, of which the later ones weigh more.
#[derive(Clone, Debug)]
pub(crate) struct Rules(Vec<Rule>);

/// One rule: on these dates, within these minutes, this holds.
#[derive(Clone, Debug)]
struct Rule {
    operator: RuleOperator,
    dates: Dates,
    /// In minutes from the date's midnight, up to those of the day after.
    spans: Vec<Range<u16>>,
    kind: RuleKind,
    comment: Option<Arc<str>>,
}

impl Rules {
    /// Takes apart what was read. Its times are those of the clock.
    pub(crate) fn of(
        expression: &OpeningHoursExpression,
        context: &Context,
    ) -> Result<Self, Problem> {
        let rules = expression.rules.iter().map(|rule| Rule::of(rule, context));
        Ok(Self(rules.collect::<Result<_, _>>()?))
    }

    /// All that holds on a date.
    pub(crate) fn day(&self, date: NaiveDate) -> Day {
        self.lay(date, date.pred_opt())
    }

    /// What holds on a date where nobody stayed from the evening before.
    pub(crate) fn own_day(&self, date: NaiveDate) -> Day {
        self.lay(date, None)
    }

    fn lay(&self, date: NaiveDate, yesterday: Option<NaiveDate>) -> Day {
        let mut day = Day::closed(None);
        // Where a rule said open or unknown: no fallback is needed there.
        let mut known = Day::closed(None);
        for rule in &self.0 {
            let today = rule.dates.contain(date);
            if today && rule.replaces_earlier() {
                (day, known) = (Day::closed(None), Day::closed(None));
            }
            let stayed = yesterday.is_some_and(|it| rule.is_overnight() && rule.dates.contain(it));
            let mut spans = Vec::new();
            if today {
                spans.extend_from_slice(&rule.spans);
            }
            if stayed {
                spans.extend(rule.spans.iter().filter_map(morning_after));
            }
            if rule.operator == RuleOperator::Fallback {
                spans = spans.iter().flat_map(|span| known.closed_within(span)).collect();
            }
            for span in spans {
                let answer =
                    if rule.kind == RuleKind::Closed { State::Closed } else { State::Open };
                known.set(span.clone(), answer, None);
                let state = if rule.kind == RuleKind::Open { State::Open } else { State::Closed };
                day.set(span, state, rule.comment.clone());
            }
        }
        day
    }
}

impl Rule {
    fn of(rule: &RuleSequence, context: &Context) -> Result<Self, Problem> {
        Ok(Self {
            operator: rule.operator,
            dates: Dates::of(&rule.day_selector, context)?,
            spans: rule.time_selector.spans.iter().filter_map(minutes).collect(),
            kind: rule.kind,
            comment: Some(rule.comment.clone()).filter(|comment| !comment.is_empty()),
        })
    }

    /// Whether nothing is left of the rules before it on a date of its own. `off` takes its own minutes alone.
    fn replaces_earlier(&self) -> bool {
        self.operator == RuleOperator::Normal && self.kind != RuleKind::Closed
    }

    fn is_overnight(&self) -> bool {
        self.spans.iter().any(|span| span.end > MINUTES)
    }
}

/// The part of a span that lasts into the day after, in that day's minutes.
fn morning_after(span: &Range<u16>) -> Option<Range<u16>> {
    (span.end > MINUTES).then(|| span.start.saturating_sub(MINUTES)..span.end - MINUTES)
}
