//! The modules of the crate are in layers, and imports point from higher to lower layers only.
//!
//! The test reads the sources. Within a layer other than `delivery`, modules must not import each other in a
//! circle. A module and its submodules count as one, and the root of a layer does not count.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The layers, and for each the layers that it can import.
const LAYERS: [(&str, &[&str]); 7] = [
    ("text", &[]),
    ("json", &["text"]),
    ("model", &["json", "text"]),
    ("preview", &["model", "json", "text"]),
    ("mapping", &["preview", "model", "json", "text"]),
    ("delivery", &["preview", "model", "json", "text"]),
    ("wasm", &["delivery", "mapping", "preview", "model", "json", "text"]),
];

/// The layer that imports from the crate's root, as users of the crate do.
const TOP: &str = "wasm";

/// Module paths without `crate`: `json::path::parse`.
type Module = Vec<String>;

#[test]
fn imports_point_to_lower_layers_and_never_in_a_circle() {
    let mut sources = Vec::new();
    read_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut Vec::new(), &mut sources);
    assert!(sources.len() > 40, "the sources were not found");
    let violations = check(&sources);
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

fn read_sources(folder: &Path, module: &mut Module, sources: &mut Vec<(Module, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            module.push(name);
            read_sources(&path, module, sources);
            module.pop();
        } else if path.extension().is_some_and(|extension| extension == "rs") && name != "lib" {
            let own = (name != "mod").then_some(name);
            sources.push((module.iter().cloned().chain(own).collect(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Everything that breaks the rules, in words.
fn check(sources: &[(Module, String)]) -> Vec<String> {
    let mut violations = Vec::new();
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let modules: BTreeSet<&Module> = sources.iter().map(|(module, _)| module).collect();
    for (module, text) in sources {
        let layer = module.first().unwrap();
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| name == layer) else {
            violations.push(format!("{}: {layer} is not a layer", module.join("::")));
            continue;
        };
        for import in imports(text, module) {
            let target = import.first().map_or("", String::as_str);
            let is_layer = LAYERS.iter().any(|(name, _)| *name == target);
            if target == layer {
                let (from, to) = (unit(module, &modules), unit(&import, &modules));
                if let (Some(from), Some(to)) = (from, to)
                    && from != to
                {
                    edges.entry(from).or_default().insert(to);
                }
            } else if !(allowed.contains(&target) || !is_layer && layer == TOP) {
                violations.push(format!("{} imports {}", module.join("::"), import.join("::")));
            }
        }
    }
    violations.extend(circle(&edges).map(|units| format!("circle: {}", units.join(" -> "))));
    violations
}

/// The module of a layer that a path belongs to, as far as the layer has files for it; none for the layer's root.
fn unit(path: &[String], modules: &BTreeSet<&Module>) -> Option<String> {
    let head = path.get(..2)?;
    modules.contains(&head.to_vec()).then(|| head.join("::"))
}

/// A circle among the edges.
fn circle(edges: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    fn visit(
        node: &str,
        edges: &BTreeMap<String, BTreeSet<String>>,
        path: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        if let Some(start) = path.iter().position(|known| known == node) {
            return Some(path[start..].iter().cloned().chain([node.to_owned()]).collect());
        }
        if !done.contains(node) {
            path.push(node.to_owned());
            for next in edges.get(node).into_iter().flatten() {
                if let Some(circle) = visit(next, edges, path, done) {
                    return Some(circle);
                }
            }
            path.pop();
            done.insert(node.to_owned());
        }
        None
    }
    let mut done = BTreeSet::new();
    edges.keys().find_map(|node| visit(node, edges, &mut Vec::new(), &mut done))
}

/// The absolute paths that a source names by `crate::` or `super::`, outside of comments and unit tests.
fn imports(text: &str, module: &[String]) -> Vec<Module> {
    let code: String = text
        .split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join(" ");
    let mut found = Vec::new();
    for keyword in ["crate", "super"] {
        for (at, _) in code.match_indices(&format!("{keyword}::")) {
            let is_inside = code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':'));
            if is_inside {
                continue;
            }
            let base = if keyword == "crate" { Vec::new() } else { module[..module.len() - 1].to_vec() };
            expand(&code[at + keyword.len() + 2..], base, &mut found);
        }
    }
    found
}

/// Expands `a::{b, c::d}` behind `base`; returns the rest of the text.
fn expand<'t>(text: &'t str, mut base: Module, found: &mut Vec<Module>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start().trim_start_matches(',').trim_start();
            if let Some(rest) = rest.strip_prefix('}') {
                return rest;
            }
            let before = rest.len();
            rest = expand(rest, base.clone(), found);
            assert!(rest.len() < before, "unexpected text in an import: {rest:.40}");
        }
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '*').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    match name {
        "super" => _ = base.pop(),
        "self" | "*" => {}
        name => base.push(name.to_owned()),
    }
    let rest = rest.trim_start();
    match rest.strip_prefix("::").map(str::trim_start) {
        Some(next) if !next.starts_with('<') => expand(next, base, found),
        _ => {
            found.push(base);
            rest.strip_prefix("as ")
                .map_or(rest, |alias| alias.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'))
        }
    }
}

#[cfg(test)]
mod the_checker {
    use super::*;

    fn sources(files: &[(&str, &str)]) -> Vec<(Module, String)> {
        files.iter().map(|(path, text)| (path.split("::").map(str::to_owned).collect(), (*text).to_owned())).collect()
    }

    #[test]
    fn expands_groups_and_relative_paths() {
        let text = "use crate::{json::{read::{self, text_of as t}, value::*}, text::time::Instant};\n\
                    use super::super::model::role;\nfn f() { super::g(); } // crate::mapping\n\
                    #[cfg(test)]\nmod tests { use crate::delivery; }";
        let module: Module = ["mapping", "plan", "object"].map(str::to_owned).to_vec();
        let mut found: Vec<_> = imports(text, &module).iter().map(|path| path.join("::")).collect();
        found.sort();
        assert_eq!(
            found,
            [
                "json::read",
                "json::read::text_of",
                "json::value",
                "mapping::model::role",
                "mapping::plan::g",
                "text::time::Instant"
            ]
        );
    }

    #[test]
    fn accepts_imports_from_lower_layers() {
        let good = [
            ("text::time", "use std::fmt;"),
            ("json", "pub mod read; pub mod value;"),
            ("json::read", "use crate::json::value::Value; use super::value::Value;"),
            ("json::value", "use crate::text::time;"),
            ("json::value::number", "use super::Value;"),
            ("delivery::task", "use super::Delivery; use crate::preview::Preview;"),
            ("delivery", "use task::Task;"),
            ("wasm", "use crate::{Mapper, Preview};"),
        ];
        assert_eq!(check(&sources(&good)), Vec::<String>::new());
    }

    #[test]
    fn reports_an_import_from_a_higher_layer() {
        for (module, text, message) in [
            ("text::time", "use crate::json::value::Value;", "text::time imports json::value::Value"),
            (
                "delivery::task",
                "use crate::{model::role, mapping::plan::X};",
                "delivery::task imports mapping::plan::X",
            ),
            ("model::role", "fn f() { crate::preview::g() }", "model::role imports preview::g"),
            ("mapping::plan", "use crate::Mapper;", "mapping::plan imports Mapper"),
            ("utils::x", "", "utils::x: utils is not a layer"),
        ] {
            assert_eq!(check(&sources(&[(module, text)])), [message], "{text}");
        }
    }

    #[test]
    fn reports_a_circle_within_a_layer() {
        let bad = [
            ("json::read", "use super::error::E;"),
            ("json::error", "use crate::json::limits::DEPTH;"),
            ("json::limits", "use crate::json::read::read;"),
        ];
        assert_eq!(check(&sources(&bad)), ["circle: json::error -> json::limits -> json::read -> json::error"]);
    }
}
