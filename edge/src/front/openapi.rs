//! `GET /v1/openapi.json`: the API's description, made of the table of routes and of
//! the protocol's types, so that it cannot say anything else than they do.

mod operation;
mod types;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use protocol::admin::SiteConfiguration;
use protocol::problem::Problem;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use web_sys::Response;

use crate::front::incoming::Incoming;
use crate::front::ready::Ready;
use crate::front::respond::FOR_EVERY_PAGE;
use crate::problem::{ApiError, ApiResult};
use crate::routes::ROUTES;

/// Where the schemas of the protocol's types stand in the document.
const SCHEMAS: &str = "/components/schemas";

thread_local! {
    static DESCRIPTION: OnceCell<Rc<Ready>> = const { OnceCell::new() };
    static SITE_SCHEMA: OnceCell<Rc<Ready>> = const { OnceCell::new() };
}

type Kept = std::thread::LocalKey<OnceCell<Rc<Ready>>>;

/// The description.
///
/// # Errors
/// Where the runtime refuses to build a response.
pub(crate) fn answer(incoming: &Incoming) -> ApiResult<Response> {
    kept(&DESCRIPTION, description)?.answer(incoming)
}

/// The schema of a site's configuration, for editors that check a `site.toml`.
///
/// # Errors
/// Where the runtime refuses to build a response.
pub(crate) fn site_schema(incoming: &Incoming) -> ApiResult<Response> {
    let schema = || SchemaGenerator::default().into_root_schema_for::<SiteConfiguration>().into();
    kept(&SITE_SCHEMA, schema)?.answer(incoming)
}

fn kept(place: &'static Kept, make: impl FnOnce() -> Value) -> ApiResult<Rc<Ready>> {
    if let Some(ready) = place.with(|kept| kept.get().cloned()) {
        return Ok(ready);
    }
    let text = serde_json::to_string(&make()).map_err(ApiError::internal)?;
    let headers = [("content-type", "application/json"), ("cache-control", "public, max-age=300")];
    let ready = Rc::new(Ready::new(&text, &[&headers[..], &FOR_EVERY_PAGE].concat())?);
    Ok(place.with(|kept| kept.get_or_init(|| ready).clone()))
}

/// The OpenAPI document.
fn description() -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = SCHEMAS.into());
    let mut schemas = settings.into_generator();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for route in ROUTES {
        let method = route.method.as_ref().to_ascii_lowercase();
        let operation = operation::of(route, &mut schemas);
        paths.entry(route.pattern).or_default().insert(method, operation);
    }
    let problem = schemas.subschema_for::<Problem>();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Askhours",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "description": "Moments are integers: milliseconds since the Unix epoch, UTC. \
                Every error is a problem document (RFC 9457) that says what to do.",
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "responses": {
                "Problem": {
                    "description": "What went wrong and what to do about it.",
                    "content": { (protocol::problem::MEDIA_TYPE): { "schema": problem } },
                },
            },
            "securitySchemes": operation::security_schemes(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every `$ref` in the document.
    fn references<'value>(value: &'value Value, found: &mut Vec<&'value str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|member| references(member, found));
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = description();
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > ROUTES.len());
        for reference in found {
            let place = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(place).is_some(), "{reference}");
        }
    }

    #[test]
    fn every_route_is_described() {
        let document = description();
        for route in ROUTES {
            let operation = &document["paths"][route.pattern][route.method.as_ref().to_lowercase()];
            assert_eq!(operation["summary"], route.summary, "{}", route.pattern);
            assert_eq!(operation["operationId"], format!("{:?}", route.endpoint));
        }
        let ask = &document["paths"]["/v1/sites/{site}/questions"]["post"];
        assert!(ask["responses"]["201"].is_object());
        assert!(ask["parameters"].to_string().contains("Idempotency-Key"));
    }

    #[test]
    fn the_schema_of_a_site_refuses_unknown_keys() {
        let schema: Value =
            SchemaGenerator::default().into_root_schema_for::<SiteConfiguration>().into();
        assert_eq!(schema["additionalProperties"], false);
        assert!(schema["properties"]["hours"].is_object());
    }
}
