//! The history note.

use crate::json::from_value::{read_names, read_struct};
use serde::Serialize;

use super::{PAGE_SIZE, Phase, PhaseInput, Step, new_id};
use crate::delivery::codes::TaskName;
use crate::delivery::compare::is_same_text;
use crate::delivery::dry_run_report::PlannedAction;
use crate::delivery::identity::same_identity;
use crate::delivery::machine::{Effect, RequestContext};
use crate::delivery::query::{Exp, Filter, Query, found_objects};
use crate::delivery::receipt::StepOutcome;
use crate::delivery::request::{ApiRequest, new_object};
use crate::delivery::session::Session;
use crate::json::value::Value;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::property_names::NOTE;
use crate::model::role::Role;
use crate::preview::PropertyValue;
use crate::text::texts;

/// Creates a history note; not when the newest one has the same text, if the options say so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct History {
    state: State,
    /// Id of the newest note before. A note with a higher id and the same text is the one that this delivery created.
    newest: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum State {
    FindNewest,
    Create,
    FindCreated,
}

impl History {
    /// A note with a key is searched for by it first: another process may have begun the same send.
    pub(crate) fn new(session: &Session) -> Self {
        let by_key = session.has_identity(Role::History) && !session.options.only_if_changed && !session.is_dry_run();
        let state = match by_key {
            false => State::FindNewest,
            true if session.created => State::Create,
            true => State::FindCreated,
        };
        Self { state, newest: 0 }
    }

    pub(crate) fn advance(&mut self, session: &mut Session, input: PhaseInput<'_>) -> Step<()> {
        match (self.state, input.response()?) {
            (State::FindNewest, None) => {
                self.state = State::Create;
                return Ok(None);
            }
            (State::FindNewest, Some(response)) => {
                let found = found_objects(response, self.filter(session).as_ref())?;
                let newest = found.first();
                self.newest = newest.map_or(0, |(id, _)| *id);
                if session.options.only_if_changed && newest.is_some_and(|(_, note)| has_same_text(session, note)) {
                    skip(session, self.newest);
                    return Ok(Some(()));
                }
                self.state = State::Create;
                return Ok(None);
            }
            (State::Create, Some(response)) => created(session, new_id(response)?),
            (State::Create, None) => session.report_change(Role::History, PlannedAction::Create, None, Vec::new()),
            (State::FindCreated, Some(response)) => {
                let found = found_objects(response, self.filter(session).as_ref())?;
                let is_identified = session.has_identity(Role::History);
                let ours = found.into_iter().filter(|(_, note)| is_identified || has_same_text(session, note));
                let ids = ours.map(|(id, _)| id).collect();
                let Some(id) = session.oldest(Role::History, ids, true) else {
                    self.state = State::Create;
                    return Ok(None);
                };
                created(session, id);
            }
            (State::FindCreated, None) => {}
        }
        Ok(Some(()))
    }

    /// Filter of the current query.
    fn filter<'s>(&self, session: &'s Session) -> Option<Filter<'s>> {
        let key = session.object(Role::History).and_then(same_identity);
        if self.state == State::FindCreated && key.is_some() {
            return key;
        }
        let newer = (self.state == State::FindCreated).then_some(Filter::newer_than(self.newest));
        Filter::all(of_limeobject(session).into_iter().chain(newer))
    }
}

fn created(session: &mut Session, id: i64) {
    session.ids.history = Some(id);
    session.complete(Role::History, StepOutcome::Created);
}

fn skip(session: &mut Session, newest: i64) {
    session.ids.history = Some(newest);
    let said = texts::note_unchanged();
    session.add_finding(Finding { object: Some(Role::History), ..finding(FindingCode::NoteUnchanged, said) });
    session.complete(Role::History, StepOutcome::Skipped);
    session.report_change(Role::History, PlannedAction::Keep, None, Vec::new());
}

/// True when a note of Lime CRM has the text of the preview's note.
fn has_same_text(session: &Session, note: &Value<'_>) -> bool {
    let text = match session.object(Role::History).and_then(|note| note.values.get(NOTE)) {
        Some(PropertyValue::Text(text)) => text.as_ref(),
        _ => "",
    };
    is_same_text(text, note.get(NOTE).and_then(Value::as_text).unwrap_or_default())
}

/// Relation of the note to the limeobject.
fn relation(session: &Session) -> Option<&str> {
    let relations = &session.object(Role::History)?.relations;
    relations.iter().find(|(_, role)| **role == Role::Limeobject).map(|(name, _)| name)
}

/// Filter for the notes of the limeobject.
fn of_limeobject(session: &Session) -> Option<Filter<'_>> {
    Some(Filter::is(relation(session)?, Exp::Id(session.ids.limeobject?)))
}

impl Phase for History {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let object = session.object(Role::History);
        match self.state {
            State::FindNewest => RequestContext::new(TaskName::NewestNote, Effect::Read, object),
            State::Create => RequestContext::new(TaskName::CreateNote, Effect::Create, object),
            State::FindCreated => RequestContext::new(TaskName::RecoverNote, Effect::Read, object),
        }
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        let object = session.object(Role::History)?;
        let query = |filter, limit| Query::new(&object.limetype, &[NOTE], filter, limit);
        match self.state {
            State::FindNewest => {
                // A new limeobject has no notes. Notes without a relation to it are recovered by their id alone.
                let is_needed = session.ids.limeobject.is_some() && (!session.created || relation(session).is_none());
                is_needed.then(|| query(self.filter(session), 1).newest_first().request())
            }
            State::Create => Some(ApiRequest::post(&object.limetype, new_object(object, &session.ids, None))),
            State::FindCreated => Some(query(self.filter(session), PAGE_SIZE).request()),
        }
    }

    fn recover_unknown(&mut self, _session: &Session) {
        if self.state == State::Create {
            self.state = State::FindCreated;
        }
    }
}

read_struct!(History => "struct History" { state, newest; ; });
read_names!(State { FindNewest = "FindNewest", Create = "Create", FindCreated = "FindCreated" });
