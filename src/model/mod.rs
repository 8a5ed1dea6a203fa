//! Configuration, metadata and payload, and the findings and problems about them.

pub(crate) mod command;
pub(crate) mod config;
pub(crate) mod conversation;
pub(crate) mod document;
pub(crate) mod finding;
pub(crate) mod findings;
pub(crate) mod groups;
pub(crate) mod limetypes;
pub(crate) mod limits;
pub(crate) mod match_by;
pub(crate) mod media;
pub(crate) mod message;
pub(crate) mod message_key;
pub(crate) mod problem;
pub(crate) mod property_names;
pub(crate) mod role;
pub(crate) mod sender;
pub(crate) mod speaker;
pub(crate) mod template;
