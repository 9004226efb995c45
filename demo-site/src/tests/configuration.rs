//! `site.toml` is a configuration that the edge takes.

use std::collections::BTreeMap;

use protocol::admin::{Role, SiteConfiguration};

const SITE: &str = include_str!("../../site.toml");

fn in_every_language(words: &BTreeMap<String, String>, languages: &[String]) -> bool {
    languages.iter().all(|language| words.contains_key(language))
}

#[test]
fn the_configuration_has_the_shape_of_the_protocol() {
    let site: SiteConfiguration = toml::from_str(SITE).unwrap();
    assert_eq!(site.language, "de");
    assert!(site.agents.iter().any(|agent| agent.role == Role::Owner));
    assert_eq!(site.channels[0].id(), "desk");
}

#[test]
fn every_word_for_visitors_stands_in_every_language() {
    let site: SiteConfiguration = toml::from_str(SITE).unwrap();
    assert!(in_every_language(&site.greeting, &site.languages));
    for topic in &site.topics {
        assert!(in_every_language(&topic.label, &site.languages), "{}", topic.id);
    }
    let named = site.schedules.iter().flat_map(|schedule| &schedule.exceptions);
    for exception in site.exceptions.iter().chain(named) {
        assert!(in_every_language(&exception.note, &site.languages), "{}", exception.from);
    }
}

#[test]
fn topics_pick_schedules_that_there_are() {
    let site: SiteConfiguration = toml::from_str(SITE).unwrap();
    let picked: Vec<_> = site.topics.iter().filter_map(|topic| topic.schedule.as_ref()).collect();
    assert_eq!(picked, ["people", "press"]);
    assert!(picked.iter().all(|id| site.schedules.iter().any(|schedule| schedule.id == **id)));
}

#[test]
fn secrets_and_addresses_come_from_the_environment() {
    assert!(SITE.contains("secret = \"${ASKHOURS_RECEIVER_SECRET}\""));
    assert!(SITE.contains("origins = [\"${ASKHOURS_DEMO_ORIGIN}\"]"));
    assert!(!SITE.contains("whsec_"));
}
