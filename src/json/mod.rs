//! JSON as it is read: values, paths and pointers into them, errors with their place.

pub(crate) mod error;
pub(crate) mod locate;
pub(crate) mod path;
pub(crate) mod pointer;
pub(crate) mod read;
pub(crate) mod value;
