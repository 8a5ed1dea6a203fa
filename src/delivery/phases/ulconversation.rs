//! The ulconversation of the conversation.

use crate::json::from_value::{FromValue, Unreadable, read_name};
use crate::json::value::Value;
use serde::Serialize;

use super::{Phase, PhaseInput, Step, id_query, new_id, only_id};
use crate::delivery::codes::TaskName;
use crate::delivery::dry_run_report::PlannedAction;
use crate::delivery::machine::{Effect, RequestContext};
use crate::delivery::receipt::StepOutcome;
use crate::delivery::request::{ApiRequest, Exp, Filter, new_object};
use crate::delivery::session::Session;
use crate::model::property_names::CONVERSATION_ID;
use crate::model::role::Role;

/// Finds the ulconversation by the id of the conversation, or creates it. Output: true when it existed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) enum Ulconversation {
    Find,
    Create,
}

impl Ulconversation {
    pub(crate) fn advance(&mut self, session: &mut Session, input: PhaseInput<'_>) -> Step<bool> {
        let response = input.response()?;
        match (&self, response) {
            (Self::Find, Some(response)) => {
                let Some(id) = only_id(session, Role::Ulconversation, response)? else {
                    *self = Self::Create;
                    return Ok(None);
                };
                session.ids.ulconversation = Some(id);
                session.complete(Role::Ulconversation, StepOutcome::Found);
                session.report_change(Role::Ulconversation, PlannedAction::Keep, None, Vec::new());
                return Ok(Some(true));
            }
            (Self::Create, Some(response)) => {
                session.ids.ulconversation = Some(new_id(response)?);
                session.complete(Role::Ulconversation, StepOutcome::Created);
            }
            (Self::Create, None) => {
                session.report_change(Role::Ulconversation, PlannedAction::Create, None, Vec::new())
            }
            // Without an id of the conversation there is no ulconversation.
            (Self::Find, None) => {}
        }
        Ok(Some(false))
    }
}

impl Phase for Ulconversation {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let object = session.object(Role::Ulconversation);
        match self {
            Self::Find => RequestContext::new(TaskName::FindUlconversation, Effect::Read, object),
            Self::Create => RequestContext::new(TaskName::CreateUlconversation, Effect::Create, object),
        }
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        let object = session.object(Role::Ulconversation)?;
        match self {
            Self::Find => {
                let filter = Filter::is(CONVERSATION_ID, Exp::Value(object.values.get(CONVERSATION_ID)?));
                Some(id_query(&object.limetype, Some(filter), 2).request())
            }
            Self::Create => Some(ApiRequest::post(&object.limetype, new_object(object, &session.ids, None))),
        }
    }

    fn recover_unknown(&mut self, _session: &Session) {
        *self = Self::Find;
    }
}

impl FromValue for Ulconversation {
    fn blank() -> Self {
        Self::Find
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        *self = match read_name(value, "enum Ulconversation", &["Find", "Create"])? {
            0 => Self::Find,
            _ => Self::Create,
        };
        Ok(())
    }
}
