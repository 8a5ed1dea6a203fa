//! The values of an existing limeobject.

use crate::json::from_value::{FromValue, Unreadable, from_value, read_nothing, read_variant};
use serde::Serialize;

use super::{Phase, PhaseInput, Step, Unexpected, shows_change};
use crate::delivery::codes::TaskName;
use crate::delivery::compare::is_same_value;
use crate::delivery::dry_run_report::{PlannedAction, ValueDifference};
use crate::delivery::machine::{Effect, RequestContext};
use crate::delivery::options::UpdatePolicy;
use crate::delivery::receipt::StepOutcome;
use crate::delivery::request::ApiRequest;
use crate::delivery::responses::{check_object, text_of};
use crate::delivery::session::Session;
use crate::json::value::Value;
use crate::json::write::to_string;
use crate::model::role::Role;
use crate::preview::{Fields, PropertyValue};

/// Compares an existing limeobject with the preview, and updates it as the update policy says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) enum Update {
    Read,
    Write(Fields<'static, PropertyValue<'static>>),
    /// Read whether the values were written, because the response to the change does not show it.
    ReadWritten(Fields<'static, PropertyValue<'static>>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UpdateOutput {
    Complete,
    /// The limeobject was deleted meanwhile.
    Deleted {
        id: i64,
    },
}

impl Update {
    /// True when the limeobject has to be read: to update it, or to report its differences in a dry run.
    pub(crate) fn is_needed(session: &Session) -> bool {
        !session.connect_only && (session.is_dry_run() || session.options.existing != UpdatePolicy::Keep)
    }

    pub(crate) fn advance(&mut self, session: &mut Session, input: PhaseInput<'_>) -> Step<UpdateOutput> {
        if let (Self::Read, PhaseInput::NotFound) = (&self, input) {
            let id = session.ids.limeobject.take().unwrap_or_default();
            return Ok(Some(UpdateOutput::Deleted { id }));
        }
        let Some(response) = input.response()? else { return Ok(Some(UpdateOutput::Complete)) };
        match self {
            Self::Read => {
                check_object(response, session.ids.limeobject)?;
                let changes = compare(session, response);
                if changes.is_empty() {
                    return Ok(Some(UpdateOutput::Complete));
                }
                *self = Self::Write(changes);
                Ok(None)
            }
            Self::Write(changes) if !shows_change(response, session.ids.limeobject, changes) => {
                *self = Self::ReadWritten(std::mem::take(changes));
                Ok(None)
            }
            Self::ReadWritten(changes) if !has_changes(response, session.ids.limeobject, changes)? => {
                *self = Self::Write(std::mem::take(changes));
                Err(Unexpected::NotWritten)
            }
            Self::Write(_) | Self::ReadWritten(_) => {
                session.complete(Role::Limeobject, StepOutcome::Updated);
                Ok(Some(UpdateOutput::Complete))
            }
        }
    }
}

/// Whether the limeobject has at least one of the values that were written: Lime CRM may store them in another form.
fn has_changes(
    response: &Value<'_>,
    id: Option<i64>,
    changes: &Fields<'static, PropertyValue<'static>>,
) -> Result<bool, Unexpected> {
    check_object(response, id)?;
    Ok(changes.iter().any(|(name, value)| is_same_value(value, response.get(name).unwrap_or(&Value::Null))))
}

/// Returns the values to write, and reports all differences.
fn compare(session: &mut Session, response: &Value<'_>) -> Fields<'static, PropertyValue<'static>> {
    let mut changes = Fields::new();
    let mut differences = Vec::new();
    let cleared = session.values_to_clear(response);
    for (property, preview) in session.limeobject_differences(response).into_iter().chain(cleared) {
        let now = response.get(&property).unwrap_or(&Value::Null);
        let is_empty = now.is_empty() || now.get("key").is_some_and(Value::is_empty);
        let written = match session.options.existing {
            UpdatePolicy::Keep => false,
            UpdatePolicy::Fill => is_empty,
            UpdatePolicy::Overwrite => true,
        };
        if written {
            changes.set(property.clone(), preview.clone());
        }
        differences.push(ValueDifference { property, now: now.clone().into_owned(), preview, written });
    }
    let action = if changes.is_empty() { PlannedAction::Keep } else { PlannedAction::Update };
    session.report_change(Role::Limeobject, action, text_of(response, "_descriptive"), differences);
    changes
}

impl Phase for Update {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let object = session.object(Role::Limeobject);
        match self {
            Self::Read | Self::ReadWritten(_) => RequestContext::new(TaskName::ReadLimeobject, Effect::Read, object),
            Self::Write(_) => RequestContext::new(TaskName::UpdateLimeobject, Effect::Change, object),
        }
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        let limetype = &session.object(Role::Limeobject)?.limetype;
        let id = session.ids.limeobject?;
        match self {
            Self::Read | Self::ReadWritten(_) => Some(ApiRequest::object(limetype, id)),
            Self::Write(changes) => Some(ApiRequest::put(limetype, id, to_string(changes).ok()?)),
        }
    }
}

impl FromValue for Update {
    fn blank() -> Self {
        Self::Read
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        let (variant, content) = read_variant(value, "enum Update", &["Read", "Write", "ReadWritten"])?;
        *self = match variant {
            0 => {
                read_nothing(content)?;
                Self::Read
            }
            1 => Self::Write(from_value(content)?),
            _ => Self::ReadWritten(from_value(content)?),
        };
        Ok(())
    }
}
