//! Whether a site's object sleeps can be seen on the disk: workerd opens its database when it wakes
//! it, and closes it when it was idle for ten seconds.

use std::path::PathBuf;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tests::{Edge, site, wait};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// What happens to the databases of an edge, in the order in which it happens.
#[derive(Debug)]
pub(crate) struct Disk {
    storage: PathBuf,
    events: UnboundedReceiver<(String, AccessKind)>,
    _watcher: RecommendedWatcher,
}

/// A file of the test's own, by which it knows that everything before has been told.
const MARK: &str = "mark";

const CLOSED: AccessKind = AccessKind::Close(AccessMode::Write);

impl Disk {
    /// Watches an edge with one site.
    pub(crate) fn of(edge: &Edge) -> Self {
        let (sender, events) = unbounded_channel();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let Ok(Event { kind: EventKind::Access(access), paths, .. }) = event else { return };
            let name = paths.first().and_then(|path| path.file_name()).unwrap_or_default();
            // The test may be over.
            sender.send((name.to_string_lossy().into_owned(), access)).ok();
        })
        .expect("the machine tells of changed files");
        let storage = edge.folder.path().join("storage");
        watcher.watch(&storage, RecursiveMode::Recursive).expect("the edge has a storage");
        Self { storage, events, _watcher: watcher }
    }

    /// Waits until the site's object is put to sleep.
    pub(crate) async fn falls_asleep(&mut self) {
        let asleep = async { while !matches!(self.next().await, (true, CLOSED)) {} };
        wait::until("the site to fall asleep", asleep).await;
    }

    /// Whether it has been woken since.
    pub(crate) async fn was_woken(&mut self) -> bool {
        std::fs::write(self.storage.join(MARK), "").expect("the storage is writable");
        let mut woken = false;
        loop {
            let told = wait::until("the mark", self.events.recv()).await;
            let (name, access) = told.expect("the watcher lives");
            if name == MARK && access == CLOSED {
                return woken;
            }
            woken |= is_database(&name) && matches!(access, AccessKind::Open(_));
        }
    }

    /// What happens next, and whether it happens to the site's database.
    async fn next(&mut self) -> (bool, AccessKind) {
        let (name, access) = self.events.recv().await.expect("the watcher lives");
        (is_database(&name), access)
    }
}

fn is_database(name: &str) -> bool {
    name.ends_with(".sqlite") && name != "metadata.sqlite"
}

#[tokio::test]
async fn open_sockets_outlive_the_sleep_of_the_site() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Where is my train?").await;
    let mut disk = Disk::of(&edge);
    let (mut live, mut inbox) = (visitor.live(&asked).await, agent.live().await);
    disk.falls_asleep().await;

    live.ping().await;
    inbox.ping().await;
    assert!(!disk.was_woken().await, "whether a connection stands is answered in its sleep");

    agent.reply(&asked.conversation, "On platform 9.").await;
    let told = serde_json::to_value(live.next().await).unwrap();
    assert_eq!(told["message"]["text"], "On platform 9.");
    inbox.next().await;
    edge.admin().revoke(site::NAME, site::AGENT).await;
    assert_eq!(inbox.closed().await, 4401);
}
