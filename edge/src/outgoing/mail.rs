//! The way out for e-mail: a connection to a mail server, or the runtime's own service.
//!
//! What is said on the line is decided in `channels`; here it is only carried. The streams are used without the
//! worker crate's `Socket`, which panics where the runtime refuses to encrypt.

use std::time::Duration;

use channels::email::{reply, service};
use channels::exchange::{Encryption, Envelope, Server};
use channels::{Answer, Call, Reason, TIME_LIMIT};
use futures_util::future::{Either, select};
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ReadableStreamDefaultReader, WritableStreamDefaultWriter};
use worker::worker_sys::{self, Socket};
use worker::{Delay, Env};

use crate::bindings;

#[wasm_bindgen(inline_js = "
    export async function sendMail(service, from, to, raw) {
        // Plain workerd has no such module, so it must not be asked for before it is needed.
        const { EmailMessage } = await import('cloudflare:email');
        await service.send(new EmailMessage(from, to, raw));
    }
")]
extern "C" {
    /// Gives an e-mail to the runtime's service.
    #[wasm_bindgen(js_name = sendMail, catch)]
    async fn send_mail(
        service: &JsValue,
        from: &str,
        to: &str,
        raw: &str,
    ) -> Result<JsValue, JsValue>;
}

/// The line to a mail server during one exchange. It hangs up when it is dropped.
#[derive(Debug)]
pub(crate) struct Line<'env> {
    env: &'env Env,
    open: Option<Open>,
}

impl<'env> Line<'env> {
    /// A line to nobody yet.
    pub(crate) const fn new(env: &'env Env) -> Self {
        Self { env, open: None }
    }

    /// Makes one call that concerns e-mail, within [`TIME_LIMIT`]. After one that fails the line is dead.
    pub(crate) async fn make(&mut self, call: Call) -> Answer {
        let limit = Duration::from_millis(u64::try_from(TIME_LIMIT.0).unwrap_or_default());
        let made = {
            let (made, limit) = (std::pin::pin!(self.carry(call)), Delay::from(limit));
            match select(made, limit).await {
                Either::Left((made, _)) => made,
                Either::Right(_) => Err((Reason::TimedOut, None)),
            }
        };
        made.unwrap_or_else(|(reason, said)| {
            self.open = None;
            Answer::None(reason, said)
        })
    }

    async fn carry(&mut self, call: Call) -> Result<Answer, Failed> {
        match call {
            Call::Connect(server) => {
                let open = self.open.insert(Open::to(&server).map_err(failed)?);
                open.ready().await?;
                open.reply().await
            }
            Call::Encrypt => {
                let open = self.open.as_mut().ok_or((Reason::Unreachable, None))?;
                open.encrypt().map_err(failed)?;
                open.ready().await?;
                Ok(Answer::Encrypted)
            }
            Call::Say(text) => {
                let open = self.open.as_mut().ok_or((Reason::Unreachable, None))?;
                open.say(&text).await?;
                open.reply().await
            }
            Call::Mail(envelope) => send(self.env, &envelope).await,
            Call::Http(_) => Err((Reason::Unsendable, None)),
        }
    }
}

/// Why a call was not made, with what the runtime says of it.
type Failed = (Reason, Option<String>);

/// Most things that go wrong with a connection mean that there is none.
#[expect(clippy::needless_pass_by_value, reason = "so it fits map_err")]
fn failed(error: JsValue) -> Failed {
    (Reason::Unreachable, told(&error, "message"))
}

fn told(error: &JsValue, field: &str) -> Option<String> {
    Reflect::get(error, &JsValue::from_str(field)).ok()?.as_string()
}

/// An open connection.
#[derive(Debug)]
struct Open {
    socket: Socket,
    /// What has come and was not asked for yet.
    received: Vec<u8>,
}

impl Open {
    fn to(server: &Server) -> Result<Self, JsValue> {
        let address = Object::new();
        Reflect::set(&address, &"hostname".into(), &server.host.as_str().into())?;
        Reflect::set(&address, &"port".into(), &server.port.into())?;
        let transport = match server.encryption {
            Encryption::Tls => "on",
            Encryption::StartTls => "starttls",
            Encryption::None => "off",
        };
        let options = Object::new();
        Reflect::set(&options, &"secureTransport".into(), &transport.into())?;
        let socket = worker_sys::connect(address.into(), options.into())?;
        Ok(Self { socket, received: Vec::new() })
    }

    /// Waits until the connection stands, which says more of a failure than the first reading would.
    async fn ready(&self) -> Result<(), Failed> {
        let opened = self.socket.opened().map_err(failed)?;
        JsFuture::from(opened).await.map_err(failed)?;
        Ok(())
    }

    fn encrypt(&mut self) -> Result<(), JsValue> {
        self.socket = self.socket.start_tls()?;
        // Nothing that came before counts: a stranger on the way may have added it.
        self.received.clear();
        Ok(())
    }

    async fn say(&self, text: &[u8]) -> Result<(), Failed> {
        let writable = self.socket.writable().map_err(failed)?;
        let writer = WritableStreamDefaultWriter::new(&writable).map_err(failed)?;
        let written = JsFuture::from(writer.write_with_chunk(&Uint8Array::from(text))).await;
        writer.release_lock();
        written.map(drop).map_err(failed)
    }

    /// The server's next reply, with all its lines.
    async fn reply(&mut self) -> Result<Answer, Failed> {
        loop {
            if let Some(length) = reply::length(&self.received) {
                let later = self.received.split_off(length);
                return Ok(Answer::Smtp(std::mem::replace(&mut self.received, later)));
            }
            if self.received.len() > reply::MAX {
                return Err((Reason::Unreachable, None));
            }
            let part = self.read().await?;
            self.received.extend_from_slice(&part);
        }
    }

    async fn read(&self) -> Result<Vec<u8>, Failed> {
        let readable = self.socket.readable().map_err(failed)?;
        let reader = ReadableStreamDefaultReader::new(&readable).map_err(failed)?;
        let read = JsFuture::from(reader.read()).await;
        reader.release_lock();
        let part = Reflect::get(&read.map_err(failed)?, &"value".into()).map_err(failed)?;
        // Without a value the server has hung up.
        let part = part.dyn_into::<Uint8Array>().map_err(|_| (Reason::Unreachable, None))?;
        Ok(part.to_vec())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Ok(closed) = self.socket.close() {
            // Waited for by nobody, but a refusal must not be reported as an error that nobody has caught.
            spawn_local(async { drop(JsFuture::from(closed).await) });
        }
    }
}

/// Sends an e-mail by the runtime's service.
async fn send(env: &Env, envelope: &Envelope) -> Result<Answer, Failed> {
    let service = bindings::email(env)
        .ok_or_else(|| (Reason::Unsendable, Some(service::MISSING.to_owned())))?;
    let raw = str::from_utf8(&envelope.raw).map_err(|_| (Reason::Unsendable, None))?;
    match send_mail(&service, &envelope.from, &envelope.to, raw).await {
        Ok(_) => Ok(Answer::Sent),
        Err(error) => {
            let code = told(&error, "code");
            let said = told(&error, "message").map(|text| match &code {
                Some(code) => format!("{code}: {text}"),
                None => text,
            });
            Err((service::reason(code.as_deref()), said))
        }
    }
}
