//! Payload value -> property value, one arm per property type. `docs/property-types.md` shows the same as a table.
//!
//! Where Lime CRM's documentation leaves the written form open it is chosen here, and only here: a `date` is written as
//! `2024-02-22`; a `year`, `quarter` or `month` as its first day; lengths are counted in UTF-16 code units, the longest
//! way to count, so that a text fits however the server counts.

use std::borrow::Cow;

use crate::json::value::{MAX_INTEGER, Value, shown};
use crate::model::finding::FindingCode;
use crate::model::limetypes::{Property, PropertyOption, PropertyType};
use crate::preview::{OptionKey, PropertyValue};
use crate::text::controls::without_controls;
use crate::text::message::{capitalized, nearest, short};
use crate::text::number::{FromText, number_from_text};
use crate::text::time::{Instant, parse_date};
use crate::text::truncate::cut;
use crate::text::zone::Zone;

const MIN_INTEGER: i64 = -MAX_INTEGER;

/// What became of a value.
#[derive(Debug, PartialEq)]
pub(crate) struct Coerced<'a> {
    /// What to write; none when there is nothing to write.
    pub(crate) value: Option<PropertyValue<'a>>,
    /// What is worth saying about it.
    pub(crate) remarks: Vec<Remark>,
}

/// The beginnings of a finding: what, and in which words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Remark {
    pub(crate) code: FindingCode,
    pub(crate) message: String,
}

type Outcome<'a> = Result<Coerced<'a>, Remark>;

fn remark(code: FindingCode, message: impl Into<String>) -> Remark {
    Remark { code, message: message.into() }
}

fn clean(value: PropertyValue<'_>) -> Outcome<'_> {
    Ok(Coerced { value: Some(value), remarks: Vec::new() })
}

fn with_remark<'a>(value: PropertyValue<'a>, code: FindingCode, message: impl Into<String>) -> Outcome<'a> {
    Ok(Coerced { value: Some(value), remarks: vec![remark(code, message)] })
}

fn wrong<'a>(value: &Value<'_>, expected: &str) -> Outcome<'a> {
    Err(remark(FindingCode::WrongType, format!("{} is not {expected}.", shown(value))))
}

/// Makes `value` a value of `property`, as far as anything is known of that.
pub(crate) fn coerce<'a>(property: Option<&Property>, value: &Value<'a>, zone: &Zone) -> Outcome<'a> {
    match property {
        Some(property) => checked(property, value, zone),
        None => unchecked(value),
    }
}

fn checked<'a>(property: &Property, value: &Value<'a>, zone: &Zone) -> Outcome<'a> {
    use PropertyType as Type;
    if value.is_empty() && !matches!(property.kind, Type::Text | Type::Xml) || *value == Value::Null {
        return Ok(Coerced { value: empty(property.kind), remarks: Vec::new() });
    }
    match property.kind {
        Type::String | Type::Text | Type::Phone | Type::Xml => text(property, value),
        Type::Link => link(property, value),
        Type::Integer => integer(value),
        Type::Decimal | Type::Percent => decimal(property.kind, value),
        Type::Yesno => yes_no(value),
        Type::Time => time(value, zone),
        Type::Date | Type::Year | Type::Quarter | Type::Month => day(property.kind, value, zone),
        Type::Option => option(property, value),
        Type::Set => set(property, value),
        Type::User | Type::File | Type::Belongsto => id(value),
        Type::Hasone | Type::Hasmany | Type::Hasandbelongstomany => {
            Err(remark(FindingCode::WrongType, format!("A {} can't be written from this end.", property.kind.as_str())))
        }
    }
}

/// What is written for "no value": Lime CRM refuses null for texts. For other types nothing is written.
fn empty<'a>(kind: PropertyType) -> Option<PropertyValue<'a>> {
    match kind {
        kind if kind.is_text() => Some(PropertyValue::Text(Cow::Borrowed(""))),
        PropertyType::Set => Some(PropertyValue::Set(Vec::new())),
        _ => None,
    }
}

/// A value for a property of which nothing is known: as it is.
fn unchecked<'a>(value: &Value<'a>) -> Outcome<'a> {
    match value {
        Value::Null => Ok(Coerced { value: None, remarks: Vec::new() }),
        Value::Bool(value) => clean(PropertyValue::YesNo(*value)),
        Value::Integer(_) => integer(value),
        Value::Number(_) => decimal(PropertyType::Decimal, value),
        Value::Text(text) => clean(PropertyValue::Text(text.clone())),
        Value::List(_) | Value::Object(_) => {
            let text = plain_text(value)?;
            with_remark(
                PropertyValue::Text(text),
                FindingCode::ValueConverted,
                "The list was written as text, with commas.",
            )
        }
    }
}

/// A value as one text: a list's parts are joined by commas.
fn plain_text<'a>(value: &Value<'a>) -> Result<Cow<'a, str>, Remark> {
    if value.is_rounded() {
        return Err(too_large(value));
    }
    match value {
        Value::List(items) => {
            let parts = items.iter().filter(|item| !item.is_empty()).map(plain_text).collect::<Result<Vec<_>, _>>()?;
            Ok(Cow::Owned(parts.join(", ")))
        }
        Value::Object(_) => {
            Err(remark(FindingCode::WrongType, "An object is not a text; name one of its keys in the path."))
        }
        other => Ok(other.scalar_text().unwrap_or_default()),
    }
}

fn text<'a>(property: &Property, value: &Value<'a>) -> Outcome<'a> {
    let mut remarks = Vec::new();
    let mut text = plain_text(value)?;
    if !matches!(value, Value::Text(_)) {
        remarks
            .push(remark(FindingCode::ValueConverted, format!("{} was written as text.", capitalized(value.kind()))));
    }
    let one_line = !matches!(property.kind, PropertyType::Text | PropertyType::Xml);
    if one_line {
        text = trimmed(text);
    }
    if let Some(cleaned) = without_controls(&text, one_line) {
        remarks.push(remark(
            FindingCode::TextCleaned,
            "Characters that the property can't hold (line breaks or control characters) were replaced.",
        ));
        text = Cow::Owned(cleaned);
    }
    if let Some((shorter, lost)) = cut(&text, property.length) {
        remarks.push(remark(
            FindingCode::TextCut,
            format!(
                "The text is longer than the {} characters of \"{}\": its last {lost} characters were cut.",
                property.length,
                property.display_name()
            ),
        ));
        text = Cow::Owned(shorter);
    }
    Ok(Coerced { value: Some(PropertyValue::Text(text)), remarks })
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

fn link<'a>(property: &Property, value: &Value<'a>) -> Outcome<'a> {
    let coerced = text(property, value)?;
    if let Some(PropertyValue::Text(text)) = &coerced.value
        && let Some(scheme) = unsafe_scheme(text)
    {
        return Err(remark(
            FindingCode::LinkUnsafe,
            format!(
                "The link begins with {:?}, which can run programs; only http, https, mailto, tel and limecrm are written.",
                short(scheme)
            ),
        ));
    }
    Ok(coerced)
}

/// The scheme of a link, when it is none that is safe to click. A link without one is an address that someone typed.
pub(crate) fn unsafe_scheme(link: &str) -> Option<&str> {
    let (scheme, _) = link.split_once(':')?;
    // A colon behind a host's name or in a path is no scheme's.
    if scheme.contains(['/', '?', '#', '.']) || scheme.eq_ignore_ascii_case("localhost") {
        return None;
    }
    let safe = ["http", "https", "mailto", "tel", "limecrm"];
    (!safe.iter().any(|safe| scheme.eq_ignore_ascii_case(safe))).then_some(scheme)
}

fn too_large(value: &Value<'_>) -> Remark {
    remark(
        FindingCode::IntegerOutOfRange,
        format!(
            "{} is beyond ±{MAX_INTEGER}: not every program keeps all digits of such a number. Use a property of type string, and send it as text.",
            shown(value)
        ),
    )
}

fn integer<'a>(value: &Value<'_>) -> Outcome<'a> {
    let in_range = |number: i64| match number {
        MIN_INTEGER..=MAX_INTEGER => Ok(PropertyValue::Integer(number)),
        _ => Err(too_large(value)),
    };
    match value {
        Value::Integer(number) => clean(in_range(*number)?),
        Value::Number(number) => clean(in_range(
            whole(*number).ok_or_else(|| if number.fract() == 0.0 { too_large(value) } else { not_whole(value) })?,
        )?),
        Value::Text(text) => match number_from_text(text) {
            FromText::Whole(number) => {
                let value = in_range(number)?;
                with_remark(
                    value,
                    FindingCode::ValueConverted,
                    format!("The text {:?} was written as a number.", short(text)),
                )
            }
            FromText::TooLarge => Err(too_large(value)),
            FromText::Number { number, .. } => match whole(number) {
                Some(number) => with_remark(
                    in_range(number)?,
                    FindingCode::ValueConverted,
                    format!("The text {:?} was written as a number.", short(text)),
                ),
                None => Err(not_whole(value)),
            },
            FromText::Ambiguous => Err(ambiguous(value)),
            FromText::NoNumber => wrong(value, "a whole number"),
        },
        other => wrong(other, "a whole number"),
    }
}

/// A number that is whole and small enough to be exact.
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= MAX_INTEGER as f64).then_some(number as i64)
}

fn not_whole(value: &Value<'_>) -> Remark {
    remark(FindingCode::WrongType, format!("{} is not a whole number, and its decimals would be lost.", shown(value)))
}

fn ambiguous(value: &Value<'_>) -> Remark {
    remark(
        FindingCode::WrongType,
        format!("{} can be read as two numbers, with a decimal separator or with one for thousands.", shown(value)),
    )
}

fn decimal<'a>(kind: PropertyType, value: &Value<'_>) -> Outcome<'a> {
    let rounded = || {
        remark(
            FindingCode::NumberRounded,
            format!("{} has more digits than a decimal keeps, and was rounded.", shown(value)),
        )
    };
    match value {
        Value::Integer(number @ MIN_INTEGER..=MAX_INTEGER) => clean(PropertyValue::Integer(*number)),
        Value::Integer(number) => {
            Ok(Coerced { value: Some(PropertyValue::Decimal(*number as f64)), remarks: vec![rounded()] })
        }
        Value::Number(number) => {
            let remarks = if value.is_rounded() { vec![rounded()] } else { Vec::new() };
            Ok(Coerced { value: Some(PropertyValue::Decimal(*number)), remarks })
        }
        Value::Text(text) => {
            let number = match kind {
                PropertyType::Percent => text.trim().strip_suffix('%').unwrap_or(text),
                _ => text,
            };
            let mut remarks = vec![remark(
                FindingCode::ValueConverted,
                format!("The text {:?} was written as a number.", short(text)),
            )];
            let number = match number_from_text(number) {
                FromText::Whole(number @ MIN_INTEGER..=MAX_INTEGER) => PropertyValue::Integer(number),
                FromText::Whole(number) => {
                    remarks.push(rounded());
                    PropertyValue::Decimal(number as f64)
                }
                FromText::Number { number, exact } => {
                    if !exact {
                        remarks.push(rounded());
                    }
                    PropertyValue::Decimal(number)
                }
                FromText::TooLarge => return Err(too_large(value)),
                FromText::Ambiguous => return Err(ambiguous(value)),
                FromText::NoNumber => return wrong(value, "a number"),
            };
            Ok(Coerced { value: Some(number), remarks })
        }
        other => wrong(other, "a number"),
    }
}

fn yes_no<'a>(value: &Value<'_>) -> Outcome<'a> {
    let converted = |yes| {
        with_remark(
            PropertyValue::YesNo(yes),
            FindingCode::ValueConverted,
            format!("{} was written as {}.", shown(value), if yes { "yes" } else { "no" }),
        )
    };
    match value {
        Value::Bool(yes) => clean(PropertyValue::YesNo(*yes)),
        Value::Integer(0) => converted(false),
        Value::Integer(1) => converted(true),
        Value::Text(text) => match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "ja" | "1" => converted(true),
            "false" | "no" | "nein" | "nee" | "nej" | "nei" | "0" => converted(false),
            _ => wrong(value, "yes or no"),
        },
        other => wrong(other, "yes or no"),
    }
}

fn time<'a>(value: &Value<'a>, zone: &Zone) -> Outcome<'a> {
    const EXPECTED: &str = "a time as in RFC 3339 (2024-02-22T15:48:45Z)";
    let Value::Text(text) = value else { return wrong(value, EXPECTED) };
    if let Ok(instant) = text.trim().parse::<Instant>() {
        let utc = instant.to_string();
        // What Userlike sends is UTC already: keep it as it is.
        return clean(PropertyValue::Text(if utc == **text { text.clone() } else { Cow::Owned(utc) }));
    }
    match parse_date(text.trim()).map(|(year, month, day)| zone.midnight(year, month, day)) {
        Some(instant) => with_remark(
            PropertyValue::Text(Cow::Owned(instant.to_string())),
            FindingCode::ValueConverted,
            format!("The day {text} has no time, so its midnight was written."),
        ),
        None => wrong(value, EXPECTED),
    }
}

fn day<'a>(kind: PropertyType, value: &Value<'_>, zone: &Zone) -> Outcome<'a> {
    let expected = match kind {
        PropertyType::Year => "a year (2024) or a day (2024-02-22)",
        PropertyType::Quarter => "a quarter (2024-Q1) or a day (2024-02-22)",
        PropertyType::Month => "a month (2024-02) or a day (2024-02-22)",
        _ => "a day (2024-02-22) or a time as in RFC 3339",
    };
    let text = match (kind, value) {
        (_, Value::Text(text)) => Cow::Borrowed(text.trim()),
        (PropertyType::Year, Value::Integer(_)) => value.scalar_text().unwrap_or_default(),
        _ => return wrong(value, expected),
    };
    let civil = match text.parse::<Instant>() {
        Ok(instant) => {
            let civil = zone.at(instant).civil;
            Some((civil.year, civil.month, civil.day)).filter(|(year, ..)| (0..=9999).contains(year))
        }
        Err(_) => parse_date(&text).or_else(|| first_day(kind, &text)),
    };
    let Some((year, month, day)) = civil else { return wrong(value, expected) };
    let (month, day) = match kind {
        PropertyType::Year => (1, 1),
        PropertyType::Quarter => ((month - 1) / 3 * 3 + 1, 1),
        PropertyType::Month => (month, 1),
        _ => (month, day),
    };
    clean(PropertyValue::Text(Cow::Owned(format!("{year:04}-{month:02}-{day:02}"))))
}

/// The first day of a year, quarter or month that is written as one.
fn first_day(kind: PropertyType, text: &str) -> Option<(i32, u32, u32)> {
    match kind {
        PropertyType::Year => parse_date(&format!("{text}-01-01")),
        PropertyType::Month => parse_date(&format!("{text}-01")),
        PropertyType::Quarter => {
            let (year, quarter) = text.split_once(['-', ' '])?;
            let (year, quarter) = if quarter.len() == 2 { (year, quarter) } else { (quarter, year) };
            let quarter: u32 =
                quarter.strip_prefix(['Q', 'q'])?.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
            parse_date(&format!("{year}-{:02}-01", quarter * 3 - 2))
        }
        _ => None,
    }
}

fn option<'a>(property: &Property, value: &Value<'a>) -> Outcome<'a> {
    let (Value::Text(_) | Value::Bool(_) | Value::Integer(_)) = value else { return wrong(value, "an option") };
    let name = value.scalar_text().unwrap_or_default();
    let mut remarks = Vec::new();
    let option = choose(property, &name, &mut remarks)?;
    Ok(Coerced { value: Some(PropertyValue::Option(option)), remarks })
}

fn set<'a>(property: &Property, value: &Value<'a>) -> Outcome<'a> {
    let mut remarks = Vec::new();
    let mut options: Vec<OptionKey<'a>> = Vec::new();
    let mut add = |name: Cow<'a, str>, remarks: &mut Vec<Remark>| {
        let option = choose(property, &name, remarks)?;
        if !options.contains(&option) {
            options.push(option);
        }
        Ok(())
    };
    match value {
        Value::List(items) => {
            for item in items.iter().filter(|item| !item.is_empty()) {
                let Some(name) = item.scalar_text() else { return wrong(item, "an option") };
                add(name, &mut remarks)?;
            }
        }
        Value::Text(text) => {
            for name in names(&property.options, text) {
                add(Cow::Owned(name.to_owned()), &mut remarks)?;
            }
        }
        Value::Bool(_) | Value::Integer(_) => add(value.scalar_text().unwrap_or_default(), &mut remarks)?,
        other => return wrong(other, "a list of options"),
    }
    Ok(Coerced { value: Some(PropertyValue::Set(options)), remarks })
}

/// The names in a text with commas between them. An option's text may have commas itself: the longest name that is an
/// option's wins.
fn names<'t>(options: &[PropertyOption], text: &'t str) -> Vec<&'t str> {
    let commas =
        options.iter().map(|option| option.text.matches(',').count().max(option.key.matches(',').count())).max();
    let mut names = Vec::new();
    let mut rest = text;
    while !rest.trim().is_empty() {
        let ends = rest.match_indices(',').map(|(at, _)| at).take(commas.unwrap_or_default() + 1).chain([rest.len()]);
        let candidates: Vec<_> = ends.take(commas.unwrap_or_default() + 1).filter_map(|end| rest.get(..end)).collect();
        let longest = candidates.iter().rev().find(|name| find(options, name).is_some()).or(candidates.first());
        let name = longest.copied().unwrap_or(rest);
        names.push(name.trim());
        rest = rest.get(name.len() + 1..).unwrap_or_default();
    }
    names.retain(|name| !name.is_empty());
    names
}

/// How an option was found.
enum FoundBy {
    Key,
    Text,
}

/// The option with that key, else the one with that text; among several one that is active.
fn find<'o>(options: &'o [PropertyOption], name: &str) -> Option<(&'o PropertyOption, FoundBy)> {
    let lower = name.trim().to_lowercase();
    let best = |fits: &dyn Fn(&PropertyOption) -> bool| {
        options.iter().filter(|option| fits(option)).min_by_key(|option| option.inactive)
    };
    best(&|option| option.key == name.trim())
        .or_else(|| best(&|option| option.key.to_lowercase() == lower))
        .map(|option| (option, FoundBy::Key))
        .or_else(|| best(&|option| option.text.trim().to_lowercase() == lower).map(|option| (option, FoundBy::Text)))
}

fn choose<'a>(property: &Property, name: &str, remarks: &mut Vec<Remark>) -> Result<OptionKey<'a>, Remark> {
    let Some((option, by)) = find(&property.options, name) else {
        let keys = || property.options.iter().filter(|option| !option.inactive).map(|option| option.key.as_str());
        let texts = property.options.iter().map(|option| option.text.as_str());
        let hint = match nearest(name, keys().chain(texts)) {
            Some(near) => format!("Is {near:?} meant?"),
            None => {
                let some: Vec<_> = keys().filter(|key| !key.is_empty()).take(8).collect();
                format!("Its keys are: {}.", some.join(", "))
            }
        };
        return Err(remark(
            FindingCode::OptionUnknown,
            format!("\"{}\" has no option {:?}. {hint}", property.display_name(), short(name)),
        ));
    };
    if matches!(by, FoundBy::Text) {
        remarks.push(remark(
            FindingCode::OptionByText,
            format!("The option {:?} was found by its text; its key is {:?}.", short(name), option.key),
        ));
    }
    if option.inactive {
        remarks
            .push(remark(FindingCode::OptionInactive, format!("The option {:?} is inactive in Lime CRM.", option.key)));
    }
    Ok(OptionKey { key: Cow::Owned(option.key.clone()) })
}

fn id<'a>(value: &Value<'_>) -> Outcome<'a> {
    let coerced = integer(value)?;
    match coerced.value {
        Some(PropertyValue::Integer(1..)) => Ok(coerced),
        _ => wrong(value, "an id; ids are whole numbers from 1"),
    }
}
