//! The API's own description: complete, and true to itself.

use std::collections::BTreeSet;

use http::Method;
use serde_json::Value;
use tests::Edge;
use tests::folder::root;

/// The methods that a path of the document can have.
const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

async fn document(edge: &Edge) -> Value {
    let answer = edge.request(Method::GET, "/v1/openapi.json").send().await.with_status(200);
    assert!(answer.header("content-type").starts_with("application/json"));
    answer.json()
}

/// The operations of the document, as `GET /v1/sites/{site}`.
pub(crate) async fn operations(edge: &Edge) -> BTreeSet<(String, String)> {
    let document = document(edge).await;
    let paths = document["paths"].as_object().expect("the document has paths");
    let mut operations = BTreeSet::new();
    for (path, item) in paths {
        for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
            operations.insert((method.to_uppercase(), path.clone()));
        }
    }
    operations
}

#[tokio::test]
async fn every_route_is_described() {
    let edge = Edge::bare().await;
    let source = std::fs::read_to_string(root().join("edge/src/routes.rs")).unwrap();
    let table = source
        .split("pub const ROUTES")
        .nth(1)
        .or_else(|| source.split("pub(crate) const ROUTES").nth(1));
    let table = table.unwrap().split("\n};").next().unwrap();
    let routes: BTreeSet<_> = table
        .split("route(")
        .skip(1)
        .map(|route| {
            let mut parameters = route.split(',').map(str::trim);
            let method = parameters.next().unwrap().to_uppercase();
            (method, parameters.next().unwrap().trim_matches('"').to_owned())
        })
        .collect();
    assert!(routes.len() > 20, "the table is read: {routes:?}");
    assert_eq!(operations(&edge).await, routes);
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let edge = Edge::bare().await;
    let document = document(&edge).await;
    assert!(document["openapi"].as_str().unwrap().starts_with("3."), "{}", document["openapi"]);
    for place in ["/info/title", "/info/version"] {
        assert!(document.pointer(place).is_some_and(Value::is_string), "{place}");
    }
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let place = reference.strip_prefix('#').expect("the document stands alone");
        assert!(document.pointer(place).is_some(), "{reference} leads nowhere");
    }
}

#[tokio::test]
async fn every_operation_is_complete() {
    let edge = Edge::bare().await;
    let document = document(&edge).await;
    let mut names = BTreeSet::new();
    for (method, path) in operations(&edge).await {
        let operation = &document["paths"][&path][method.to_lowercase()];
        let what = format!("{method} {path}");
        let name = operation["operationId"].as_str().expect("an operation has a name").to_owned();
        assert!(names.insert(name), "{what}: two operations of one name");
        assert!(operation["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{what}");
        let responses = operation["responses"].as_object().expect("an operation has responses");
        assert!(responses.keys().any(|code| code.starts_with('2') || code == "101"), "{what}");
        let item = &document["paths"][&path];
        let listed = [&operation["parameters"], &item["parameters"]];
        let parameters: BTreeSet<_> = listed
            .iter()
            .filter_map(|list| list.as_array())
            .flatten()
            .map(|parameter| resolved(&document, parameter))
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        let placeholders: BTreeSet<_> =
            path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        assert_eq!(parameters, placeholders, "{what}");
    }
}

#[tokio::test]
async fn the_configuration_has_a_schema() {
    let edge = Edge::bare().await;
    let answer = edge.request(Method::GET, "/v1/schemas/site.json").send().await.with_status(200);
    let schema: Value = answer.json();
    for field in ["name", "hours", "time_zone", "channels", "agents"] {
        assert!(schema["properties"].get(field).is_some(), "{field} is not in {schema}");
    }
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let place = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    place.map_or(value, |place| document.pointer(place).expect("the reference leads somewhere"))
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            references.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
            object.values().for_each(|value| collect(value, references));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}
