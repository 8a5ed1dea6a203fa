//! Lookups of person, company and coworker.

use serde::{Deserialize, Serialize};

use super::{Phase, PhaseInput, Step, found_objects, id_query};
use crate::delivery::codes::TaskName;
use crate::delivery::dry_run_report::FoundObject;
use crate::delivery::machine::{Effect, RequestContext};
use crate::delivery::receipt::StepOutcome;
use crate::delivery::request::{ApiRequest, Exp, Filter, id_of};
use crate::delivery::responses::{is_last_lookup, lookup_limetype, no_match, related_id, several_matches, text_of};
use crate::delivery::session::Session;
use crate::json::value::Value;
use crate::preview::Lookup;

/// Executes the lookups of the preview one by one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Lookups {
    index: usize,
}

impl Lookups {
    pub(crate) fn new() -> Self {
        Self { index: 0 }
    }

    pub(crate) fn advance(&mut self, session: &mut Session, input: PhaseInput<'_>) -> Step<()> {
        let is_through = matches!(session.lookups.get(self.index), Some(Lookup::Through { .. }));
        match input {
            // The object that the relation starts from was deleted meanwhile.
            PhaseInput::NotFound if is_through => self.apply(session, &Value::Null)?,
            input => {
                if let Some(response) = input.response()? {
                    self.apply(session, response)?;
                }
            }
        }
        self.index += 1;
        Ok((self.index >= session.lookups.len()).then_some(()))
    }

    fn apply(&self, session: &mut Session, response: &Value<'_>) -> Result<(), super::Unexpected> {
        let lookup = session.lookups.get(self.index).ok_or(super::Unexpected)?.clone();
        let (role, limetype, id) = match lookup {
            Lookup::ByProperty { role, limetype, property, .. } => {
                let found = found_objects(response)?;
                let id = found.first().and_then(id_of);
                if let (Some(id), true) = (id, found.len() > 1) {
                    session.add_finding(several_matches(role, &limetype, &property, id));
                }
                (role, Some(limetype.into_owned()), id)
            }
            Lookup::Through { role, through, property } => {
                let found = session.dry_run.as_mut().map(|report| &mut report.found);
                if let Some(start) = found.and_then(|found| found.iter_mut().find(|found| found.role == through)) {
                    start.descriptive = text_of(response, "_descriptive");
                }
                (role, None, response.get(&property).and_then(related_id))
            }
        };
        if let Some(id) = id {
            session.ids.set(role, id);
            session.report_found(FoundObject { role, id, limetype: limetype.clone(), descriptive: None });
            session.add_step(role, StepOutcome::Found, limetype, Some(id));
        } else if is_last_lookup(&session.lookups, self.index, role) {
            session.add_finding(no_match(role));
            session.add_step(role, StepOutcome::NotFound, limetype, None);
        }
        Ok(())
    }
}

impl Phase for Lookups {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let limetype = session.lookups.get(self.index).and_then(|lookup| match lookup {
            Lookup::ByProperty { limetype, .. } => Some(limetype.as_ref()),
            Lookup::Through { through, .. } => lookup_limetype(&session.lookups, *through),
        });
        RequestContext { limetype, ..RequestContext::new(TaskName::Lookup, Effect::Read, None) }
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        match session.lookups.get(self.index)? {
            Lookup::ByProperty { role, limetype, property, value, .. } => {
                let filter = Filter::is(property, Exp::Value(value));
                session.ids.get(*role).is_none().then(|| id_query(limetype, Some(filter), 2).request())
            }
            Lookup::Through { role, through, .. } => {
                let id = session.ids.get(*through).filter(|_| session.ids.get(*role).is_none())?;
                Some(ApiRequest::object(lookup_limetype(&session.lookups, *through)?, id))
            }
        }
    }
}
