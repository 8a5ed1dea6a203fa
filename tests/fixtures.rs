//! Every folder of `tests/fixtures`: a payload and a configuration, and what must come of them.
//!
//! A folder has `payload.json` (or `payload.txt` when it is no JSON), `config.json`, perhaps `limetypes.json` and
//! `options.json`, and `expected.json` (the preview) or `expected-error.json`. `make accept` writes what comes of them
//! now; the difference is printed here and shown by git.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Value, json};
use userlike_limeobject::{Mapper, ReadError, Severity};

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut folders: Vec<_> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn read(folder: &Path, name: &str) -> Option<Vec<u8>> {
    fs::read(folder.join(name)).ok()
}

fn payload_error(error: &ReadError) -> Value {
    let mut value = json!({ "code": error.kind.code(), "message": error.to_string(), "params": error.params() });
    let fields = [
        ("line", error.line.map(Value::from)),
        ("column", error.column.map(Value::from)),
        ("pointer", error.pointer.clone().map(Value::from)),
    ];
    for (key, field) in fields {
        if let Some(field) = field {
            value[key] = field;
        }
    }
    value
}

/// What comes of a folder: the file that should hold it, and its text.
fn outcome(folder: &Path) -> (&'static str, Value) {
    let config = read(folder, "config.json").expect("a fixture has a config.json");
    let payload =
        read(folder, "payload.json").or_else(|| read(folder, "payload.txt")).expect("a fixture has a payload");
    let options: Value =
        read(folder, "options.json").map_or(Value::Null, |text| serde_json::from_slice(&text).unwrap());
    let mapper = match Mapper::new(&config, read(folder, "limetypes.json").as_deref()) {
        Ok(mapper) => mapper,
        Err(error) => {
            let value = json!({ "code": "invalid-config", "problems": error.problems, "message": error.to_string() });
            return ("expected-error.json", value);
        }
    };
    match mapper.preview(&payload, options["instance"].as_str()) {
        Ok(preview) => {
            assert_eq!(preview.clone().into_owned(), preview, "{}", folder.display());
            let has_errors = preview.findings.iter().any(|finding| finding.severity == Severity::Error);
            assert_eq!(preview.is_ready(), !has_errors, "{}", folder.display());
            let json = mapper.preview_json(&payload, options["instance"].as_str()).unwrap();
            assert_eq!(json, serde_json::to_vec(&preview).unwrap(), "{}", folder.display());
            ("expected.json", serde_json::to_value(&preview).unwrap())
        }
        Err(error) => ("expected-error.json", payload_error(&error)),
    }
}

#[test]
fn every_fixture_becomes_what_it_should() {
    let update = env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    let folders = folders();
    assert!(folders.len() >= 20, "the fixtures are not where they should be");
    for folder in &folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let (file, value) = outcome(folder);
        let text = serde_json::to_string_pretty(&value).unwrap() + "\n";
        let before = fs::read_to_string(folder.join(file)).unwrap_or_default();
        if before == text {
            continue;
        }
        println!("{name}/{file}");
        print_difference(&before, &text);
        if update {
            for old in ["expected.json", "expected-error.json"] {
                _ = fs::remove_file(folder.join(old));
            }
            fs::write(folder.join(file), text).unwrap();
        } else {
            wrong.push(name.into_owned());
        }
    }
    assert!(wrong.is_empty(), "not as expected: {}; `make accept` takes them as they are now", wrong.join(", "));
}

/// Prints the lines that are only in one of the texts.
fn print_difference(before: &str, after: &str) {
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (before.lines().collect(), after.lines().collect());
    before.lines().filter(|line| !new.contains(line)).for_each(|line| println!("- {line}"));
    after.lines().filter(|line| !old.contains(line)).for_each(|line| println!("+ {line}"));
}

#[test]
fn a_preview_depends_on_nothing_but_its_input() {
    for folder in folders() {
        let first = outcome(&folder);
        assert_eq!(first, outcome(&folder), "{}", folder.display());
    }
}
