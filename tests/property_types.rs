//! The table of `docs/property-types.md`, row by row: a type, a value of the payload, and what becomes of it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use serde_json::{Value, json};
use userlike_limeobject::{Mapper, PropertyType};

/// What is written for a payload's `v` by a property of type `kind`, and the codes of the findings.
fn outcome(kind: &str, value: &Value) -> (Value, Vec<String>) {
    let options = json!([{ "key": "a", "text": "Alpha" }, { "key": "b", "text": "Beta, too" }, { "key": "old", "text": "Old", "inactive": true }]);
    let limetypes =
        json!([{ "name": "ticket", "properties": [{ "name": "p", "type": kind, "length": 12, "options": options }] }]);
    let config = json!({ "instances": [{
        "limetype": "ticket",
        "properties": { "p": { "userlikeKey": "v" } },
        "transcript": { "timeZone": "Europe/Stockholm" }
    }] });
    let mapper = Mapper::new(config.to_string().as_bytes(), Some(limetypes.to_string().as_bytes())).unwrap();
    let payload = json!({ "id": 1, "v": value }).to_string();
    let preview = serde_json::to_value(mapper.preview(payload.as_bytes(), None).unwrap()).unwrap();
    let findings = preview["findings"].as_array().unwrap();
    let codes = findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect();
    (preview["objects"][0]["values"]["p"].clone(), codes)
}

#[test]
fn every_row_holds() {
    let nothing = Value::Null;
    let rows = [
        ("string", json!(" one\nline "), json!("one line"), vec!["text-cleaned"]),
        ("string", json!(12.5), json!("12.5"), vec!["value-converted"]),
        ("string", json!(["a", "b"]), json!("a, b"), vec!["value-converted"]),
        ("string", json!("thirteen long"), json!("thirteen ..."), vec!["text-cut"]),
        ("string", json!({ "a": 1 }), nothing.clone(), vec!["wrong-type"]),
        ("string", json!(null), json!(""), vec!["value-missing"]),
        ("text", json!("two\r\nlines"), json!("two\nlines"), vec!["text-cleaned"]),
        ("text", json!(true), json!("true"), vec!["value-converted"]),
        ("phone", json!(46401234), json!("46401234"), vec!["value-converted"]),
        ("xml", json!("<a>\n</a>"), json!("<a>\n</a>"), vec![]),
        ("link", json!("a.se/x:y"), json!("a.se/x:y"), vec![]),
        ("link", json!("tel:+4640"), json!("tel:+4640"), vec![]),
        ("link", json!("limecrm:a"), json!("limecrm:a"), vec![]),
        ("link", json!("JavaScript:1"), nothing.clone(), vec!["link-unsafe"]),
        ("link", json!("data:x"), nothing.clone(), vec!["link-unsafe"]),
        ("integer", json!(12.0), json!(12), vec![]),
        ("integer", json!("1 234"), json!(1234), vec!["value-converted"]),
        ("integer", json!("1.234"), nothing.clone(), vec!["wrong-type"]),
        ("integer", json!(1.5), nothing.clone(), vec!["wrong-type"]),
        ("integer", json!("1.5"), nothing.clone(), vec!["wrong-type"]),
        ("integer", json!(true), nothing.clone(), vec!["wrong-type"]),
        ("integer", json!(9_007_199_254_740_992_i64), nothing.clone(), vec!["integer-out-of-range"]),
        ("integer", json!("99999999999999999999"), nothing.clone(), vec!["integer-out-of-range"]),
        ("decimal", json!("1.234,50"), json!(1234.5), vec!["value-converted"]),
        (
            "decimal",
            json!("0.1234567890123456789"),
            json!(0.123_456_789_012_345_68),
            vec!["value-converted", "number-rounded"],
        ),
        ("decimal", json!("12,345"), nothing.clone(), vec!["wrong-type"]),
        ("decimal", json!("1e5"), nothing.clone(), vec!["wrong-type"]),
        ("percent", json!("12,5 %"), json!(12.5), vec!["value-converted"]),
        ("yesno", json!(false), json!(false), vec![]),
        ("yesno", json!("JA"), json!(true), vec!["value-converted"]),
        ("yesno", json!(0), json!(false), vec!["value-converted"]),
        ("yesno", json!(2), nothing.clone(), vec!["wrong-type"]),
        ("time", json!("2024-07-01T10:00:00+02:00"), json!("2024-07-01T08:00:00Z"), vec![]),
        ("time", json!("2024-07-01"), json!("2024-06-30T22:00:00Z"), vec!["value-converted"]),
        ("time", json!(1_700_000_000), nothing.clone(), vec!["wrong-type"]),
        ("date", json!("2024-06-30T22:30:00Z"), json!("2024-07-01"), vec![]),
        ("date", json!("2024-02-30"), nothing.clone(), vec!["wrong-type"]),
        ("year", json!(2024), json!("2024-01-01"), vec![]),
        ("year", json!("24"), nothing.clone(), vec!["wrong-type"]),
        ("quarter", json!("Q4 2024"), json!("2024-10-01"), vec![]),
        ("quarter", json!("2024-02-29"), json!("2024-01-01"), vec![]),
        ("month", json!("2024-02"), json!("2024-02-01"), vec![]),
        ("option", json!("a"), json!({ "key": "a" }), vec![]),
        ("option", json!("A"), json!({ "key": "a" }), vec![]),
        ("option", json!("beta, too"), json!({ "key": "b" }), vec!["option-by-text"]),
        ("option", json!("old"), json!({ "key": "old" }), vec!["option-inactive"]),
        ("option", json!("alpa"), nothing.clone(), vec!["option-unknown"]),
        ("option", json!([1]), nothing.clone(), vec!["wrong-type"]),
        ("set", json!("Beta, too, a, a"), json!([{ "key": "b" }, { "key": "a" }]), vec!["option-by-text"]),
        ("set", json!(["a", "b", null]), json!([{ "key": "a" }, { "key": "b" }]), vec![]),
        ("set", json!([["a"]]), nothing.clone(), vec!["wrong-type"]),
        ("set", json!({ "a": 1 }), nothing.clone(), vec!["wrong-type"]),
        ("user", json!("7"), json!(7), vec!["value-converted"]),
        ("file", json!(7), json!(7), vec![]),
        ("belongsto", json!(0), nothing.clone(), vec!["wrong-type"]),
        ("belongsto", json!("seven"), nothing.clone(), vec!["wrong-type"]),
    ];
    for (kind, value, written, codes) in &rows {
        let expected = (written.clone(), codes.iter().map(|code| (*code).to_owned()).collect());
        assert_eq!(outcome(kind, value), expected, "{kind}: {value}");
    }
    for kind in PropertyType::ALL.iter().filter(|kind| !kind.is_far_end()) {
        assert!(rows.iter().any(|row| row.0 == kind.as_str()), "no row for {}", kind.as_str());
    }
}

#[test]
fn nothing_is_written_for_no_value_but_an_empty_text() {
    for kind in PropertyType::ALL.iter().filter(|kind| !kind.is_far_end()) {
        let expected = if kind.is_text() { json!("") } else { Value::Null };
        assert_eq!(
            outcome(kind.as_str(), &Value::Null),
            (expected, vec!["value-missing".to_owned()]),
            "{}",
            kind.as_str()
        );
    }
}

#[test]
fn a_relation_to_many_is_a_problem_of_the_configuration() {
    for kind in PropertyType::ALL.iter().filter(|kind| kind.is_far_end()) {
        let limetypes = json!([{ "name": "ticket", "properties": [{ "name": "p", "type": kind.as_str() }] }]);
        let config = br#"{"instances":[{"limetype":"ticket","properties":{"p":{"defaultValue":1}}}]}"#;
        let error = Mapper::new(config, Some(limetypes.to_string().as_bytes())).unwrap_err();
        let problem = &error.problems[0];
        assert_eq!(
            (problem.code.as_str(), problem.pointer.as_str()),
            ("relation-to-many", "/instances/0/properties/p")
        );
    }
}
