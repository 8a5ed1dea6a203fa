//! Bytes of a configuration or of metadata -> a value that a reader checks.

use crate::json::encoding::{DEFAULT_MAX_BYTES, text_of, without_lone_surrogates};
use crate::json::read::read_whole;
use crate::json::value::Value;
use crate::model::problem::Problems;

/// Reads a JSON document. When it cannot be read, `problems` has the reason.
pub(crate) fn read_document<T>(bytes: &[u8], problems: &Problems, reader: fn(&Value<'_>, &Problems) -> T) -> Option<T> {
    let result = text_of(bytes, DEFAULT_MAX_BYTES).and_then(|text| {
        let repaired = without_lone_surrogates(text);
        read_whole(repaired.as_deref().unwrap_or(text)).map(|value| reader(&value, problems))
    });
    result.map_err(|error| problems.unreadable(&error)).ok()
}
