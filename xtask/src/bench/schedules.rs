//! The opening hours that are measured.

use hours::{Exception, ExceptionRule, SiteHours};
use serde_json::{Value, json};

/// A site's opening hours in all forms that are needed.
pub(crate) struct Hours {
    pub(crate) name: &'static str,
    expression: String,
    region: Option<&'static str>,
    exceptions: Vec<Exception>,
}

/// As most teams have them.
pub(crate) fn usual() -> Hours {
    Hours {
        name: "usual week",
        expression: "Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-14:00".to_owned(),
        region: Some("DE-BY"),
        exceptions: Vec::new(),
    }
}

/// As hard as they come: 40 rules, most of them past midnight, with seasons, weeks, holidays and Easter, in a region, with 100 exceptions.
pub(crate) fn hard() -> Hours {
    let mut rules = vec!["Mo-Su 08:00-12:00,13:00-17:00,18:00-02:00".to_owned()];
    for (index, month) in MONTHS.iter().enumerate() {
        rules.push(format!("week {}-53/12 Mo[1],We,Fr 21:00-03:30", index + 1));
        rules.push(format!("2026-2036 {month} 10-20 Tu,Th 07:00-11:00,15:00-25:00"));
        rules.push(format!("{month} Sa[-1] 20:00-04:00 open \"long night\""));
    }
    rules.push("PH,Su 10:00-16:00; PH -1 day 08:00-14:00; easter -2 days off \"quiet\"".to_owned());
    let exception = |index: usize| {
        // All over the year and in every year, so that some lie within the next weeks whenever this runs.
        let day = format!("{:02}-{:02}", index % 12 + 1, index / 12 * 3 + 1);
        let rule = match index % 3 {
            0 => ExceptionRule::Closed,
            1 => ExceptionRule::Hours("10:00-14:00,22:00-03:00".to_owned()),
            _ => ExceptionRule::Hours("00:00-24:00".to_owned()),
        };
        Exception { from: day.clone(), to: day, rule, note: Some(format!("note {index}")) }
    };
    Hours {
        name: "hard schedule",
        expression: rules.join("; "),
        region: Some("DE-BY-KATH"),
        exceptions: (0..100).map(exception).collect(),
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Hours {
    /// As the crate reads them.
    pub(crate) fn site(&self) -> SiteHours<'_> {
        SiteHours {
            expression: &self.expression,
            time_zone: "Europe/Berlin",
            region: self.region,
            exceptions: &self.exceptions,
        }
    }

    /// A site with them, as the edge takes it.
    pub(crate) fn configuration(&self) -> Value {
        let exceptions = self.exceptions.iter().map(|it| {
            let mut json = json!({ "from": it.from, "note": { "en": it.note } });
            if let ExceptionRule::Hours(hours) = &it.rule {
                json["hours"] = hours.as_str().into();
            }
            json
        });
        json!({
            "name": "Measured",
            "language": "en",
            "origins": ["https://www.example.org"],
            "time_zone": "Europe/Berlin",
            "hours": self.expression,
            "region": self.region,
            "exceptions": exceptions.collect::<Vec<_>>(),
            "reply_target": "2h",
            "agents": [{ "id": "ada", "name": "Ada Lovelace", "role": "owner" }],
        })
    }
}
