//! What a preview costs does not depend on what a payload contains: its size, by the bytes of the payload.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::sync::LazyLock;

use proptest::prelude::*;
use userlike_limeobject::Mapper;

/// The preview has at most twice the bytes of the payload, and these.
const FREE: usize = 64 * 1024;

/// The example configurations, with and without metadata, and one that takes what it can. Each has a value at most twice.
static MAPPERS: LazyLock<Vec<(&str, Mapper)>> = LazyLock::new(|| {
    let limetypes: &[u8] = include_bytes!("../pkg/examples/limetypes.json");
    let example: &[u8] = include_bytes!("../pkg/examples/two-instances.json");
    let greedy = br#"{ "instances": [ {
        "limetype": "helpdesk", "topic": "support", "default": true,
        "personRelation": [ { "identificationKey": "custom.who", "propertyIdentifier": "email" },
                            { "identificationKey": "custom.phones[*]", "propertyIdentifier": "phone" } ],
        "relationCompany": "company", "relationHistory": "history", "relationConversation": "ulconversation",
        "relationDocument": "document", "importMediaFiles": true, "includeNotifications": true,
        "transcript": { "include": ["messages", "notifications", "bots", "commands", "unknown"] },
        "properties": {
            "title": { "template": "{topics[*].text} {topics[*].name} {custom.any}" },
            "description": { "userlikeKey": "custom.list[*]" },
            "callback": { "userlikeKey": "custom.each", "each": "name" },
            "rating": { "userlikeKey": "custom.nested[*].x[*]" },
            "received": { "userlikeKey": "custom.mapped", "map": { "a": "b", "*": "c" } },
            "source": { "userlikeKey": "custom.source" },
            "priority": { "userlikeKey": "custom.priority" } },
        "document": { "properties": { "comment": { "template": "From chat {id}" } } } } ] }"#;
    let mapper = |config: &[u8], limetypes| Mapper::new(config, limetypes).unwrap();
    vec![
        ("the example", mapper(example, Some(limetypes))),
        ("the example without metadata", mapper(example, None)),
        ("greedy", mapper(greedy, None)),
        ("greedy with metadata", mapper(greedy, Some(limetypes))),
    ]
});

/// Payloads in which a part is repeated as often as it fits: beginning, part, end. `tests/node/bounded.test.mjs` has larger ones.
static SHAPES: LazyLock<Vec<[String; 3]>> =
    LazyLock::new(|| serde_json::from_str(include_str!("hostile-shapes.json")).unwrap());

fn repeated([start, part, end]: &[String; 3], size: usize) -> String {
    let separator = if start.ends_with(['[', ',']) || start.ends_with(":{") { "," } else { "" };
    let count = (size / (part.len() + separator.len())).max(1);
    format!("{start}{}{end}", vec![part.as_str(); count].join(separator))
}

/// Previews that are too large, in words.
fn too_large(payload: &str) -> Vec<String> {
    let checked = MAPPERS.iter().filter_map(|(name, mapper)| {
        let preview = mapper.preview(payload.as_bytes(), None).unwrap();
        let json = serde_json::to_vec(&preview).unwrap();
        assert_eq!(mapper.preview_json(payload.as_bytes(), None).unwrap(), json);
        let size = json.len();
        let start: String = payload.chars().take(80).collect();
        (size > 2 * payload.len() + FREE).then(|| format!("{name}: {size} bytes of {}: {start}\n", payload.len()))
    });
    checked.collect()
}

#[test]
fn a_preview_is_at_most_twice_as_large_as_its_payload() {
    let sizes = [8_000, 24_000];
    let found = SHAPES.iter().flat_map(|shape| sizes.iter().flat_map(|size| too_large(&repeated(shape, *size))));
    assert_eq!(found.collect::<String>(), "");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mixed_shapes_are_bounded_as_well(parts in prop::collection::vec((prop::sample::select(SHAPES.as_slice()), 100_usize..4_000), 1..6)) {
        // Members of several payloads in one, so that their findings add up.
        let members: Vec<String> = parts
            .iter()
            .map(|(shape, size)| repeated(shape, *size))
            .map(|payload| payload.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap().to_owned())
            .collect();
        prop_assert_eq!(too_large(&format!("{{{}}}", members.join(","))).concat(), "");
    }
}

#[test]
fn findings_of_one_kind_are_counted() {
    let mapper =
        Mapper::new(br#"{ "instances": [ { "limetype": "helpdesk", "relationHistory": "history" } ] }"#, None).unwrap();
    let found = |count: usize| {
        let payload = format!(r#"{{"id":1,"transcript":[{}]}}"#, vec!["5"; count].join(","));
        let preview = serde_json::to_value(mapper.preview(payload.as_bytes(), None).unwrap()).unwrap();
        let of_shape = |finding: &&serde_json::Value| finding["code"] == "payload-shape";
        let findings: Vec<_> = preview["findings"].as_array().unwrap().iter().filter(of_shape).cloned().collect();
        (findings.len(), findings.last().unwrap().clone())
    };
    for (count, kept) in [(1, 1), (12, 12), (13, 13), (14, 13)] {
        assert_eq!(found(count).0, kept, "{count}");
    }
    assert!(found(13).1.get("more").is_none());
    let (_, last) = found(1_246);
    assert_eq!((&last["more"], &last["source"]), (&1_234.into(), &"/transcript".into()));
    assert!(
        last["message"].as_str().unwrap().starts_with("And 1,234 more of this kind (payload-shape) in /transcript."),
        "{last}"
    );
}

#[test]
fn problems_of_one_kind_are_counted() {
    let keys = |count: usize, member: fn(usize) -> String| (0..count).map(member).collect::<Vec<_>>().join(",");
    let unknown = |count| keys(count, |at| format!(r#""k{at}":1"#));
    let properties = |count| keys(count, |at| format!(r#""p{at}":{{"userlikeKey":"a"}}"#));
    let limetypes = br#"[{ "name": "helpdesk", "properties": [{ "name": "title", "type": "string" }] }]"#;
    for (config, counted) in [
        (format!(r#"{{"instances":[{{"limetype":"helpdesk","properties":{{{}}}}}]}}"#, properties(10_000)), true),
        (format!(r#"{{"instances":[{{"limetype":"none",{}}}]}}"#, unknown(10_000)), true),
        (format!(r#"{{"instances":[{}]}}"#, vec!["5"; 10_000].join(",")), true),
        (format!(r#"{{"instances":[{{"limetype":"none",{}}}]}}"#, unknown(40)), false),
    ] {
        let problems = Mapper::new(config.as_bytes(), Some(limetypes)).unwrap_err().problems;
        let size = serde_json::to_string(&problems).unwrap().len();
        assert!(size <= 2 * config.len() + FREE, "{size} bytes of problems");
        let more = problems.iter().find_map(|problem| problem.more);
        assert_eq!(more, counted.then_some(9_950), "{:?}", problems.last());
    }
}

#[test]
fn values_are_ignored_from_the_limit_on() {
    let mapper = Mapper::new(
        br#"{ "instances": [ { "limetype": "helpdesk", "relationHistory": "history",
            "properties": { "title": { "userlikeKey": "custom.list" } } } ] }"#,
        None,
    );
    let mapper = mapper.unwrap();
    let read = |payload: &str| {
        let preview = serde_json::to_value(mapper.preview(payload.as_bytes(), None).unwrap()).unwrap();
        let title = preview["objects"][0]["values"]["title"].as_str().unwrap().to_owned();
        let findings = preview["findings"].as_array().unwrap().clone();
        let skipped = findings.into_iter().find(|finding| finding["code"] == "values-skipped");
        (title.matches(',').count() + usize::from(!title.is_empty()), skipped)
    };
    // 16 bytes before the text of each item allow the next one.
    for (count, kept) in [(2_000, 2_000), (2_300, 2_300), (2_400, 2_341), (10_000, 2_341)] {
        let (found, skipped) = read(&format!(r#"{{"id":1,"custom":{{"list":[{}]}}}}"#, vec!["5"; count].join(",")));
        assert!(found.abs_diff(kept) <= usize::from(kept < count) * 5, "{found} of {count}");
        assert_eq!(skipped.is_some(), found < count);
        if let Some(skipped) = skipped {
            assert_eq!((&skipped["source"], &skipped["more"]), (&"/custom".into(), &(count - found).into()));
        }
    }
    let items: Vec<_> = (0..20_000).map(|at| format!("\"an item of a list {at}\"")).collect();
    assert_eq!(read(&format!(r#"{{"id":1,"custom":{{"list":[{}]}}}}"#, items.join(","))), (20_000, None));
}

#[test]
fn a_note_is_hardly_longer_than_its_payload() {
    let mapper = Mapper::new(br#"{ "instances": [ { "limetype": "helpdesk", "relationHistory": "history" } ] }"#, None);
    let mapper = mapper.unwrap();
    for (count, is_cut) in [(100, false), (1_000, true)] {
        let messages = vec![r#"{"body":"a","sender":"contact"}"#; count].join(",");
        let payload = format!(r#"{{"id":1,"contact":{{"name":"{}"}},"transcript":[{messages}]}}"#, "Kim ".repeat(24));
        let preview = serde_json::to_value(mapper.preview(payload.as_bytes(), None).unwrap()).unwrap();
        let note = preview["objects"][1]["values"]["note"].as_str().unwrap();
        let cut = preview["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "text-cut");
        assert_eq!((cut.is_some(), note.ends_with("..."), note.lines().count() < count), (is_cut, is_cut, is_cut));
        assert!(note.len() <= payload.len() + 16 * 1024, "{} bytes of {}", note.len(), payload.len());
        if let Some(cut) = cut {
            let message = cut["message"].as_str().unwrap();
            assert!(
                message.starts_with("The transcript is longer than a payload of its size may make it: its last "),
                "{message}"
            );
        }
    }
}

#[test]
fn links_of_many_invisible_characters_have_none() {
    let mapper = Mapper::new(br#"{ "instances": [ { "limetype": "helpdesk", "relationHistory": "history" } ] }"#, None);
    let mapper = mapper.unwrap();
    for (count, shown) in [(64, "%E2%80%8B".repeat(64)), (65, String::new())] {
        let url = format!("https://a.example/x{}y", "\u{200b}".repeat(count));
        let payload = format!(r#"{{"id":1,"transcript":[{{"body":"{url}"}},{{"url":"{url}"}}]}}"#);
        let preview = serde_json::to_value(mapper.preview(payload.as_bytes(), None).unwrap()).unwrap();
        let note = preview["objects"][1]["values"]["note"].as_str().unwrap();
        assert_eq!(note.matches(&format!("https://a.example/x{shown}y")).count(), 2, "{note}");
    }
}

#[test]
fn the_directions_of_a_message_end_with_it() {
    let mapper = Mapper::new(br#"{ "instances": [ { "limetype": "helpdesk", "relationHistory": "history" } ] }"#, None);
    let body = "\u{202e}a\u{2066}b\u{200f}c\u{2069}\u{202a}\u{202c}\\nd\u{2067}";
    let payload = format!(
        r#"{{"id":1,"transcript":[{{"body":"{body}"}},{{"id":"2","url":"https://a.example/\u202ex\u2066.pdf?\u200b"}}]}}"#
    );
    let preview = serde_json::to_value(mapper.unwrap().preview(payload.as_bytes(), None).unwrap()).unwrap();
    let note = preview["objects"][1]["values"]["note"].as_str().unwrap();
    assert_eq!(
        note,
        "Contact: ab\u{200f}c\n  d\nContact: [x.pdf: https://a.example/%E2%80%AEx%E2%81%A6.pdf?%E2%80%8B]"
    );
}
