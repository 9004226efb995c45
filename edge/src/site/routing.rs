//! Who gets a question: the channels and the agent that its topic and the rules name.

use protocol::admin::{Rule, When};

use super::settings::{Errors, Settings};
use super::sql::{Sql, values};
use super::{Site, opening, threads};
use crate::problem::ApiResult;

/// The channels of a new question take part in it, and an agent is asked to take care, in the transaction that stores
/// it.
pub(super) fn question(
    site: &Site,
    settings: &Settings,
    conversation: &str,
    topic: Option<&str>,
    now: i64,
) -> ApiResult<()> {
    let when = when(site, settings, topic, now)?;
    for channel in channels(settings, topic, when) {
        threads::ensure(&site.sql, conversation, channel, true)?;
    }
    if let Some(agent) = free_agent(&site.sql, agents(settings, topic, when))? {
        let statement = "UPDATE conversations SET assignee = ? WHERE id = ?";
        site.sql.run(statement, values![agent, conversation])?;
    }
    Ok(())
}

/// Channels that a rule adds now take part from now on: who is on call at night is told of what comes at night. Those
/// that have the conversation keep it.
pub(super) fn follow_up(
    site: &Site,
    settings: &Settings,
    conversation: &str,
    topic: Option<&str>,
    now: i64,
) -> ApiResult<()> {
    let when = when(site, settings, topic, now)?;
    for rule in matching(settings, topic, when) {
        for channel in &rule.channels {
            threads::ensure(&site.sql, conversation, channel, true)?;
        }
    }
    Ok(())
}

/// Checks that topics and rules name what there is.
pub(super) fn check(settings: &Settings, errors: &mut Errors) {
    let configuration = &settings.configuration;
    for (place, topic) in configuration.topics.iter().enumerate() {
        let field = format!("topics[{place}]");
        names(settings, &field, topic.channels.iter().flatten(), &topic.agents, errors);
    }
    for (place, rule) in configuration.rules.iter().enumerate() {
        let field = format!("rules[{place}]");
        names(settings, &field, rule.channels.iter(), &rule.agents, errors);
        for (at, topic) in rule.topics.iter().enumerate() {
            if !configuration.topics.iter().any(|known| known.id == *topic) {
                let detail = format!("there is no topic '{topic}'; add it, or name another");
                errors.add(format!("{field}.topics[{at}]"), "unknown", detail);
            }
        }
        if rule.channels.is_empty() && rule.agents.is_empty() {
            errors.add(field, "missing", "name `channels` or `agents`; else the rule does nothing");
        }
    }
}

fn names<'a>(
    settings: &Settings,
    field: &str,
    channels: impl Iterator<Item = &'a String>,
    agents: &[String],
    errors: &mut Errors,
) {
    for (at, channel) in channels.enumerate() {
        if settings.channel(channel).is_none() {
            let detail = format!("there is no channel '{channel}'; add it, or name another");
            errors.add(format!("{field}.channels[{at}]"), "unknown", detail);
        }
    }
    for (at, agent) in agents.iter().enumerate() {
        if settings.agent(agent).is_none() {
            let detail = format!("there is no agent '{agent}'; add them, or name another");
            errors.add(format!("{field}.agents[{at}]"), "unknown", detail);
        }
    }
}

fn when(site: &Site, settings: &Settings, topic: Option<&str>, now: i64) -> ApiResult<When> {
    // Working hours out costs time that only rules about them are worth.
    if settings.configuration.rules.iter().all(|rule| rule.when.is_none()) {
        return Ok(When::Open);
    }
    Ok(if opening::is_open(site, topic, now)? { When::Open } else { When::Closed })
}

/// The rules that hold for a topic, in an opening state.
fn matching<'a>(
    settings: &'a Settings,
    topic: Option<&'a str>,
    when: When,
) -> impl Iterator<Item = &'a Rule> {
    settings.configuration.rules.iter().filter(move |rule| {
        let for_topic = topic.is_some_and(|topic| rule.topics.iter().any(|known| known == topic));
        rule.when.is_none_or(|state| state == when) && (rule.topics.is_empty() || for_topic)
    })
}

/// The ids of the channels that get a question.
fn channels<'a>(settings: &'a Settings, topic: Option<&'a str>, when: When) -> Vec<&'a str> {
    let topics = &settings.configuration.topics;
    let picked = topics
        .iter()
        .find(|known| Some(known.id.as_str()) == topic)
        .and_then(|topic| topic.channels.as_ref());
    let rules = matching(settings, topic, when).flat_map(|rule| &rule.channels);
    let wanted: Vec<_> = picked.into_iter().flatten().chain(rules).map(String::as_str).collect();
    let channels = settings.channels.iter().filter(|channel| {
        let usual = picked.is_none() && !channel.by_rule;
        usual || wanted.contains(&channel.id.as_str())
    });
    channels.map(|channel| channel.id.as_str()).collect()
}

/// The ids of the agents of whom one is asked to take care.
fn agents<'a>(settings: &'a Settings, topic: Option<&'a str>, when: When) -> Vec<&'a str> {
    let topics = &settings.configuration.topics;
    let of_topic = topics.iter().find(|known| Some(known.id.as_str()) == topic);
    let of_topic: Vec<_> =
        of_topic.into_iter().flat_map(|topic| &topic.agents).map(String::as_str).collect();
    if !of_topic.is_empty() {
        return of_topic;
    }
    matching(settings, topic, when).flat_map(|rule| &rule.agents).map(String::as_str).collect()
}

/// Of these agents, the one who has the fewest conversations waiting; of equals the first.
fn free_agent<'a>(sql: &Sql, agents: Vec<&'a str>) -> ApiResult<Option<&'a str>> {
    let mut free = None;
    for agent in agents {
        let query = "SELECT count(*) FROM conversations WHERE state = 'waiting' AND assignee = ?";
        let waiting = sql.row(query, values![agent])?.map_or(0, |row| row.count(0));
        if free.is_none_or(|(_, fewest)| waiting < fewest) {
            free = Some((agent, waiting));
        }
    }
    Ok(free.map(|(agent, _)| agent))
}
