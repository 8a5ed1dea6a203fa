//! The limeobject of the conversation: found, or created.

use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum FindOrCreate {
    /// Read the relation of the ulconversation.
    FollowUlconversation,
    /// Query the limeobjects of the ulconversation. `recovers`: of this delivery's creation.
    Find {
        recovers: bool,
    },
    FindNewest,
    Create {
        newest: i64,
    },
    FindCandidates {
        newest: i64,
    },
    CheckCandidate {
        newest: i64,
        candidates: Vec<i64>,
    },
    /// Query whether an ulconversation has the candidate already.
    CheckClaims {
        newest: i64,
        candidates: Vec<i64>,
    },
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
        match session.relation_owner() {
            RelationOwner::Limeobject(_) if ulconversation_existed => Self::Find { recovers: false },
            RelationOwner::Limeobject(_) => Self::Create { newest: 0 },
            RelationOwner::Ulconversation(_) if ulconversation_existed => Self::FollowUlconversation,
            RelationOwner::Ulconversation(_) | RelationOwner::Neither => Self::FindNewest,
        }
    }

    pub(crate) fn advance(&mut self, session: &mut Session, input: PhaseInput<'_>) -> Step<LimeobjectOutput> {
        if let (Self::CheckCandidate { newest, candidates }, PhaseInput::NotFound) = (&mut *self, input) {
            *self = without_first(*newest, std::mem::take(candidates));
            return Ok(None);
        }
        let Some(response) = input.response()? else { return Ok(self.advance_without_response(session)) };
        match self {
            Self::FollowUlconversation => {
                let RelationOwner::Ulconversation(name) = session.relation_owner() else { return Err(Unexpected) };
                let Some(id) = response.get(name).and_then(related_id) else {
                    *self = Self::FindNewest;
                    return Ok(None);
                };
                session.ids.limeobject = Some(id);
                Ok(Some(LimeobjectOutput::Found))
            }
            Self::Find { recovers } => {
                let recovers = *recovers;
                let Some(id) = only_id(session, Role::Limeobject, response)? else {
                    *self = Self::Create { newest: 0 };
                    return Ok(None);
                };
                Ok(Some(if recovers {
                    created(session, id, 0)
                } else {
                    session.ids.limeobject = Some(id);
                    LimeobjectOutput::Found
                }))
            }
            Self::FindNewest => {
                *self = Self::Create { newest: first_id(response)?.unwrap_or(0) };
                Ok(None)
            }
            Self::Create { newest } => Ok(Some(created(session, new_id(response)?, *newest))),
            Self::FindCandidates { newest } => {
                let candidates: Vec<i64> = found_objects(response)?.iter().filter_map(id_of).collect();
                let newest = *newest;
                *self = if candidates.is_empty() {
                    Self::Create { newest }
                } else {
                    Self::CheckCandidate { newest, candidates }
                };
                Ok(None)
            }
            Self::CheckCandidate { newest, candidates } => {
                let (newest, candidates) = (*newest, std::mem::take(candidates));
                if !session.limeobject_differences(response).is_empty() {
                    *self = without_first(newest, candidates);
                    return Ok(None);
                }
                match (session.relation_owner(), candidates.first()) {
                    (RelationOwner::Ulconversation(_), _) => {
                        *self = Self::CheckClaims { newest, candidates };
                        Ok(None)
                    }
                    (_, Some(id)) => Ok(Some(created(session, *id, newest))),
                    (_, None) => Err(Unexpected),
                }
            }
            Self::CheckClaims { newest, candidates } => {
                let is_claimed = first_id(response)?.is_some();
                let (newest, candidates) = (*newest, std::mem::take(candidates));
                match candidates.first() {
                    Some(id) if !is_claimed => Ok(Some(created(session, *id, newest))),
                    _ => {
                        *self = without_first(newest, candidates);
                        Ok(None)
                    }
                }
            }
        }
    }

    fn advance_without_response(&mut self, session: &mut Session) -> Option<LimeobjectOutput> {
        let newest = match self {
            Self::Create { .. } => {
                session.report_change(Role::Limeobject, PlannedAction::Create, None, Vec::new());
                return Some(LimeobjectOutput::Created);
            }
            Self::FollowUlconversation | Self::Find { .. } | Self::FindNewest => 0,
            Self::FindCandidates { newest }
            | Self::CheckCandidate { newest, .. }
            | Self::CheckClaims { newest, .. } => *newest,
        };
        *self = Self::Create { newest };
        None
    }
}

/// Drops the first candidate.
fn without_first(newest: i64, mut candidates: Vec<i64>) -> FindOrCreate {
    let newest = if candidates.is_empty() { newest } else { candidates.remove(0) };
    if candidates.is_empty() {
        FindOrCreate::FindCandidates { newest }
    } else {
        FindOrCreate::CheckCandidate { newest, candidates }
    }
}

fn created(session: &mut Session, id: i64, newest: i64) -> LimeobjectOutput {
    session.ids.limeobject = Some(id);
    if let RelationOwner::Ulconversation(_) = session.relation_owner() {
        return LimeobjectOutput::Unconnected { newest };
    }
    session.created = true;
    session.complete(Role::Limeobject, StepOutcome::Created);
    LimeobjectOutput::Created
}

impl Phase for FindOrCreate {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let limeobject = session.object(Role::Limeobject);
        let ulconversation = session.object(Role::Ulconversation);
        match self {
            Self::FollowUlconversation => {
                RequestContext::new(TaskName::ReadUlconversation, Effect::Read, ulconversation)
            }
            Self::Find { .. } => RequestContext::new(TaskName::FindLimeobject, Effect::Read, limeobject),
            Self::FindNewest => RequestContext::new(TaskName::NewestLimeobject, Effect::Read, limeobject),
            Self::Create { .. } => RequestContext::new(TaskName::CreateLimeobject, Effect::Create, limeobject),
            Self::FindCandidates { .. } | Self::CheckCandidate { .. } => {
                RequestContext::new(TaskName::RecoverLimeobject, Effect::Read, limeobject)
            }
            Self::CheckClaims { .. } => RequestContext::new(TaskName::RecoverLimeobject, Effect::Read, ulconversation),
        }
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        let object = session.object(Role::Limeobject)?;
        let limetype = &object.limetype;
        match self {
            Self::FollowUlconversation => {
                let ulconversation = session.object(Role::Ulconversation)?;
                Some(ApiRequest::object(&ulconversation.limetype, session.ids.ulconversation?))
            }
            Self::Find { .. } => {
                let RelationOwner::Limeobject(name) = session.relation_owner() else { return None };
                let filter = Filter::is(name, Exp::Id(session.ids.ulconversation?));
                Some(id_query(limetype, Some(filter), 2).request())
            }
            Self::FindNewest if session.is_dry_run() => None,
            Self::FindNewest => Some(id_query(limetype, None, 1).newest_first().request()),
            Self::Create { .. } => Some(ApiRequest::post(limetype, new_object(object, &session.ids, None))),
            Self::FindCandidates { newest } => {
                Some(id_query(limetype, Some(Filter::newer_than(*newest)), PAGE_SIZE).request())
            }
            Self::CheckCandidate { candidates, .. } => Some(ApiRequest::object(limetype, *candidates.first()?)),
            Self::CheckClaims { candidates, .. } => {
                let RelationOwner::Ulconversation(name) = session.relation_owner() else { return None };
                let filter = Filter::is(name, Exp::Id(*candidates.first()?));
                let ulconversation = session.object(Role::Ulconversation)?;
                Some(id_query(&ulconversation.limetype, Some(filter), 1).request())
            }
        }
    }

    fn recover_unknown(&mut self, session: &Session) {
        if let Self::Create { newest } = self {
            *self = match session.relation_owner() {
                RelationOwner::Limeobject(_) => Self::Find { recovers: true },
                RelationOwner::Ulconversation(_) | RelationOwner::Neither => Self::FindCandidates { newest: *newest },
            };
        }
    }
}
