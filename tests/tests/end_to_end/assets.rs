//! The files of the build: immutable, compressed beforehand, and of the type that they are.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use protocol::pinned::Pinned;
use sha2::{Digest as _, Sha384};
use tests::folder::{Folder, artefacts};
use tests::workerd::Environment;
use tests::{Answer, Edge};

fn manifest() -> BTreeMap<String, String> {
    let folder = std::env::var_os("ASKHOURS_ASSETS_DIR");
    let folder = folder.map_or_else(|| artefacts().join("assets"), Into::into);
    let text = std::fs::read(folder.join("manifest.json")).expect("the build writes a manifest");
    serde_json::from_slice(&text).expect("the manifest is JSON")
}

async fn get(edge: &Edge, file: &str, encoding: &str) -> Answer {
    let request = edge.request(Method::GET, &format!("/assets/{file}"));
    request.header("accept-encoding", encoding).send().await
}

#[tokio::test]
async fn every_file_is_served_for_ever_and_compressed() {
    let edge = Edge::bare().await;
    let manifest = manifest();
    for needed in [
        "widget.js",
        "widget.wasm",
        "pinned.js",
        "pinned.wasm",
        "inbox.js",
        "inbox.wasm",
        "inbox.css",
    ] {
        assert!(manifest.contains_key(needed), "{needed} is not in {manifest:?}");
    }
    // The order of the words is read by the edge alone, under what stands for it in their addresses.
    for (logical, file) in manifest.iter().filter(|(logical, _)| *logical != "layout.json") {
        let kind = match logical.rsplit('.').next() {
            Some("js") => "text/javascript",
            Some("wasm") => "application/wasm",
            Some("css") => "text/css",
            Some("json") => "application/json",
            _ => panic!("{logical} has no type here"),
        };
        let plain = get(&edge, file, "identity").await.with_status(200);
        let stored = artefacts().join("assets").join(file);
        if stored.exists() {
            assert_eq!(plain.body, std::fs::read(stored).unwrap(), "{file}");
        }
        for (accepted, encoding) in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", "")] {
            let answer = get(&edge, file, accepted).await.with_status(200);
            assert_eq!(answer.header("content-encoding"), encoding, "{file}");
            assert!(answer.header("content-type").starts_with(kind), "{file}");
            let control = answer.header("cache-control");
            assert!(control.contains("immutable") && control.contains("max-age=31536000"));
            assert!(answer.header("vary").to_lowercase().contains("accept-encoding"));
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            if encoding == "br" {
                let mut unpacked = Vec::new();
                let mut reader = brotli::Decompressor::new(&*answer.body, 4096);
                std::io::Read::read_to_end(&mut reader, &mut unpacked).unwrap();
                assert!(unpacked == plain.body, "{file} is another one when compressed");
            }
        }
    }
}

#[tokio::test]
async fn nothing_else_is_served() {
    let edge = Edge::bare().await;
    let manifest = manifest();
    let real = manifest.values().next().unwrap();
    for file in [
        "manifest.json",
        "widget.js",
        "widget.000000000000.js",
        "",
        "..%2fedge%2findex.js",
        "%2e%2e/edge/index.js",
        &format!("{real}.br"),
        &format!("./{real}x"),
        "%00",
        "ü",
    ] {
        get(&edge, file, "br").await.is_problem(404, "not_found");
    }
}

#[tokio::test]
async fn the_inbox_page_names_files_that_exist() {
    let edge = Edge::bare().await;
    let page = edge.request(Method::GET, "/inbox").send().await.with_status(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let text = page.text();
    let named: Vec<_> =
        text.split(['"', '\'']).filter_map(|part| part.strip_prefix("/assets/")).collect();
    for ending in [".js", ".wasm", ".css", ".json"] {
        assert!(named.iter().any(|file| file.ends_with(ending)), "no {ending} in {text}");
    }
    for file in named {
        get(&edge, file, "br").await.is(200);
    }
}

#[tokio::test]
async fn small_files_of_its_own_are_there() {
    let edge = Edge::bare().await;
    edge.request(Method::GET, "/healthz").send().await.is(200);
    let robots = edge.request(Method::GET, "/robots.txt").send().await.with_status(200);
    assert!(robots.text().contains("Disallow: /"));
}

#[tokio::test]
async fn files_of_an_earlier_build_are_served_to_pages_that_were_open_before() {
    let folder = Folder::new();
    for (suffix, text) in [("", "plain"), (".br", "brotli"), (".gz", "gzip")] {
        for stem in ["widget", "other"] {
            let name = format!("{stem}.0123456789ab.js{suffix}");
            std::fs::write(folder.path().join(name), text).expect("room for a file");
        }
    }
    let assets = folder.path().to_owned();
    let edge = Edge::within(Environment { assets, ..Environment::random() }).await;
    for (accepted, text) in [("identity", "plain"), ("br", "brotli"), ("gzip", "gzip")] {
        let answer = get(&edge, "widget.0123456789ab.js", accepted).await.with_status(200);
        assert_eq!(answer.text(), text);
        assert!(answer.header("cache-control").contains("immutable"));
    }
    let unknown = get(&edge, "other.0123456789ab.js", "identity").await;
    unknown.is_problem(404, "not_found");
    let gone = get(&edge, "widget.ba9876543210.js", "identity").await;
    gone.is_problem(404, "not_found");
}

#[tokio::test]
async fn the_pinned_script_is_told_with_its_hash() {
    let edge = Edge::bare().await;
    let told = edge.request(Method::GET, "/v1/pinned").send().await.with_status(200);
    assert_eq!(told.header("access-control-allow-origin"), "*");
    let pinned: Pinned = told.json();
    let path = pinned.src.strip_prefix(&edge.origin()).expect("it stands at the edge itself");
    let script = edge.request(Method::GET, path).send().await.with_status(200);
    assert_eq!(
        script.header("access-control-allow-origin"),
        "*",
        "browsers check what they may read"
    );
    let hash = STANDARD.encode(Sha384::digest(&script.body));
    assert_eq!(pinned.integrity, format!("sha384-{hash}"));
    // The hash of the WebAssembly stands in it, beside its address.
    let wasm = get(&edge, &manifest()["pinned.wasm"], "identity").await.with_status(200);
    let hash = format!("sha384-{}", STANDARD.encode(Sha384::digest(&wasm.body)));
    let text = script.text();
    assert!(text.contains(&hash) && text.contains(&manifest()["pinned.wasm"]));
    assert!(!text.contains("import("), "no code comes from elsewhere");
}
