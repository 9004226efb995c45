//! What takes time, done when the answer has left: nobody waits for it.

use std::rc::Rc;
use std::time::Duration;

use timeline::Moment;
use worker::Delay;

use super::{statistics, stored};
use crate::problem::ApiResult;
use crate::site::settings::Settings;
use crate::site::sql::Sql;
use crate::site::{Site, now};

/// Until the answer has left, and what was asked along with it.
const AFTER: Duration = Duration::from_millis(50);

/// Works out what is due, a little later and once for all who ask for it meanwhile. What is cut off by
/// the end of the process is due again at the next occasion.
pub(crate) fn work(site: &Site) -> ApiResult<()> {
    let settings = site.settings()?;
    if site.working.replace(true) {
        return Ok(());
    }
    let (working, sql) = (Rc::clone(&site.working), Sql::new(site.state.storage()));
    site.state.wait_until(async move {
        Delay::from(AFTER).await;
        if let Err(error) = all(&sql, &settings).await {
            let error = error.into_problem();
            worker::console_error!("opening hours could not be worked out: {}", error.detail);
        }
        working.set(false);
    });
    Ok(())
}

/// Where a configuration was applied meanwhile, nothing is due: that has worked out everything.
async fn all(sql: &Sql, settings: &Settings) -> ApiResult<()> {
    for name in settings.told() {
        let now = Moment(now());
        if stored::timeline(sql, name, now)?.is_none_or(|stored| stored.is_stale) {
            // Reading hours may take as long as working them out. Whoever came meanwhile is next each time.
            settings.schedule(name)?;
            Delay::from(Duration::ZERO).await;
            stored::work_out(sql, settings, name, now)?;
            Delay::from(Duration::ZERO).await;
        }
    }
    statistics::settle(sql, settings)
}
