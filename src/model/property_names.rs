//! Names of properties with a meaning of their own.

// Written without a rule.
pub(crate) const CONVERSATION_ID: &str = "conversationid";
pub(crate) const CONVERSATION_LINK: &str = "link";
pub(crate) const CONTACT_ID: &str = "contactid";
pub(crate) const STARTED_TIME: &str = "startedtime";
pub(crate) const FIRST_MESSAGE_TIME: &str = "contactfirstmessagetime";
pub(crate) const NOTE: &str = "note";
pub(crate) const MESSAGE_ID: &str = "ul_messageid";

/// Properties that mark an object as inactive where the configuration names none.
pub(crate) const INACTIVE_PROPERTIES: [&str; 3] = ["inactive", "expireddate", "anonymizeddate"];
