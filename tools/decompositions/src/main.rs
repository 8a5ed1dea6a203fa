//! Writes src/text/fold/table.rs from the Unicode data inside the crate unicode-normalization:
//! `cargo update -p unicode-normalization && cargo run -p decompositions`.
//!
//! Both tables are lists of numbers of 7 bits a byte, the lowest first; a byte of 128 and more has another one after it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use unicode_normalization::UNICODE_VERSION;
use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Syllables are decomposed by arithmetic.
const HANGUL: std::ops::RangeInclusive<char> = '\u{ac00}'..='\u{d7a3}';

fn main() -> Result<()> {
    let (major, minor, update) = UNICODE_VERSION;
    let mut out = format!(
        "//! Made by `cargo run -p decompositions` from the data of Unicode {major}.{minor}.{update} in the crate unicode-normalization.\n\n"
    );
    let (marks, decompositions) = decompositions()?;
    let marks: String = marks.iter().map(|mark| format!("\\u{{{:x}}}", u32::from(*mark))).collect();
    writeln!(
        out,
        "/// Second characters of decompositions.\n#[rustfmt::skip]\npub(super) static MARKS: &str = \"{marks}\";\n"
    )?;
    out += "/// Canonical decompositions into one character or two, by code point. For each: four times the distance to the one\n\
            /// before, plus 1 if there are two characters, plus 2 if these are not composed; the first character, as twice\n\
            /// the distance to the one before, and for a distance backwards as many less 1; the position of the second in\n\
            /// `MARKS`.\n";
    write_bytes(&mut out, "DECOMPOSITIONS", &decompositions)?;
    out += "\n/// Combining classes other than 0, by code point. For each run: the distance to the end of the one before, the\n\
            /// length, the class.\n";
    write_bytes(&mut out, "CLASSES", &classes())?;
    std::fs::write("src/text/fold/table.rs", out)?;
    Ok(())
}

fn decompositions() -> Result<(Vec<char>, Vec<u8>)> {
    let mut whole = BTreeMap::new();
    for c in (char::MIN..=char::MAX).filter(|c| !HANGUL.contains(c)) {
        let mut parts = Vec::new();
        decompose_canonical(c, |part| parts.push(part));
        if parts != [c] {
            whole.insert(c, parts);
        }
    }
    let mut marks = Vec::new();
    let mut bytes = Vec::new();
    let (mut last, mut last_first) = (0, 0);
    for (c, parts) in &whole {
        let (first, second) = match parts.as_slice() {
            [only] => (*only, None),
            [first, second] => (*first, Some(*second)),
            [start @ .., second] => {
                let first = whole.iter().find(|(_, parts)| *parts == start).ok_or("a start that is no character")?;
                (*first.0, Some(*second))
            }
            [] => return Err("a decomposition into nothing".into()),
        };
        let code = u32::from(*c);
        let excluded = second.is_some_and(|second| compose(first, second) != Some(*c));
        let distance = code - last;
        push(&mut bytes, distance * 4 + u32::from(second.is_some()) + 2 * u32::from(excluded));
        let first = u32::from(first);
        push(&mut bytes, if first >= last_first { (first - last_first) * 2 } else { (last_first - first) * 2 - 1 });
        if let Some(second) = second {
            let position = marks.iter().position(|mark| *mark == second).unwrap_or_else(|| {
                marks.push(second);
                marks.len() - 1
            });
            push(&mut bytes, u32::try_from(position)?);
        }
        (last, last_first) = (code, first);
    }
    Ok((marks, bytes))
}

fn classes() -> Vec<u8> {
    let mut runs: Vec<(u32, u32, u8)> = Vec::new();
    for c in char::MIN..=char::MAX {
        let (code, class) = (u32::from(c), canonical_combining_class(c));
        match runs.last_mut() {
            _ if class == 0 => {}
            Some((from, length, known)) if *known == class && *from + *length == code => *length += 1,
            _ => runs.push((code, 1, class)),
        }
    }
    let mut bytes = Vec::new();
    let mut end = 0;
    for (from, length, class) in runs {
        push(&mut bytes, from - end);
        push(&mut bytes, length);
        push(&mut bytes, class.into());
        end = from + length;
    }
    bytes
}

fn push(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 128 {
        bytes.push((number % 128 + 128) as u8);
        number /= 128;
    }
    bytes.push(number as u8);
}

fn write_bytes(out: &mut String, name: &str, bytes: &[u8]) -> Result<()> {
    writeln!(out, "#[rustfmt::skip]\npub(super) static {name}: &[u8] = &[")?;
    for line in bytes.chunks(32) {
        let numbers: Vec<_> = line.iter().map(u8::to_string).collect();
        writeln!(out, "    {},", numbers.join(", "))?;
    }
    *out += "];\n";
    Ok(())
}
