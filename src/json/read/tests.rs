use std::borrow::Cow;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::json::error::ReadErrorKind;
use crate::json::path::Path;

fn projection(paths: &[&str]) -> Projection {
    let mut projection = Projection::default();
    for path in paths {
        projection.add(&path.parse().unwrap());
    }
    projection
}

#[test]
fn only_projected_values_are_kept() {
    let text = r#"{"a":{"b":1,"c":2},"list":[{"t":"x","u":1},[],3],"z":{"deep":[1]}}"#;
    let value = read(text, &projection(&["a.b", "list[0].t", "z"])).unwrap();
    assert_eq!(value, read_whole(r#"{"a":{"b":1},"list":[{"t":"x"},[],3],"z":{"deep":[1]}}"#).unwrap());
}

#[test]
fn a_path_finds_the_same_in_what_was_kept_as_in_the_whole() {
    let text = r#"{"a":{"b":1,"b":{"c":[1,2,{"d":null}]}},"list":[1,{"t":[{"u":5}]},{"t":[]}],"a2":[]}"#;
    let whole = read_whole(text).unwrap();
    for path in ["a.b.c[2].d", "a.b", "list[*].t[*].u", "list[-1].t", "a2[0]", "none", "list[1].t[0].u.v"] {
        let kept = read(text, &projection(&[path])).unwrap();
        let path: Path = path.parse().unwrap();
        assert_eq!(path.find(&kept), path.find(&whole), "{path}");
    }
}

#[test]
fn of_keys_that_look_the_same_the_last_and_one_more_are_kept() {
    let text = "{\"a\u{200b}\":1,\"a\u{ad}\":2,\"a\u{200b}\":3,\"b\":4,\"b\u{200b}\":5,\"b\":6,\"c\u{200b}\":7}";
    let whole = read_whole(text).unwrap();
    for paths in [&["a"][..], &["b"], &["a", "'a\u{200d}'"], &["C"], &["'C\u{200d}'"]] {
        let kept = read(text, &projection(paths)).unwrap();
        for path in paths {
            let path: Path = path.parse().unwrap();
            let values = |root| path.find(root).into_iter().map(|hit| hit.value.clone()).collect::<Vec<_>>();
            assert_eq!(values(&kept), values(&whole), "{path}");
        }
    }
    assert_eq!(
        read(text, &projection(&["a"])).unwrap(),
        Value::Object(vec![("a\u{ad}".into(), Value::Integer(2)), ("a\u{200b}".into(), Value::Integer(3))])
    );
    let many = "{\"a\u{200b}\":1,\"a\u{ad}\":2,\"a\u{200c}\":3,\"a\u{200d}\":4,\"a\u{2060}\":5}";
    assert_eq!(
        read(many, &projection(&["a"])).unwrap(),
        Value::Object(vec![("a\u{200b}".into(), Value::Integer(1)), ("a\u{2060}".into(), Value::Integer(5))])
    );
}

#[test]
fn texts_are_borrowed_and_the_last_key_counts() {
    let value = read(r#"{"a":"one","a":"two","b":"\u0041"}"#, &projection(&["a", "b"])).unwrap();
    assert!(matches!(value.get("a"), Some(Value::Text(Cow::Borrowed("two")))));
    assert_eq!(value.get("b").and_then(Value::as_text), Some("A"));
}

#[test]
fn an_error_has_its_position_in_the_text_and_its_pointer() {
    let error = read("{\"a\":\n{\"b\":[1,{\"c\":tru}]}}", &projection(&["a.b"])).unwrap_err();
    assert_eq!((error.line, error.column, error.pointer.as_deref()), (Some(2), Some(17), Some("/a/b/1/c")));
    let error = read(r#"{"a":{"b":[1,{"c":"ab"#, &projection(&["a.b"])).unwrap_err();
    assert_eq!((error.kind, error.pointer.as_deref()), (ReadErrorKind::CutOff, Some("/a/b/1/c")));
}

#[test]
fn nesting_is_limited_alike_in_what_is_kept_and_what_is_skipped() {
    for (inner, fits) in [(MAX_DEPTH - 1, true), (MAX_DEPTH, false), (10_000, false)] {
        let text = format!("{{\"a\":{}{}}}", "[".repeat(inner), "]".repeat(inner));
        for projection in [projection(&["a"]), projection(&["b"])] {
            let read = read(&text, &projection);
            assert_eq!(read.is_ok(), fits, "{inner}");
            if let Err(error) = read {
                assert_eq!(error.kind, ReadErrorKind::TooDeep);
            }
        }
    }
}

/// Compares values and messages with those of serde_json, for what is kept and for what is skipped.
fn check(text: &str) {
    fn message<T>(read: Result<T, ReadError>) -> Result<T, String> {
        read.map_err(|error| error.as_serde_json())
    }
    fn expected<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
        serde_json::from_str(text).map_err(|error: serde_json::Error| {
            let message = error.to_string().replace("column 0", "column 1");
            // A string that is open at the end of a file ends in a line break.
            let is_open = text.trim_end() != text && message.starts_with("control character");
            let (_, position) = message.split_at(message.rfind(" at line").unwrap());
            if is_open { format!("EOF while parsing a string{position}") } else { message }
        })
    }
    /// Whole numbers are integers here, in whatever form they are written.
    fn as_floats(value: serde_json::Value) -> serde_json::Value {
        match value {
            serde_json::Value::Number(number) => (number.as_f64().unwrap() + 0.0).into(),
            serde_json::Value::Array(items) => items.into_iter().map(as_floats).collect(),
            serde_json::Value::Object(members) => {
                members.into_iter().map(|(key, value)| (key, as_floats(value))).collect()
            }
            other => other,
        }
    }
    let kept = message(read_whole(text)).map(|value| as_floats(serde_json::to_value(value).unwrap()));
    let wanted = expected(text).map(as_floats);
    let is_beyond = wanted.as_ref().is_err_and(|error| error.starts_with("number out of range"));
    if !is_beyond && !(kept.as_ref().is_err_and(|kept| kept.starts_with("control"))) {
        assert_eq!(kept, wanted, "{text:?}");
    }
    let object = format!("{{\"a\":{text}");
    let skipped = message(read(&object, &projection(&["b"]))).map(drop);
    if !(skipped.as_ref().is_err_and(|skipped| skipped.starts_with("control"))) {
        // "b" is kept, and serde_json words the errors of numbers that are kept in another way than of those that are skipped.
        let kept = expected::<BTreeMap<String, serde_json::Value>>(&object).map(drop);
        if skipped != kept {
            let all_skipped = expected::<BTreeMap<String, serde::de::IgnoredAny>>(&object).map(drop);
            // A number may be out of range here, and the error is the next one, of what is kept.
            if kept.is_err_and(|error| error.starts_with("number out of range")) {
                assert_eq!(skipped.is_ok(), all_skipped.is_ok(), "{object:?}");
            } else {
                assert_eq!(skipped, all_skipped, "{object:?}");
            }
        }
    }
}

#[test]
fn texts_are_accepted_and_rejected_as_by_serde_json() {
    for text in [
        "",
        " ",
        "nul",
        "nulL",
        "truE",
        "-",
        "-x",
        "01",
        "1.",
        "1.x",
        "1e",
        "1e+",
        "1ex",
        "-0",
        "1e400",
        "1e99999999999",
        "0e99999999999",
        "1e-99999999999",
        "-9223372036854775809",
        "[1",
        "[1,",
        "[1,]",
        "[1 2]",
        "[,]",
        "{",
        "{1",
        "{,",
        "{\"a\"",
        "{\"a\" 1",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{\"a\":1 2",
        "1 2",
        r#""\x""#,
        r#""\u12"#,
        r#""\u12g4""#,
        r#""\ud800""#,
        r#""\ud800\n""#,
        r#""\ud800\u0041""#,
        r#""\udc00""#,
        r#""\ud83d\ude00\u00e4\/\b\f\n\r\t""#,
        "\"a\nb\"",
        "\"open",
        "\n\n [\n 1,\n x]",
        "}",
        "]",
    ] {
        check(text);
    }
}

#[test]
fn a_number_that_is_out_of_range_is_no_error_wherever_it_stands() {
    for number in ["1e400", "-1e400", "1e-400", "1e99999999999", "-1.5E+99999999999", "0e99999999999"] {
        let text = format!(r#"{{"a":{number},"b":[{number}]}}"#);
        for paths in [&["a"][..], &["b"], &["c"]] {
            assert!(read(&text, &projection(paths)).is_ok(), "{text}");
        }
    }
}

#[test]
fn numbers_are_kept_as_they_were_written() {
    for (text, value) in [
        ("-0", Value::Integer(0)),
        ("1.0", Value::Integer(1)),
        ("0.0e5", Value::Integer(0)),
        ("1e2", Value::Integer(100)),
        ("1.20e1", Value::Integer(12)),
        ("12345678901234567.0", Value::Integer(12_345_678_901_234_567)),
        ("-9223372036854775808", Value::Integer(i64::MIN)),
        ("9223372036854775808", Value::Digits("9223372036854775808".into())),
        ("12345678901234567000", Value::Number(12_345_678_901_234_567_000.0)),
        ("1e21", Value::Number(1e21)),
        ("0.1", Value::Number(0.1)),
        ("-2.50", Value::Number(-2.5)),
        ("1.7976931348623157e308", Value::Number(f64::MAX)),
        ("5e-324", Value::Number(5e-324)),
        ("6e-324", Value::Digits("6e-324".into())),
        ("4503599627370496.3", Value::Digits("4503599627370496.3".into())),
        ("0.1234567890123456789012", Value::Digits("0.1234567890123456789012".into())),
        ("1e-400", Value::Digits("1e-400".into())),
        ("-1e400", Value::Digits("-1e400".into())),
    ] {
        assert_eq!(read_whole(text).unwrap(), value, "{text}");
    }
}

proptest! {
    #[test]
    fn a_number_that_a_float_keeps_is_that_float(number: f64) {
        if number.is_finite() && number.fract() != 0.0 {
            assert_eq!(read_whole(&format!("{number:e}")).unwrap(), Value::Number(number));
        }
    }

    /// Objects with the same keys in the same order, and others, with at most one mistake.
    #[test]
    fn lists_of_objects_are_accepted_or_rejected_as_by_serde_json(
        objects in proptest::collection::vec(
            proptest::collection::vec(
                (
                    proptest::sample::select(vec!["a", "b", "a ", "long key of some bytes", "\\u0061", "ä", ""]),
                    proptest::sample::select(vec!["1", "12", "\"x\"", "{\"a\":[2]}", "[{\"b\":1},{\"b\":2}]", "null", "[]"]),
                ),
                0..5,
            ),
            0..4,
        ),
        copies in 1..4_usize,
        (comma, colon) in proptest::sample::select(vec![(",", ":"), (", ", ": "), (",\n  ", " : ")]),
        place in 0.0..1.0,
        edit in proptest::option::of(proptest::sample::select(vec!["", ",", "}", "{", "\"", ":", " ", "\"a\":", "]", "\\", "1"])),
    ) {
        let members = |object: &Vec<(&str, &str)>| {
            let members: Vec<_> = object.iter().map(|(key, value)| format!("\"{key}\"{colon}{value}")).collect();
            format!("{{{}}}", members.join(comma))
        };
        let objects: Vec<_> = objects.iter().map(members).collect();
        let mut text = format!("{{\"l\":[{}]}}", vec![objects.join(comma); copies].join(comma));
        if let Some(edit) = edit {
            let mut at = (place * text.len() as f64) as usize;
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            // A mistake is inserted, or stands in the place of one character.
            let end = if edit.len() % 2 == 1 { at } else { at + text[at..].chars().next().map_or(0, char::len_utf8) };
            text.replace_range(at..end, edit);
        }
        check(&text);
        let paths = ["l[*].a", "l[*].b", "l[*].'long key of some bytes'", "l[-1].a.a", "l[*].b[*].b"];
        if let Ok(whole) = read_whole(&text) {
            let kept = read(&text, &projection(&paths)).unwrap();
            for path in paths {
                let path: Path = path.parse().unwrap();
                assert_eq!(path.find(&kept), path.find(&whole), "{path} {text}");
            }
        }
    }

    #[test]
    fn any_text_is_accepted_or_rejected_as_by_serde_json(
        tokens in proptest::collection::vec(
            proptest::sample::select(vec![
                "{", "}", "[", "]", ",", ":", " ", "\n", "null", "true", "false", "0", "-1.5e3", "12", ".", "e", "-",
                "\"a\"", "\"", "\\", "\\u00e4", "{\"a\":", "[1,", "},\"b\":", "ä",
            ]),
            0..12,
        )
    ) {
        check(&tokens.concat());
    }
}
