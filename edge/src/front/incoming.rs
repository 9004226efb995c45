//! A request from outside, with what the runtime gives along with it.

use worker::{Context, Env, Method};

use crate::bindings;

/// A request from outside. Reading a header crosses from WebAssembly to
/// JavaScript, so nothing is read before it is needed.
#[derive(Debug)]
pub(crate) struct Incoming {
    /// The request itself.
    pub(crate) raw: web_sys::Request,
    /// Its method; a `HEAD` counts as `GET`, and its body is dropped at the end.
    pub(crate) method: Method,
    /// Whether it was a `HEAD`.
    pub(crate) head: bool,
    /// The bindings.
    pub(crate) env: Env,
    /// Keeps work going after the response.
    pub(crate) context: Context,
    url: String,
}

impl Incoming {
    /// Takes what the runtime gives.
    pub(crate) fn new(raw: web_sys::Request, env: Env, context: Context) -> Self {
        let asked = Method::from(raw.method());
        let head = asked == Method::Head;
        let method = if head { Method::Get } else { asked };
        let url = raw.url();
        Self { raw, method, head, env, context, url }
    }

    /// The path, as it was sent.
    pub(crate) fn path(&self) -> &str {
        parts(&self.url).1
    }

    /// What stands behind the question mark, undecoded.
    pub(crate) fn query(&self) -> &str {
        parts(&self.url).2
    }

    /// Path and query.
    pub(crate) fn path_and_query(&self) -> &str {
        &self.url[parts(&self.url).0.len()..]
    }

    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.raw.headers().get(name).ok().flatten()
    }

    /// The origin under which people reach the edge.
    pub(crate) fn own_origin(&self) -> String {
        bindings::public_origin(&self.env).unwrap_or_else(|| parts(&self.url).0.to_owned())
    }
}

/// Splits an address, as the runtime writes it, into origin, path and query.
fn parts(url: &str) -> (&str, &str, &str) {
    let host = url.find("://").map_or(0, |place| place + 3);
    let end = url[host..].find(['/', '?']).map_or(url.len(), |place| host + place);
    let (origin, rest) = url.split_at(end);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    (origin, path, query)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn an_address_has_three_parts() {
        for (url, expected) in [
            ("https://a.example/x/y?b=1&c=/?", ("https://a.example", "/x/y", "b=1&c=/?")),
            ("http://127.0.0.1:8787/", ("http://127.0.0.1:8787", "/", "")),
            ("http://127.0.0.1:8787", ("http://127.0.0.1:8787", "", "")),
            ("http://a?b", ("http://a", "", "b")),
        ] {
            assert_eq!(parts(url), expected, "{url}");
        }
    }
}
