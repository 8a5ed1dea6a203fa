//! Of several values the first that can be used is taken, and what was passed over is said once.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use serde_json::{Value, json};
use userlike_limeobject::Mapper;

fn preview(instance: &Value, payload: &Value) -> Value {
    let limetypes = json!([
        { "name": "ticket", "properties": [
            { "name": "day", "type": "date" }, { "name": "link", "type": "link" }, { "name": "number", "type": "integer" },
            { "name": "title", "type": "string", "length": 10 },
            { "name": "kind", "type": "option", "options": [{ "key": "a", "text": "Alpha" }] },
            { "name": "kinds", "type": "set", "options": [{ "key": "a", "text": "Alpha" }, { "key": "b", "text": "B" }] },
            { "name": "person", "type": "belongsto", "relatedLimetype": "person" }
        ] },
        { "name": "person", "properties": [{ "name": "email", "type": "string", "length": 64 }] }
    ]);
    let config = json!({ "instances": [instance] }).to_string();
    let mapper = Mapper::new(config.as_bytes(), Some(limetypes.to_string().as_bytes())).unwrap();
    serde_json::to_value(mapper.preview(payload.to_string().as_bytes(), None).unwrap()).unwrap()
}

#[test]
fn the_next_value_is_tried_where_one_cannot_be_used() {
    let day = json!("2024-05-01");
    for (property, rule, values, written, findings) in [
        ("day", json!("v"), json!({ "v": ["soon", "2024-05-01"] }), day.clone(), vec!["several-values /v"]),
        ("day", json!("v"), json!({ "v": "[\"soon\", \"2024-05-01\"]" }), day.clone(), vec!["several-values /v"]),
        (
            "day",
            json!("v"),
            json!({ "v": [["soon"], {}, ["", ["2024-05-01"]]] }),
            day.clone(),
            vec!["several-values /v"],
        ),
        (
            "day",
            json!("v[*].d"),
            json!({ "v": [{ "d": "soon" }, { "d": "2024-05-01" }] }),
            day.clone(),
            vec!["several-values /v/0/d"],
        ),
        ("day", json!(["v", "w"]), json!({ "v": "soon", "w": "2024-05-01" }), day.clone(), vec!["wrong-type /v"]),
        (
            "day",
            json!(["v", "w", "x"]),
            json!({ "v": "soon", "w": ["later", "never"], "x": "2024-05-01" }),
            day.clone(),
            vec!["wrong-type /v", "wrong-type /w"],
        ),
        ("day", json!(["v", "w"]), json!({ "v": "2024-05-01", "w": "soon" }), day, vec![]),
        (
            "number",
            json!(["v", "w"]),
            json!({ "v": 1.5, "w": "7" }),
            json!(7),
            vec!["wrong-type /v", "value-converted /w"],
        ),
        (
            "link",
            json!("v"),
            json!({ "v": ["javascript:1", "https://x.se"] }),
            json!("https://x.se"),
            vec!["several-values /v"],
        ),
        (
            "kind",
            json!("v"),
            json!({ "v": ["x", "Alpha"] }),
            json!({ "key": "a" }),
            vec!["several-values /v", "option-by-text /v"],
        ),
        (
            "kinds",
            json!(["v", "w"]),
            json!({ "v": ["x", "y"], "w": "b" }),
            json!([{ "key": "b" }]),
            vec!["option-unknown /v"],
        ),
        ("title", json!(["v", "w"]), json!({ "v": { "a": 1 }, "w": "x" }), json!("x"), vec!["wrong-type /v"]),
        // Only when none can be used, the property stays empty; each value has its finding.
        ("day", json!("v"), json!({ "v": ["soon", "later"] }), Value::Null, vec!["wrong-type /v"]),
        ("day", json!("v[*]"), json!({ "v": ["soon", "later"] }), Value::Null, vec!["wrong-type /v/0"]),
        (
            "day",
            json!(["v", "w"]),
            json!({ "v": "soon", "w": "later" }),
            Value::Null,
            vec!["wrong-type /w", "wrong-type /v"],
        ),
        (
            "link",
            json!(["v", "w"]),
            json!({ "v": "see https://x.example", "w": "javascript:1" }),
            Value::Null,
            vec!["wrong-type /v", "link-unsafe /w"],
        ),
        ("day", json!("v"), json!({ "v": [" ", null] }), Value::Null, vec!["value-missing /v"]),
    ] {
        let instance = json!({ "limetype": "ticket", "properties": { property: { "userlikeKey": rule } } });
        let mut payload = values.clone();
        payload["id"] = json!(1);
        let preview = preview(&instance, &payload);
        let found: Vec<_> = preview["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| format!("{} {}", finding["code"].as_str().unwrap(), finding["source"].as_str().unwrap()))
            .collect();
        assert_eq!(
            (&preview["objects"][0]["values"][property], found),
            (&written, findings.iter().map(|f| (*f).to_owned()).collect()),
            "{property} {rule} {values}"
        );
    }
}

#[test]
fn refusing_applies_only_where_no_value_can_be_used() {
    for (values, severities) in
        [(json!(["soon", "2024-05-01"]), vec!["warning"]), (json!(["soon", "later"]), vec!["error"])]
    {
        let rule = json!({ "userlikeKey": ["v[*]", "w"], "ifInvalid": "refuse" });
        let preview =
            preview(&json!({ "limetype": "ticket", "properties": { "day": rule } }), &json!({ "id": 1, "v": values }));
        let found: Vec<_> =
            preview["findings"].as_array().unwrap().iter().map(|finding| &finding["severity"]).collect();
        assert_eq!(found, severities, "{values}");
    }
}

#[test]
fn a_person_is_looked_up_by_the_first_value_that_identifies_somebody() {
    let instance = json!({ "limetype": "ticket", "personRelation": [{ "identificationKey": "v", "propertyIdentifier": "email" }] });
    let preview = preview(&instance, &json!({ "id": 1, "v": ["n/a", "nobody", "kim@x.se"] }));
    assert_eq!(
        (&preview["lookups"][0]["value"], &preview["lookups"][0]["source"]),
        (&json!("kim@x.se"), &json!("/v/2"))
    );
    let skipped: Vec<_> = preview["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "rule-skipped")
        .map(|finding| (finding["source"].as_str().unwrap(), finding["message"].as_str().unwrap()))
        .collect();
    assert_eq!(skipped, [("/v/0", "\"n/a\" identifies nobody. The next value is looked up.")]);
}

#[test]
fn a_value_that_the_rule_empties_is_not_called_missing() {
    for (rule, message) in [
        (
            json!({ "userlikeKey": "v", "map": { "x": "" } }),
            "title stays empty: its map makes nothing of the payload's value. An existing object keeps its value.",
        ),
        (
            json!({ "template": " {v} ", "map": { "*": null } }),
            "title stays empty: its map makes nothing of the payload's value. An existing object keeps its value.",
        ),
        (json!({ "userlikeKey": "w" }), "title stays empty: w is missing. An existing object keeps its value."),
    ] {
        let preview =
            preview(&json!({ "limetype": "ticket", "properties": { "title": rule } }), &json!({ "id": 1, "v": "x" }));
        assert_eq!(preview["findings"][0]["message"], message, "{rule}");
    }
}

#[test]
fn of_keys_that_look_the_same_the_exact_one_or_the_last_is_taken_and_another_one_is_said() {
    for (custom, written, rival) in [
        ("{ \"no\\u200b\": 1, \" no\": 2 }", 2, Some("/custom/no\u{200b}")),
        ("{ \" no\": 2, \"no\\u200b\": 1 }", 1, Some("/custom/ no")),
        ("{ \" no\": 2, \"no\": 3, \"no\\u200b\": 1 }", 3, None),
        ("{ \"x\": 2, \"no\\u200b\": 1 }", 1, None),
        ("{ \"no\\u200b\": 2, \"no\\u200b\": 1 }", 1, None),
    ] {
        for rule in [json!({ "userlikeKey": "custom.no" }), json!({ "template": "{custom.no}" })] {
            let limetypes = json!([{ "name": "ticket", "properties": [{ "name": "number", "type": "integer" }] }]);
            let config =
                json!({ "instances": [{ "limetype": "ticket", "properties": { "number": rule } }] }).to_string();
            let mapper = Mapper::new(config.as_bytes(), Some(limetypes.to_string().as_bytes())).unwrap();
            let payload = format!("{{ \"id\": 1, \"custom\": {custom} }}");
            let preview = serde_json::to_value(mapper.preview(payload.as_bytes(), None).unwrap()).unwrap();
            let shape =
                preview["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "payload-shape");
            let source = shape.map(|finding| finding["source"].as_str().unwrap());
            assert_eq!(
                (&preview["objects"][0]["values"]["number"], source),
                (&json!(written), rival),
                "{custom} {rule}"
            );
        }
    }
}
