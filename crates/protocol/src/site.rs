//! What the loader knows of a site: `GET /v1/sites/{site}`, and the same inside
//! `GET /{site}.js`.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

use crate::own_words::{FormOfAddress, OwnWords};
use crate::timeline::{Localised, Timeline};

/// A site's payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Site {
    /// The site's id.
    pub site: String,
    /// The company's name.
    pub name: String,
    /// The language for visitors whose own the site does not have.
    pub language: String,
    /// The languages that the site offers, `language` first.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The IANA time zone of the opening hours.
    pub time_zone: String,
    /// The opening hours of the next weeks.
    pub timeline: Timeline,
    /// The opening hours of the schedules that topics pick, by the schedule's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub schedules: BTreeMap<String, Timeline>,
    /// Counts up whenever the opening hours are changed, from when on they may be told in any order: a
    /// page takes nothing of a lower revision than it has.
    #[serde(default)]
    pub revision: i64,
    /// How many minutes before the end the status says so.
    pub closing_soon: u32,
    /// How long an answer takes.
    pub reply: Reply,
    /// Look of launcher and panel.
    pub look: Look,
    /// What a question may be about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
    /// Which contact details the form asks for.
    pub ask_for: AskFor,
    /// The site's own first words in the panel, per language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub greeting: Localised,
    /// The launcher's words in the site's `language`, and inside the loader in the browser's too; each in the order
    /// of `words::launcher::Word`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, Vec<String>>,
    /// Addresses of what is fetched on intent, relative to the edge.
    #[serde(default, skip_serializing_if = "App::is_nothing")]
    pub app: App,
}

/// What the site's object tells the front of the edge: the payload without
/// words and addresses, which the front knows, and who may embed it. It never
/// leaves the edge.
///
/// While a release replaces another one, front and object are of two releases: a new field has a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicSite {
    /// The payload, without `words` and `app`.
    pub payload: Site,
    /// How visitors are addressed.
    #[serde(default)]
    pub form_of_address: FormOfAddress,
    /// The site's own words, per language.
    #[serde(default)]
    pub words: BTreeMap<String, OwnWords>,
    /// The origins of the pages that may embed the widget.
    pub origins: Vec<String>,
    /// The picture that links to the hosted page show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview_image: Option<String>,
}

/// How long an answer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reply {
    /// What the team aims for, in minutes of opening time; missing where it counts in opening days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_minutes: Option<u32>,
    /// What the team aims for, in opening days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_days: Option<u32>,
    /// The median of the latest first answers, in minutes of opening time;
    /// missing while there are too few.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual_minutes: Option<u32>,
}

/// Look of launcher and panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Look {
    /// The company's colour, as `#rrggbb`.
    pub accent: String,
    /// The corner in which the launcher floats.
    pub position: Position,
    /// Light or dark.
    #[serde(skip_serializing_if = "Theme::is_page")]
    pub theme: Theme,
}

impl Default for Look {
    fn default() -> Self {
        Self { accent: "#1f5f8b".to_owned(), position: Position::Right, theme: Theme::Page }
    }
}

/// A lower corner of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Position {
    /// The lower left corner.
    Left,
    /// The lower right corner.
    #[default]
    Right,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Theme {
    /// As the page around it, by its `color-scheme`.
    #[default]
    Page,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// As the visitor's system prefers.
    System,
}

impl Theme {
    /// Left out of the payload, which every page view carries.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_page(&self) -> bool {
        *self == Self::Page
    }
}

/// What a question may be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Topic {
    /// The topic's id.
    pub id: String,
    /// Its name per language.
    pub label: Localised,
    /// The schedule of the people who answer it; the site's own hours where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
}

/// Which contact details the form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskFor {
    /// The visitor's name.
    pub name: Need,
    /// The visitor's e-mail address.
    pub email: Need,
    /// The visitor's telephone number.
    pub phone: Need,
}

impl Default for AskFor {
    /// Little is asked for, since each further field costs questions.
    fn default() -> Self {
        Self { name: Need::Optional, email: Need::Optional, phone: Need::Hidden }
    }
}

/// Whether a field is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Need {
    /// Not asked for.
    Hidden,
    /// Asked for; may be left empty.
    Optional,
    /// Without it no question is sent.
    Required,
}

/// Addresses of what is fetched on intent, relative to the edge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct App {
    /// The panel's script.
    pub script: String,
    /// The panel's WebAssembly.
    pub wasm: String,
    /// Before a language's tag, the address of its words: launcher's and panel's tables, and what only the panel reads
    /// of the payload, as `[[..], [..], {..}]`.
    #[serde(deserialize_with = "address")]
    pub words: String,
}

impl App {
    /// Left out of what the site's object tells.
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// An address; nothing of the table that an object of an earlier release has in its place, which is empty.
fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Told {
        Address(String),
        Other(IgnoredAny),
    }
    Ok(match Told::deserialize(deserializer)? {
        Told::Address(address) => address,
        Told::Other(_) => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// What an object of the first release tells.
    fn of_first_release() -> Value {
        json!({
            "payload": {
                "site": "nordwind",
                "name": "Nordwind",
                "language": "de",
                "time_zone": "Europe/Berlin",
                "timeline": { "from": 29_000_000, "open": false, "lengths": [480, 600] },
                "revision": 3,
                "closing_soon": 30,
                "reply": { "target_minutes": 120 },
                "look": { "accent": "#1f5f8b", "position": "right" },
                "ask_for": { "name": "optional", "email": "optional", "phone": "hidden" },
                "words": {},
                "app": { "script": "", "wasm": "", "words": {} },
            },
            "origins": ["https://www.example.com"],
        })
    }

    #[test]
    fn what_an_object_of_an_earlier_release_tells_is_read() {
        let site: PublicSite = serde_json::from_value(of_first_release()).unwrap();
        assert_eq!(site.form_of_address, FormOfAddress::Formal);
        assert_eq!((site.words.len(), site.payload.words.len()), (0, 0));
        assert_eq!(site.payload.app, App::default());
        assert_eq!(site.payload.revision, 3);
    }

    #[test]
    fn an_object_tells_nothing_that_only_the_front_knows() {
        let site: PublicSite = serde_json::from_value(of_first_release()).unwrap();
        let told = serde_json::to_value(&site).unwrap();
        assert_eq!([&told["payload"]["words"], &told["payload"]["app"]], [&Value::Null; 2]);
        assert_eq!(serde_json::from_value::<PublicSite>(told).unwrap(), site);
    }

    #[test]
    fn addresses_are_told_and_read() {
        let mut site: PublicSite = serde_json::from_value(of_first_release()).unwrap();
        site.payload.app.words = "/nordwind/words/1a/".to_owned();
        let told = serde_json::to_value(&site.payload).unwrap();
        assert_eq!(serde_json::from_value::<Site>(told).unwrap(), site.payload);
    }
}
