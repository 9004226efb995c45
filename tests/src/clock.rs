//! The one clock of the tests: what is signed must be signed now. An edge may have another one.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use timeline::{Millis, Moment};
use tokio::process::Command;

use crate::folder::{Folder, artefacts};
use crate::workerd::existing;

/// Now.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the tests are native, where the clock works")]
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
    Moment(i64::try_from(since.as_millis()).expect("the clock is before the year 292 million"))
}

/// By how much the clock of an edge is ahead: a file that a library reads which `cargo xtask test` builds.
/// Timers keep running as ever.
#[derive(Clone, Debug)]
pub struct Ahead {
    folder: Arc<Folder>,
    by: Millis,
}

impl Ahead {
    /// A clock that shows this moment now.
    #[must_use]
    pub fn at(moment: Moment) -> Self {
        let mut clock = Self { folder: Arc::default(), by: Millis::ZERO };
        clock.pass(moment - now());
        clock
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Moment {
        now() + self.by
    }

    /// Moves it on.
    pub fn pass(&mut self, time: Millis) {
        self.by = self.by + time;
        // Not a new file: the running edge looks at this one.
        let mut file = std::fs::File::options();
        let file = file.write(true).create(true).truncate(false).open(self.file());
        let bytes = self.by.0.to_le_bytes();
        std::io::Write::write_all(&mut file.expect("the clock is writable"), &bytes)
            .expect("the clock is writable");
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("ahead")
    }

    pub(crate) fn set_on(&self, command: &mut Command) {
        let library = existing("ASKHOURS_CLOCK", artefacts().join("stage/clock.so"));
        command.env("LD_PRELOAD", library).env("ASKHOURS_CLOCK_AHEAD", self.file());
    }
}
