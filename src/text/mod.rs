//! Texts, numbers and times. Nothing in here depends on JSON or Lime CRM.

pub(crate) mod ascii;
pub(crate) mod controls;
pub(crate) mod data;
pub(crate) mod decimal;
pub(crate) mod digits;
pub(crate) mod file_name;
pub(crate) mod fold;
pub(crate) mod grapheme;
pub(crate) mod html;
pub(crate) mod invisible;
pub(crate) mod key;
pub(crate) mod large;
pub(crate) mod look_alike;
pub(crate) mod markdown;
pub(crate) mod message;
pub(crate) mod number;
pub(crate) mod percent;
pub(crate) mod positions;
pub(crate) mod shown_name;
pub(crate) mod time;
pub(crate) mod time_format;
pub(crate) mod truncate;
pub(crate) mod url;
pub(crate) mod varint;
pub(crate) mod zone;
