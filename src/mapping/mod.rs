//! Configuration + payload -> preview.

pub(crate) mod coerce;
pub(crate) mod mapper;
pub(crate) mod plan;
pub(crate) mod summary;
pub(crate) mod transcript;
pub(crate) mod writer;
