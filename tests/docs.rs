//! The tables in `docs/` match the code.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use userlike_limeobject::{FindingCode, ProblemCode, PropertyType, TEXTS, TextOf};

fn docs(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

/// The parameters of a code: `limit`, or `variant: property`: `limit`, `lost`.
fn params(code: &str, of: &[TextOf]) -> String {
    let rows = TEXTS.iter().filter(|row| row.code == code && of.contains(&row.of));
    let row = |row: &userlike_limeobject::TextRow| {
        let names: Vec<_> = row.params.iter().map(|(name, _)| format!("`{name}`")).collect();
        let names = names.join(", ");
        match (row.variant, names.as_str()) {
            ("", "") => "none".to_owned(),
            ("", _) => names,
            (variant, "") => format!("*{variant}*"),
            (variant, _) => format!("*{variant}*: {names}"),
        }
    };
    let rows: Vec<_> = rows.map(row).collect();
    assert!(!rows.is_empty(), "{code} has no message");
    rows.join("; ")
}

#[test]
fn a_message_belongs_to_a_code() {
    for row in TEXTS {
        let is_finding = FindingCode::ALL.iter().any(|code| code.as_str() == row.code);
        let is_problem = ProblemCode::ALL.iter().any(|code| code.as_str() == row.code);
        let belongs = match row.of {
            TextOf::Finding => is_finding,
            TextOf::Value => is_finding && is_problem,
            TextOf::Problem | TextOf::Payload | TextOf::Path => is_problem,
            TextOf::Clause => !is_finding && !is_problem,
        };
        assert!(belongs, "{} {:?}", row.code, row.of);
    }
}

#[test]
fn the_tables_of_codes_are_those_in_the_code() {
    let mut table = "# Findings and problems\n\nThese tables are generated from the code by `make accept`.\n\n## Findings\n\nStatements of a preview or a delivery about one conversation. *error*: do not send it. *warning*: a value was changed or\nskipped. *info*: for information only. A value that a property cannot have is a warning, and an error where `ifInvalid` is\n`refuse`; `link-unsafe` is an error unless `ifInvalid` is `skip`.\n\n`params` has the values of the message by name; a code that is said in several ways has a `variant` for each. Values of the\npayload are cut at 60 characters. A property or limetype is `{ label, name }`; a part of the message that has values of its own\nis `{ code, params }`. What became of the value follows as `outcome` where the message says it.\n\n| code | severity | meaning | what to do | `params` |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for code in FindingCode::ALL {
        let (name, severity) = (code.as_str(), code.severity().as_str());
        let params = params(name, &[TextOf::Finding, TextOf::Value]);
        writeln!(table, "| `{name}` | {severity} | {} | {} | {params} |", code.meaning(), code.what_to_do()).unwrap();
    }
    table += "\n## Problems\n\nStatements about the configuration or the metadata, each with a JSON pointer.\n\n| code | meaning | `params` |\n| --- | --- | --- |\n";
    for code in ProblemCode::ALL {
        let params = params(code.as_str(), &[TextOf::Problem, TextOf::Value, TextOf::Payload, TextOf::Path]);
        writeln!(table, "| `{}` | {} | {params} |", code.as_str(), code.meaning()).unwrap();
    }
    table += "\n## Parts of messages\n\nValues of `params` that are `{ code, params }`. What is said about a value (`wrong-type`) and about a path can be a part, too.\n\n| code | in English | `params` |\n| --- | --- | --- |\n";
    for row in TEXTS.iter().filter(|row| row.of == TextOf::Clause) {
        let params = params(row.code, &[TextOf::Clause]);
        writeln!(table, "| `{}` | {} | {params} |", row.code, row.template).unwrap();
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
