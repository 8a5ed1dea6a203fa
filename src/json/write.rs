//! Writing JSON.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::text::decimal::json_text;

/// Returns a value as JSON in UTF-8, as `serde_json::to_vec`.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Vec<u8>> {
    let mut json = Vec::with_capacity(128);
    value.serialize(&mut Serializer::with_formatter(&mut json, Compact))?;
    Ok(json)
}

/// Returns a value as JSON text, as `serde_json::to_string`.
pub(crate) fn to_string<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<String> {
    String::from_utf8(to_vec(value)?).map_err(|_| serde_json::Error::io(io::ErrorKind::InvalidData.into()))
}

/// serde_json's compact form, with the numbers of this crate.
struct Compact;

impl Formatter for Compact {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, number: f64) -> io::Result<()> {
        writer.write_all(json_text(number).as_bytes())
    }
}
