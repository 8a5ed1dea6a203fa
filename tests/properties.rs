//! What must hold for every input: nothing panics, what is shown as clean Lime CRM accepts, all ways in agree.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod contract;

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use userlike_limeobject::{Mapper, Path, Template};

const TYPES: [&str; 19] = [
    "string",
    "text",
    "phone",
    "link",
    "xml",
    "integer",
    "decimal",
    "percent",
    "yesno",
    "time",
    "date",
    "year",
    "quarter",
    "month",
    "option",
    "set",
    "user",
    "file",
    "belongsto",
];

/// A limetype with a property of every type that can be written, `length` characters long where it is a text.
fn limetype(length: usize) -> Value {
    let options = json!([{ "key": "a", "text": "Alpha" }, { "key": "b,c", "text": "Beta, gamma" }, { "key": "old", "text": "Old", "inactive": true }]);
    let properties = TYPES.iter().map(|kind| {
        json!({ "name": kind, "type": kind, "length": length, "options": options, "required": *kind == "integer", "relatedType": "person" })
    });
    json!({ "name": "ticket", "properties": properties.collect::<Vec<_>>() })
}

fn mapper(length: usize) -> Mapper {
    let rules: serde_json::Map<_, _> =
        TYPES.iter().map(|kind| ((*kind).to_owned(), json!({ "userlikeKey": format!("custom.{kind}") }))).collect();
    let config = json!({ "instances": [{ "limetype": "ticket", "properties": rules, "transcript": { "timeZone": "Europe/Stockholm" } }] });
    Mapper::new(config.to_string().as_bytes(), Some(json!([limetype(length)]).to_string().as_bytes())).unwrap()
}

/// Values near what the types accept, and far from it.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3_i64..3000).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[ -]{0,2}[0-9]{0,4}([.,' ][0-9]{1,3}){0,3}%?".prop_map(Value::from),
        "(19|20)[0-9]{2}-[01][0-9](-[0-3][0-9]([T ][0-2][0-9]:[0-5][0-9]:[0-6][0-9](\\.[0-9]{1,9})?(Z|[+-][01][0-9]:?[0-5][0-9])?)?)?".prop_map(Value::from),
        "(a|b,c|Alpha|beta, gamma|old|nobody|,| ){1,4}".prop_map(Value::from),
        "(java\tscript|HTTPS?|https?|tel|localhost|[a-z+.]{1,5})?:?(//|\\\\)?[a-z0-9./:@\\\\\u{200B}\u{FF1A}]{0,12}".prop_map(Value::from),
        "(a|b,c|Alpha|nobody|\\[\"a\"\\]|[;|,\n] ?){1,4}".prop_map(Value::from),
        "([\u{1F468}\u{200D}\u{301}\u{1F1F8}a\u{5D0}\u{0}\r\n\u{202E}]){0,40}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,3}", inner, 0..3).prop_map(|members| json!(members)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_without_an_error_is_accepted(length in 0_usize..24, values in prop::collection::vec(value(), TYPES.len())) {
        let custom: serde_json::Map<_, _> = TYPES.iter().map(|kind| (*kind).to_owned()).zip(values).collect();
        let payload = json!({ "id": 1, "custom": &custom }).to_string();
        let mapper = mapper(length);
        let preview = mapper.preview(payload.as_bytes(), None).unwrap();
        prop_assert_eq!(mapper.preview_json(payload.as_bytes(), None).unwrap(), serde_json::to_vec(&preview).unwrap());
        let shown = serde_json::to_value(&preview).unwrap();
        for object in shown["objects"].as_array().unwrap() {
            // Each property by itself: an error elsewhere must not hide it.
            let mut limetype = limetype(length);
            let with_error = |name: &str| shown["findings"].as_array().unwrap().iter().any(|finding| {
                finding["severity"] == "error" && finding["property"] == name
            });
            limetype["properties"].as_array_mut().unwrap().iter_mut().for_each(|property| {
                if with_error(property["name"].as_str().unwrap()) {
                    property["required"] = Value::Bool(false);
                }
            });
            prop_assert_eq!(contract::refusal(&limetype, &object["values"], &object["relations"]), None, "{}", payload);
            for (name, value) in &custom {
                let is_named = shown["findings"].as_array().unwrap().iter().any(|finding| finding["property"] == **name);
                prop_assert!(is_named || object["values"].get(name).is_some(), "{name} vanished: {value}");
            }
            prop_assert_eq!(object["values"].as_object().unwrap().keys().collect::<Vec<_>>(), object["sources"].as_object().unwrap().keys().collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_bytes_make_a_mapper_or_a_preview_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        static EXAMPLE: LazyLock<Mapper> = LazyLock::new(|| {
            Mapper::new(include_bytes!("../pkg/examples/config.json"), Some(include_bytes!("../pkg/examples/limetypes.json"))).unwrap()
        });
        _ = EXAMPLE.preview(&bytes, None);
        _ = EXAMPLE.command(&bytes);
        _ = Mapper::new(&bytes, Some(&bytes));
    }

    #[test]
    fn no_change_of_a_byte_makes_anything_panic(place in any::<prop::sample::Index>(), byte in any::<u8>(), end in any::<prop::sample::Index>()) {
        let documents: [&[u8]; 3] = [
            include_bytes!("../pkg/examples/config.json"),
            include_bytes!("../pkg/examples/limetypes.json"),
            include_bytes!("../pkg/examples/conversation.json"),
        ];
        for (changed, document) in documents.iter().enumerate() {
            let mut bytes = document.to_vec();
            let place = place.index(bytes.len());
            bytes[place] = byte;
            for text in [&bytes[..], &document[..end.index(document.len())]] {
                let part = |index: usize| if index == changed { text } else { documents[index] };
                if let Ok(mapper) = Mapper::new(part(0), Some(part(1))) {
                    _ = mapper.preview(part(2), None);
                }
            }
        }
    }

    #[test]
    fn every_json_value_in_the_places_of_a_payload_gives_a_preview(contact in value(), topics in value(), transcript in value(), message in value(), subject in value()) {
        let mapper = Mapper::new(include_bytes!("../pkg/examples/config.json"), Some(include_bytes!("../pkg/examples/limetypes.json"))).unwrap();
        for payload in [
            json!({ "id": 1, "contact": contact, "topics": topics, "transcript": transcript, "subject": subject }),
            json!({ "id": 1, "transcript": [{ "id": message, "sent_at": subject, "body": topics, "url": contact, "sender": message, "operator_name": subject }] }),
        ] {
            let text = payload.to_string();
            let preview = mapper.preview(text.as_bytes(), None).unwrap();
            prop_assert_eq!(mapper.preview_json(text.as_bytes(), None).unwrap(), serde_json::to_vec(&preview).unwrap());
            prop_assert_eq!(&preview.clone().into_owned(), &preview);
        }
    }

    #[test]
    fn no_text_makes_a_path_or_a_template_panic(text in any::<String>(), near in "[a-z.\\[\\]\"'{}|*\\\\0-9-]{0,12}") {
        for text in [text, near] {
            if let Ok(path) = text.parse::<Path>() {
                prop_assert_eq!(path.to_string(), text.clone());
            }
            _ = text.parse::<Template>();
        }
    }
}

#[test]
fn ten_thousand_messages_are_one_note() {
    let messages: Vec<_> = (0..10_000)
        .map(|index| json!({ "id": index, "type": "message", "sent_at": "2024-02-22T15:48:45Z", "body": format!("Nr {index} שלום 👩‍🚀"), "operator_name": "" }))
        .collect();
    let payload = json!({ "id": 1, "transcript": messages }).to_string();
    let config = br#"{"instances":[{"limetype":"ticket","relationHistory":"history"}]}"#;
    let mapper = Mapper::new(config, None).unwrap();
    let preview = serde_json::to_value(mapper.preview(payload.as_bytes(), None).unwrap()).unwrap();
    assert_eq!(preview["objects"][1]["values"]["note"].as_str().unwrap().lines().count(), 10_000);
}
