//! The built edge on workerd, from outside: inside of it no clock runs while it works.
//!
//! What schedules cost is the difference to a site that is always open.

use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::Value;
use ureq::http::Method;

use crate::apply::Edge;
use crate::bench::measure::middle;
use crate::bench::report::Report;
use crate::bench::schedules::{hard, usual};
use crate::stack::{Addresses, Stack};
use crate::{api, clock, project};

/// How often each configuration is applied.
const ROUNDS: usize = 25;

const SITE: &str = "measured";

pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let data = project::artefacts().join("bench-data");
    std::fs::remove_dir_all(&data).ok();
    tokio::runtime::Runtime::new()?.block_on(async {
        let stack = Stack::start(Addresses::take(0, 0).await?, data, false).await?;
        let outcome = tokio::task::block_in_place(|| requests(&stack, report));
        stack.stop().await?;
        outcome
    })
}

fn requests(stack: &Stack, report: &mut Report) -> Result<()> {
    let origin = stack.edge();
    let edge = Edge { origin: &origin, admin_key: &stack.keys.admin };
    let mut always = usual().configuration();
    for key in ["region", "exceptions"] {
        always.as_object_mut().and_then(|it| it.remove(key));
    }
    always["hours"] = "24/7".into();
    let sites = [
        ("always open", always),
        (usual().name, usual().configuration()),
        (hard().name, hard().configuration()),
    ];
    let mut times: Vec<[Vec<Duration>; 3]> = vec![Default::default(); sites.len()];
    // By turns, so that what else the machine does hits all alike.
    for _ in 0..ROUNDS {
        for ((_, configuration), times) in sites.iter().zip(&mut times) {
            let [applied, first, second] = times;
            applied.push(apply(&edge, configuration)?);
            first.push(payload(&origin)?);
            second.push(payload(&origin)?);
        }
    }
    for ((name, _), [applied, first, second]) in sites.iter().zip(times) {
        report.time(format!("{name}: PUT of the configuration"), "workerd", middle(applied));
        report.time(format!("{name}: first GET of the loader after it"), "workerd", middle(first));
        report.time(format!("{name}: next GET of the loader"), "workerd", middle(second));
    }
    Ok(())
}

fn apply(edge: &Edge<'_>, configuration: &Value) -> Result<Duration> {
    let body = serde_json::to_vec(configuration)?;
    let start: Instant = clock::start();
    edge.call(Method::PUT, &format!("/v1/admin/sites/{SITE}"), body)?;
    Ok(start.elapsed())
}

fn payload(origin: &str) -> Result<Duration> {
    let start = clock::start();
    api::call(Method::GET, &format!("{origin}/{SITE}.js"), &[], Vec::new())?;
    Ok(start.elapsed())
}
