//! Comparison of values in Lime CRM with those that were sent. Lime CRM returns values in other forms than it takes them.

use crate::json::value::Value;
use crate::preview::PropertyValue;
use crate::text::fold::composed;
use crate::text::time::{Instant, parse_date};

/// True when `read`, as the REST API returns it, means the same as `sent`.
pub(crate) fn is_same_value(sent: &PropertyValue<'_>, read: &Value<'_>) -> bool {
    match sent {
        PropertyValue::Null => are_both_empty("", read),
        PropertyValue::YesNo(sent) => *read == Value::Bool(*sent),
        PropertyValue::Integer(sent) => match read {
            Value::Integer(read) => read == sent,
            read => read.as_f64().is_some_and(|read| is_close(read, *sent as f64)),
        },
        PropertyValue::Decimal(sent) => read.as_f64().is_some_and(|read| is_close(read, *sent)),
        PropertyValue::Text(sent) => {
            read.as_text().is_some_and(|read| is_same_text(sent, read)) || are_both_empty(sent, read)
        }
        PropertyValue::Option(sent) => {
            key(read).is_some_and(|read| read == sent.key) || are_both_empty(&sent.key, read)
        }
        PropertyValue::Set(sent) => {
            let mut keys: Vec<&str> = read.as_list().unwrap_or_default().iter().filter_map(key).collect();
            let mut sent_keys: Vec<&str> = sent.iter().map(|option| option.key.as_ref()).collect();
            keys.sort_unstable();
            sent_keys.sort_unstable();
            sent_keys.dedup();
            keys == sent_keys
        }
    }
}

/// True when `read` is the identifier `sent`, which may be returned as text. Unlike values, it is compared exactly.
pub(crate) fn is_same_identifier(sent: &PropertyValue<'_>, read: &Value<'_>) -> bool {
    match (sent, read) {
        (PropertyValue::Integer(sent), Value::Text(read)) => read.parse() == Ok(*sent),
        (PropertyValue::Integer(sent), Value::Number(read)) => *read == *sent as f64,
        (PropertyValue::Text(sent), Value::Integer(read)) => sent.parse() == Ok(*read),
        _ => is_same_value(sent, read),
    }
}

/// Compares texts without regard to line endings, trailing white space, Unicode normalization and the notation of times.
pub(crate) fn is_same_text(sent: &str, read: &str) -> bool {
    let normalized = |text: &str| composed(&text.replace("\r\n", "\n")).trim_end().to_owned();
    sent == read || normalized(sent) == normalized(read) || is_same_time(sent, read)
}

/// Lime CRM may store times with a precision of seconds, and returns them in its own time zone; a date may be returned as
/// the time at which it begins.
fn is_same_time(sent: &str, read: &str) -> bool {
    match (sent.parse::<Instant>(), read.parse::<Instant>()) {
        (Ok(sent), Ok(read)) => sent.seconds.abs_diff(read.seconds) <= 1,
        (Err(_), Ok(_)) => parse_date(sent).is_some_and(|sent| read.get(..10).and_then(parse_date) == Some(sent)),
        _ => false,
    }
}

fn are_both_empty(sent: &str, read: &Value<'_>) -> bool {
    sent.trim().is_empty() && (read.is_empty() || key(read).is_some_and(str::is_empty))
}

fn key<'v>(read: &'v Value<'_>) -> Option<&'v str> {
    read.get("key").unwrap_or(read).as_text()
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read::read_whole;
    use crate::preview::OptionKey;

    fn text(value: &str) -> PropertyValue<'_> {
        PropertyValue::Text(value.into())
    }

    fn option(key: &str) -> OptionKey<'_> {
        OptionKey { key: key.into() }
    }

    #[test]
    fn values_in_another_form_are_equal() {
        for (sent, read) in [
            (text("a\nb"), r#""a\r\nb\n""#),
            (text("Mo\u{308}bel"), "\"M\u{f6}bel\""),
            (text(""), "null"),
            (text("2024-02-22T15:49:08.123Z"), r#""2024-02-22T16:49:08+01:00""#),
            (text("2024-02-22"), r#""2024-02-22T00:00:00+01:00""#),
            (PropertyValue::Integer(3), "3.0"),
            (PropertyValue::Decimal(0.1), "0.1000000001"),
            (PropertyValue::Option(option("high")), r#"{ "id": 3, "key": "high", "text": "High" }"#),
            (PropertyValue::Option(option("")), "null"),
            (PropertyValue::Set(vec![option("b"), option("a")]), r#"[ { "key": "a" }, { "key": "b" } ]"#),
            (PropertyValue::Null, r#""""#),
            (PropertyValue::Null, r#"{ "id": 0, "key": "", "text": "" }"#),
            (PropertyValue::Set(vec![]), "null"),
        ] {
            assert!(is_same_value(&sent, &read_whole(read).unwrap()), "{sent:?} {read}");
        }
    }

    #[test]
    fn other_values_are_not_equal() {
        for (sent, read) in [
            (text("a"), r#""A""#),
            (text("2024-02-22T15:49:08Z"), r#""2024-02-22T15:49:08+01:00""#),
            (text("2024-02-22"), r#""2024-02-23T00:00:00+01:00""#),
            (PropertyValue::Integer(3), "4"),
            (PropertyValue::Integer(3), r#""3""#),
            (PropertyValue::YesNo(true), "null"),
            (PropertyValue::Option(option("high")), r#"{ "key": "low" }"#),
            (PropertyValue::Set(vec![option("a")]), "[]"),
        ] {
            assert!(!is_same_value(&sent, &read_whole(read).unwrap()), "{sent:?} {read}");
        }
    }
}
