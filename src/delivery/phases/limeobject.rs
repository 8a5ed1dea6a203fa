//! The limeobject of the conversation: found, or created.

use crate::json::from_value::{read_names, read_struct};
use serde::Serialize;

use super::{FEW, PAGE_SIZE, Phase, PhaseInput, Step, Unexpected, found_ids, id_query, new_id};
use crate::delivery::codes::TaskName;
use crate::delivery::dry_run_report::PlannedAction;
use crate::delivery::identity::same_identity;
use crate::delivery::machine::{Effect, RequestContext};
use crate::delivery::query::{Exp, Filter, Query, found_objects};
use crate::delivery::receipt::StepOutcome;
use crate::delivery::relation::RelationOwner;
use crate::delivery::request::{ApiRequest, new_object};
use crate::delivery::responses::{check_object, property, related};
use crate::delivery::session::Session;
use crate::json::value::Value;
use crate::model::role::Role;

/// Finds the limeobject through the ulconversation or by its key, or creates it. A creation with an unknown outcome is recovered by
/// its key, or through the ulconversation where the limeobject has the relation to it. Otherwise all limeobjects that are newer
/// than `newest`, have the values of the preview, and neither ulconversation nor history note, are candidates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct FindOrCreate {
    state: State,
    /// Newest id before the limeobject was created.
    newest: i64,
    /// Limeobjects that this delivery may have created; the first one is checked.
    candidates: Vec<i64>,
    /// Newest id that this search has seen; none at its beginning.
    seen: Option<i64>,
    /// Candidates that are others', and the limeobject that was deleted. A search from the beginning passes over them.
    others: Vec<i64>,
    /// Candidates that this delivery created, where it knows of a second one and searches for all.
    ours: Vec<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum State {
    /// Read the relation of the ulconversation.
    FollowUlconversation,
    /// Query the limeobjects of the ulconversation.
    Find,
    /// Query the limeobjects with the key of the conversation.
    FindByKey,
    FindNewest,
    Create,
    /// Query the limeobjects of the ulconversation, or with the key, after a creation with an unknown outcome.
    FindCreated,
    FindCandidates,
    CheckCandidate,
    /// Query whether an ulconversation or a history note has the candidate already.
    CheckClaims,
}

/// Where the limeobject comes from. Its id is in the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LimeobjectOutput {
    Found,
    Created,
    /// Found by its key or, with the newest id before, created: not connected to the ulconversation yet.
    Unconnected {
        newest: Option<i64>,
    },
}

impl FindOrCreate {
    pub(crate) fn new(session: &Session, ulconversation_existed: bool) -> Self {
        Self::begin(match session.relation_owner() {
            RelationOwner::Limeobject(_) if ulconversation_existed => State::Find,
            RelationOwner::Ulconversation(_) if ulconversation_existed => State::FollowUlconversation,
            _ => not_connected(session),
        })
    }

    /// Creates a limeobject in place of one that was deleted.
    pub(crate) fn anew(deleted: i64) -> Self {
        Self { others: vec![deleted], ..Self::begin(State::FindNewest) }
    }

    /// Searches again for the limeobject that this delivery may have created.
    pub(crate) fn again(newest: i64) -> Self {
        Self { newest, ..Self::begin(State::FindCandidates) }
    }

    fn begin(state: State) -> Self {
        Self { state, newest: 0, candidates: Vec::new(), seen: None, others: Vec::new(), ours: Vec::new() }
    }

    pub(crate) fn advance(&mut self, session: &mut Session, input: PhaseInput<'_>) -> Step<LimeobjectOutput> {
        if let (State::CheckCandidate, PhaseInput::NotFound) = (self.state, input) {
            self.drop_candidate(session);
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
                let RelationOwner::Ulconversation(name) = session.relation_owner() else {
                    return Err(Unexpected::Input);
                };
                check_object(response, session.ids.ulconversation)?;
                property(response, "", name)?;
                if let Some(id) = related(response, name)? {
                    session.ids.limeobject = Some(id);
                    return Ok(Some(LimeobjectOutput::Found));
                }
                self.state = not_connected(session);
            }
            State::Find | State::FindByKey | State::FindCreated => {
                let is_created = self.state == State::FindCreated;
                let mut found = found_objects(response, self.filter(session).as_ref())?;
                found.retain(|(id, _)| !self.others.contains(id));
                let ids = found.iter().map(|(id, _)| *id).collect();
                if let Some(id) = session.oldest(Role::Limeobject, ids, is_created) {
                    session.ids.limeobject = Some(id);
                    let is_unconnected = match session.relation_owner() {
                        _ if self.state != State::FindByKey => false,
                        RelationOwner::Limeobject(name) => is_without(&found, id, name),
                        owner => owner != RelationOwner::Neither,
                    };
                    return Ok(Some(match is_created {
                        true => self.created(session, id),
                        false if is_unconnected => LimeobjectOutput::Unconnected { newest: None },
                        false => LimeobjectOutput::Found,
                    }));
                }
                self.state = if self.state == State::Find { not_connected(session) } else { State::Create };
            }
            State::FindNewest => {
                self.newest = found_ids(response, None)?.first().copied().unwrap_or(0);
                self.state = State::Create;
            }
            State::Create => return Ok(Some(self.created(session, new_id(response)?))),
            State::FindCandidates => {
                let ids = found_ids(response, self.filter(session).as_ref())?;
                let Some(newest) = ids.iter().max() else {
                    self.state = State::Create;
                    return self.adopt(session);
                };
                self.seen = Some(*newest);
                self.candidates = ids;
                self.candidates.retain(|id| !self.others.contains(id));
                self.next_candidate();
            }
            State::CheckCandidate => {
                check_object(response, self.candidates.first().copied())?;
                if !session.limeobject_differences(response).is_empty() {
                    self.drop_candidate(session);
                } else if claim(session).is_some() {
                    self.state = State::CheckClaims;
                } else {
                    return self.adopt_candidate(session);
                }
            }
            State::CheckClaims if !found_ids(response, self.filter(session).as_ref())?.is_empty() => {
                self.drop_candidate(session);
            }
            State::CheckClaims => return self.adopt_candidate(session),
        }
        Ok(None)
    }

    /// Filter of the current query.
    fn filter<'s>(&self, session: &'s Session) -> Option<Filter<'s>> {
        match self.state {
            State::FindByKey | State::FindCreated if session.has_identity(Role::Limeobject) => {
                same_identity(session.object(Role::Limeobject)?)
            }
            State::Find | State::FindCreated => {
                let RelationOwner::Limeobject(name) = session.relation_owner() else { return None };
                Some(Filter::is(name, Exp::Id(session.ids.ulconversation?)))
            }
            State::FindCandidates => Some(Filter::newer_than(self.seen.unwrap_or(self.newest))),
            State::CheckClaims => Some(Filter::is(claim(session)?.1, Exp::Id(*self.candidates.first()?))),
            _ => None,
        }
    }

    fn drop_candidate(&mut self, session: &mut Session) {
        if !self.candidates.is_empty() {
            let other = self.candidates.remove(0);
            // Another conversation has taken what this delivery created.
            session.second = session.second.filter(|second| *second != other);
            self.others.push(other);
        }
        self.next_candidate();
    }

    fn next_candidate(&mut self) {
        self.state = if self.candidates.is_empty() { State::FindCandidates } else { State::CheckCandidate };
    }

    fn adopt_candidate(&mut self, session: &mut Session) -> Step<LimeobjectOutput> {
        if !self.candidates.is_empty() {
            self.ours.push(self.candidates.remove(0));
        }
        if session.second.is_none() {
            return self.adopt(session);
        }
        self.next_candidate();
        Ok(None)
    }

    fn adopt(&mut self, session: &mut Session) -> Step<LimeobjectOutput> {
        let id = session.oldest(Role::Limeobject, std::mem::take(&mut self.ours), true);
        Ok(id.map(|id| self.created(session, id)))
    }

    fn created(&self, session: &mut Session, id: i64) -> LimeobjectOutput {
        session.ids.limeobject = Some(id);
        if let RelationOwner::Ulconversation(_) = session.relation_owner() {
            return LimeobjectOutput::Unconnected { newest: Some(self.newest) };
        }
        session.created = true;
        session.complete(Role::Limeobject, StepOutcome::Created);
        LimeobjectOutput::Created
    }
}

/// The state that follows when the ulconversation has no limeobject.
fn not_connected(session: &Session) -> State {
    match session.relation_owner() {
        _ if session.has_identity(Role::Limeobject) => State::FindByKey,
        RelationOwner::Limeobject(_) => State::Create,
        RelationOwner::Ulconversation(_) | RelationOwner::Neither => State::FindNewest,
    }
}

/// Whether a limeobject of the response to a query has no ulconversation. One of another conversation stays: somebody has
/// connected it.
fn is_without(found: &[(i64, &Value<'_>)], id: i64, relation: &str) -> bool {
    found.iter().any(|(found, object)| *found == id && object.get(relation).is_none_or(Value::is_empty))
}

/// What shows that a limeobject is another's: a limetype, and its relation to the limeobject.
fn claim(session: &Session) -> Option<(&str, &str)> {
    let role = match session.relation_owner() {
        RelationOwner::Limeobject(_) => return None,
        RelationOwner::Ulconversation(_) => Role::Ulconversation,
        RelationOwner::Neither => Role::History,
    };
    let object = session.object(role)?;
    let (name, _) = object.relations.iter().find(|(_, role)| **role == Role::Limeobject)?;
    Some((&object.limetype, name))
}

impl Phase for FindOrCreate {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let (task, effect, role) = match self.state {
            State::FollowUlconversation => (TaskName::ReadUlconversation, Effect::Read, Role::Ulconversation),
            State::Find | State::FindByKey | State::FindCreated => {
                (TaskName::FindLimeobject, Effect::Read, Role::Limeobject)
            }
            State::FindNewest => (TaskName::NewestLimeobject, Effect::Read, Role::Limeobject),
            State::Create => (TaskName::CreateLimeobject, Effect::Create, Role::Limeobject),
            State::FindCandidates | State::CheckCandidate => {
                (TaskName::RecoverLimeobject, Effect::Read, Role::Limeobject)
            }
            State::CheckClaims => {
                let is_owner = matches!(session.relation_owner(), RelationOwner::Ulconversation(_));
                let role = if is_owner { Role::Ulconversation } else { Role::History };
                (TaskName::RecoverLimeobject, Effect::Read, role)
            }
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
            State::Find | State::FindByKey | State::FindCreated => {
                let relation = match session.relation_owner() {
                    RelationOwner::Limeobject(name) => Some(name),
                    _ => None,
                };
                Some(Query::new(limetype, relation.as_slice(), Some(self.filter(session)?), FEW).request())
            }
            State::FindNewest if session.is_dry_run() => None,
            State::FindNewest => Some(id_query(limetype, None, 1).newest_first().request()),
            State::Create => Some(ApiRequest::post(limetype, new_object(object, &session.ids, None))),
            State::FindCandidates => Some(id_query(limetype, self.filter(session), PAGE_SIZE).request()),
            State::CheckCandidate => Some(ApiRequest::object(limetype, *self.candidates.first()?)),
            State::CheckClaims => Some(id_query(claim(session)?.0, Some(self.filter(session)?), 1).request()),
        }
    }

    fn recover_unknown(&mut self, session: &Session) {
        if self.state == State::Create {
            (self.candidates, self.seen, self.ours) = (Vec::new(), None, Vec::new());
            self.state = match session.relation_owner() {
                _ if session.refused => State::FindByKey,
                _ if session.has_identity(Role::Limeobject) => State::FindCreated,
                RelationOwner::Limeobject(_) => State::FindCreated,
                RelationOwner::Ulconversation(_) | RelationOwner::Neither => State::FindCandidates,
            };
        }
    }
}

read_struct!(FindOrCreate => "struct FindOrCreate" { state, newest, candidates; seen, others, ours; });
read_names!(State {
    FollowUlconversation = "FollowUlconversation",
    Find = "Find",
    FindByKey = "FindByKey",
    FindNewest = "FindNewest",
    Create = "Create",
    FindCreated = "FindCreated",
    FindCandidates = "FindCandidates",
    CheckCandidate = "CheckCandidate",
    CheckClaims = "CheckClaims",
});
