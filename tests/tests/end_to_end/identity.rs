//! A page's server signs who asks; what is signed is told as verified, and a wrong signature loses nothing.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::Method;
use protocol::identity::Identity;
use protocol::inbox::Visitor;
use protocol::question::{Ask, Asked};
use serde_json::json;
use sha2::Sha256;
use tests::visitor::question;
use tests::{Agent, Edge, Receiver, random, site};

/// A question of whom the page names, signed with a key as the documentation says.
fn signed(key: &str, name: &str, email: &str) -> Ask {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("any length fits");
    mac.update(format!("{email}\n{name}").as_bytes());
    let digit = |digit: u8| char::from_digit(digit.into(), 16).expect("it is below 16");
    let bytes = mac.finalize().into_bytes();
    let signature = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    let identity = Identity { name: name.to_owned(), email: email.to_owned(), signature };
    Ask { identity: Some(identity), ..question("Where is my train?") }
}

/// Who asked, as the team sees it: name, e-mail address, and whether they are verified.
async fn seen(agent: &Agent, asked: &Asked) -> (Option<String>, Option<String>, bool) {
    let Visitor { name, email, verified, .. } = agent.detail(&asked.conversation).await.visitor;
    (name, email, verified)
}

fn told(name: &str, email: &str, verified: bool) -> (Option<String>, Option<String>, bool) {
    (Some(name.to_owned()), Some(email.to_owned()), verified)
}

#[tokio::test]
async fn whom_the_sites_server_has_signed_is_verified_everywhere() {
    let receiver = Receiver::start().await;
    let edge = Edge::with(&site::forwarding([receiver.channel("desk")])).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let key = edge.admin().identity_key(site::NAME).await;
    for name in ["Mara Lindqvist", "Zoë Ångström-Łuczak", "山田 花子", "مريم"] {
        let asked = visitor.ask_with(&signed(&key, name, "mara@example.org")).await;
        assert_eq!(asked.verified, Some(true), "{name}");
        assert_eq!(seen(&agent, &asked).await, told(name, "mara@example.org", true));
        assert_eq!(
            agent
                .list(&format!("?search={}", tests::request::escaped(name)))
                .await
                .conversations
                .len(),
            1
        );
    }
    let delivered = receiver.count(4).await;
    let of_mara = |body: &serde_json::Value| body["data"]["visitor"]["name"] == "Mara Lindqvist";
    let delivered = delivered.iter().find(|it| of_mara(&it.body)).expect("they come in any order");
    let contact =
        json!({ "name": "Mara Lindqvist", "email": "mara@example.org", "verified": true });
    assert_eq!(delivered.body["data"]["visitor"], contact);
    let nameless = visitor.ask_with(&signed(&key, "", "mara@example.org")).await;
    let nobody = (None, Some("mara@example.org".to_owned()), true);
    assert_eq!(seen(&agent, &nameless).await, nobody);
}

#[tokio::test]
async fn what_is_signed_stands_above_what_is_typed_and_is_all_that_a_site_needs() {
    let ask_for = json!({ "name": "required", "email": "required", "phone": "optional" });
    let edge = Edge::with(&site::with("/ask_for", ask_for)).await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let key = edge.admin().identity_key(site::NAME).await;
    let typed = |ask: Ask| Ask { email: Some("other@example.org".to_owned()), ..ask };
    let asked = visitor.ask_with(&typed(signed(&key, "Mara", "mara@example.org"))).await;
    assert_eq!(seen(&agent, &asked).await, told("Mara", "mara@example.org", true));
    let asked = visitor.ask_with(&signed(&key, "", "mara@example.org")).await;
    assert_eq!(asked.verified, Some(true), "a name that nobody has is asked for no more");
}

#[tokio::test]
async fn a_wrong_signature_loses_nothing() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let before = signed("a key that the site never had", "Mara", "mara@example.org");
    assert_eq!(visitor.ask_with(&before).await.verified, Some(false), "the site has no key");

    let key = edge.admin().identity_key(site::NAME).await;
    edge.admin().apply("ostwind", &site::configuration()).await;
    let elsewhere = edge.admin().identity_key("ostwind").await;
    let right = signed(&key, "Mara", "mara@example.org");
    let with = |change: fn(&mut Identity)| {
        let mut ask = right.clone();
        ask.identity.as_mut().map(change);
        ask
    };
    for wrong in [
        before,
        signed(&elsewhere, "Mara", "mara@example.org"),
        signed("", "Mara", "mara@example.org"),
        with(|identity| identity.signature = identity.signature.replace(['0', '1', '2'], "3")),
        with(|identity| identity.signature.push_str("00")),
        with(|identity| identity.signature = "f".repeat(60_000)),
    ] {
        let asked = visitor.ask_with(&wrong).await;
        assert_eq!(asked.verified, Some(false));
        assert_eq!(seen(&agent, &asked).await, told("Mara", "mara@example.org", false));
    }
    let unsigned = with(|identity| identity.signature.clear());
    let asked = visitor.ask_with(&unsigned).await;
    assert_eq!(asked.verified, None, "nothing is claimed");
    assert_eq!(seen(&agent, &asked).await, told("Mara", "mara@example.org", false));
    let typed = Ask { name: Some("Ada".to_owned()), ..unsigned };
    let asked = visitor.ask_with(&typed).await;
    assert_eq!(seen(&agent, &asked).await, told("Ada", "mara@example.org", false));
    let asked = visitor.ask("Who am I?").await;
    assert_eq!(asked.verified, None, "nobody is named");
}

#[tokio::test]
async fn name_and_address_belong_together() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let key = edge.admin().identity_key(site::NAME).await;
    let mut swapped = signed(&key, "Mara", "mara@example.org");
    swapped.identity.as_mut().unwrap().email = "ada@example.org".to_owned();
    let asked = visitor.ask_with(&swapped).await;
    assert_eq!(seen(&agent, &asked).await, told("Mara", "ada@example.org", false));
    // What is no contact is none, whoever has signed it.
    for (name, email) in [("x".repeat(101), "mara@example.org"), ("Mara".to_owned(), "mara")] {
        let asked = visitor.ask_with(&signed(&key, &name, email)).await;
        assert_eq!(asked.verified, Some(false), "{name} {email}");
    }
}

#[tokio::test]
async fn a_new_key_ends_every_signature() {
    let mut edge = Edge::start().await;
    let (visitor, admin) = (edge.visitor(), edge.admin());
    let earlier = admin.identity_key(site::NAME).await;
    let ask = signed(&earlier, "Mara", "mara@example.org");
    let kept = visitor.ask_with(&ask).await;
    let key = admin.identity_key(site::NAME).await;
    assert!(key.len() == 52 && key != earlier, "of 32 random bytes");
    assert_eq!(visitor.ask_with(&ask).await.verified, Some(false));
    edge.restart().await;
    admin.apply(site::NAME, &site::configuration()).await;
    let again = signed(&key, "Mara", "mara@example.org");
    assert_eq!(visitor.ask_with(&again).await.verified, Some(true), "it outlives both");
    let agent = edge.agent().await;
    assert!(seen(&agent, &kept).await.2, "what was verified stays so");
    admin.request(Method::POST, "/unknown/identity-key").send().await.is_problem(404, "not_found");
    let configuration = admin.read(site::NAME).await.to_string();
    assert!(!configuration.contains(&key), "it is shown once");
}

#[tokio::test]
async fn a_repetition_gets_the_first_answer_whatever_the_key_is_by_then() {
    let edge = Edge::start().await;
    let (visitor, token) = (edge.visitor(), random::token());
    let key = edge.admin().identity_key(site::NAME).await;
    let ask = signed(&key, "Mara", "mara@example.org");
    let first = visitor.asking(&token).json(&ask).send().await.with_status(201);
    edge.admin().identity_key(site::NAME).await;
    let again = visitor.asking(&token).json(&ask).send().await.with_status(201);
    assert_eq!(first.text(), again.text());
    assert_eq!(again.json::<Asked>().verified, Some(true));
    let other = Ask { identity: None, ..ask };
    visitor.asking(&token).json(&other).send().await.is_problem(422, "key_reused");
}
