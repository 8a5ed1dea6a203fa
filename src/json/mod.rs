//! JSON: reading, values, paths and pointers, positions in the text.

pub(crate) mod encoding;
pub(crate) mod error;
pub(crate) mod from_value;
pub(crate) mod locate;
pub(crate) mod params;
pub(crate) mod path;
pub(crate) mod plain;
pub(crate) mod pointer;
pub(crate) mod projection;
pub(crate) mod read;
mod shape;
pub(crate) mod text;
pub(crate) mod value;
pub(crate) mod write;
