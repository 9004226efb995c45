//! The dialogue with a mail server (RFC 5321, RFC 6409), which takes one e-mail to one recipient.
//!
//! What a server does not offer is asked for all the same: its refusal says more than we could.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::compose::Letter;
use super::reply::{Offers, Reply};
use super::secrets::Secrets;
use super::settings::Credentials;
use crate::exchange::{Encryption, Server};
use crate::{Answer, Call, Exchange, Failure, Pause, Reason, Then};

/// Brings `letter` to a server.
///
/// # Errors
/// The next call, or why it failed: [`Reason::Uncertain`] where the e-mail may have been taken.
pub(super) fn send(
    server: &Server,
    credentials: Option<&Credentials>,
    letter: &Letter,
    exchange: &mut Exchange<'_>,
) -> Result<(), Pause> {
    let passed = |exchange: &mut Exchange<'_>| {
        let offers = sign_on(server, credentials, letter, exchange).map_err(mended)?;
        say(exchange, &format!("RCPT TO:<{}>", letter.to), 250)?;
        say(exchange, "DATA", 354)?;
        hand_over(letter, offers, exchange)
    };
    // A server may repeat what it was told in whatever it says later.
    let secrets = credentials.map(Secrets::later);
    passed(exchange).map_err(|pause| match secrets {
        Some(secrets) => secrets.out_of(pause),
        None => pause,
    })
}

/// All that concerns the server and the sender.
fn sign_on(
    server: &Server,
    credentials: Option<&Credentials>,
    letter: &Letter,
    exchange: &mut Exchange<'_>,
) -> Result<Offers, Pause> {
    expect(&reply(exchange.call(|| Call::Connect(server.clone()))?)?, 220)?;
    let mut offers = greet(letter, exchange)?;
    if server.encryption == Encryption::StartTls {
        say(exchange, "STARTTLS", 220)?;
        let answer = exchange.call(|| Call::Encrypt)?;
        if !matches!(answer, Answer::Encrypted) {
            expect(&reply(answer)?, 220)?;
            return Err(Failure::give_up(Reason::Unsendable).into());
        }
        // What was offered before could be a stranger's.
        offers = greet(letter, exchange)?;
    }
    if let Some(credentials) = credentials {
        sign_in(credentials, offers, exchange)?;
    }
    say(exchange, &format!("MAIL FROM:<{}>", letter.from), 250)?;
    Ok(offers)
}

/// The e-mail itself. From here on no answer means that we do not know.
fn hand_over(letter: &Letter, offers: Offers, exchange: &mut Exchange<'_>) -> Result<(), Pause> {
    let answer = exchange.call(|| {
        let mut text = stuffed(&letter.raw);
        if offers.pipelining {
            // Then nobody has to wait for the answer to it (RFC 2920, section 3.1).
            text.extend_from_slice(b"QUIT\r\n");
        }
        Call::Say(text)
    })?;
    let taken = match answer {
        Answer::Smtp(received) => Reply::parse(received),
        Answer::None(_, said) => {
            return Err(Failure::retry(Reason::Uncertain).saying(said.as_deref()).into());
        }
        _ => return Err(Failure::retry(Reason::Uncertain).into()),
    };
    if taken.code == 0 {
        return Err(Failure::retry(Reason::Uncertain).saying(Some(&taken.said)).into());
    }
    if taken.code / 100 != 2 {
        return Err(refusal(&taken).into());
    }
    if !offers.pipelining {
        // What comes of it changes nothing.
        exchange.call(|| Call::Say(b"QUIT\r\n".to_vec()))?;
    }
    Ok(())
}

fn greet(letter: &Letter, exchange: &mut Exchange<'_>) -> Result<Offers, Pause> {
    let domain = letter.from.domain();
    let answer = exchange.call(|| Call::Say(format!("EHLO {domain}\r\n").into_bytes()))?;
    expect(&reply(answer)?, 250)?;
    match answer {
        Answer::Smtp(received) => Ok(Offers::parse(received)),
        _ => Ok(Offers::default()),
    }
}

fn sign_in(
    credentials: &Credentials,
    offers: Offers,
    exchange: &mut Exchange<'_>,
) -> Result<(), Pause> {
    let Credentials { user, password } = credentials;
    let secrets = Secrets::all(credentials);
    let steps = if offers.only_login {
        vec![
            ("AUTH LOGIN".to_owned(), 334),
            (STANDARD.encode(user), 334),
            (STANDARD.encode(password), 235),
        ]
    } else {
        vec![(format!("AUTH PLAIN {}", STANDARD.encode(format!("\0{user}\0{password}"))), 235)]
    };
    for (text, code) in steps {
        let answer = reply(exchange.call(|| Call::Say(format!("{text}\r\n").into_bytes()))?);
        let step = answer.map_err(Pause::from).and_then(|answer| {
            if answer.code / 100 == 5 {
                let failure = Failure::retry(Reason::Unauthorised(answer.code));
                return Err(failure.saying(Some(&answer.said)).into());
            }
            expect(&answer, code)
        });
        step.map_err(|pause| secrets.out_of(pause))?;
    }
    Ok(())
}

/// A command and the code that is to come.
fn say(exchange: &mut Exchange<'_>, command: &str, code: u16) -> Result<(), Pause> {
    let answer = exchange.call(|| Call::Say(format!("{command}\r\n").into_bytes()))?;
    expect(&reply(answer)?, code)
}

/// The reply in an answer.
fn reply(answer: &Answer) -> Result<Reply, Failure> {
    match answer {
        Answer::Smtp(received) => Ok(Reply::parse(received)),
        Answer::None(reason, said) => Err(Failure::retry(*reason).saying(said.as_deref())),
        _ => Err(Failure::give_up(Reason::Unsendable)),
    }
}

/// Any code of the same kind will do: 251 is as good as 250.
fn expect(reply: &Reply, code: u16) -> Result<(), Pause> {
    if reply.code / 100 == code / 100 { Ok(()) } else { Err(refusal(reply).into()) }
}

/// What a code means that was not hoped for: 4xx is tried again, and 5xx is the last word on this e-mail.
fn refusal(reply: &Reply) -> Failure {
    let failure = match reply.code {
        421 => Failure::retry(Reason::Busy(421)),
        450 => Failure::retry(Reason::Refused(450)),
        code @ (530 | 534 | 535 | 538) => Failure::retry(Reason::Unauthorised(code)),
        code @ 400..=499 => Failure::retry(Reason::Fault(code)),
        // RFC 3463 knows full mailboxes, 5.2.2, by the same code.
        552 if reply.said.contains(" 5.3.4 ") => Failure::give_up(Reason::TooLarge(552)),
        code @ 500..=599 => Failure::give_up(Reason::Refused(code)),
        code => Failure::retry(Reason::Unexpected(code)),
    };
    failure.saying(Some(&reply.said))
}

/// What a server says of us and of the sender, it will say of every e-mail. That is a matter of the set-up, and what was
/// set up wrongly is often mended within days.
fn mended(pause: Pause) -> Pause {
    match pause {
        Pause::Failed(Failure { reason, said, then: Then::GiveUp })
            if reason != Reason::Unsendable =>
        {
            Failure { said, ..Failure::retry(reason) }.into()
        }
        pause => pause,
    }
}

/// The text after `DATA`: lines end with CRLF, and a dot at the beginning of one is doubled (RFC 5321, section 4.5.2).
fn stuffed(raw: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len() + raw.len() / 64 + 8);
    for line in raw.split(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            text.push(b'.');
        }
        // A lone CR could be taken for the end of a line by some servers, and not by others.
        text.extend(line.iter().filter(|byte| **byte != b'\r'));
        text.extend_from_slice(b"\r\n");
    }
    if raw.ends_with(b"\n") || raw.is_empty() {
        text.truncate(text.len() - 2);
    }
    text.extend_from_slice(b".\r\n");
    text
}

#[cfg(test)]
mod tests {
    use super::stuffed;

    #[test]
    fn no_line_ends_the_text_early() {
        for (raw, expected) in [
            (&b""[..], &b".\r\n"[..]),
            (b"a\r\n", b"a\r\n.\r\n"),
            (b"a", b"a\r\n.\r\n"),
            (b"a\r\n.\r\nQUIT\r\n", b"a\r\n..\r\nQUIT\r\n.\r\n"),
            (b"a\n.\nb", b"a\r\n..\r\nb\r\n.\r\n"),
            (b"a\r.\r\n", b"a.\r\n.\r\n"),
            (b"..a\r\n\r\n", b"...a\r\n\r\n.\r\n"),
        ] {
            assert_eq!(stuffed(raw), expected, "{:?}", String::from_utf8_lossy(raw));
        }
    }
}
