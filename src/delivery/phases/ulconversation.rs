//! The ulconversation of the conversation.

use crate::json::from_value::{FromValue, Unreadable, read_name};
use crate::json::value::Value;
use serde::Serialize;

use super::{FEW, Phase, PhaseInput, Step, found_ids, id_query, new_id};
use crate::delivery::codes::TaskName;
use crate::delivery::dry_run_report::PlannedAction;
use crate::delivery::identity::same_identity;
use crate::delivery::machine::{Effect, RequestContext};
use crate::delivery::query::Filter;
use crate::delivery::receipt::StepOutcome;
use crate::delivery::request::{ApiRequest, new_object};
use crate::delivery::session::Session;
use crate::model::role::Role;

/// Finds the ulconversation by the id of the conversation, or creates it. Output: true when it existed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Ulconversation {
    Find,
    Create,
    /// Find it after a creation with an unknown outcome.
    FindCreated,
}

impl Ulconversation {
    pub(crate) fn advance(&mut self, session: &mut Session, input: PhaseInput<'_>) -> Step<bool> {
        let response = input.response()?;
        match (*self, response) {
            (Self::Find | Self::FindCreated, Some(response)) => {
                let is_created = *self == Self::FindCreated && !session.refused;
                let ids = found_ids(response, filter(session).as_ref())?;
                let Some(id) = session.oldest(Role::Ulconversation, ids, is_created) else {
                    *self = Self::Create;
                    return Ok(None);
                };
                session.ids.ulconversation = Some(id);
                let outcome = if is_created { StepOutcome::Created } else { StepOutcome::Found };
                session.complete(Role::Ulconversation, outcome);
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
            (Self::Find | Self::FindCreated, None) => {}
        }
        Ok(Some(false))
    }
}

/// Filter for the ulconversation; none without an id of the conversation.
fn filter(session: &Session) -> Option<Filter<'_>> {
    same_identity(session.object(Role::Ulconversation)?)
}

impl Phase for Ulconversation {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let object = session.object(Role::Ulconversation);
        match self {
            Self::Find | Self::FindCreated => RequestContext::new(TaskName::FindUlconversation, Effect::Read, object),
            Self::Create => RequestContext::new(TaskName::CreateUlconversation, Effect::Create, object),
        }
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        let object = session.object(Role::Ulconversation)?;
        match self {
            Self::Find | Self::FindCreated => Some(id_query(&object.limetype, Some(filter(session)?), FEW).request()),
            Self::Create => Some(ApiRequest::post(&object.limetype, new_object(object, &session.ids, None))),
        }
    }

    fn recover_unknown(&mut self, _session: &Session) {
        if *self == Self::Create {
            *self = Self::FindCreated;
        }
    }
}

impl FromValue for Ulconversation {
    fn blank() -> Self {
        Self::Find
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        *self = match read_name(value, "enum Ulconversation", &["Find", "Create", "FindCreated"])? {
            0 => Self::Find,
            1 => Self::Create,
            _ => Self::FindCreated,
        };
        Ok(())
    }
}
