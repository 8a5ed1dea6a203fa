//! The limeobject that the caller chose to deliver into.

use crate::json::from_value::{FromValue, Unreadable, invalid_type};
use crate::json::value::Value;
use serde::Serialize;

use super::{Phase, PhaseInput, Step};
use crate::delivery::codes::TaskName;
use crate::delivery::machine::{Effect, RequestContext};
use crate::delivery::relation::RelationOwner;
use crate::delivery::request::ApiRequest;
use crate::delivery::responses::{check_object, related};
use crate::delivery::session::Session;
use crate::model::role::Role;

/// Reads the chosen limeobject. Output: the ulconversation that it is connected to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Target;

impl Target {
    pub(crate) fn advance(&self, session: &mut Session, input: PhaseInput<'_>) -> Step<Option<i64>> {
        let Some(response) = input.response()? else { return Ok(Some(None)) };
        check_object(response, session.options.limeobject)?;
        session.ids.limeobject = session.options.limeobject;
        let connected_to = match session.relation_owner() {
            RelationOwner::Limeobject(name) => related(response, name)?,
            RelationOwner::Ulconversation(_) | RelationOwner::Neither => None,
        };
        Ok(Some(connected_to))
    }
}

impl Phase for Target {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        RequestContext {
            chosen_limeobject: session.options.limeobject,
            ..RequestContext::new(TaskName::ReadLimeobject, Effect::Read, session.object(Role::Limeobject))
        }
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        let object = session.object(Role::Limeobject)?;
        session.options.limeobject.map(|id| ApiRequest::object(&object.limetype, id))
    }
}

impl FromValue for Target {
    fn blank() -> Self {
        Self
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        match value {
            Value::Null => Ok(()),
            other => Err(invalid_type(other, "unit struct Target")),
        }
    }
}
