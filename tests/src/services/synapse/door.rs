//! The way from the edge to the homeserver, on which requests can be lost.

use std::sync::Arc;
use std::thread;

use axum::body::Bytes;
use http::header::{CONNECTION, TRANSFER_ENCODING};
use http::{Request, Response};

use crate::Service;

/// A stand-in in front of a homeserver that passes everything on.
pub async fn door(homeserver: &str) -> Service {
    let homeserver = homeserver.to_owned();
    Service::start(Arc::new(move |request| pass_on(&homeserver, request))).await
}

/// Asks the homeserver, on a thread and a runtime of its own, since a stand-in answers at once.
fn pass_on(homeserver: &str, request: &Request<Bytes>) -> Response<Bytes> {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let asked = reqwest::Client::new()
        .request(request.method().clone(), format!("{homeserver}{path}"))
        .headers(request.headers().clone())
        .body(request.body().clone());
    let ask = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime needs nothing").block_on(async {
            let answer = asked.send().await?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            Ok::<_, reqwest::Error>((status, headers, answer.bytes().await?))
        })
    };
    match thread::spawn(ask).join().expect("nobody panics there") {
        Ok((status, headers, body)) => {
            let mut response = Response::new(body);
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            // They are about the connection to the homeserver.
            for name in [CONNECTION, TRANSFER_ENCODING] {
                response.headers_mut().remove(name);
            }
            response
        }
        // As a proxy does whose server is down.
        Err(_) => crate::service::status(502),
    }
}
