//! Makes the calls of an exchange, until it ends.

use channels::{Answer, Call, Exchange, Failure, Pause, Reason};
use worker::Env;

use crate::outgoing::{self, Line};

/// Does what an exchange wants done, call by call.
///
/// # Errors
/// Why it failed.
pub(super) async fn run<T>(
    env: &Env,
    exchange: impl Fn(&mut Exchange<'_>) -> Result<T, Pause>,
) -> Result<T, Failure> {
    let mut answers = Vec::new();
    let mut line = Line::new(env);
    while answers.len() <= channels::exchange::MAX_CALLS {
        match exchange(&mut Exchange::new(&answers)) {
            Ok(done) => return Ok(done),
            Err(Pause::Failed(failure)) => return Err(failure),
            Err(Pause::Call(call)) => answers.push(match *call {
                Call::Http(request) => match outgoing::send(request).await {
                    Ok(answer) => Answer::Http(answer),
                    Err(reason) => Answer::None(reason, None),
                },
                call => line.make(call).await,
            }),
        }
    }
    Err(Failure::give_up(Reason::Unsendable))
}
