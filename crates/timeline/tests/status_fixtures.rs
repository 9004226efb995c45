//! Holds `Timeline::status` to the cases that the loader's TypeScript is held to as well.

use serde_json::Value;
use timeline::{Millis, Moment, Status, Timeline, Wire};

#[test]
fn every_case_reads_as_expected() {
    let cases: Value = serde_json::from_str(include_str!("../fixtures/status.json")).unwrap();
    for case in cases.as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let timeline = Timeline::try_from(wire(&case["timeline"]).unwrap()).unwrap();
        let closing_soon = Millis::from_minutes(case["closing_soon_minutes"].as_i64().unwrap());
        let now = moment(&case["now_at"]).unwrap();

        let (state, change, reason) = match timeline.status(now, closing_soon) {
            Status::Open { until } => ("open", until, None),
            Status::ClosingSoon { at } => ("closing_soon", Some(at), None),
            Status::Closed { reopens, reason } => ("closed", reopens, reason),
            Status::Paused { reopens, reason } => ("paused", reopens, reason),
        };
        let expect = &case["expect"];
        assert_eq!(state, expect["state"].as_str().unwrap(), "{name}");
        assert_eq!(change, moment(&expect["change_at"]), "{name}");
        assert_eq!(reason.as_deref(), expect["reason"].as_str(), "{name}");

        let next_change = timeline.next_change(now, closing_soon);
        assert_eq!(next_change, moment(&expect["next_change_at"]), "{name}");
    }
}

fn wire(json: &Value) -> Option<Wire> {
    let lengths = json["lengths"].as_array()?.iter();
    let reasons = json["reasons"].as_object().into_iter().flatten();
    let paused = json["paused"].as_array().into_iter().flatten();
    Some(Wire {
        from_minute: json["from"].as_i64()?,
        open: json["open"].as_bool()?,
        lengths: lengths.map(|length| length.as_u64()?.try_into().ok()).collect::<Option<_>>()?,
        reasons: reasons
            .map(|(index, reason)| Some((index.parse().ok()?, reason.as_str()?.to_owned())))
            .collect::<Option<_>>()?,
        paused: paused.map(|index| index.as_u64()?.try_into().ok()).collect::<Option<_>>()?,
    })
}

fn moment(json: &Value) -> Option<Moment> {
    json.as_i64().map(Moment)
}
