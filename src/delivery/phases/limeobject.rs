//! The limeobject of the conversation: found, or created.

use crate::json::from_value::{read_names, read_struct};
use serde::Serialize;

use super::{PAGE_SIZE, Phase, PhaseInput, Step, Unexpected, first_id, found_objects, id_query, new_id, only_id};
use crate::delivery::codes::TaskName;
use crate::delivery::dry_run_report::PlannedAction;
use crate::delivery::machine::{Effect, RequestContext};
use crate::delivery::receipt::StepOutcome;
use crate::delivery::relation::RelationOwner;
use crate::delivery::request::{ApiRequest, Exp, Filter, id_of, new_object};
use crate::delivery::responses::related_id;
use crate::delivery::session::Session;
use crate::model::role::Role;

/// Finds the limeobject through the ulconversation, or creates it. A creation with an unknown outcome is recovered through
/// the ulconversation where the limeobject has the relation to it. Otherwise all limeobjects that are newer than `newest`,
/// have the values of the preview and no ulconversation are candidates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct FindOrCreate {
    state: State,
    /// Newest id before the limeobject was created.
    newest: i64,
    /// Limeobjects that this delivery may have created; the first one is checked.
    candidates: Vec<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum State {
    /// Read the relation of the ulconversation.
    FollowUlconversation,
    /// Query the limeobjects of the ulconversation.
    Find,
    FindNewest,
    Create,
    /// Query the limeobjects of the ulconversation after a creation with an unknown outcome.
    FindCreated,
    FindCandidates,
    CheckCandidate,
    /// Query whether an ulconversation has the candidate already.
    CheckClaims,
}

/// Where the limeobject comes from. Its id is in the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LimeobjectOutput {
    Found,
    Created,
    /// Created, but the ulconversation has the relation, and is not connected yet.
    Unconnected {
        newest: i64,
    },
}

impl FindOrCreate {
    pub(crate) fn new(session: &Session, ulconversation_existed: bool) -> Self {
        Self::begin(match session.relation_owner() {
            RelationOwner::Limeobject(_) if ulconversation_existed => State::Find,
            RelationOwner::Limeobject(_) => State::Create,
            RelationOwner::Ulconversation(_) if ulconversation_existed => State::FollowUlconversation,
            RelationOwner::Ulconversation(_) | RelationOwner::Neither => State::FindNewest,
        })
    }

    /// Creates a limeobject in place of one that was deleted.
    pub(crate) fn anew() -> Self {
        Self::begin(State::FindNewest)
    }

    /// Searches again for the limeobject that this delivery may have created.
    pub(crate) fn again(newest: i64) -> Self {
        Self { newest, ..Self::begin(State::FindCandidates) }
    }

    fn begin(state: State) -> Self {
        Self { state, newest: 0, candidates: Vec::new() }
    }

    pub(crate) fn advance(&mut self, session: &mut Session, input: PhaseInput<'_>) -> Step<LimeobjectOutput> {
        if let (State::CheckCandidate, PhaseInput::NotFound) = (self.state, input) {
            self.drop_candidate();
            return Ok(None);
        }
        let Some(response) = input.response()? else {
            if self.state == State::Create {
                session.report_change(Role::Limeobject, PlannedAction::Create, None, Vec::new());
                return Ok(Some(LimeobjectOutput::Created));
            }
            self.state = State::Create;
            return Ok(None);
        };
        match self.state {
            State::FollowUlconversation => {
                let RelationOwner::Ulconversation(name) = session.relation_owner() else { return Err(Unexpected) };
                if let Some(id) = response.get(name).and_then(related_id) {
                    session.ids.limeobject = Some(id);
                    return Ok(Some(LimeobjectOutput::Found));
                }
                self.state = State::FindNewest;
            }
            State::Find | State::FindCreated => {
                if let Some(id) = only_id(session, Role::Limeobject, response)? {
                    session.ids.limeobject = Some(id);
                    let is_created = self.state == State::FindCreated;
                    return Ok(Some(if is_created { self.created(session, id) } else { LimeobjectOutput::Found }));
                }
                self.state = State::Create;
            }
            State::FindNewest => {
                self.newest = first_id(response)?.unwrap_or(0);
                self.state = State::Create;
            }
            State::Create => return Ok(Some(self.created(session, new_id(response)?))),
            State::FindCandidates => {
                self.candidates = found_objects(response)?.iter().filter_map(id_of).collect();
                self.state = if self.candidates.is_empty() { State::Create } else { State::CheckCandidate };
            }
            State::CheckCandidate if !session.limeobject_differences(response).is_empty() => self.drop_candidate(),
            State::CheckCandidate => {
                if let RelationOwner::Ulconversation(_) = session.relation_owner() {
                    self.state = State::CheckClaims;
                } else {
                    return self.adopt_candidate(session);
                }
            }
            State::CheckClaims if first_id(response)?.is_some() => self.drop_candidate(),
            State::CheckClaims => return self.adopt_candidate(session),
        }
        Ok(None)
    }

    fn drop_candidate(&mut self) {
        if !self.candidates.is_empty() {
            self.newest = self.candidates.remove(0);
        }
        self.state = if self.candidates.is_empty() { State::FindCandidates } else { State::CheckCandidate };
    }

    fn adopt_candidate(&self, session: &mut Session) -> Step<LimeobjectOutput> {
        let id = *self.candidates.first().ok_or(Unexpected)?;
        Ok(Some(self.created(session, id)))
    }

    fn created(&self, session: &mut Session, id: i64) -> LimeobjectOutput {
        session.ids.limeobject = Some(id);
        if let RelationOwner::Ulconversation(_) = session.relation_owner() {
            return LimeobjectOutput::Unconnected { newest: self.newest };
        }
        session.created = true;
        session.complete(Role::Limeobject, StepOutcome::Created);
        LimeobjectOutput::Created
    }
}

impl Phase for FindOrCreate {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let (task, effect, role) = match self.state {
            State::FollowUlconversation => (TaskName::ReadUlconversation, Effect::Read, Role::Ulconversation),
            State::Find | State::FindCreated => (TaskName::FindLimeobject, Effect::Read, Role::Limeobject),
            State::FindNewest => (TaskName::NewestLimeobject, Effect::Read, Role::Limeobject),
            State::Create => (TaskName::CreateLimeobject, Effect::Create, Role::Limeobject),
            State::FindCandidates | State::CheckCandidate => {
                (TaskName::RecoverLimeobject, Effect::Read, Role::Limeobject)
            }
            State::CheckClaims => (TaskName::RecoverLimeobject, Effect::Read, Role::Ulconversation),
        };
        RequestContext::new(task, effect, session.object(role))
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        let object = session.object(Role::Limeobject)?;
        let limetype = &object.limetype;
        match self.state {
            State::FollowUlconversation => {
                let ulconversation = session.object(Role::Ulconversation)?;
                Some(ApiRequest::object(&ulconversation.limetype, session.ids.ulconversation?))
            }
            State::Find | State::FindCreated => {
                let RelationOwner::Limeobject(name) = session.relation_owner() else { return None };
                let filter = Filter::is(name, Exp::Id(session.ids.ulconversation?));
                Some(id_query(limetype, Some(filter), 2).request())
            }
            State::FindNewest if session.is_dry_run() => None,
            State::FindNewest => Some(id_query(limetype, None, 1).newest_first().request()),
            State::Create => Some(ApiRequest::post(limetype, new_object(object, &session.ids, None))),
            State::FindCandidates => {
                Some(id_query(limetype, Some(Filter::newer_than(self.newest)), PAGE_SIZE).request())
            }
            State::CheckCandidate => Some(ApiRequest::object(limetype, *self.candidates.first()?)),
            State::CheckClaims => {
                let RelationOwner::Ulconversation(name) = session.relation_owner() else { return None };
                let filter = Filter::is(name, Exp::Id(*self.candidates.first()?));
                let ulconversation = session.object(Role::Ulconversation)?;
                Some(id_query(&ulconversation.limetype, Some(filter), 1).request())
            }
        }
    }

    fn recover_unknown(&mut self, session: &Session) {
        if self.state == State::Create {
            self.state = match session.relation_owner() {
                RelationOwner::Limeobject(_) => State::FindCreated,
                RelationOwner::Ulconversation(_) | RelationOwner::Neither => State::FindCandidates,
            };
        }
    }
}

read_struct!(FindOrCreate => "struct FindOrCreate" { state, newest, candidates; ; });
read_names!(State {
    FollowUlconversation = "FollowUlconversation",
    Find = "Find",
    FindNewest = "FindNewest",
    Create = "Create",
    FindCreated = "FindCreated",
    FindCandidates = "FindCandidates",
    CheckCandidate = "CheckCandidate",
    CheckClaims = "CheckClaims",
});
