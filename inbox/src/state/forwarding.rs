//! Where a conversation went: its deliveries, channel by channel.

use protocol::forwarding::{Delivery, DeliveryState};

/// What a channel was brought of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// The channel's id.
    pub(crate) channel: String,
    /// What has not arrived, oldest first.
    pub(crate) open: Vec<Delivery>,
    /// What has arrived, oldest first.
    pub(crate) delivered: Vec<Delivery>,
}

/// The deliveries by channel, in the order in which the channels came into play.
pub(crate) fn by_channel(deliveries: Vec<Delivery>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for delivery in deliveries {
        let place = groups.iter().position(|group| group.channel == delivery.channel);
        let place = place.unwrap_or_else(|| {
            let channel = delivery.channel.clone();
            groups.push(Group { channel, open: Vec::new(), delivered: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            let delivered = delivery.state == DeliveryState::Delivered;
            let side = if delivered { &mut group.delivered } else { &mut group.open };
            side.push(delivery);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::delivery;

    #[test]
    fn each_channel_has_its_own_and_what_is_open_stands_apart() {
        let delivered =
            |id, channel| Delivery { state: DeliveryState::Delivered, ..delivery(id, channel) };
        let groups = by_channel(vec![
            delivered("a", "desk"),
            delivery("b", "mail"),
            delivery("c", "desk"),
            delivered("d", "desk"),
        ]);
        let ids = |deliveries: &[Delivery]| {
            deliveries.iter().map(|delivery| delivery.id.clone()).collect::<Vec<_>>().join(" ")
        };
        let told: Vec<_> = groups
            .iter()
            .map(|group| (group.channel.as_str(), ids(&group.open), ids(&group.delivered)))
            .collect();
        assert_eq!(told, [("desk", "c".into(), "a d".into()), ("mail", "b".into(), String::new())]);
        assert!(by_channel(Vec::new()).is_empty());
    }
}
