//! Who gets a question: the channels and the agents that its topic and the rules name.

use protocol::inbox::{Switch, SwitchTo};
use protocol::question::{Ask, Asked};
use serde_json::{Value, json};
use tests::event::{Event, closed, reply};
use tests::receiver::SECRET;
use tests::visitor::question;
use tests::{Agent, Edge, Receiver, site};

/// A site with a helpdesk, a chat, and an address that is used only where somebody says so.
struct Team {
    helpdesk: Receiver,
    chat: Receiver,
    on_call: Receiver,
    edge: Edge,
    agent: Agent,
}

/// Topics: tickets go to the chat and to Grace, jobs to everybody, the press on call. While the team is away, who is
/// on call gets everything else too.
async fn team() -> Team {
    let (helpdesk, chat, on_call) =
        (Receiver::start().await, Receiver::start().await, Receiver::start().await);
    let rare = site::changed(on_call.channel("on-call"), "/by_rule", true);
    let configuration =
        site::forwarding([helpdesk.channel("helpdesk"), chat.channel("chat"), rare]);
    let label = json!({ "de": "Thema", "en": "Topic" });
    let topics = json!([
        { "id": "tickets", "label": label, "channels": ["chat"], "agents": [site::OTHER_AGENT] },
        { "id": "jobs", "label": label },
        { "id": "press", "label": label, "channels": ["on-call"] },
        { "id": "nothing", "label": label, "channels": [] },
    ]);
    let configuration = site::changed(configuration, "/topics", topics);
    let rules = json!([
        { "when": "closed", "channels": ["on-call"] },
        { "topics": ["jobs"], "agents": [site::AGENT, site::OTHER_AGENT] },
    ]);
    let edge = Edge::with(&site::changed(configuration, "/rules", rules)).await;
    let agent = edge.agent().await;
    Team { helpdesk, chat, on_call, edge, agent }
}

impl Team {
    async fn ask(&self, text: &str, topic: Option<&str>) -> Asked {
        let ask = Ask { topic: topic.map(str::to_owned), ..question(text) };
        self.edge.visitor().ask_with(&ask).await
    }

    async fn away(&self) {
        self.agent.switch(&Switch { to: SwitchTo::Paused, until: None, note: None }).await;
    }

    /// What each has got once the last one of these has come to each of them.
    async fn texts(&self, counts: [usize; 3]) -> [Vec<String>; 3] {
        let mut all = [const { Vec::new() }; 3];
        for (place, receiver) in [&self.helpdesk, &self.chat, &self.on_call].into_iter().enumerate()
        {
            let attempts = receiver.count(counts[place]).await;
            all[place] = attempts.into_iter().map(|attempt| attempt.text).collect();
            all[place].sort_unstable();
        }
        all
    }

    /// The channels that are to get something of a conversation.
    async fn channels(&self, asked: &Asked) -> Vec<String> {
        let deliveries = self.agent.detail(&asked.conversation).await.deliveries;
        let mut channels: Vec<_> =
            deliveries.into_iter().map(|delivery| delivery.channel).collect();
        channels.sort_unstable();
        channels.dedup();
        channels
    }

    async fn assignee(&self, asked: &Asked) -> Option<String> {
        self.agent.detail(&asked.conversation).await.summary.assignee
    }
}

#[tokio::test]
async fn a_topic_picks_its_channels() {
    let team = team().await;
    for (topic, channels) in [
        (None, &["chat", "helpdesk"][..]),
        (Some("tickets"), &["chat"]),
        (Some("jobs"), &["chat", "helpdesk"]),
        (Some("press"), &["on-call"]),
        (Some("nothing"), &[]),
    ] {
        let asked = team.ask(topic.unwrap_or("any"), topic).await;
        assert_eq!(team.channels(&asked).await, channels, "{topic:?}");
    }
    let all = team.texts([2, 3, 1]).await;
    assert_eq!(all[0], ["any", "jobs"]);
    assert_eq!(all[1], ["any", "jobs", "tickets"]);
    assert_eq!(all[2], ["press"]);
    assert_eq!(team.agent.list("").await.counts.waiting, 5, "the inbox has all of them");
}

#[tokio::test]
async fn a_rule_pages_who_is_on_call_while_the_team_is_away() {
    let team = team().await;
    let by_day = team.ask("by day", None).await;
    team.away().await;
    team.ask("at night", Some("tickets")).await;
    // What was asked by day is told from the night's message on.
    team.edge.visitor().write(&by_day, "still at night").await;
    let all = team.texts([2, 3, 2]).await;
    assert_eq!(all[2], ["at night", "still at night"]);
    assert_eq!(all[0], ["by day", "still at night"], "the others keep it");
    let on_call = team.on_call.so_far();
    let later = on_call.iter().find(|attempt| attempt.text == "still at night").expect("it came");
    assert_eq!((&*later.kind, &later.conversation), ("message.created", &by_day.conversation));

    team.agent.switch_back().await;
    team.edge.visitor().write(&by_day, "in the morning").await;
    let all = team.texts([3, 4, 3]).await;
    assert_eq!(all[2][1], "in the morning", "who has it keeps it");
    let next_day = team.ask("the next day", None).await;
    assert_eq!(team.channels(&next_day).await, ["chat", "helpdesk"]);
}

#[tokio::test]
async fn questions_are_assigned_to_who_has_the_fewest() {
    let team = team().await;
    let ada = Some(site::AGENT.to_owned());
    let grace = Some(site::OTHER_AGENT.to_owned());
    let tickets = team.ask("tickets", Some("tickets")).await;
    assert_eq!(team.assignee(&tickets).await, grace, "the topic names her alone");
    let any = team.ask("any", None).await;
    assert_eq!(team.assignee(&any).await, None);
    let mut assigned = Vec::new();
    for text in ["one", "two", "three"] {
        let jobs = team.ask(text, Some("jobs")).await;
        assigned.push(team.assignee(&jobs).await);
    }
    assert_eq!(assigned, [ada.clone(), ada, grace], "Grace had one already; of equals the first");
}

#[tokio::test]
async fn a_channel_has_no_say_in_conversations_of_others() {
    let team = team().await;
    let asked = team.ask("tickets", Some("tickets")).await;
    for body in [reply(&asked.conversation, "Gone."), closed(&asked.conversation)] {
        for channel in ["helpdesk", "on-call"] {
            let event = Event::new(site::NAME, channel, SECRET, &body);
            event.to(&team.edge).send().await.is_problem(404, "not_found");
        }
    }
    let event = Event::new(site::NAME, "chat", SECRET, &reply(&asked.conversation, "On 9."));
    event.to(&team.edge).send().await.is(204);
    let conversation = team.edge.visitor().read(&asked).await;
    assert_eq!(conversation.messages.len(), 2, "only the chat has a part in it");
}

#[tokio::test]
async fn rules_and_topics_name_what_there_is() {
    let edge = Edge::start().await;
    let topic = |extra: Value| {
        let mut topic = json!({ "id": "jobs", "label": { "de": "Arbeit", "en": "Jobs" } });
        topic.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        site::with("/topics", json!([topic]))
    };
    for (configuration, field) in [
        (topic(json!({ "channels": ["desk"] })), "topics[0].channels[0]"),
        (topic(json!({ "agents": [site::AGENT, "nobody"] })), "topics[0].agents[1]"),
        (site::with("/rules", json!([{ "channels": ["desk"] }])), "rules[0].channels[0]"),
        (site::with("/rules", json!([{ "agents": ["nobody"] }])), "rules[0].agents[0]"),
        (
            site::with("/rules", json!([{ "topics": ["press"], "agents": [site::AGENT] }])),
            "rules[0].topics[0]",
        ),
        (site::with("/rules", json!([{ "when": "closed" }])), "rules[0]"),
    ] {
        let answer = edge.admin().try_apply(site::NAME, &configuration).await;
        let problem = answer.with_status(422).problem();
        let fields: Vec<_> = problem.errors.iter().map(|error| &*error.field).collect();
        assert_eq!(fields, [field]);
    }
    for misspelt in [json!([{ "when": "night", "agents": [] }]), json!([{ "chanels": ["desk"] }])] {
        let answer = edge.admin().try_apply(site::NAME, &site::with("/rules", misspelt)).await;
        assert!((400..500).contains(&answer.status), "{}", answer.text());
    }
}
