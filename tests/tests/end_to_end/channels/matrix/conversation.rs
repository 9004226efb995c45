//! A conversation in both directions.

use protocol::conversation::ConversationState::{Answered, Closed, Waiting};
use protocol::inbox::MoveTo;
use protocol::question::Ask;
use serde_json::{Value, json};
use tests::services::synapse::in_thread;
use tests::visitor::question;

use super::{Team, body, id, stands, texts, told};

#[tokio::test]
async fn a_conversation_is_a_thread_in_its_order() {
    let team = Team::new().await;
    let visitor = team.edge.visitor();
    let asked = visitor
        .ask_with(&Ask {
            name: Some("Erika".to_owned()),
            email: Some("erika@visitor.example".to_owned()),
            topic: Some("tickets".to_owned()),
            ..question("Where is <b>my</b> train, @room?")
        })
        .await;
    visitor.write(&asked, "It is *late*.").await;
    visitor.write(&asked, "Very late!").await;

    let ours = team.grace.sees_ours(&team.room, 3).await;
    let [root, second, third] = &*ours else { panic!("{ours:?}") };
    for part in [
        "Frage von Erika: Fahrkarten\n\nWhere is <b>my</b> train, @room?\n\n",
        "E-Mail: erika@visitor.example (nicht geprüft)",
        "https://www.nordwind.example/help",
        &format!("/inbox?conversation={}", asked.conversation),
    ] {
        assert!(body(root).contains(part), "{root}");
    }
    assert!(!body(root).contains(&asked.secret));
    assert_eq!((body(second), body(third)), ("It is *late*.", "Very late!"));
    for event in &ours {
        let content = &event["content"];
        assert_eq!((&content["msgtype"], &content["m.mentions"]), (&json!("m.text"), &json!({})));
        assert_eq!(content.get("formatted_body"), None, "text is text");
    }
    assert_eq!(root["content"].get("m.relates_to"), None);
    for event in [second, third] {
        let relation = &event["content"]["m.relates_to"];
        assert_eq!(relation["rel_type"], "m.thread");
        assert_eq!(relation["event_id"], root["event_id"]);
    }
}

#[tokio::test]
async fn answers_come_back_once_with_a_name_and_without_an_echo() {
    let team = Team::new().await;
    let (asked, root) = team.asked("Where is my train?").await;
    let mut live = team.live(&asked).await;
    let ada = team.synapse.person("ada").await;
    team.grace.invite(&team.room, &ada.id).await;
    ada.join(&team.room).await;

    team.grace.reply(&team.room, &root, "On <b>platform</b> 9.").await;
    assert_eq!(told(&mut live, "On <b>platform</b> 9.").await.as_deref(), Some("grace"));
    ada.reply(&team.room, &root, "It is late.").await;
    assert_eq!(told(&mut live, "It is late.").await.as_deref(), Some("Ada Lovelace"));

    // What is said in the inbox is shown in the room, and does not come back from there.
    team.agent.reply(&asked.conversation, "Ten minutes.").await;
    let ours = team.grace.sees_ours(&team.room, 2).await;
    let mirrored = "Ada Lovelace hat im Posteingang geantwortet:\nTen minutes.";
    assert_eq!((body(&ours[1]), &ours[1]["content"]["msgtype"]), (mirrored, &json!("m.notice")));

    // Neither does what is not meant for the visitor. The homeserver tells events in their order.
    let message = |content: Value| async {
        let sent = content;
        team.grace.send(&team.room, "m.room.message", &sent).await
    };
    message(json!({ "msgtype": "m.text", "body": "Lunch?" })).await;
    let notice = json!({ "msgtype": "m.notice", "body": "Build is green.", "m.relates_to": in_thread(&root, "")["m.relates_to"] });
    message(notice).await;
    let first = message(in_thread(&root, "Platfrom 10.")).await;
    let edit = json!({ "msgtype": "m.text", "body": "* Platform 10.", "m.new_content": { "msgtype": "m.text", "body": "Platform 10." },
                       "m.relates_to": { "rel_type": "m.replace", "event_id": first } });
    message(edit).await;
    team.grace.reply(&team.room, &root, "!clsoe").await;
    team.grace.reply(&team.room, &root, "\u{1f512} What a question!").await;
    let file = json!({ "msgtype": "m.file", "body": "plan.pdf", "url": "mxc://nordwind.example/abc",
                       "m.relates_to": in_thread(&root, "")["m.relates_to"] });
    message(file).await;
    team.grace.reply(&team.room, &root, "That is all.").await;
    told(&mut live, "That is all.").await;
    let conversation = team.read(&asked).await;
    assert_eq!(
        texts(&conversation),
        [
            "Where is my train?",
            "On <b>platform</b> 9.",
            "It is late.",
            "Ten minutes.",
            "Platfrom 10.",
            "Mit dieser Antwort kam eine Datei, die hier nicht gezeigt wird: plan.pdf",
            "That is all.",
        ]
    );
    assert_eq!(conversation.state, Answered);
    let shown = serde_json::to_string(&conversation).unwrap();
    assert!(!shown.contains("nordwind.example\"") && !shown.contains('@'), "{shown}");
}

#[tokio::test]
async fn closing_and_opening_go_both_ways() {
    let team = Team::new().await;
    let (asked, root) = team.asked("Where is my train?").await;
    let mut live = team.live(&asked).await;
    let notices = async |count: usize| {
        let ours = team.grace.sees_ours(&team.room, count).await;
        let last = &ours[count - 1];
        assert_eq!(last["content"]["m.relates_to"]["event_id"], root.as_str());
        body(last).to_owned()
    };
    let (closed, opened) =
        ("Die Unterhaltung wurde geschlossen.", "Die Unterhaltung wurde wieder geöffnet.");

    team.grace.reply(&team.room, &root, "!close").await;
    stands(&mut live, Closed).await;
    assert_eq!(notices(2).await, closed, "people see that it was heard");
    team.grace.reply(&team.room, &root, "!open").await;
    stands(&mut live, Waiting).await;
    assert_eq!(notices(3).await, opened);
    team.grace.react(&team.room, &root, "\u{2705}").await;
    stands(&mut live, Closed).await;
    assert_eq!(notices(4).await, closed);

    let here = &asked.conversation;
    team.agent.move_to(here, MoveTo::Open).await;
    assert_eq!(notices(5).await, opened);
    team.agent.move_to(here, MoveTo::Closed).await;
    assert_eq!(notices(6).await, closed);
    team.edge.visitor().write(&asked, "It has not come!").await;
    assert_eq!(notices(7).await, opened, "the room shows how it stands");
    let ours = team.grace.sees_ours(&team.room, 8).await;
    assert!(ours.iter().any(|event| body(event) == "It has not come!"));
    assert_eq!(team.read(&asked).await.state, Waiting);
    assert_eq!(texts(&team.read(&asked).await), ["Where is my train?", "It has not come!"]);
}

#[tokio::test]
async fn a_reply_in_one_thread_stays_there() {
    let team = Team::new().await;
    let (one, first) = team.asked("Where is my train?").await;
    let (other, second) = team.asked("Where is my umbrella?").await;
    assert_ne!(first, second);
    let mut live = team.live(&other).await;
    // A thread of the team's own, and an event that does not exist.
    let lunch = json!({ "msgtype": "m.text", "body": "Lunch?" });
    let lunch = team.grace.send(&team.room, "m.room.message", &lunch).await;
    team.grace.reply(&team.room, &lunch, "Noodles!").await;
    team.grace.reply(&team.room, &first, "On platform 9.").await;
    team.grace.reply(&team.room, &second, "In the office.").await;
    told(&mut live, "In the office.").await;
    assert_eq!(texts(&team.read(&one).await), ["Where is my train?", "On platform 9."]);
    assert_eq!(texts(&team.read(&other).await), ["Where is my umbrella?", "In the office."]);
    let all = team.grace.messages(&team.room).await;
    assert!(all.iter().any(|event| id(event) == first));
}
