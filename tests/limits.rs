//! The limits of `docs/limits.md`: each row of the table is tested below, at and beyond the numbers that it has.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use serde_json::{Value, json};
use userlike_limeobject::Mapper;

/// Checks the numbers of a row.
type Check = fn(&[usize]);

/// Rows of the table, and the tests of their numbers.
const ROWS: &[(&str, Check)] = &[
    ("bytes of a payload, configuration, metadata", bytes),
    ("nesting of lists and objects", nesting),
    ("values of a payload: items of lists, and members of objects that are mapped whole", values),
    ("findings of one kind at one place", findings),
    ("sources of one value", sources),
    ("documents", documents),
    ("names of options in one value of a set", names_of_options),
    ("steps of a path", steps),
    ("integers", integers),
    ("a history note", note),
    ("names in a history note", names),
    ("invisible characters of a link", invisible_characters),
];

/// Rows that other tests read: `tests/bounded.rs`, `tests/numbers.rs`, `tests/node/bounded.test.mjs`, `tests/node/stream.test.mjs`.
const ELSEWHERE: &[&str] =
    &["bytes of a preview", "digits of other numbers", "memory of the module", "a conversation in a stream"];

#[test]
fn every_limit_holds_below_at_and_beyond_its_number() {
    let text = include_str!("../docs/limits.md");
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(2)
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    let known: Vec<&str> = ROWS.iter().map(|(name, _)| *name).chain(ELSEWHERE.iter().copied()).collect();
    for row in &rows {
        assert!(known.contains(&row[0]), "no test of: {}", row[0]);
    }
    for (name, check) in ROWS {
        let row = rows.iter().find(|row| row[0] == *name).unwrap_or_else(|| panic!("no row: {name}"));
        check(&numbers(row[1]));
    }
}

/// The numbers in a text: `2,048`, `16 MiB`, `16 kB`.
fn numbers(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    let words: Vec<&str> = text.split([' ', ';', '±', '(', ')']).filter(|word| !word.is_empty()).collect();
    for (index, word) in words.iter().enumerate() {
        let digits = word.replace(',', "").trim_end_matches('.').to_owned();
        let Ok(number) = digits.parse::<usize>() else { continue };
        let unit = words.get(index + 1).map_or("", |unit| unit.trim_end_matches(','));
        numbers.push(
            number
                * if unit == "MiB" {
                    1 << 20
                } else if unit == "kB" {
                    1 << 10
                } else {
                    1
                },
        );
    }
    numbers
}

fn mapper(instance: &Value) -> Mapper {
    let limetypes = json!([
        { "name": "ticket", "properties": [
            { "name": "title", "type": "text" }, { "name": "count", "type": "integer" },
            { "name": "tags", "type": "set", "options": [{ "id": 1, "key": "known", "text": "Known" }] },
            { "name": "history", "type": "hasmany", "relatedType": "history" },
            { "name": "document", "type": "hasmany", "relatedType": "document" } ] },
        { "name": "history", "properties": [
            { "name": "note", "type": "text" }, { "name": "ticket", "type": "belongsto", "relatedType": "ticket" } ] },
        { "name": "document", "properties": [
            { "name": "document", "type": "file" }, { "name": "ticket", "type": "belongsto", "relatedType": "ticket" } ] }
    ]);
    let mut config = json!({ "limetype": "ticket", "relationHistory": "history" });
    config.as_object_mut().unwrap().extend(instance.as_object().unwrap().clone());
    let config = json!({ "instances": [config] }).to_string();
    Mapper::new(config.as_bytes(), Some(limetypes.to_string().as_bytes())).unwrap_or_else(|error| panic!("{error}"))
}

fn preview(mapper: &Mapper, payload: &str) -> Value {
    serde_json::to_value(mapper.preview(payload.as_bytes(), None).unwrap()).unwrap()
}

fn of_code<'p>(preview: &'p Value, code: &str) -> Vec<&'p Value> {
    preview["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code).collect()
}

fn mapped(key: &str, property: &str) -> Value {
    json!({ "properties": { property: { "userlikeKey": key } } })
}

fn list(count: usize, item: &str) -> String {
    vec![item; count].join(",")
}

fn bytes(limits: &[usize]) {
    let padded = |text: &str, size: usize| text.to_owned() + &" ".repeat(size - text.len());
    let config = r#"{"instances":[{"limetype":"t"}]}"#;
    let limetypes = r#"[{"name":"t","properties":[]}]"#;
    for (size, fits) in [(limits[0] - 1, true), (limits[0], true), (limits[0] + 1, false)] {
        let read = mapper(&json!({})).preview(padded(r#"{"id":1}"#, size).as_bytes(), None).map(drop);
        assert_eq!(read.is_ok(), fits, "payload of {size} bytes: {read:?}");
        for (config, limetypes) in [(padded(config, size), limetypes.into()), (config.into(), padded(limetypes, size))]
        {
            assert_eq!(Mapper::new(config.as_bytes(), Some(limetypes.as_bytes())).is_ok(), fits, "{size} bytes");
        }
    }
}

fn nesting(limits: &[usize]) {
    for (levels, fits) in [(limits[0] - 1, true), (limits[0], true), (limits[0] + 1, false)] {
        // The object of the conversation is the first.
        let (open, close) = ("[".repeat(levels - 1), "]".repeat(levels - 1));
        for key in ["subject", "ignored"] {
            let payload = format!(r#"{{"id":1,"{key}":{open}{close}}}"#);
            let read = mapper(&mapped("subject", "title")).preview(payload.as_bytes(), None).map(drop);
            assert_eq!(read.is_ok(), fits, "{levels} levels: {read:?}");
        }
    }
}

fn values(limits: &[usize]) {
    let (free, bytes) = (limits[0], limits[1]);
    let start = r#"{"id":1,"custom":{"list":["#;
    // Each item begins behind the two bytes of each before it.
    let most = (0..).find(|kept| *kept >= free && kept - free >= (start.len() + 2 * kept) / bytes).unwrap();
    for (count, more) in [(most - 1, None), (most, None), (most + 1, Some(1)), (2 * most, Some(most))] {
        let found = preview(&mapper(&mapped("custom.list", "title")), &format!("{start}{}]}}}}", list(count, "5")));
        let title = found["objects"][0]["values"]["title"].as_str().unwrap();
        assert_eq!(title.matches('5').count(), count.min(most), "{count} values");
        let skipped = of_code(&found, "values-skipped");
        assert_eq!(skipped.first().map(|finding| finding["more"].as_u64().unwrap() as usize), more, "{count} values");
    }
}

fn findings(limits: &[usize]) {
    for (count, kept, more) in [(-1, -1, None), (0, 0, None), (1, 1, None), (2, 1, Some(2)), (50, 1, Some(50))] {
        let number = |difference: i32| limits[0].checked_add_signed(difference as isize).unwrap();
        let payload = format!(r#"{{"id":1,"transcript":[{}]}}"#, list(number(count), "5"));
        let found = preview(&mapper(&json!({})), &payload);
        let found = of_code(&found, "payload-shape");
        assert_eq!(found.len(), number(kept));
        assert_eq!(found.last().and_then(|last| last["more"].as_u64()), more, "{count} beyond the limit");
    }
}

fn sources(limits: &[usize]) {
    for (count, kept, more) in [(-1, -1, None), (0, 0, None), (1, 1, None), (2, 1, Some(2)), (50, 1, Some(50))] {
        let number = |difference: i32| limits[0].checked_add_signed(difference as isize).unwrap();
        let payload = format!(r#"{{"id":1,"custom":{{"list":[{}]}}}}"#, list(number(count), "5"));
        let found = preview(&mapper(&mapped("custom.list[*]", "title")), &payload);
        let found = found["objects"][0]["sources"]["title"].as_array().unwrap();
        assert_eq!(found.len(), number(kept));
        assert_eq!(found.last().unwrap()["more"].as_u64(), more, "{count} beyond the limit");
    }
}

fn documents(limits: &[usize]) {
    let (free, bytes) = (limits[0], limits[1]);
    let count = free + 8;
    let message = |id| format!(r#"{{"id":{id},"url":"https://userlike.com/a.pdf"}}"#);
    let payload = format!(r#"{{"id":1,"transcript":[{}]}}"#, (0..count).map(message).collect::<Vec<_>>().join(","));
    let mapper = mapper(&json!({ "relationDocument": "document", "importMediaFiles": true }));
    for (size, refused) in [(8 * bytes + 1, 0), (8 * bytes, 0), (8 * bytes - 1, 1)] {
        let found = preview(&mapper, &format!("{payload}{}", " ".repeat(size - payload.len())));
        let objects = found["objects"].as_array().unwrap();
        assert_eq!(
            objects.iter().filter(|object| object["role"] == "document").count(),
            count - refused,
            "{size} bytes"
        );
        assert_eq!(of_code(&found, "media-unusable").len(), refused, "{size} bytes");
    }
}

fn names_of_options(limits: &[usize]) {
    let (most, reported) = (limits[0], limits[1]);
    let mapper = mapper(&mapped("custom.tags", "tags"));
    let found = |names: &str| preview(&mapper, &format!(r#"{{"id":1,"custom":{{"tags":"{names}"}}}}"#));
    for (count, is_read) in [(most - 1, true), (most, true), (most + 1, false)] {
        let found = found(&list(count, "known"));
        assert_eq!(of_code(&found, "option-unknown").is_empty(), is_read, "{count} names");
    }
    for (count, findings) in [(reported - 1, reported - 1), (reported, reported), (reported + 1, reported + 1)] {
        let names: Vec<String> = (0..count).map(|number| format!("nobody {number}")).collect();
        let found = found(&names.join(","));
        let found = of_code(&found, "option-unknown");
        let more = found.iter().filter(|finding| finding["message"].as_str().unwrap().contains("1 more name")).count();
        assert_eq!((found.len(), more), (findings, usize::from(count > reported)), "{count} names");
    }
}

fn steps(limits: &[usize]) {
    for (count, fits) in [(limits[0] - 1, true), (limits[0], true), (limits[0] + 1, false)] {
        let path = vec!["a"; count].join(".");
        let config = json!({ "instances": [{ "limetype": "t", "properties": { "p": { "userlikeKey": path } } }] });
        let checked = Mapper::new(config.to_string().as_bytes(), None);
        assert_eq!(checked.is_ok(), fits, "{count} steps");
        if let Err(error) = checked {
            assert_eq!(error.problems[0].code.as_str(), "invalid-path");
        }
    }
}

fn integers(limits: &[usize]) {
    for (number, fits) in [(limits[0] - 1, true), (limits[0], true), (limits[0] + 1, false)] {
        for sign in ["", "-"] {
            let payload = format!(r#"{{"id":1,"custom":{sign}{number}}}"#);
            let found = preview(&mapper(&mapped("custom", "count")), &payload);
            assert_eq!(of_code(&found, "integer-out-of-range").is_empty(), fits, "{sign}{number}");
            assert_eq!(found["objects"][0]["values"]["count"].is_i64(), fits, "{sign}{number}");
            let found = preview(&mapper(&mapped("custom", "title")), &payload);
            assert_eq!(found["objects"][0]["values"]["title"], format!("{sign}{number}"));
        }
    }
}

fn note(limits: &[usize]) {
    let messages = list(300, r#"{"body":"a","sender":"contact"}"#);
    let payload = format!(r#"{{"id":1,"contact":{{"name":"{}"}},"transcript":[{messages}]}}"#, "Kim ".repeat(24));
    let found = |size: usize| {
        let found = preview(&mapper(&json!({})), &format!("{payload}{}", " ".repeat(size - payload.len())));
        let note = found["objects"][1]["values"]["note"].as_str().unwrap().to_owned();
        (note.len(), !of_code(&found, "text-cut").is_empty())
    };
    let (whole, is_cut) = found(10 * payload.len());
    assert!(!is_cut && whole > payload.len() + limits[0]);
    for (room, is_cut) in [(whole + 1, false), (whole, false), (whole - 1, true)] {
        let size = room - limits[0];
        assert_eq!(found(size).1, is_cut, "{room} bytes for {whole}");
        assert!(found(size).0 <= room);
    }
}

fn names(limits: &[usize]) {
    for (count, shown) in [(limits[0] - 1, limits[0] - 1), (limits[0], limits[0]), (limits[0] + 1, limits[0])] {
        let name = "n".repeat(count);
        let payload = format!(r#"{{"id":1,"contact":{{"name":"{name}"}},"transcript":[{{"body":"a"}}]}}"#);
        let found = preview(&mapper(&json!({})), &payload);
        let note = found["objects"][1]["values"]["note"].as_str().unwrap();
        assert_eq!(note.chars().take_while(|sign| *sign != ':').count(), shown, "{note}");
    }
}

fn invisible_characters(limits: &[usize]) {
    for (count, kept) in [(limits[0] - 1, limits[0] - 1), (limits[0], limits[0]), (limits[0] + 1, 0)] {
        let url = format!("https://a.example/x{}y", "\u{200b}".repeat(count));
        let payload = format!(r#"{{"id":1,"transcript":[{{"body":"{url}"}},{{"url":"{url}"}}]}}"#);
        let found = preview(&mapper(&json!({})), &payload);
        let note = found["objects"][1]["values"]["note"].as_str().unwrap();
        assert_eq!(note.matches("%E2%80%8B").count(), 2 * kept, "{count}: {note}");
    }
}
