//! The site's channels, as the crate `channels` knows them.

use channels::webhook::SettingsError;
use channels::{Channel, webhook};
use protocol::admin::ChannelConfiguration;

use super::settings::{Errors, MAX_ENTRIES};

/// A configured channel of a site.
#[derive(Debug)]
pub(super) struct SiteChannel {
    /// Its id.
    pub(super) id: String,
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
        let ChannelConfiguration::Webhook { id, url, secret } = configuration;
        let Some(secret) = secret else {
            let field = format!("channels[{place}].secret");
            errors.add(
                field,
                "missing",
                "give the secret that the receiver knows, whsec_ and base64",
            );
            continue;
        };
        match webhook::Settings::parse(url, secret) {
            Ok(settings) => {
                let channel = Channel::Webhook(settings);
                channels.push(SiteChannel { id: id.clone(), channel });
            }
            Err(error) => {
                let field = match error {
                    SettingsError::Address | SettingsError::Unencrypted => "url",
                    SettingsError::Secret(_) => "secret",
                };
                errors.add(format!("channels[{place}].{field}"), field, error.to_string());
            }
        }
    }
    channels
}
