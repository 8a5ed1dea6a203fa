//! The tables in `docs/` say what the code does.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use userlike_limeobject::{FindingCode, PropertyType, Severity};

fn docs(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

#[test]
fn the_table_of_findings_is_the_one_in_the_code() {
    let mut table = "# Findings\n\nWhat a preview says about itself. An *error* means: do not send this. A *warning*: a value was changed.\nAn *info* is worth knowing. Written from `src/model/finding.rs` by `make accept`.\n\n| code | severity | meaning | what to do |\n| --- | --- | --- | --- |\n".to_owned();
    for code in FindingCode::ALL {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        writeln!(table, "| `{}` | {severity} | {} | {} |", code.as_str(), code.meaning(), code.what_to_do()).unwrap();
    }
    let file = docs("findings.md");
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(file).unwrap_or_default(), table, "`make accept` writes it anew");
}

#[test]
fn every_property_type_has_its_row() {
    let text = fs::read_to_string(docs("property-types.md")).unwrap();
    let rows: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next()).collect();
    for kind in PropertyType::ALL {
        assert!(rows.iter().any(|row| row.split(", ").any(|name| name == kind.as_str())), "{}", kind.as_str());
    }
}

#[test]
fn the_readme_shows_the_configuration_that_the_fixtures_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown = fs::read_to_string(root.join("pkg/examples/two-instances.json")).unwrap();
    assert!(fs::read_to_string(root.join("README.md")).unwrap().contains(&shown));
    for fixture in ["two-instances-seed", "two-instances-lead"] {
        assert_eq!(fs::read_to_string(root.join("tests/fixtures").join(fixture).join("config.json")).unwrap(), shown);
    }
}
