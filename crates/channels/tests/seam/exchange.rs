//! An exchange is a function of the answers so far.

use channels::exchange::{Encryption, HttpAnswer, MAX_CALLS, Server};
use channels::{Answer, Call, Exchange, Failure, Pause, Reason};
use http::Request;

fn request(path: &str) -> Result<Request<Vec<u8>>, http::Error> {
    Request::builder().uri(format!("https://desk.example{path}")).body(Vec::new())
}

fn answer(status: u16) -> Answer {
    Answer::Http(HttpAnswer { status, ..HttpAnswer::default() })
}

/// Three requests, the last of which depends on the answer to the second one.
fn conversation(exchange: &mut Exchange<'_>) -> Result<u16, Pause> {
    exchange.http(request("/contact"))?;
    let found = exchange.http(request("/messages"))?.status == 200;
    let last = exchange.http(request(if found { "/known" } else { "/new" }))?;
    Ok(last.status)
}

/// The path that is asked for after these answers.
fn next(answers: &[Answer]) -> String {
    match conversation(&mut Exchange::new(answers)) {
        Err(Pause::Call(call)) => match *call {
            Call::Http(request) => request.uri().path().to_owned(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn failure(outcome: Result<impl std::fmt::Debug, Pause>) -> Failure {
    match outcome {
        Err(Pause::Failed(failure)) => failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_answer_leads_one_call_further() {
    assert_eq!(next(&[]), "/contact");
    assert_eq!(next(&[answer(200)]), "/messages");
    assert_eq!(next(&[answer(200), answer(200)]), "/known");
    assert_eq!(next(&[answer(200), answer(404)]), "/new");
    let answers = [answer(200), answer(404), answer(201)];
    for _ in 0..2 {
        let outcome = conversation(&mut Exchange::new(&answers));
        assert!(matches!(outcome, Ok(201)), "the same answers give the same: {outcome:?}");
    }
}

#[test]
fn any_status_is_an_answer_and_the_lack_of_one_is_tried_again() {
    let answers = [answer(200), answer(500), answer(0)];
    assert!(matches!(conversation(&mut Exchange::new(&answers)), Ok(0)));
    for (reason, said) in [(Reason::TimedOut, None), (Reason::Unreachable, Some("no route"))] {
        let answers = [answer(200), Answer::None(reason, said.map(str::to_owned))];
        let failure = failure(conversation(&mut Exchange::new(&answers)));
        assert_eq!(failure, Failure::retry(reason).saying(said));
    }
}

#[test]
fn what_makes_no_sense_is_given_up_and_not_repeated() {
    let unsendable = Failure::give_up(Reason::Unsendable);
    let bad = || Request::builder().uri("no address").body(Vec::new());
    let failed = |outcome: Result<&HttpAnswer, Pause>| failure(outcome.map(|answer| answer.status));
    assert_eq!(failed(Exchange::new(&[]).http(bad())), unsendable);
    assert_eq!(failed(Exchange::new(&[answer(200)]).http(bad())), unsendable);
    for odd in [Answer::Sent, Answer::Encrypted, Answer::Smtp(b"220 hello".to_vec())] {
        assert_eq!(failed(Exchange::new(&[odd]).http(request("/"))), unsendable);
    }
}

#[test]
fn an_exchange_that_never_ends_is_ended() {
    let endless = |exchange: &mut Exchange<'_>| -> Result<(), Pause> {
        loop {
            exchange.http(request("/next"))?;
        }
    };
    let answers = vec![answer(200); MAX_CALLS];
    let before = endless(&mut Exchange::new(&answers[1..]));
    assert!(matches!(before, Err(Pause::Call(_))), "{before:?}");
    let ended = failure(endless(&mut Exchange::new(&answers)));
    assert_eq!(ended, Failure::give_up(Reason::Unsendable));
    let more = vec![answer(200); 2 * MAX_CALLS];
    assert_eq!(failure(endless(&mut Exchange::new(&more))), ended);
}

#[test]
fn a_call_is_only_made_where_it_has_no_answer() {
    let server = Server { host: "mail.example".to_owned(), port: 465, encryption: Encryption::Tls };
    let greeting = [Answer::Smtp(b"220 mail.example\r\n".to_vec())];
    let mut exchange = Exchange::new(&greeting);
    let answer = exchange.call(|| unreachable!("it is answered already"));
    assert!(matches!(answer, Ok(Answer::Smtp(_))), "{answer:?}");
    match exchange.call(|| Call::Connect(server.clone())) {
        Err(Pause::Call(call)) => {
            assert!(matches!(*call, Call::Connect(asked) if asked == server));
        }
        other => panic!("{other:?}"),
    }
}
