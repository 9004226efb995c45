//! The channels' page: how each channel does, what has not arrived, and what is being done about it.

use std::collections::{BTreeMap, BTreeSet};

use protocol::forwarding::{ChannelHealth, ChannelPause, Deliveries, Delivery, Failure};

use crate::state::reading::Reading;

/// The channels' page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ChannelsPane {
    /// What was read last.
    pub(crate) data: Option<Deliveries>,
    /// Whether the latest read failed.
    pub(crate) failed: bool,
    /// Whether it is being read.
    pub(crate) reading: Reading,
    /// What is under way: [`ALL`], a delivery's id, or what [`pausing`] and [`testing`] give.
    pub(crate) busy: BTreeSet<String>,
    /// What came of the latest action on a channel, by the channel's id.
    pub(crate) outcomes: BTreeMap<String, Outcome>,
}

/// All failed deliveries are being sent again.
pub(crate) const ALL: &str = "";

/// A channel is being paused, or resumed.
pub(crate) fn pausing(channel: &str) -> String {
    format!("pause/{channel}")
}

/// A channel is sent a test question.
pub(crate) fn testing(channel: &str) -> String {
    format!("test/{channel}")
}

/// What came of an action on a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The test question arrived.
    Arrived,
    /// The test question did not arrive.
    Failed(Failure),
    /// The edge did not do it.
    NotDone,
}

impl ChannelsPane {
    /// Takes what was read; without it, what is shown stays. True where it must be read again.
    pub(crate) fn arrived(&mut self, data: Option<Deliveries>) -> bool {
        self.failed = data.is_none();
        self.data = data.or(self.data.take());
        self.reading.end()
    }

    /// The ids of the channels, as long as they are known.
    pub(crate) fn channel_ids(&self) -> Vec<String> {
        let channels = self.data.iter().flat_map(|data| &data.channels);
        channels.map(|channel| channel.id.clone()).collect()
    }

    /// The ids of what has not arrived.
    pub(crate) fn delivery_ids(&self) -> Vec<String> {
        let deliveries = self.data.iter().flat_map(|data| &data.deliveries);
        deliveries.map(|delivery| delivery.id.clone()).collect()
    }

    /// A channel.
    pub(crate) fn channel(&self, id: &str) -> Option<&ChannelHealth> {
        self.data.as_ref()?.channels.iter().find(|channel| channel.id == id)
    }

    /// A delivery that has not arrived.
    pub(crate) fn delivery(&self, id: &str) -> Option<&Delivery> {
        self.data.as_ref()?.deliveries.iter().find(|delivery| delivery.id == id)
    }

    /// Whether sending all again would do something: it switches channels on again too.
    pub(crate) fn can_retry(&self) -> bool {
        let channels = self.data.iter().flat_map(|data| &data.channels);
        channels.into_iter().any(|channel| channel.failed != 0 || channel.switched_off.is_some())
    }
}

/// How a channel does, in the order in which it matters to somebody who wonders why nothing arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health<'a> {
    /// An agent has paused it.
    Paused(&'a ChannelPause),
    /// It is switched off.
    Off(&'a Failure),
    /// It is left alone until then, because its service asked for that.
    Resting(i64),
    /// It did not take the latest thing that it was brought.
    Failing,
    /// It took the latest thing that it was brought.
    Works,
    /// It has not been brought anything yet.
    Unused,
}

impl<'a> Health<'a> {
    /// How a channel does now.
    pub(crate) fn of(channel: &'a ChannelHealth, now: i64) -> Self {
        if let Some(pause) = &channel.paused {
            return Self::Paused(pause);
        }
        if let Some(failure) = &channel.switched_off {
            return Self::Off(failure);
        }
        match (channel.rests_until, channel.failed_at, channel.succeeded_at) {
            (Some(until), ..) if until > now => Self::Resting(until),
            (_, None, None) => Self::Unused,
            (_, failed, succeeded) if failed > succeeded => Self::Failing,
            _ => Self::Works,
        }
    }

    /// Its class in the stylesheet.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Works => "health fine",
            Self::Unused => "health",
            Self::Paused(_) | Self::Resting(_) => "health soon",
            Self::Off(_) | Self::Failing => "health wrong",
        }
    }
}

/// The channel's last error, where its health does not tell it already.
pub(crate) fn last_error(channel: &ChannelHealth) -> Option<(&Failure, i64)> {
    let told = channel.paused.is_none() && channel.failure == channel.switched_off;
    channel.failure.as_ref().filter(|_| !told).zip(channel.failed_at)
}

/// A kind of channel as its makers write it: the configuration's `chatwoot` is Chatwoot.
pub(crate) fn brand(kind: &str) -> String {
    let mut characters = kind.chars();
    let first = characters.next();
    first.into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::{channel, delivery, failure};

    const NOW: i64 = 1_000;

    #[test]
    fn a_channel_is_what_it_did_last() {
        let new = channel("desk");
        assert_eq!(Health::of(&new, NOW), Health::Unused);
        let works = ChannelHealth { succeeded_at: Some(2), failed_at: Some(1), ..new.clone() };
        assert_eq!(Health::of(&works, NOW), Health::Works);
        let fails = ChannelHealth { failed_at: Some(3), ..works.clone() };
        assert_eq!(Health::of(&fails, NOW), Health::Failing);
        let never_worked = ChannelHealth { failed_at: Some(3), ..new };
        assert_eq!(Health::of(&never_worked, NOW), Health::Failing);
    }

    #[test]
    fn what_holds_a_channel_up_is_told_before_how_it_did() {
        let works = ChannelHealth { succeeded_at: Some(2), ..channel("desk") };
        let rests = ChannelHealth { rests_until: Some(NOW + 1), ..works };
        assert_eq!(Health::of(&rests, NOW), Health::Resting(NOW + 1));
        assert_eq!(Health::of(&rests, NOW + 1), Health::Works, "it has rested");
        let off = ChannelHealth { switched_off: Some(failure("gone")), ..rests };
        assert_eq!(Health::of(&off, NOW), Health::Off(&failure("gone")));
        let pause = ChannelPause { by: "Mara".to_owned(), at: 5 };
        let paused = ChannelHealth { paused: Some(pause.clone()), ..off };
        assert_eq!(Health::of(&paused, NOW), Health::Paused(&pause), "whoever paused it sees that");
    }

    #[test]
    fn an_error_is_told_once() {
        let failed =
            ChannelHealth { failure: Some(failure("gone")), failed_at: Some(7), ..channel("desk") };
        assert_eq!(last_error(&failed), Some((&failure("gone"), 7)));
        let off = ChannelHealth { switched_off: Some(failure("gone")), ..failed };
        assert_eq!(last_error(&off), None);
        let pause = ChannelPause { by: "Mara".to_owned(), at: 5 };
        let paused = ChannelHealth { paused: Some(pause), ..off };
        assert_eq!(last_error(&paused), Some((&failure("gone"), 7)));
        assert_eq!(last_error(&channel("desk")), None);
    }

    #[test]
    fn what_could_not_be_read_again_stays() {
        let mut pane = ChannelsPane::default();
        let data = Deliveries { deliveries: vec![delivery("a", "desk")], channels: Vec::new() };
        pane.reading.begin();
        assert!(!pane.arrived(Some(data.clone())));
        pane.reading.begin();
        pane.reading.begin();
        assert!(pane.arrived(None));
        assert_eq!((pane.failed, pane.data.as_ref()), (true, Some(&data)));
        assert_eq!(pane.delivery_ids(), ["a"]);
        assert_eq!((pane.delivery("a").is_some(), pane.delivery("b")), (true, None));
    }

    #[test]
    fn sending_all_again_is_offered_where_it_helps() {
        let pane = |channel| {
            let data = Deliveries { deliveries: Vec::new(), channels: vec![channel] };
            ChannelsPane { data: Some(data), ..ChannelsPane::default() }
        };
        assert!(!pane(ChannelHealth { waiting: 3, ..channel("desk") }).can_retry());
        assert!(pane(ChannelHealth { failed: 1, ..channel("desk") }).can_retry());
        let off = ChannelHealth { switched_off: Some(failure("gone")), ..channel("desk") };
        assert!(pane(off.clone()).can_retry());
        assert_eq!(pane(off).channel_ids(), ["desk"]);
    }

    #[test]
    fn kinds_are_written_as_names() {
        assert_eq!((brand("chatwoot"), brand("")), ("Chatwoot".to_owned(), String::new()));
    }
}
