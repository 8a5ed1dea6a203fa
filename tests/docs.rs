//! The tables in `docs/` match the code.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use userlike_limeobject::{FindingCode, ProblemCode, PropertyType};

fn docs(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

#[test]
fn the_tables_of_codes_are_those_in_the_code() {
    let mut table = "# Findings and problems\n\nThese tables are generated from the code by `make accept`.\n\n## Findings\n\nStatements of a preview or a delivery about one conversation. *error*: do not send it. *warning*: a value was changed or\nskipped. *info*: for information only. A value that a property cannot have is a warning, and an error where `ifInvalid` is\n`refuse`; `link-unsafe` is an error unless `ifInvalid` is `skip`.\n\n| code | severity | meaning | what to do |\n| --- | --- | --- | --- |\n".to_owned();
    for code in FindingCode::ALL {
        let (name, severity) = (code.as_str(), code.severity().as_str());
        writeln!(table, "| `{name}` | {severity} | {} | {} |", code.meaning(), code.what_to_do()).unwrap();
    }
    table += "\n## Problems\n\nStatements about the configuration or the metadata, each with a JSON pointer.\n\n| code | meaning |\n| --- | --- |\n";
    for code in ProblemCode::ALL {
        writeln!(table, "| `{}` | {} |", code.as_str(), code.meaning()).unwrap();
    }
    let file = docs("findings.md");
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(file).unwrap_or_default(), table, "`make accept` updates the file");
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
