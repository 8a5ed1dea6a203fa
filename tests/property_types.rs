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
        ("string", json!("\u{0}\u{1}"), nothing.clone(), vec!["text-cleaned"]),
        ("string", json!(12.5), json!("12.5"), vec!["value-converted"]),
        ("string", json!(["a", "b"]), json!("a, b"), vec!["value-converted"]),
        ("string", json!("thirteen long"), json!("thirteen ..."), vec!["text-cut"]),
        ("string", json!({ "a": 1 }), nothing.clone(), vec!["wrong-type"]),
        ("string", json!(null), nothing.clone(), vec!["value-missing"]),
        ("string", json!(["a", { "b": 1 }]), json!("a"), vec!["wrong-type", "value-converted"]),
        ("string", json!([{ "b": 1 }]), nothing.clone(), vec!["wrong-type"]),
        ("string", json!(1_234_567_890_123_i64), nothing.clone(), vec!["text-too-long"]),
        ("string", json!("+46 (0)40 123 456"), nothing.clone(), vec!["text-too-long"]),
        ("string", json!("kim@example.com"), nothing.clone(), vec!["text-too-long"]),
        ("string", json!("https://a.se/x"), nothing.clone(), vec!["text-too-long"]),
        ("text", json!("two\r\nlines"), json!("two\nlines"), vec!["text-cleaned"]),
        ("text", json!(true), json!("true"), vec!["value-converted"]),
        ("text", json!("thirteen long"), json!("thirteen ..."), vec!["text-cut"]),
        ("phone", json!(46401234), json!("46401234"), vec!["value-converted"]),
        ("phone", json!("+46 40 123 45"), nothing.clone(), vec!["text-too-long"]),
        ("phone", json!(["+464012", null]), json!("+464012"), vec![]),
        ("phone", json!(["+464012", "+464013"]), json!("+464012"), vec!["several-values"]),
        ("xml", json!("<a>\n</a>"), json!("<a>\n</a>"), vec![]),
        ("xml", json!("<a>long</a>\n\n"), nothing.clone(), vec!["text-too-long"]),
        ("link", json!("a.se/x:y"), json!("a.se/x:y"), vec![]),
        ("link", json!("tel:+4640"), json!("tel:+4640"), vec![]),
        ("link", json!("limecrm:a"), json!("limecrm:a"), vec![]),
        ("link", json!("JavaScript:1"), nothing.clone(), vec!["link-unsafe"]),
        ("link", json!("data:x"), nothing.clone(), vec!["link-unsafe"]),
        ("link", json!("\\\\a\\b"), nothing.clone(), vec!["link-unsafe"]),
        ("link", json!("//a.se"), nothing.clone(), vec!["link-unsafe"]),
        ("link", json!("a:alert()"), nothing.clone(), vec!["link-unsafe"]),
        ("link", json!(" HTTP://A/B "), json!("http://a/B"), vec![]),
        ("link", json!("a.se:80/x"), json!("a.se:80/x"), vec![]),
        ("link", json!("https://a.se/x"), nothing.clone(), vec!["text-too-long"]),
        ("link", json!(["a.se", "b.se"]), json!("a.se"), vec!["several-values"]),
        ("link", json!("[\"a.se\"]"), json!("a.se"), vec![]),
        ("integer", json!(12.0), json!(12), vec![]),
        ("integer", json!("1 234"), json!(1234), vec!["value-converted"]),
        ("integer", json!("1.234"), nothing.clone(), vec!["wrong-type"]),
        ("integer", json!(1.5), nothing.clone(), vec!["wrong-type"]),
        ("integer", json!("1.5"), nothing.clone(), vec!["wrong-type"]),
        ("integer", json!([7]), json!(7), vec![]),
        ("integer", json!([7, 8]), json!(7), vec!["several-values"]),
        ("integer", json!(2_147_483_647), json!(2_147_483_647), vec![]),
        ("integer", json!(2_147_483_648_i64), json!(2_147_483_648_i64), vec!["server-limit"]),
        ("integer", json!(-2_147_483_649_i64), json!(-2_147_483_649_i64), vec!["server-limit"]),
        ("integer", json!(true), nothing.clone(), vec!["wrong-type"]),
        ("integer", json!(9_007_199_254_740_992_i64), nothing.clone(), vec!["integer-out-of-range"]),
        ("integer", json!("99999999999999999999"), nothing.clone(), vec!["integer-out-of-range"]),
        ("decimal", json!("1.234,50"), json!(1234.5), vec!["value-converted"]),
        (
            "decimal",
            json!("0.1234567890123456789"),
            json!(0.123_456_789_012_345_68),
            vec!["value-converted", "number-rounded", "server-limit"],
        ),
        ("decimal", json!(0.123_456_789_012_345), json!(0.123_456_789_012_345), vec![]),
        ("decimal", json!(0.1234567890123456), json!(0.1234567890123456), vec!["server-limit"]),
        ("decimal", json!(1_234_567_890_123_456_i64), json!(1_234_567_890_123_456_i64), vec!["server-limit"]),
        ("decimal", json!(9_000_000_000_000_000_i64), json!(9_000_000_000_000_000_i64), vec![]),
        ("decimal", json!("12,345"), nothing.clone(), vec!["wrong-type"]),
        ("decimal", json!("1e5"), nothing.clone(), vec!["wrong-type"]),
        ("percent", json!("12,5 %"), json!(12.5), vec!["value-converted"]),
        ("percent", json!(100), json!(100), vec![]),
        ("percent", json!("101 %"), json!(101), vec!["value-converted", "server-limit"]),
        ("percent", json!(-0.5), json!(-0.5), vec!["server-limit"]),
        ("yesno", json!(false), json!(false), vec![]),
        ("yesno", json!([true]), json!(true), vec![]),
        ("yesno", json!(1.0), json!(true), vec!["value-converted"]),
        ("yesno", json!("JA"), json!(true), vec!["value-converted"]),
        ("yesno", json!(0), json!(false), vec!["value-converted"]),
        ("yesno", json!(2), nothing.clone(), vec!["wrong-type"]),
        ("time", json!("2024-07-01T10:00:00+02:00"), json!("2024-07-01T08:00:00Z"), vec![]),
        ("time", json!("2024-07-01"), json!("2024-06-30T22:00:00Z"), vec!["value-converted"]),
        ("time", json!("2024-07-01T10:00"), json!("2024-07-01T08:00:00Z"), vec!["value-converted"]),
        ("time", json!("01.07.2024 10:00:30"), json!("2024-07-01T08:00:30Z"), vec!["value-converted"]),
        ("time", json!(1_700_000_000), nothing.clone(), vec!["wrong-type"]),
        ("date", json!("2024-06-30T22:30:00Z"), json!("2024-07-01"), vec![]),
        ("time", json!("0001-01-01T00:00:00Z"), nothing.clone(), vec!["server-limit"]),
        ("time", json!("1752-12-31"), nothing.clone(), vec!["server-limit"]),
        ("time", json!("1753-01-01T00:00:00Z"), json!("1753-01-01T00:00:00Z"), vec![]),
        ("date", json!("1752-12-31"), nothing.clone(), vec!["server-limit"]),
        ("date", json!("1753-01-01"), json!("1753-01-01"), vec![]),
        ("date", json!("soon"), nothing.clone(), vec!["wrong-type"]),
        ("year", json!("1752"), nothing.clone(), vec!["server-limit"]),
        ("date", json!("22.2.2024"), json!("2024-02-22"), vec![]),
        ("date", json!("2024/02/22"), json!("2024-02-22"), vec![]),
        ("date", json!("2024-02-22T23:59"), json!("2024-02-22"), vec![]),
        ("date", json!("02/03/2024"), nothing.clone(), vec!["wrong-type"]),
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
        ("option", json!([1]), nothing.clone(), vec!["option-unknown"]),
        ("option", json!(["a"]), json!({ "key": "a" }), vec![]),
        ("option", json!(["a", "old"]), json!({ "key": "a" }), vec!["several-values"]),
        ("option", json!({ "a": 1 }), nothing.clone(), vec!["wrong-type"]),
        ("set", json!("Beta, too, a, a"), json!([{ "key": "b" }, { "key": "a" }]), vec!["option-by-text"]),
        ("set", json!(["a", "b", null]), json!([{ "key": "a" }, { "key": "b" }]), vec![]),
        ("set", json!("a;b"), json!([{ "key": "a" }, { "key": "b" }]), vec![]),
        ("set", json!("a | b"), json!([{ "key": "a" }, { "key": "b" }]), vec![]),
        ("set", json!("a\r\nb"), json!([{ "key": "a" }, { "key": "b" }]), vec![]),
        ("set", json!("[\"a\", \"b\"]"), json!([{ "key": "a" }, { "key": "b" }]), vec![]),
        ("set", json!(["a;b"]), json!([{ "key": "a" }, { "key": "b" }]), vec![]),
        ("set", json!("a;nobody"), json!([{ "key": "a" }]), vec!["option-unknown"]),
        ("set", json!(["a", { "b": 1 }, "nobody"]), json!([{ "key": "a" }]), vec!["wrong-type", "option-unknown"]),
        ("set", json!("nobody; nothing"), nothing.clone(), vec!["option-unknown", "option-unknown"]),
        ("set", json!([["a"], "b"]), json!([{ "key": "a" }, { "key": "b" }]), vec![]),
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
fn nothing_is_written_for_no_value_of_any_type() {
    for kind in PropertyType::ALL.iter().filter(|kind| !kind.is_far_end()) {
        for empty in [json!(null), json!(""), json!(" \n\u{a0}"), json!([]), json!([null, ""]), json!({})] {
            let expected = (Value::Null, vec!["value-missing".to_owned()]);
            assert_eq!(outcome(kind.as_str(), &empty), expected, "{} {empty}", kind.as_str());
        }
    }
}

#[test]
fn yes_and_no_are_known_in_the_words_of_forms_programs_and_the_languages_of_the_page() {
    for (words, yes) in [
        ("true yes YES y t ja Ja j on ON x X checked enabled ✓ ✔ ✔\u{FE0F} ☑ 1 1.0", true),
        ("false no NO n f nein Nee nej nei off Off unchecked disabled ☐ 0 0,0", false),
    ] {
        for word in words.split(' ') {
            let expected = (json!(yes), vec!["value-converted".to_owned()]);
            assert_eq!(outcome("yesno", &json!(format!(" {word}\u{a0}"))), expected, "{word}");
        }
    }
    for word in ["yes please", "2", "-1", "0.5", "yesno", "✗", "?"] {
        assert_eq!(outcome("yesno", &json!(word)), (Value::Null, vec!["wrong-type".to_owned()]), "{word}");
    }
}

#[test]
fn a_set_of_many_names_is_read_in_bounded_time() {
    let names = vec!["nobody"; 200_000].join(";");
    let (written, codes) = outcome("set", &json!(format!("a;{names}")));
    assert_eq!((written, codes.len()), (json!([{ "key": "a" }]), 10));
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
