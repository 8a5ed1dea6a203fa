//! Payload paths are a JMESPath subset: what both languages accept has the same result. The additions and the
//! differences are listed here, and only these exist.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use userlike_limeobject::{Path, PathStep, Value};

/// The result of a JMESPath expression; none when it is not one.
fn jmespath(expression: &str, document: &Json) -> Option<Json> {
    let expression = jmespath::compile(expression).ok()?;
    let document = jmespath::Variable::from_json(&document.to_string()).unwrap();
    Some(serde_json::to_value(&*expression.search(document).unwrap()).unwrap())
}

/// The values that a path of ours matches; none when it is not a path.
fn matches(path: &str, document: &Json) -> Option<Vec<Json>> {
    let path: Path = path.parse().ok()?;
    let text = document.to_string();
    let root = Value::from_json(&text).unwrap();
    Some(path.find(&root).into_iter().map(|hit| serde_json::to_value(hit.value).unwrap()).collect())
}

/// JMESPath's result as a list of matches: null is no match, and projections inside projections become one list.
fn as_matches(result: Json, projections: usize) -> Vec<Json> {
    let mut list = match result {
        Json::Null => return Vec::new(),
        Json::Array(items) if projections > 0 => items,
        value => return vec![value],
    };
    for _ in 1..projections {
        list = list.into_iter().flat_map(|item| item.as_array().cloned().unwrap_or_default()).collect();
    }
    list
}

fn document() -> Json {
    json!({
        "a": { "b": [1, { "c": "x" }, null], "order no": true, "A_1": [[1, 2], [3]], "": 5 },
        "list": [{ "t": "x" }, { "t": null }, { "u": [1, 2] }, { "t": "y", "u": [3] }],
        "ä": 3, "x-y": 4, "1a": 5, "q\"\\": 6, "*": 7, "0": 8
    })
}

#[test]
fn common_expressions_have_the_same_result() {
    for (path, projections) in [
        ("a", 0),
        ("a.b", 0),
        ("a.b[0]", 0),
        ("a.b[-1]", 0),
        ("a.b[1].c", 0),
        ("a.b[9]", 0),
        ("a.b[-9]", 0),
        ("a.b.c", 0),
        ("a[0]", 0),
        ("none.at.all", 0),
        ("a.\"order no\"", 0),
        ("a.A_1[1][0]", 0),
        ("a.\"\"", 0),
        ("\"ä\"", 0),
        ("\"x-y\"", 0),
        ("\"q\\\"\\\\\"", 0),
        ("\"*\"", 0),
        ("\"0\"", 0),
        ("list[*].t", 1),
        ("list[*]", 1),
        ("a.A_1[*][0]", 1),
        ("a[*]", 1),
        ("list[*].u[*]", 2),
        ("a.A_1[*][*]", 2),
    ] {
        let expected = as_matches(jmespath(path, &document()).unwrap(), projections);
        let mut actual = matches(path, &document()).unwrap();
        actual.retain(|value| !value.is_null());
        assert_eq!(actual, expected, "{path}");
    }
}

#[test]
fn the_additions_are_not_jmespath_or_mean_something_else_there() {
    for (path, ours, theirs) in [
        // Unquoted keys may contain any letter or digit and `-`.
        ("ä", json!(3), None),
        ("x-y", json!(4), None),
        ("1a", json!(5), None),
        // `'` encloses a key; in JMESPath it encloses a string, which is a value.
        ("'ä'", json!(3), Some(json!("ä"))),
        // A quoted key can be in brackets.
        ("a[\"order no\"]", json!(true), None),
        ("a['order no']", json!(true), None),
    ] {
        assert_eq!(matches(path, &document()), Some(vec![ours]), "{path}");
        assert_eq!(jmespath(path, &document()), theirs, "{path}");
    }
}

#[test]
fn the_differences_are_these() {
    // A projection keeps null, which JMESPath drops. The mapping treats null as no value.
    assert_eq!(matches("list[*].t", &document()), Some(vec![json!("x"), Json::Null, json!("y")]));
    assert_eq!(jmespath("list[*].t", &document()), Some(json!(["x", "y"])));
    // A projection inside a projection gives one list.
    assert_eq!(matches("list[*].u[*]", &document()), Some(vec![json!(1), json!(2), json!(3)]));
    assert_eq!(jmespath("list[*].u[*]", &document()), Some(json!([[1, 2], [3]])));
    // Quoted keys have the escapes `\"` and `\\` only, and may contain control characters.
    assert_eq!(matches("\"\\u00e4\"", &document()), None);
    assert_eq!(jmespath("\"\\u00e4\"", &document()), Some(json!(3)));
    assert_eq!(matches("\"a\tb\"", &json!({ "a\tb": 1 })), Some(vec![json!(1)]));
    assert_eq!(jmespath("\"a\tb\"", &json!({ "a\tb": 1 })), None);
    // Spaces between tokens are not allowed.
    assert_eq!(matches("a . b", &document()), None);
}

#[test]
fn the_rest_of_jmespath_is_rejected() {
    for expression in [
        "a.*",
        "a.b[]",
        "a.b[0:1]",
        "a.b[::2]",
        "list[?t]",
        "list[?t == 'x'].u",
        "a || b",
        "a && b",
        "!a",
        "a | b",
        "@",
        "[0]",
        "[*]",
        "*",
        "length(a)",
        "{x: a}",
        "[a, list]",
        "`1`",
        "&a",
        "(a)",
    ] {
        assert_eq!(matches(expression, &document()), None, "{expression}");
        assert!(jmespath::compile(expression).is_ok(), "{expression}");
    }
}

const KEYS: [&str; 8] = ["a", "b", "order no", "ä", "x-y", "0", "*", "q\"\\"];

fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i32>().prop_map(Json::from),
        "[a-zäß]{0,3}".prop_map(Json::from)
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let key = prop::sample::select(&KEYS).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((key, inner), 0..4).prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

fn steps() -> impl Strategy<Value = Vec<PathStep>> {
    let key = || prop::sample::select(&KEYS).prop_map(|key| PathStep::Key(key.into()));
    let step = prop_oneof![4 => key(), 2 => (-3..4).prop_map(PathStep::Index), 2 => Just(PathStep::Every)];
    (key(), prop::collection::vec(step, 0..4))
        .prop_map(|(first, rest)| std::iter::once(first).chain(rest).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn every_formatted_path_is_jmespath_with_the_same_result(steps in steps(), document in value()) {
        let path = Path::from_steps(steps.clone()).unwrap();
        let projections = steps.iter().filter(|step| **step == PathStep::Every).count();
        let expected = as_matches(jmespath(path.as_str(), &document).unwrap(), projections);
        let mut actual = matches(path.as_str(), &document).unwrap();
        actual.retain(|value| !value.is_null());
        prop_assert_eq!(actual, expected, "{}", path);
    }

    #[test]
    fn every_formatted_path_parses_back(keys in prop::collection::vec(any::<String>(), 1..4), index in any::<i32>()) {
        let steps: Vec<_> = keys.into_iter().map(|key| PathStep::Key(key.into()))
            .chain([PathStep::Index(index), PathStep::Every]).collect();
        let path = Path::from_steps(steps.clone()).unwrap();
        let parsed: Path = path.as_str().parse().unwrap();
        prop_assert_eq!(parsed.steps(), steps);
    }
}
