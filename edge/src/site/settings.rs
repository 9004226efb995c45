//! A site's configuration, checked: what it says is possible, and every mistake
//! is named with its field at once.

use std::collections::{BTreeMap, HashSet};

use conversation::id::Slug;
use conversation::promise::ReplyTarget;
use conversation::text::PersonName;
use hours::{HoursError, Schedule};
use protocol::admin::{AgentConfiguration, Exception, SiteConfiguration};
use protocol::problem::FieldError;
use protocol::question::{Code, field_error};

use super::channels::{self, SiteChannel};
use super::languages;
use super::opening::schedules::{self, OWN, Schedules};
use super::routing;
use crate::problem::ApiResult;

/// The longest time before closing at which the status may say so, in minutes.
const MAX_CLOSING_SOON: u32 = 240;
/// Longer addresses are cut on the way, by servers and by those who fetch.
const MAX_ADDRESS: usize = 2_000;
/// The most entries in any list of the configuration. Payload and page stay small.
pub(super) const MAX_ENTRIES: usize = 100;

/// A checked configuration, with what follows from it.
#[derive(Debug)]
pub(super) struct Settings {
    /// What was applied.
    pub(super) configuration: SiteConfiguration,
    schedules: Schedules,
    /// What the team aims for.
    pub(super) reply_target: ReplyTarget,
    /// Where questions are forwarded.
    pub(super) channels: Vec<SiteChannel>,
}

impl Settings {
    /// The agent of that id.
    pub(super) fn agent(&self, id: &str) -> Option<&AgentConfiguration> {
        self.configuration.agents.iter().find(|agent| agent.id == id)
    }

    /// The schedule of that name.
    pub(super) fn schedule(&self, name: &str) -> ApiResult<&Schedule> {
        self.schedules.get(&self.configuration, name)
    }

    /// The names of the schedules that topics pick.
    pub(super) fn picked(&self) -> impl Iterator<Item = &str> {
        let picks = |id: &str| {
            let mut topics = self.configuration.topics.iter();
            topics.any(|topic| topic.schedule.as_deref() == Some(id))
        };
        let ids = self.configuration.schedules.iter().map(|schedule| schedule.id.as_str());
        ids.filter(move |id| picks(id))
    }

    /// The names of the schedules of which visitors are told.
    pub(super) fn told(&self) -> impl Iterator<Item = &str> {
        [OWN].into_iter().chain(self.picked())
    }

    /// The name of the schedule that holds for a topic.
    pub(super) fn schedule_of(&self, topic: Option<&str>) -> &str {
        let topic = self.configuration.topics.iter().find(|known| Some(&*known.id) == topic);
        topic.and_then(|topic| topic.schedule.as_deref()).unwrap_or(OWN)
    }

    /// The channel of that id.
    pub(super) fn channel(&self, id: &str) -> Option<&SiteChannel> {
        self.channels.iter().find(|channel| channel.id == id)
    }
}

/// Checks a configuration.
///
/// # Errors
/// Every field that is wrong.
pub(super) fn check(configuration: SiteConfiguration) -> Result<Settings, Vec<FieldError>> {
    read(configuration, |configuration, errors| {
        languages::check_words(configuration, errors);
        schedules::check(configuration, errors)
    })
}

/// Reads a configuration that was checked when it was applied. Reading the hours again may take
/// milliseconds, so that is left until they are needed. Words of the site's own are left out when they are shown,
/// where they fit no longer.
///
/// # Errors
/// Every field that an older version took and this one does not.
pub(super) fn reread(configuration: SiteConfiguration) -> Result<Settings, Vec<FieldError>> {
    read(configuration, |configuration, _| Schedules::of(configuration))
}

fn read(
    mut configuration: SiteConfiguration,
    schedules: impl FnOnce(&SiteConfiguration, &mut Errors) -> Schedules,
) -> Result<Settings, Vec<FieldError>> {
    let mut errors = Errors::default();
    errors.note("name", PersonName::parse(&configuration.name));
    languages::check(&mut configuration, &mut errors);
    origins(&configuration.origins, &mut errors);
    look(&configuration, &mut errors);
    preview_image(&configuration, &mut errors);
    topics(&configuration, &mut errors);
    agents(&configuration, &mut errors);
    sizes(&configuration, &mut errors);
    let schedules = schedules(&configuration, &mut errors);
    let reply_target = schedules::reply_target(&configuration.reply_target, &mut errors);
    let channels = channels::parse(&configuration.channels, &mut errors);
    match reply_target {
        Some(reply_target) if errors.0.is_empty() => {
            let settings = Settings { configuration, schedules, reply_target, channels };
            routing::check(&settings, &mut errors);
            if errors.0.is_empty() { Ok(settings) } else { Err(errors.0) }
        }
        _ => Err(errors.0),
    }
}

/// What is wrong, field by field.
#[derive(Debug, Default)]
pub(super) struct Errors(pub(super) Vec<FieldError>);

impl Errors {
    /// Adds what is wrong with a field.
    pub(super) fn add(&mut self, field: impl Into<String>, code: &str, detail: impl Into<String>) {
        let (code, detail) = (code.to_owned(), detail.into());
        self.0.push(FieldError { field: field.into(), code, detail });
    }

    /// Adds what is wrong with opening hours, under the whole path of the field.
    pub(super) fn hours(&mut self, error: &HoursError, field: &str) {
        let told = error.to_string();
        let rest = told.strip_prefix(&error.field.to_string()).unwrap_or(&told);
        self.add(field, "hours", format!("{field}{rest}"));
    }

    /// Checks that a list is of a bearable length.
    pub(super) fn at_most(&mut self, list: &str, length: usize, limit: usize) {
        if length > limit {
            self.add(list, "too_many", format!("list at most {limit} entries"));
        }
    }

    fn note<T, E: Code>(&mut self, field: &str, parsed: Result<T, E>) {
        if let Err(error) = parsed {
            self.0.push(field_error(field, &error));
        }
    }

    /// Checks that a list is of a bearable length, and its ids are short names that differ.
    pub(super) fn ids<'a>(
        &mut self,
        list: &str,
        ids: impl ExactSizeIterator<Item = &'a str>,
        limit: usize,
    ) {
        self.at_most(list, ids.len(), limit);
        let mut seen = HashSet::new();
        for (place, id) in ids.enumerate() {
            let field = format!("{list}[{place}].id");
            self.note(&field, Slug::parse(id));
            if !seen.insert(id) {
                self.add(
                    field,
                    "repeated",
                    format!("'{id}' stands here twice; each id must differ"),
                );
            }
        }
    }
}

fn origins(origins: &[String], errors: &mut Errors) {
    for (place, origin) in origins.iter().enumerate() {
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        let host = host.map(|host| host.strip_prefix("*.").unwrap_or(host));
        let plain = |host: &str| {
            !host.is_empty()
                && host.bytes().all(|byte| {
                    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.:[]".contains(&byte)
                })
        };
        if !host.is_some_and(plain) {
            let detail = format!(
                "'{origin}' is no origin; write scheme, host and port alone, such as https://www.example.org"
            );
            errors.add(format!("origins[{place}]"), "origin", detail);
        }
    }
}

fn look(configuration: &SiteConfiguration, errors: &mut Errors) {
    let digits = configuration.look.accent.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        errors.add("look.accent", "colour", "write a colour as #rrggbb, such as #1f5f8b");
    }
    if configuration.closing_soon > MAX_CLOSING_SOON {
        let detail = format!("use at most {MAX_CLOSING_SOON} minutes");
        errors.add("closing_soon", "too_long", detail);
    }
}

/// Services fetch it whenever a link is shown, so it is an address that browsers take as it stands.
fn preview_image(configuration: &SiteConfiguration, errors: &mut Errors) {
    let Some(image) = &configuration.preview_image else { return };
    let path = image.strip_prefix("https://").and_then(|rest| rest.split_once('/'));
    let host = |host: &str| {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte);
        host.contains('.') && host.bytes().all(letter)
    };
    let visible = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    let fits = |(name, path): (&str, &str)| host(name) && path.bytes().all(visible);
    if image.len() > MAX_ADDRESS || !path.is_some_and(fits) {
        let detail = "write an https address on your own server, such as https://www.example.org/preview.png";
        errors.add("preview_image", "address", detail);
    }
}

fn topics(configuration: &SiteConfiguration, errors: &mut Errors) {
    let ids = configuration.topics.iter().map(|topic| topic.id.as_str());
    errors.ids("topics", ids, MAX_ENTRIES);
    for (place, topic) in configuration.topics.iter().enumerate() {
        labels(&format!("topics[{place}].label"), &topic.label, configuration, errors);
    }
    schedules::check_picks(configuration, errors);
}

/// A label must stand in the site's own language at least, which is shown where another is missing.
fn labels(
    field: &str,
    labels: &BTreeMap<String, String>,
    configuration: &SiteConfiguration,
    errors: &mut Errors,
) {
    if !labels.contains_key(&configuration.language) {
        errors.add(field, "missing", format!("add the label for '{}'", configuration.language));
    }
    for (language, label) in labels {
        errors.note(&format!("{field}.{language}"), PersonName::parse(label));
    }
}

/// What travels in every payload stays small.
fn sizes(configuration: &SiteConfiguration, errors: &mut Errors) {
    errors.at_most("origins", configuration.origins.len(), MAX_ENTRIES);
    errors.at_most("languages", configuration.languages.len(), MAX_ENTRIES);
    errors.at_most("rules", configuration.rules.len(), MAX_ENTRIES);
    notes("exceptions", &configuration.exceptions, errors);
}

/// Exceptions are of a bearable number, and their notes are short.
pub(super) fn notes(field: &str, exceptions: &[Exception], errors: &mut Errors) {
    errors.at_most(field, exceptions.len(), MAX_ENTRIES);
    for (place, exception) in exceptions.iter().enumerate() {
        for (language, note) in &exception.note {
            errors.note(&format!("{field}[{place}].note.{language}"), PersonName::parse(note));
        }
    }
}

fn agents(configuration: &SiteConfiguration, errors: &mut Errors) {
    if configuration.agents.is_empty() {
        errors.add("agents", "missing", "name at least one agent, who can answer");
    }
    let ids = configuration.agents.iter().map(|agent| agent.id.as_str());
    errors.ids("agents", ids, MAX_ENTRIES);
    for (place, agent) in configuration.agents.iter().enumerate() {
        errors.note(&format!("agents[{place}].name"), PersonName::parse(&agent.name));
    }
}
