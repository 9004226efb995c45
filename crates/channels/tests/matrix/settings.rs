//! The configuration.

use channels::Channel;
use protocol::channel::{ChannelConfiguration, Matrix};

use crate::{AS_TOKEN, HS_TOKEN, channel, configuration};

fn wrong(change: impl FnOnce(&mut Matrix)) -> Vec<&'static str> {
    let mut configuration = configuration();
    change(&mut configuration);
    let parsed = Channel::parse(&ChannelConfiguration::Matrix(configuration));
    parsed.err().unwrap_or_default().iter().map(|wrong| wrong.field).collect()
}

#[test]
fn every_wrong_field_is_named() {
    assert_eq!(wrong(|matrix| matrix.url = "http://matrix.example.org".to_owned()), ["url"]);
    for room in
        ["", "#questions:example.org", "!", "!a b", "!a\nb", &format!("!{}", "a".repeat(255))]
    {
        assert_eq!(wrong(|matrix| room.clone_into(&mut matrix.room)), ["room"], "{room}");
    }
    for user in ["", "askhours", "@askhours", "askhours:example.org", "@ask hours:example.org"] {
        assert_eq!(wrong(|matrix| user.clone_into(&mut matrix.user)), ["user"], "{user}");
    }
    for token in [
        None,
        Some("short"),
        Some("with spaces and thus no token"),
        Some("tök-tök-tök-tök-tök-tök"),
    ] {
        assert_eq!(wrong(|matrix| matrix.as_token = token.map(str::to_owned)), ["as_token"]);
        assert_eq!(wrong(|matrix| matrix.hs_token = token.map(str::to_owned)), ["hs_token"]);
    }
    assert_eq!(wrong(|matrix| matrix.hs_token = matrix.as_token.clone()), ["hs_token"]);
    for (user, name) in
        [("ada", "Ada"), ("@ada:example.org", "ada@example.org"), ("@ada:example.org", " ")]
    {
        let names = [(user.to_owned(), name.to_owned())];
        assert_eq!(wrong(|matrix| matrix.names = names.into()), ["names"], "{user} {name}");
    }
    let all = Channel::parse(&ChannelConfiguration::Matrix(Matrix::default())).unwrap_err();
    let fields: Vec<_> = all.iter().map(|wrong| wrong.field).collect();
    assert_eq!(fields, ["url", "room", "user", "as_token", "hs_token"]);
}

#[test]
fn tokens_stay_out_of_logs() {
    let shown = format!("{:?} {:#?}", channel(), channel());
    assert!(shown.contains("matrix.example.org"), "{shown}");
    assert!(!shown.contains(AS_TOKEN) && !shown.contains(HS_TOKEN), "{shown}");
}
