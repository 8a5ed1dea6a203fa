//! The connection of conversation and limeobject, where it is not part of creating one of the two.

use crate::json::from_value::{read_names, read_struct};
use serde::Serialize;

use super::{Phase, PhaseInput, Step, Unexpected, found_objects, id_query};
use crate::delivery::codes::TaskName;
use crate::delivery::dry_run_report::PlannedAction;
use crate::delivery::machine::{Effect, RequestContext};
use crate::delivery::receipt::StepOutcome;
use crate::delivery::relation::RelationOwner;
use crate::delivery::request::{ApiRequest, Exp, Filter, id_of};
use crate::delivery::responses::related_id;
use crate::delivery::session::Session;
use crate::json::write::to_string;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::role::Role;
use crate::preview::{Fields, PropertyValue};

/// Connects the conversation to an existing limeobject, or to a new one.
///
/// Where the ulconversation has the relation, nothing in a new limeobject says whose it is: another delivery that did not
/// receive the response to its own creation, and that has the same values, may adopt it. Therefore the connection to a new
/// limeobject is verified. A delivery that sees another ulconversation at its limeobject releases the limeobject and
/// searches again. Two limeobjects with equal values may be exchanged that way, but each ends up with one conversation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Connection {
    state: State,
    /// Newest id before this delivery created the limeobject; none for an existing limeobject.
    created: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum State {
    /// Read which limeobject the ulconversation is connected to.
    ReadUlconversation,
    Connect,
    Verify,
    Release,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConnectionOutput {
    /// The chosen limeobject is connected.
    Connected,
    /// The limeobject that this delivery created is connected.
    Created,
    /// The limeobject was released, because another conversation is connected to it as well.
    Released { newest: i64 },
}

impl Connection {
    /// Connection to the chosen limeobject. `connected_to`: the ulconversation that the limeobject is connected to. None
    /// when the two are connected already.
    pub(crate) fn to_target(session: &mut Session, existed: bool, connected_to: Option<i64>) -> Option<Self> {
        match session.relation_owner() {
            RelationOwner::Ulconversation(_) if existed => {
                Some(Self { state: State::ReadUlconversation, created: None })
            }
            // A new ulconversation has the relation from the beginning.
            RelationOwner::Ulconversation(_) | RelationOwner::Neither => None,
            RelationOwner::Limeobject(_) => match connected_to {
                Some(id) if session.ids.ulconversation == Some(id) => None,
                other => {
                    warn_reconnected(session, other);
                    Some(Self { state: State::Connect, created: None })
                }
            },
        }
    }

    /// Connection to the limeobject that this delivery created. `newest`: the newest id before.
    pub(crate) fn to_created(newest: i64) -> Self {
        Self { state: State::Connect, created: Some(newest) }
    }

    pub(crate) fn advance(&mut self, session: &mut Session, input: PhaseInput<'_>) -> Step<ConnectionOutput> {
        if let PhaseInput::DryRun = input {
            if let Some(report) = &mut session.dry_run {
                let known = report.objects.iter_mut().find(|change| change.role == Role::Ulconversation);
                if let Some(change) = known.filter(|change| change.action == PlannedAction::Keep) {
                    change.action = PlannedAction::Update;
                }
            }
            return Ok(Some(ConnectionOutput::Connected));
        }
        let Some(response) = input.response()? else { return Ok(Some(ConnectionOutput::Connected)) };
        match (self.state, self.created) {
            (State::ReadUlconversation, _) => {
                let RelationOwner::Ulconversation(name) = session.relation_owner() else { return Err(Unexpected) };
                let connected_to = response.get(name).and_then(related_id);
                if connected_to.is_some() && connected_to == session.options.limeobject {
                    return Ok(Some(ConnectionOutput::Connected));
                }
                warn_reconnected(session, connected_to);
                self.state = State::Connect;
            }
            (State::Connect, Some(_)) => self.state = State::Verify,
            (State::Connect, None) => {
                session.complete(Role::Ulconversation, StepOutcome::Connected);
                return Ok(Some(ConnectionOutput::Connected));
            }
            (State::Verify, _) => {
                if found_objects(response)?.iter().any(|claim| id_of(claim) != session.ids.ulconversation) {
                    self.state = State::Release;
                    return Ok(None);
                }
                session.created = true;
                session.complete(Role::Limeobject, StepOutcome::Created);
                session.complete(Role::Ulconversation, StepOutcome::Connected);
                return Ok(Some(ConnectionOutput::Created));
            }
            (State::Release, newest) => {
                session.ids.limeobject = None;
                return Ok(Some(ConnectionOutput::Released { newest: newest.unwrap_or_default() }));
            }
        }
        Ok(None)
    }
}

/// Adds a finding when the conversation or the limeobject had another connection.
fn warn_reconnected(session: &mut Session, previous: Option<i64>) {
    let Some(id) = previous else { return };
    let message = match session.relation_owner() {
        RelationOwner::Limeobject(_) => {
            format!("The limeobject was connected to another conversation before (ulconversation {id}).")
        }
        _ => format!("The conversation was connected to another limeobject before (id {id})."),
    };
    session.add_finding(Finding { object: Some(Role::Limeobject), ..finding(FindingCode::Reconnected, message) });
}

impl Phase for Connection {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let ulconversation = session.object(Role::Ulconversation);
        match self.state {
            State::ReadUlconversation => {
                RequestContext::new(TaskName::ReadUlconversation, Effect::Read, ulconversation)
            }
            State::Connect => RequestContext::new(TaskName::Connect, Effect::Change, session.object(Role::Limeobject)),
            State::Verify => RequestContext::new(TaskName::VerifyConnection, Effect::Read, ulconversation),
            State::Release => RequestContext::new(TaskName::ReleaseLimeobject, Effect::Change, ulconversation),
        }
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        let ids = &session.ids;
        if self.state == State::Connect {
            let (from, name, to) = match session.relation_owner() {
                RelationOwner::Limeobject(name) => (Role::Limeobject, name, Role::Ulconversation),
                RelationOwner::Ulconversation(name) => (Role::Ulconversation, name, Role::Limeobject),
                RelationOwner::Neither => return None,
            };
            // In a dry run the other object may not exist yet; the request is not sent.
            let to = ids.get(to).or(session.is_dry_run().then_some(0))?;
            return put(&session.object(from)?.limetype, ids.get(from)?, name, PropertyValue::Integer(to));
        }
        let RelationOwner::Ulconversation(name) = session.relation_owner() else { return None };
        let limetype = &session.object(Role::Ulconversation)?.limetype;
        match self.state {
            State::Connect => None,
            State::ReadUlconversation => Some(ApiRequest::object(limetype, ids.ulconversation?)),
            State::Verify => {
                let filter = Filter::is(name, Exp::Id(ids.limeobject?));
                Some(id_query(limetype, Some(filter), 2).request())
            }
            State::Release => put(limetype, ids.ulconversation?, name, PropertyValue::Null),
        }
    }
}

/// Request that sets one property.
fn put(limetype: &str, id: i64, property: &str, value: PropertyValue<'static>) -> Option<ApiRequest> {
    let mut change = Fields::new();
    change.set(property, value);
    Some(ApiRequest::put(limetype, id, to_string(&change).ok()?))
}

read_struct!(Connection => "struct Connection" { state; created; });
read_names!(State {
    ReadUlconversation = "ReadUlconversation",
    Connect = "Connect",
    Verify = "Verify",
    Release = "Release",
});
