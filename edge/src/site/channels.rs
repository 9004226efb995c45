//! The site's channels, as the crate `channels` knows them.

use channels::Channel;
use protocol::channel::ChannelConfiguration;

use super::settings::{Errors, MAX_ENTRIES};

/// A configured channel of a site.
#[derive(Debug)]
pub(super) struct SiteChannel {
    /// Its id.
    pub(super) id: String,
    /// The name of its kind, as `type` has it.
    pub(super) kind: &'static str,
    /// Whether it gets only what a topic or a rule sends it.
    pub(super) by_rule: bool,
    /// What it is.
    pub(super) channel: Channel,
}

/// Reads the channels of a configuration.
pub(super) fn parse(
    configurations: &[ChannelConfiguration],
    errors: &mut Errors,
) -> Vec<SiteChannel> {
    errors.ids("channels", configurations.iter().map(ChannelConfiguration::id), MAX_ENTRIES);
    let mut channels = Vec::new();
    for (place, configuration) in configurations.iter().enumerate() {
        match Channel::parse(configuration) {
            Ok(channel) => channels.push(SiteChannel {
                id: configuration.id().to_owned(),
                kind: configuration.kind(),
                by_rule: configuration.by_rule(),
                channel,
            }),
            Err(wrong) => {
                for wrong in wrong {
                    let field = format!("channels[{place}].{}", wrong.field);
                    errors.add(field, wrong.code, wrong.detail);
                }
            }
        }
    }
    channels
}
