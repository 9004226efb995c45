//! Pages reload themselves while developing, and only then.

use futures_util::StreamExt as _;
use tokio::sync::watch;

use super::*;

const SCRIPT: &str = "new EventSource(\"/-/reload\")";

#[tokio::test]
async fn pages_listen_only_while_watching_and_where_scripts_may_stand_inline() {
    let (_changes, receiver) = watch::channel(0);
    let watching = crate::router(EDGE, Some(receiver));
    for (path, listens) in [
        ("/en/", true),
        ("/en/hostile.html", true),
        ("/en/strict.html", false),
        ("/en/nowasm.html", false),
    ] {
        assert_eq!(get(&watching, path, "").await.text.contains(SCRIPT), listens, "{path}");
        assert!(!get(&site(), path, "").await.text.contains(SCRIPT), "{path}");
    }
    assert_eq!(get(&site(), "/-/reload", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_change_is_told_to_an_open_page() {
    let (changes, receiver) = watch::channel(0);
    changes.send(1).unwrap();
    let request = Request::get("/-/reload").body(Body::empty()).unwrap();
    let response = crate::router(EDGE, Some(receiver)).oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");

    changes.send(2).unwrap();
    let told = response.into_body().into_data_stream().next().await.unwrap().unwrap();
    assert_eq!(told, "data: 2\n\n");
}
