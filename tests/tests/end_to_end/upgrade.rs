//! A store of an earlier version opens in this one, with all that stands in it.
//!
//! `fixtures/stores` holds what an edge has left of a site with one answered question: the database of the site's
//! object, after `PRAGMA wal_checkpoint(TRUNCATE)` and gzip, named by its last migration step.

use std::fs;
use std::io::Read as _;

use flate2::read::GzDecoder;
use protocol::conversation::ConversationState;
use protocol::question::Asked;
use tests::folder::root;
use tests::workerd::Environment;
use tests::{Edge, site};

/// The name of the object of the site `nordwind`, which follows from that name and the class's key in `workerd.capnp`.
const OBJECT: &str = "65416147a46c480ff6e31802ab15f715f25bb78c0b8d34f54ca7cc67b82e2c47";

/// The keys of the edge that has left it.
const ADMIN_KEY: &str = "admin-key-of-the-kept-store-0123456789";
const SIGNING_KEY: &str = "signing-key-of-the-kept-store-0123456789";

/// An edge on a store of that name.
async fn upon(store: &str) -> Edge {
    let (admin_key, signing_key) = (ADMIN_KEY.to_owned(), SIGNING_KEY.to_owned());
    let mut edge =
        Edge::within(Environment { admin_key, signing_key, ..Environment::random() }).await;
    edge.kill().await;
    let packed = root().join(format!("tests/fixtures/stores/{store}.sqlite.gz"));
    let packed = fs::File::open(packed).expect("the store is there");
    let mut database = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut database).expect("it is whole");
    let objects = edge.folder.path().join("storage/askhours-site");
    fs::create_dir_all(&objects).expect("the test's folder is writable");
    fs::write(objects.join(OBJECT).with_extension("sqlite"), database)
        .expect("the test's folder is writable");
    edge.restart().await;
    edge
}

#[tokio::test]
async fn a_store_from_before_identities_goes_on() {
    let edge = upon("channels").await;
    let kept = Asked {
        conversation: "nordwind.st7iljd4uy54tb6ve6werz2z5z".to_owned(),
        secret: "bw1U6AuU-enstiMEXInLTpsD5NaGAs3xqk7n3I93xJc".to_owned(),
        promise: protocol::question::Promise::default(),
        verified: None,
    };
    let conversation = edge.visitor().read(&kept).await;
    assert_eq!(conversation.state, ConversationState::Answered);
    assert_eq!(conversation.messages[1].text, "Yes, two per coach.");
    let agent = edge.agent().await;
    let visitor = agent.detail(&kept.conversation).await.visitor;
    assert_eq!((visitor.email.as_deref(), visitor.verified), (Some("mara@example.org"), false));
    assert_eq!(edge.admin().identity_key(site::NAME).await.len(), 52);
    edge.visitor().write(&kept, "Thank you!").await;
    assert_eq!(agent.list("?state=waiting").await.conversations.len(), 1);
}
