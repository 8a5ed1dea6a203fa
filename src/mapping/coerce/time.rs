//! Values of time, date, year, quarter and month properties.

use std::borrow::Cow;

use super::{Coerced, Coercion, CoercionCode, Diagnostic, diagnostic, wrong_type};
use crate::json::value::{Value, shown};
use crate::model::limetypes::PropertyType;
use crate::model::limits::FIRST_DAY;
use crate::preview::PropertyValue;
use crate::text::said::{Said, Shown};
use crate::text::texts;
use crate::text::time::{Instant, parse_date, parse_day, parse_local_time};
use crate::text::zone::Zone;

pub(super) fn time<'a>(value: &Value<'a>, zone: &Zone) -> Coercion<'a> {
    let Value::Text(text) = value else { return wrong_type(value, &texts::a_time()) };
    if let Ok(instant) = text.trim().parse::<Instant>() {
        // What Userlike sends is UTC already: keep it as it is.
        let is_utc = instant.is_written_as(text);
        return not_too_early(if is_utc { text.clone() } else { Cow::Owned(instant.text()) }, Vec::new());
    }
    let (local, read_as) = match parse_local_time(text.trim()) {
        Some(local) => (Some(local), texts::converted_local_time as fn(&Shown) -> Said),
        None => (parse_day(text.trim()).map(|day| (day, 0)), texts::converted_date as fn(&Shown) -> Said),
    };
    match local.map(|((year, month, day), seconds)| zone.instant(year, month, day, seconds)) {
        Some(instant) => {
            let converted = diagnostic(CoercionCode::ValueConverted, read_as(&shown(value)));
            not_too_early(Cow::Owned(instant.text()), vec![converted])
        }
        None => wrong_type(value, &texts::a_time()),
    }
}

pub(super) fn day<'a>(kind: PropertyType, value: &Value<'_>, zone: &Zone) -> Coercion<'a> {
    let expected = match kind {
        PropertyType::Year => texts::a_year,
        PropertyType::Quarter => texts::a_quarter,
        PropertyType::Month => texts::a_month,
        _ => texts::a_day as fn() -> Said,
    };
    let text = match (kind, value) {
        (_, Value::Text(text)) => Cow::Borrowed(text.trim()),
        (PropertyType::Year, Value::Integer(_)) => value.scalar_text().unwrap_or_default(),
        _ => return wrong_type(value, &expected()),
    };
    let civil = match text.parse::<Instant>() {
        Ok(instant) => {
            let civil = zone.at(instant).civil;
            Some((civil.year, civil.month, civil.day)).filter(|(year, ..)| (0..=9999).contains(year))
        }
        Err(_) => {
            parse_day(&text).or_else(|| parse_local_time(&text).map(|(day, _)| day)).or_else(|| first_day(kind, &text))
        }
    };
    let Some((year, month, day)) = civil else { return wrong_type(value, &expected()) };
    let (month, day) = match kind {
        PropertyType::Year => (1, 1),
        PropertyType::Quarter => ((month - 1) / 3 * 3 + 1, 1),
        PropertyType::Month => (month, 1),
        _ => (month, day),
    };
    not_too_early(Cow::Owned(format!("{year:04}-{month:02}-{day:02}")), Vec::new())
}

/// A day, or a time in UTC, as it is written, unless most databases refuse it.
fn not_too_early<'a>(text: Cow<'a, str>, diagnostics: Vec<Diagnostic>) -> Coercion<'a> {
    // Years have four digits, so the order of the texts is that of the days.
    if *text < *FIRST_DAY {
        return Err(diagnostic(CoercionCode::ServerLimit, texts::server_limit_day(&text, FIRST_DAY)));
    }
    Ok(Coerced { value: Some(PropertyValue::Text(text)), diagnostics })
}

/// First day of a year, quarter or month in its own notation.
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
