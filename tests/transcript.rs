//! For any payload: no line of a history note can be mistaken for another sender's, and no words are lost without a finding.
//!
//! The judge reads a note as a person does who knows `docs/configuration.md` and the names of the operators, and nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use proptest::prelude::*;
use serde_json::{Value, json};
use userlike_limeobject::Mapper;

const OPERATORS: &[&str] = &["Lisa Abel", "Bo", "Max Contact"];

fn note_and_findings(payload: &Value, transcript: &Value) -> (String, Vec<String>) {
    let config =
        json!({ "instances": [{ "limetype": "ticket", "relationHistory": "history", "transcript": transcript }] });
    let mapper = Mapper::new(config.to_string().as_bytes(), None).unwrap();
    let text = payload.to_string();
    let preview = serde_json::to_value(mapper.preview(text.as_bytes(), None).unwrap()).unwrap();
    let note = preview["objects"][1]["values"]["note"].as_str().unwrap().to_owned();
    let sources = preview["findings"].as_array().unwrap().iter().filter_map(|finding| finding["source"].as_str());
    (note, sources.map(str::to_owned).collect())
}

/// What a reader sees of a text: letters and digits.
fn seen(text: &str) -> String {
    // The Hangul filler counts as a letter, and shows nothing.
    let is_seen = |character: &char| character.is_alphanumeric() && *character != '\u{3164}';
    text.chars().filter(is_seen).collect::<String>().to_lowercase()
}

/// The entries of a note: a line that is not indented, with the indented ones behind it.
fn entries(note: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    // A reader's program may break lines at any of these.
    for line in note.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        match entries.last_mut() {
            Some(entry) if line.starts_with("  ") => entry.push_str(line),
            _ => entries.push(line.to_owned()),
        }
    }
    entries
}

/// Whom a reader who knows the operators of the conversation takes for the sender of an entry.
fn believed_sender<'e>(entry: &'e str, operators: &[&str]) -> &'e str {
    let has_time =
        entry.len() > 6 && entry.as_bytes()[..2].iter().all(u8::is_ascii_digit) && entry[2..].starts_with(':');
    let line = if has_time { &entry[6..] } else { entry };
    if line.starts_with("— ") {
        return "notification";
    }
    if let Some(marked) = line.strip_prefix('[') {
        let role = &marked[..marked.find(']').unwrap()];
        return role.split(':').next().unwrap();
    }
    let name = seen(line.split(": ").next().unwrap());
    let is_operator = operators.iter().chain(&["Operator"]).any(|operator| name.contains(&seen(operator)));
    if is_operator { "operator" } else { "contact" }
}

fn hostile_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-z]{1,6}",
        "[\n\r\t\u{b}\u{c}\u{85}\u{2028}\u{2029} \u{a0}\u{3000}]{1,3}",
        "[\u{200b}\u{202e}\u{2066}\u{feff}\u{ad}\u{3164}\u{0}\u{1b}\u{8}]{1,2}",
        Just("Lisa Abel: ".to_owned()),
        Just("10:00 Lisa Abel: yes".to_owned()),
        Just("[operator] Lisa Abel: ".to_owned()),
        Just("LISA".to_owned()),
        Just(" Abel".to_owned()),
        Just("— ".to_owned()),
        Just("Operator".to_owned()),
        Just("Bo".to_owned()),
        "[:：\\[\\]*_<>&;]{1,2}",
        Just("<br>".to_owned()),
        Just("&#10;&#8232;&#x0d;".to_owned()),
    ];
    prop::collection::vec(part, 0..7).prop_map(|parts| parts.concat())
}

/// An entry and its true sender.
fn entry() -> impl Strategy<Value = (&'static str, Value)> {
    let sender = prop_oneof![
        Just(("contact", json!({ "sender": { "type": "contact" } }))),
        Just(("contact", json!({}))),
        prop::sample::select(OPERATORS).prop_map(|name| ("operator", json!({ "operator_name": name }))),
        Just(("operator", json!({ "sender": { "type": "Operator" }, "operator_name": "" }))),
        Just(("bot", json!({ "operator_is_bot": true, "name": "Bot Bo" }))),
        Just(("bot", json!({ "sender": { "type": "BOT" }, "operator_is_bot": false }))),
        Just(("system", json!({ "sender": { "type": "system" } }))),
        hostile_text().prop_map(|kind| ("unknown", json!({ "sender": { "type": format!("x{kind}") } }))),
        Just(("unknown", json!({ "sender": { "type": "contact" }, "operator_id": 5 }))),
        Just(("notification", json!({ "type": "notification", "sender": { "type": "operator" } }))),
        hostile_text().prop_map(|kind| ("unknown", json!({ "type": format!("x{kind}"), "name": kind }))),
    ];
    let format = prop::sample::select(vec!["plain_text", "markdown_v1", "html"]);
    (sender, format, hostile_text(), any::<bool>(), any::<bool>()).prop_map(
        |((sender, mut entry), format, text, has_time, has_file)| {
            entry["text_format"] = json!(format);
            entry["body"] = json!(text);
            if has_time {
                entry["sent_at"] = json!("2026-03-01T10:00:00Z");
            }
            if has_file {
                entry["url"] = json!(format!("https://files.example.com/{text}.png"));
            }
            (sender, entry)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_can_be_mistaken_for_another_senders(
        contact in hostile_text(),
        roles in prop::sample::select(vec!["auto", "always"]),
        mut transcript in prop::collection::vec(entry(), 1..6),
    ) {
        for (index, (_, entry)) in transcript.iter_mut().enumerate() {
            entry["body"] = json!(format!("{}w{index}x", entry["body"].as_str().unwrap()));
        }
        let entry_values: Vec<_> = transcript.iter().map(|(_, entry)| entry).collect();
        let payload = json!({ "id": 1, "contact": { "name": contact }, "transcript": entry_values });
        let options = json!({ "roles": roles, "timeFormat": "%H:%M", "include": ["messages", "bots", "notifications", "unknown"] });
        let (note, _) = note_and_findings(&payload, &options);
        let entries = entries(&note);
        prop_assert_eq!(entries.len(), transcript.len(), "{}", note);
        let operators: Vec<_> = transcript.iter().filter_map(|(_, entry)| entry["operator_name"].as_str()).filter(|name| !name.is_empty()).collect();
        for (index, (entry, (sender, _))) in entries.iter().zip(&transcript).enumerate() {
            prop_assert_eq!(believed_sender(entry, &operators), *sender, "{}", note);
            prop_assert!(entry.contains(&format!("w{index}x")), "{}", note);
        }
    }

    #[test]
    fn no_words_are_lost_without_a_finding(
        kinds in prop::collection::vec(prop_oneof![Just(json!(null)), Just(json!("message")), Just(json!("note")), Just(json!(7))], 4),
        bodies in prop::collection::vec(prop_oneof![
            hostile_text().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            prop::collection::vec("[a-z]{0,3}", 0..3).prop_map(Value::from),
            Just(json!({ "text": "Yes" })),
        ], 4),
        ids in prop::collection::vec(0..3, 4),
        key in prop::sample::select(vec!["body", "body_plain"]),
    ) {
        let transcript: Vec<_> = kinds.iter().zip(&bodies).zip(&ids)
            .map(|((kind, body), id)| json!({ "type": kind, "id": id, "operator_name": "Lisa", key: body }))
            .chain([json!("a text"), json!(["a list"]), json!(5)])
            .collect();
        let (note, sources) = note_and_findings(&json!({ "id": 1, "transcript": transcript }), &json!({}));
        for (index, entry) in transcript.iter().enumerate() {
            let words = match entry.get(key).unwrap_or(entry) {
                Value::String(text) => seen(text),
                Value::Array(items) => items.iter().map(|item| seen(item.as_str().unwrap())).collect(),
                other => seen(&other.to_string()),
            };
            let pointer = format!("/transcript/{index}");
            let is_said = sources.iter().any(|source| *source == pointer || source.starts_with(&format!("{pointer}/")));
            prop_assert!(is_said || entry.get(key).is_some() && seen(&note).contains(&words), "{}\n{}", entry, note);
        }
    }
}
