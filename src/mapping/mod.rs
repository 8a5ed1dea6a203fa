//! From a conversation to a preview.

pub(crate) mod coerce;
pub(crate) mod mapper;
pub(crate) mod note;
pub(crate) mod plan;
pub(crate) mod writer;
