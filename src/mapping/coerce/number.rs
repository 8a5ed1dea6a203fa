//! Values of properties that hold numbers: integer, decimal, percent, and ids.

use super::{Coerced, Coercion, CoercionCode, Diagnostic, coerced, diagnostic, with_diagnostic, wrong_type};
use crate::json::value::{MAX_INTEGER, Value, shown};
use crate::model::limetypes::PropertyType;
use crate::model::limits::{DECIMAL_DIGITS, INTEGERS, PERCENTAGES};
use crate::preview::PropertyValue;
use crate::text::decimal::{nearest, plain_text};
use crate::text::number::{FromText, number_from_text};
use crate::text::texts;

const MIN_INTEGER: i64 = -MAX_INTEGER;

pub(super) fn too_large(value: &Value<'_>) -> Diagnostic {
    diagnostic(CoercionCode::IntegerOutOfRange, texts::integer_out_of_range(&shown(value), MAX_INTEGER))
}

pub(super) fn integer<'a>(value: &Value<'_>) -> Coercion<'a> {
    let mut coerced = exact_integer(value)?;
    if let Some(PropertyValue::Integer(number)) = coerced.value
        && !INTEGERS.contains(&number)
    {
        let said = texts::server_limit_integer(number, *INTEGERS.start(), *INTEGERS.end());
        coerced.diagnostics.push(diagnostic(CoercionCode::ServerLimit, said));
    }
    Ok(coerced)
}

fn exact_integer<'a>(value: &Value<'_>) -> Coercion<'a> {
    let in_range = |number: i64| match number {
        MIN_INTEGER..=MAX_INTEGER => Ok(PropertyValue::Integer(number)),
        _ => Err(too_large(value)),
    };
    match value {
        Value::Integer(number) => coerced(in_range(*number)?),
        Value::Number(_) | Value::Digits(_) => {
            // Whole numbers that fit have been read as integers.
            let is_beyond = value.as_f64().is_none_or(|number| number.abs() > MAX_INTEGER as f64);
            Err(if is_beyond { too_large(value) } else { not_whole(value) })
        }
        Value::Text(text) => match number_from_text(text) {
            FromText::Whole(number) => {
                let value = in_range(number)?;
                with_diagnostic(value, CoercionCode::ValueConverted, texts::converted_to_number(text))
            }
            FromText::TooLarge => Err(too_large(value)),
            FromText::Number { number, .. } => match whole(number) {
                Some(number) => {
                    with_diagnostic(in_range(number)?, CoercionCode::ValueConverted, texts::converted_to_number(text))
                }
                None => Err(not_whole(value)),
            },
            FromText::Ambiguous => Err(ambiguous(value)),
            FromText::NoNumber => wrong_type(value, &texts::a_whole_number()),
        },
        other => wrong_type(other, &texts::a_whole_number()),
    }
}

/// The integer that a number is equal to, when it is small enough to be exact.
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= MAX_INTEGER as f64).then_some(number as i64)
}

fn not_whole(value: &Value<'_>) -> Diagnostic {
    diagnostic(CoercionCode::WrongType, texts::wrong_type_decimals(&shown(value)))
}

fn ambiguous(value: &Value<'_>) -> Diagnostic {
    diagnostic(CoercionCode::WrongType, texts::wrong_type_ambiguous(&shown(value)))
}

pub(super) fn decimal<'a>(kind: PropertyType, value: &Value<'_>) -> Coercion<'a> {
    let mut coerced = exact_decimal(kind, value)?;
    let number = match coerced.value {
        Some(PropertyValue::Integer(number)) => number as f64,
        Some(PropertyValue::Decimal(number)) => number,
        _ => return Ok(coerced),
    };
    let mut limit = |said| coerced.diagnostics.push(diagnostic(CoercionCode::ServerLimit, said));
    if kind == PropertyType::Percent && !PERCENTAGES.contains(&number) {
        let [start, end] = [PERCENTAGES.start(), PERCENTAGES.end()].map(|percentage| plain_text(*percentage));
        limit(texts::server_limit_percent(&plain_text(number), &start, &end));
    }
    // The shortest digits that read back as the same number.
    let shortest = plain_text(number);
    let digits = shortest.trim_start_matches('-').trim_start_matches(['0', '.']);
    let digits = if digits.contains('.') { digits } else { digits.trim_end_matches('0') };
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    if count > DECIMAL_DIGITS {
        limit(texts::server_limit_digits(&shortest, count, DECIMAL_DIGITS));
    }
    Ok(coerced)
}

fn exact_decimal<'a>(kind: PropertyType, value: &Value<'_>) -> Coercion<'a> {
    let rounded = || diagnostic(CoercionCode::NumberRounded, texts::number_rounded(&shown(value)));
    match value {
        Value::Integer(number @ MIN_INTEGER..=MAX_INTEGER) => coerced(PropertyValue::Integer(*number)),
        Value::Integer(number) => {
            let diagnostics = if is_exact(*number) { Vec::new() } else { vec![rounded()] };
            Ok(Coerced { value: Some(PropertyValue::Decimal(*number as f64)), diagnostics })
        }
        Value::Number(number) => coerced(PropertyValue::Decimal(*number)),
        Value::Digits(digits) => match nearest(digits) {
            number if number.is_finite() => {
                with_diagnostic(PropertyValue::Decimal(number), CoercionCode::NumberRounded, rounded().said)
            }
            _ => Err(too_large(value)),
        },
        Value::Text(text) => {
            let number = match kind {
                PropertyType::Percent => text.trim().strip_suffix('%').unwrap_or(text),
                _ => text,
            };
            let mut diagnostics = vec![diagnostic(CoercionCode::ValueConverted, texts::converted_to_number(text))];
            let number = match number_from_text(number) {
                FromText::Whole(number @ MIN_INTEGER..=MAX_INTEGER) => PropertyValue::Integer(number),
                FromText::Whole(number) => {
                    if !is_exact(number) {
                        diagnostics.push(rounded());
                    }
                    PropertyValue::Decimal(number as f64)
                }
                FromText::Number { number, exact } => {
                    if !exact {
                        diagnostics.push(rounded());
                    }
                    PropertyValue::Decimal(number)
                }
                FromText::TooLarge => return Err(too_large(value)),
                FromText::Ambiguous => return Err(ambiguous(value)),
                FromText::NoNumber => return wrong_type(value, &texts::a_number()),
            };
            Ok(Coerced { value: Some(number), diagnostics })
        }
        other => wrong_type(other, &texts::a_number()),
    }
}

/// Whether a decimal keeps all digits of a whole number.
fn is_exact(number: i64) -> bool {
    number != i64::MAX && (number as f64) as i64 == number
}

pub(super) fn id<'a>(value: &Value<'_>) -> Coercion<'a> {
    let coerced = integer(value)?;
    match coerced.value {
        Some(PropertyValue::Integer(1..)) => Ok(coerced),
        _ => wrong_type(value, &texts::an_id()),
    }
}
