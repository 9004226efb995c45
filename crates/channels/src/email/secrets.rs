//! What a mail server may not be quoted with: what we have told it to sign in, which some repeat.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::settings::Credentials;
use crate::{Failure, Pause};

/// A piece of a secret of so many bytes is as bad as the whole: servers shorten what they repeat.
const PIECE: usize = 6;

/// Credentials in all the forms that the dialogue has, in lower case and without white space.
pub(super) struct Secrets {
    /// What may not even be repeated in pieces.
    pieces: Vec<String>,
    /// What may be, because it has words that mail servers use.
    whole: Vec<String>,
}

impl Secrets {
    /// For the answers to the sign-on itself.
    pub(super) fn all(credentials: &Credentials) -> Self {
        let user = &credentials.user;
        let mut secrets = Self::later(credentials);
        secrets.pieces.extend(squeezed(STANDARD.encode(user).trim_end_matches('=')));
        secrets.whole.extend(squeezed(user));
        secrets
    }

    /// For all other answers: the user's name often is the sender's address, on which servers have a lot to say.
    pub(super) fn later(credentials: &Credentials) -> Self {
        let Credentials { user, password } = credentials;
        let forms = [
            password.clone(),
            STANDARD.encode(password),
            STANDARD.encode(format!("\0{user}\0{password}")),
        ];
        let pieces = forms.iter().filter_map(|form| squeezed(form.trim_end_matches('='))).collect();
        Self { pieces, whole: Vec::new() }
    }

    /// The failure without the server's words, where these give away a secret. Its codes stay.
    pub(super) fn out_of(&self, pause: Pause) -> Pause {
        match pause {
            Pause::Failed(failure) => {
                let said = failure.said.as_ref().map(|said| said.as_str().to_owned());
                match said {
                    Some(said) if self.are_in(&said) => {
                        Failure { said: None, ..failure }.saying(Some(&codes(&said))).into()
                    }
                    _ => failure.into(),
                }
            }
            call @ Pause::Call(_) => call,
        }
    }

    fn are_in(&self, said: &str) -> bool {
        let Some(said) = squeezed(said) else { return false };
        let repeated = |secret: &String| {
            let secret = secret.as_bytes();
            let pieces = &mut secret.windows(PIECE.min(secret.len()));
            pieces.any(|piece| said.as_bytes().windows(piece.len()).any(|there| there == piece))
        };
        self.pieces.iter().any(repeated) || self.whole.iter().any(|secret| said.contains(secret))
    }
}

/// A reply's code and its enhanced status code (RFC 3463), such as `535 5.7.8`.
fn codes(said: &str) -> String {
    let number =
        |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let mut words = said.split(' ');
    let code = words.next().filter(|code| code.len() == 3 && number(code));
    let enhanced = words.next().filter(|word| {
        word.split('.').count() == 3 && word.len() <= 7 && word.split('.').all(number)
    });
    match (code, enhanced) {
        (Some(code), Some(enhanced)) => format!("{code} {enhanced}"),
        (code, _) => code.unwrap_or_default().to_owned(),
    }
}

fn squeezed(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    (!text.is_empty()).then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;

    #[test]
    fn no_form_of_a_secret_is_repeated() {
        let credentials =
            Credentials { user: "ada@example.org".to_owned(), password: "open sesame".to_owned() };
        let shown = |secrets: Secrets, said: &str| {
            let failure = Failure::retry(Reason::Unauthorised(535)).saying(Some(said));
            match secrets.out_of(failure.into()) {
                Pause::Failed(failure) => failure.said.map(|said| said.as_str().to_owned()),
                Pause::Call(_) => unreachable!(),
            }
        };
        let token = STANDARD.encode("\0ada@example.org\0open sesame");
        for text in [
            "not open sesame",
            "not OpenSesame",
            "not open ses...",
            &format!("what is {token}?"),
            &format!("what is {}...?", &token[..12]),
            &format!("what is {} {}?", &token[..12], &token[12..]),
            &STANDARD.encode("open sesame"),
        ] {
            let said = format!("535 5.7.8 {text}");
            assert_eq!(shown(Secrets::all(&credentials), &said).as_deref(), Some("535 5.7.8"));
            assert_eq!(shown(Secrets::later(&credentials), &said).as_deref(), Some("535 5.7.8"));
            assert_eq!(shown(Secrets::all(&credentials), text), None, "{text}");
            let said = format!("454 {text}");
            assert_eq!(shown(Secrets::all(&credentials), &said).as_deref(), Some("454"));
        }
        for text in ["ada@example.org is unknown", &STANDARD.encode("ada@example.org")] {
            let said = format!("535 5.7.8 {text}");
            assert_eq!(shown(Secrets::all(&credentials), &said).as_deref(), Some("535 5.7.8"));
        }
        let said = "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6";
        assert_eq!(shown(Secrets::all(&credentials), said).as_deref(), Some(said));
        let said = "553 5.7.1 <ada@example.org>: Sender address rejected: not owned by user";
        assert_eq!(shown(Secrets::later(&credentials), said).as_deref(), Some(said));
    }
}
