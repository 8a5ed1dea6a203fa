//! The JSON Schemas know every key that the configuration's reader knows.

#![cfg(feature = "schema")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use schemars::schema_for;
use serde_json::{Value, json};
use userlike_limeobject::{Config, Limetypes, Mapper, Preview, Problem};

/// A configuration with one key of an instance set to null, which every key may be.
fn warnings(key: &str) -> Vec<String> {
    let mut instance = json!({ "limetype": "ticket" });
    if key != "limetype" {
        instance[key] = Value::Null;
    }
    let config = json!({ "instances": [instance] });
    let mapper = Mapper::new(config.to_string().as_bytes(), None).unwrap();
    mapper.warnings().iter().map(|problem| problem.message.clone()).collect()
}

#[test]
fn the_reader_knows_every_key_of_the_schema() {
    let schema = serde_json::to_value(schema_for!(Config)).unwrap();
    let instance = &schema["$defs"]["Instance"]["properties"];
    let keys: Vec<_> = instance.as_object().unwrap().keys().collect();
    assert!(keys.len() >= 20, "{keys:?}");
    for key in keys {
        assert_eq!(warnings(key), Vec::<String>::new(), "{key}");
    }
    assert_eq!(warnings("nothing").len(), 1);
}

#[test]
fn the_schemas_describe_their_parts() {
    for (schema, parts) in [
        (
            serde_json::to_value(schema_for!(Limetypes)).unwrap(),
            vec!["Limetype", "Property", "PropertyType", "PropertyOption", "Acl"],
        ),
        (
            serde_json::to_value(schema_for!(Preview)).unwrap(),
            vec!["Limeobject", "Finding", "Lookup", "PropertyValue", "FindingCode"],
        ),
        (serde_json::to_value(schema_for!(Problem)).unwrap(), vec!["ProblemSeverity", "ProblemDocument"]),
    ] {
        for part in parts {
            assert!(schema["$defs"][part].is_object(), "{part}");
        }
    }
}
