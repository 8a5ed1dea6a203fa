//! The connection of conversation and limeobject, where it is not part of creating one of the two.

use crate::json::from_value::{read_names, read_struct};
use serde::Serialize;

use super::{Phase, PhaseInput, Step, Unexpected, found_ids, id_query, shows_change};
use crate::delivery::codes::TaskName;
use crate::delivery::compare::is_same_value;
use crate::delivery::dry_run_report::PlannedAction;
use crate::delivery::machine::{Effect, RequestContext};
use crate::delivery::query::{Exp, Filter};
use crate::delivery::receipt::StepOutcome;
use crate::delivery::relation::RelationOwner;
use crate::delivery::request::ApiRequest;
use crate::delivery::responses::{check_object, property, related};
use crate::delivery::session::Session;
use crate::delivery::settling::WAITS;
use crate::json::write::to_string;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::role::Role;
use crate::preview::{Fields, PropertyValue};
use crate::text::texts;

/// Number of searches for claims that may not find our own, because the search lags behind.
const MAX_UNSEEN: u32 = WAITS.len() as u32;

/// Connects the conversation to an existing limeobject, or to a new one.
///
/// Where the ulconversation has the relation, nothing in a new limeobject says whose it is: another delivery that did not
/// receive the response to its own creation, and that has the same values, may adopt it. Therefore the connection to a new
/// limeobject is verified: its own ulconversation has to be among those that claim the limeobject. A delivery that sees another
/// one releases the limeobject and searches again. Two limeobjects with equal values may be exchanged that way, but each ends
/// up with one conversation.
///
/// A change whose response does not show that it was made is read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Connection {
    state: State,
    /// Newest id before this delivery created the limeobject; none for an existing limeobject.
    created: Option<i64>,
    /// Number of searches for claims that did not find our own.
    unseen: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum State {
    /// Read which limeobject the ulconversation is connected to.
    ReadUlconversation,
    Connect,
    /// Read whether the connection was made.
    ReadConnection,
    Verify,
    Release,
    /// Read whether the limeobject was released.
    ReadRelease,
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
                Some(Self { state: State::ReadUlconversation, created: None, unseen: 0 })
            }
            // A new ulconversation has the relation from the beginning.
            RelationOwner::Ulconversation(_) | RelationOwner::Neither => None,
            RelationOwner::Limeobject(_) => match connected_to {
                Some(id) if session.ids.ulconversation == Some(id) => None,
                other => {
                    warn_reconnected(session, other);
                    Some(Self { state: State::Connect, created: None, unseen: 0 })
                }
            },
        }
    }

    /// Connection to the limeobject of the conversation. `newest`: the newest id before this delivery created it.
    pub(crate) fn to_limeobject(newest: Option<i64>) -> Self {
        Self { state: State::Connect, created: newest, unseen: 0 }
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
        match self.state {
            State::ReadUlconversation => {
                let RelationOwner::Ulconversation(name) = session.relation_owner() else {
                    return Err(Unexpected::Input);
                };
                check_object(response, session.ids.ulconversation)?;
                let connected_to = related(response, name)?;
                if connected_to.is_some() && connected_to == session.options.limeobject {
                    return Ok(Some(ConnectionOutput::Connected));
                }
                warn_reconnected(session, connected_to);
                self.state = State::Connect;
                Ok(None)
            }
            State::Connect | State::Release => {
                let (id, change) = change(session, self.state == State::Connect).ok_or(Unexpected::Input)?;
                let contradicts = |(name, value): (&str, &PropertyValue<'static>)| {
                    response.get(name).is_some_and(|found| !is_same_value(value, found))
                };
                if shows_change(response, Some(id), &change) && !change.iter().any(contradicts) {
                    return self.changed(session);
                }
                let is_connecting = self.state == State::Connect;
                self.state = if is_connecting { State::ReadConnection } else { State::ReadRelease };
                Ok(None)
            }
            State::ReadConnection | State::ReadRelease => {
                let is_connecting = self.state == State::ReadConnection;
                self.state = if is_connecting { State::Connect } else { State::Release };
                let (id, change) = change(session, is_connecting).ok_or(Unexpected::Input)?;
                check_object(response, Some(id))?;
                for (name, value) in change.iter() {
                    let sought = if let PropertyValue::Integer(id) = value { Some(*id) } else { None };
                    property(response, "", name)?;
                    if related(response, name)? != sought {
                        return Err(Unexpected::NotWritten);
                    }
                }
                self.changed(session)
            }
            State::Verify => {
                let claims = found_ids(response, claims(session).as_ref())?;
                if claims.iter().any(|claim| Some(*claim) != session.ids.ulconversation) {
                    self.state = State::Release;
                    return Ok(None);
                }
                // A search may not know the newest connections yet. The connection itself is known to be made.
                if claims.is_empty() && self.unseen < MAX_UNSEEN {
                    self.unseen += 1;
                    return Err(Unexpected::NotYet(self.unseen - 1));
                }
                connected_created(session)
            }
        }
    }

    /// The change of the current state is made.
    fn changed(&mut self, session: &mut Session) -> Step<ConnectionOutput> {
        match (self.state, self.created) {
            // The key of the limeobject says whose it is.
            (State::Connect, Some(_)) if session.has_identity(Role::Limeobject) => connected_created(session),
            (State::Connect, Some(_)) => {
                self.state = State::Verify;
                Ok(None)
            }
            (State::Connect, None) => {
                session.complete(Role::Ulconversation, StepOutcome::Connected);
                Ok(Some(ConnectionOutput::Connected))
            }
            (_, newest) => {
                session.ids.limeobject = None;
                session.second = None;
                Ok(Some(ConnectionOutput::Released { newest: newest.unwrap_or_default() }))
            }
        }
    }
}

/// The limeobject that this delivery created is connected.
fn connected_created(session: &mut Session) -> Step<ConnectionOutput> {
    session.created = true;
    session.complete(Role::Limeobject, StepOutcome::Created);
    session.complete(Role::Ulconversation, StepOutcome::Connected);
    Ok(Some(ConnectionOutput::Created))
}

/// The object that the connection, or its release, changes, and the change.
fn change(session: &Session, is_connecting: bool) -> Option<(i64, Fields<'static, PropertyValue<'static>>)> {
    let (from, name, to) = ends(session)?;
    let value = match is_connecting {
        // In a dry run the other object may not exist yet; the request is not sent.
        true => PropertyValue::Integer(session.ids.get(to).or(session.is_dry_run().then_some(0))?),
        false => PropertyValue::Null,
    };
    let mut change = Fields::new();
    change.set(name.to_owned(), value);
    Some((session.ids.get(from)?, change))
}

/// The object that has the relation, the name of the relation, and the other object.
fn ends(session: &Session) -> Option<(Role, &str, Role)> {
    match session.relation_owner() {
        RelationOwner::Limeobject(name) => Some((Role::Limeobject, name, Role::Ulconversation)),
        RelationOwner::Ulconversation(name) => Some((Role::Ulconversation, name, Role::Limeobject)),
        RelationOwner::Neither => None,
    }
}

/// Filter for the ulconversations that claim the limeobject.
fn claims(session: &Session) -> Option<Filter<'_>> {
    let (_, name, _) = ends(session)?;
    Some(Filter::is(name, Exp::Id(session.ids.limeobject?)))
}

/// Adds a finding when the conversation or the limeobject had another connection.
fn warn_reconnected(session: &mut Session, previous: Option<i64>) {
    let Some(id) = previous else { return };
    let said = match session.relation_owner() {
        RelationOwner::Limeobject(_) => texts::reconnected_limeobject(id),
        _ => texts::reconnected_conversation(id),
    };
    session.add_finding(Finding { object: Some(Role::Limeobject), ..finding(FindingCode::Reconnected, said) });
}

impl Phase for Connection {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let ulconversation = session.object(Role::Ulconversation);
        match self.state {
            State::ReadUlconversation => {
                RequestContext::new(TaskName::ReadUlconversation, Effect::Read, ulconversation)
            }
            State::Connect => RequestContext::new(TaskName::Connect, Effect::Change, session.object(Role::Limeobject)),
            State::ReadConnection | State::ReadRelease | State::Verify => {
                RequestContext::new(TaskName::VerifyConnection, Effect::Read, ulconversation)
            }
            State::Release => RequestContext::new(TaskName::ReleaseLimeobject, Effect::Change, ulconversation),
        }
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        let (from, ..) = ends(session)?;
        let limetype = &session.object(from)?.limetype;
        match self.state {
            State::Connect | State::Release => {
                let (id, change) = change(session, self.state == State::Connect)?;
                Some(ApiRequest::put(limetype, id, to_string(&change).ok()?))
            }
            State::ReadUlconversation | State::ReadConnection | State::ReadRelease => {
                Some(ApiRequest::object(limetype, session.ids.get(from)?))
            }
            State::Verify => Some(id_query(limetype, Some(claims(session)?), 2).request()),
        }
    }
}

read_struct!(Connection => "struct Connection" { state; created, unseen; });
read_names!(State {
    ReadUlconversation = "ReadUlconversation",
    Connect = "Connect",
    ReadConnection = "ReadConnection",
    Verify = "Verify",
    Release = "Release",
    ReadRelease = "ReadRelease",
});
