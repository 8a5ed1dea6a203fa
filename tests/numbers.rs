//! Numbers of every form for properties of every type: what is written is what the payload has, or a finding says otherwise.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use serde_json::{Value, json};
use userlike_limeobject::{Mapper, PropertyType};

/// Numbers as JSON, and whether a 64-bit float keeps them.
const FORMS: &[(&str, bool)] = &[
    ("0", true),
    ("-0", true),
    ("0.0", true),
    ("-0.0e3", true),
    ("1", true),
    ("1.0", true),
    ("10e-1", true),
    ("1.5", true),
    ("-2.50", true),
    ("1e2", true),
    ("1E+2", true),
    ("0.1", true),
    ("1e-7", true),
    ("5e-324", true),
    ("9007199254740991", true),
    ("9007199254740991.0", true),
    ("9007199254740992", true),
    ("9007199254740993", false),
    ("-9223372036854775808", true),
    ("9223372036854775807", false),
    ("9223372036854775808", false),
    ("12345678901234567.0", false),
    ("12345678901234567000", true),
    ("1e18", true),
    ("1e21", true),
    ("1e22", true),
    ("123456789012345678901234567890", false),
    ("4503599627370496.3", false),
    ("4503599627370496.5", true),
    ("0.1234567890123456789012", false),
    ("1.7976931348623157e308", true),
    ("1e-400", false),
    ("1e400", false),
    ("-1e400", false),
];

/// Sign, digits and exponent of a decimal, without zeros at its ends.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (significand, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, decimals) = significand.split_once('.').unwrap_or((significand, ""));
    let digits = format!("{whole}{decimals}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let exponent = exponent.parse::<i64>().ok()? - decimals.len() as i64;
    let kept = digits.trim_end_matches('0');
    let exponent = exponent + (digits.len() - kept.len()) as i64;
    let kept = kept.trim_start_matches('0');
    Some(if kept.is_empty() { (false, String::new(), 0) } else { (negative, kept.to_owned(), exponent) })
}

fn mapper(kind: Option<PropertyType>) -> Mapper {
    let config =
        json!({ "instances": [{ "limetype": "ticket", "properties": { "p": { "userlikeKey": "custom.n" } } }] });
    let limetypes = kind.map(|kind| {
        let options = json!([{ "key": "1", "text": "One" }, { "key": "100", "text": "Hundred" }]);
        json!([{ "name": "ticket", "properties": [{ "name": "p", "type": kind.as_str(), "options": options, "relatedType": "person" }] }])
            .to_string()
    });
    Mapper::new(config.to_string().as_bytes(), limetypes.as_ref().map(|text| text.as_bytes())).unwrap()
}

#[test]
fn a_number_is_written_as_it_is_or_a_finding_says_otherwise() {
    let kinds = PropertyType::ALL.iter().copied().filter(|kind| {
        !matches!(kind, PropertyType::Hasone | PropertyType::Hasmany | PropertyType::Hasandbelongstomany)
    });
    for kind in kinds.map(Some).chain([None]) {
        let mapper = mapper(kind);
        for (form, is_kept) in FORMS {
            let payload = format!(r#"{{"id":1,"custom":{{"n":{form}}},"skipped":{form}}}"#);
            let preview: Value = serde_json::to_value(mapper.preview(payload.as_bytes(), None).unwrap()).unwrap();
            let findings = preview["findings"].as_array().unwrap();
            let about: Vec<_> = findings.iter().filter(|finding| finding["property"] == "p").collect();
            let what = format!("{kind:?} {form}: {preview}");
            let written = match &preview["objects"][0]["values"]["p"] {
                Value::Null => None,
                Value::String(text) => Some((text.clone(), true)),
                Value::Number(number) => Some((number.to_string(), false)),
                _ => continue,
            };
            let is_text = kind.is_some_and(|kind| kind.as_str() == "string" || kind.as_str() == "text");
            match written {
                None => assert!(!about.is_empty() && !is_text, "{what}"),
                Some((text, has_digits)) if decimal(&text) == decimal(form) => {
                    assert!(has_digits || *is_kept, "{what}")
                }
                Some(_) => assert!(!about.is_empty() && !is_text, "{what}"),
            }
        }
    }
}
