//! A site's configuration: `PUT` and `GET /v1/admin/sites/{site}`, and `site.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::channel::ChannelConfiguration;
use crate::own_words::{FormOfAddress, OwnWords};
use crate::site::{AskFor, Look, Topic};
use crate::timeline::Localised;

/// A site's configuration. Unknown keys are refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SiteConfiguration {
    /// The company's name, up to 100 characters.
    pub name: String,
    /// The language for visitors whose own the site does not have, and of the team.
    pub language: String,
    /// The languages that visitors are offered; `language` alone where left out.
    #[serde(default)]
    pub languages: Vec<String>,
    /// How visitors are addressed, where a language tells the difference, as German does.
    #[serde(default, skip_serializing_if = "FormOfAddress::is_formal")]
    pub form_of_address: FormOfAddress,
    /// The site's own words, per language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, OwnWords>,
    /// The origins of the pages that may embed the widget, such as `https://www.example.org`.
    pub origins: Vec<String>,
    /// An IANA time zone, such as `Europe/Berlin`.
    pub time_zone: String,
    /// Weekly hours in OpenStreetMap's syntax, such as `Mo-Fr 08:00-20:00; Sa 09:00-14:00`.
    pub hours: String,
    /// The country or part of a country whose public holidays hold, such as `DE-BY` or `FR`. The team is closed on
    /// them, unless `hours` say otherwise with `PH`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Days on which other hours hold.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
    /// Further opening hours, which topics may pick.
    #[serde(default)]
    pub schedules: Vec<NamedSchedule>,
    /// What the team aims for, in opening time, such as `2h`, `90min` or `1 opening day`.
    pub reply_target: String,
    /// How many minutes before the end the status says so.
    #[serde(default = "default_closing_soon")]
    pub closing_soon: u32,
    /// Look of launcher and panel.
    #[serde(default)]
    pub look: Look,
    /// The site's own first words in the panel, per language.
    #[serde(default)]
    pub greeting: Localised,
    /// The picture that links to the hosted page show: an `https` address on the company's own server, such as
    /// `https://www.example.org/preview.png`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview_image: Option<String>,
    /// What a question may be about.
    #[serde(default)]
    pub topics: Vec<TopicConfiguration>,
    /// Which contact details the form asks for.
    #[serde(default)]
    pub ask_for: AskFor,
    /// The team.
    pub agents: Vec<AgentConfiguration>,
    /// Where questions are forwarded.
    #[serde(default)]
    pub channels: Vec<ChannelConfiguration>,
    /// Who gets a question besides.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// A quarter of an hour: long enough to ask before the team leaves.
const fn default_closing_soon() -> u32 {
    15
}

/// Opening hours of their own, in the site's time zone and with its holidays and exceptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedSchedule {
    /// The schedule's id.
    pub id: String,
    /// Weekly hours in OpenStreetMap's syntax.
    pub hours: String,
    /// Days on which other hours hold; where they name a day of the site's exceptions, they hold instead of those.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
}

/// A day or days on which other hours hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Exception {
    /// The first day, as `2026-12-24`, or as `12-24` for every year.
    pub from: String,
    /// The last day; `from` alone where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The hours on these days, such as `10:00-14:00`; closed where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// What visitors are told, per language.
    #[serde(default)]
    pub note: Localised,
}

/// A member of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentConfiguration {
    /// The agent's id.
    pub id: String,
    /// The name that visitors see.
    pub name: String,
    /// What the agent may do.
    #[serde(default)]
    pub role: Role,
}

/// What an agent may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Role {
    /// Read and answer.
    #[default]
    Agent,
    /// Also change the site.
    Owner,
}

/// What a question may be about, and who gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopicConfiguration {
    /// The topic's id.
    pub id: String,
    /// Its name per language.
    pub label: Localised,
    /// The schedule of the people who answer it; the site's own hours where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// The ids of the channels that get it; every channel without `by_rule` where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<String>>,
    /// The ids of agents, to one of whom it is assigned: the one with the fewest waiting conversations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<String>,
}

impl From<&TopicConfiguration> for Topic {
    /// What visitors are told of it.
    fn from(topic: &TopicConfiguration) -> Self {
        let TopicConfiguration { id, label, schedule, .. } = topic.clone();
        Self { id, label, schedule }
    }
}

/// Who gets a question besides those that its topic names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rule {
    /// The opening state in which it holds; in any where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// The ids of the topics for which it holds; for every question where left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// The ids of the channels that get it too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// The ids of agents, to one of whom it is assigned, unless its topic says to whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<String>,
}

/// An opening state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum When {
    /// The team is there.
    Open,
    /// It is not: closed or paused.
    Closed,
}

/// The answer to `POST /v1/admin/sites/{site}/agents/{agent}/key`. The key is
/// shown this once; any earlier key and its sessions have ended.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentKey {
    /// `<site>.<agent>.<random>`.
    pub key: String,
    /// The personal link that signs in.
    pub sign_in: String,
}

impl std::fmt::Debug for AgentKey {
    /// A key has no business in a log.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AgentKey { .. }")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_key_is_refused_by_name() {
        let error = serde_json::from_str::<Exception>(r#"{"from":"2026-12-24","houres":"x"}"#);
        assert!(error.unwrap_err().to_string().contains("houres"));
    }
}
