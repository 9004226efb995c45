//! The Content-Security-Policy of the two pages that have a strict one.

/// The page that allows WebAssembly, as a careful company's site would.
const STRICT: &str = "strict.html";
/// The page whose policy refuses WebAssembly.
const NO_WEBASSEMBLY: &str = "nowasm.html";

/// The policy of the page `file`, or `None` where the page has none.
///
/// It is what a site that embeds the widget has to allow: script and connections
/// to the edge, live sockets among them, and `'wasm-unsafe-eval'`.
pub(crate) fn content_security_policy(file: &str, edge: &str) -> Option<String> {
    let webassembly = match file {
        STRICT => " 'wasm-unsafe-eval'",
        NO_WEBASSEMBLY => "",
        _ => return None,
    };
    // `http` becomes `ws` and `https` becomes `wss`.
    let socket = edge.replacen("http", "ws", 1);
    Some(format!(
        "default-src 'self'; \
         script-src 'self' {edge}{webassembly}; \
         style-src 'self'; \
         connect-src 'self' {edge} {socket}; \
         img-src 'self'; \
         object-src 'none'; \
         base-uri 'none'; \
         require-trusted-types-for 'script'"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_live_socket_has_the_same_security_as_the_edge() {
        let policy = content_security_policy(STRICT, "https://ask.example.com").unwrap();
        assert!(
            policy.contains("connect-src 'self' https://ask.example.com wss://ask.example.com;")
        );
    }

    #[test]
    fn an_ordinary_page_has_no_policy() {
        assert_eq!(content_security_policy("index.html", "https://ask.example.com"), None);
    }
}
