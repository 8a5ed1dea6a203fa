//! Lookups of person, company and coworker.

use crate::json::from_value::{FromValue, Unreadable};
use serde::Serialize;

use super::{PAGE_SIZE, Phase, PhaseInput, Step};
use crate::delivery::candidates::{candidates, lookup_names, lookup_values, several_matches};
use crate::delivery::codes::TaskName;
use crate::delivery::dry_run_report::FoundObject;
use crate::delivery::machine::{Effect, RequestContext, Unexpected};
use crate::delivery::query::{Filter, Query};
use crate::delivery::receipt::StepOutcome;
use crate::delivery::request::ApiRequest;
use crate::delivery::responses::{
    check_object, embedded, is_last_lookup, lookup_limetype, no_match, objects, related, related_id, text_of,
};
use crate::delivery::session::Session;
use crate::json::value::Value;
use crate::preview::Lookup;

/// Executes the lookups of the preview one by one.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
                    if let Some(Lookup::Through { through, .. }) = session.lookups.get(self.index) {
                        check_object(response, session.ids.get(*through))?;
                    }
                    self.apply(session, response)?;
                }
            }
        }
        self.index += 1;
        Ok((self.index >= session.lookups.len()).then_some(()))
    }

    /// Searches the value of the current lookup only as it is written, because Lime CRM rejects a query for several. False when there
    /// is one only.
    pub(crate) fn search_one_value(&self, session: &mut Session) -> bool {
        session.lookups.get_mut(self.index).is_some_and(Lookup::keep_one_form)
    }

    fn apply(&self, session: &mut Session, response: &Value<'_>) -> Result<(), Unexpected> {
        let lookup = session.lookups.get(self.index).ok_or(Unexpected::Input)?.clone();
        let mut fitting = Vec::new();
        let descriptive;
        let (role, limetype, id) = match lookup {
            Lookup::ByProperty { role, ref limetype, ref property, .. } => {
                fitting = candidates(&lookup, objects(response)?, session.options.instant())?;
                if fitting.len() > 1 {
                    session.add_finding(several_matches(role, limetype, property, &fitting));
                }
                let id = fitting.first().map(|candidate| candidate.id);
                let found = objects(response)?.iter().find(|object| object.get("_id").and_then(related_id) == id);
                descriptive = found.filter(|_| id.is_some()).and_then(|object| text_of(object, "_descriptive"));
                (role, Some(limetype.to_string()), id)
            }
            Lookup::Through { role, through, property } => {
                let id = related(response, &property)?;
                let found = session.dry_run.as_mut().map(|report| &mut report.found);
                if let Some(start) = found.and_then(|found| found.iter_mut().find(|found| found.role == through)) {
                    start.descriptive = start.descriptive.take().or_else(|| text_of(response, "_descriptive"));
                }
                let (limetype, name) = id.map_or((None, None), |id| embedded(response, &property, id));
                descriptive = name;
                (role, limetype, id)
            }
        };
        if let Some(id) = id {
            session.ids.set(role, id);
            if fitting.len() == 1 {
                fitting.clear();
            }
            let found =
                FoundObject { role, id, limetype: limetype.clone(), descriptive, url: None, candidates: fitting };
            session.report_found(found);
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
        let lookup = session.lookups.get(self.index)?;
        match lookup {
            Lookup::ByProperty { role, limetype, property, .. } => {
                let mut names = lookup_names(lookup);
                if session.is_dry_run() {
                    names.push("_descriptive");
                }
                let filter = Filter::one_of(property, lookup_values(lookup));
                let query = Query::new(limetype, &names, Some(filter), PAGE_SIZE);
                session.ids.get(*role).is_none().then(|| query.request())
            }
            Lookup::Through { role, through, property } => {
                let id = session.ids.get(*through).filter(|_| session.ids.get(*role).is_none())?;
                let limetype = lookup_limetype(&session.lookups, *through)?;
                Some(if session.is_dry_run() {
                    ApiRequest::object_with_related(limetype, id, property)
                } else {
                    ApiRequest::object(limetype, id)
                })
            }
        }
    }
}

impl FromValue for Lookups {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        self.index.read(value)
    }
}
