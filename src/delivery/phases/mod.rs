//! The phases of a delivery: small machines, one for each concern. [`PreviewProtocol`](super::protocol::PreviewProtocol)
//! composes them.

mod connection;
mod documents;
mod history;
mod limeobject;
mod lookups;
mod target;
mod ulconversation;
mod update;

pub(super) use self::connection::{Connection, ConnectionOutput};
pub(super) use self::documents::Documents;
pub(super) use self::history::History;
pub(super) use self::limeobject::{FindOrCreate, LimeobjectOutput};
pub(super) use self::lookups::Lookups;
pub(super) use self::target::Target;
pub(super) use self::ulconversation::Ulconversation;
pub(super) use self::update::{Update, UpdateOutput};
use super::machine::RequestContext;
use super::request::{ApiRequest, Query, id_of};
use super::responses::{duplicates, objects};
use super::session::Session;
use crate::json::value::Value;
use crate::model::role::Role;

/// Current request of a phase.
pub(super) trait Phase {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s>;
    /// The request of the current state; none when there is nothing to ask or to write.
    fn request(&self, session: &Session) -> Option<ApiRequest>;
    /// Continues with the state that finds out what a request with an unknown outcome did. Reads and changes are repeated.
    fn recover_unknown(&mut self, _session: &Session) {}
}

/// Input of a phase.
#[derive(Debug, Clone, Copy)]
pub(super) enum PhaseInput<'i> {
    /// The current state has no request.
    NoRequest,
    /// The current request is a write, and is not sent in a dry run.
    DryRun,
    Response(&'i Value<'i>),
    /// Lime CRM answered 404.
    NotFound,
    /// The file of the current upload cannot be fetched.
    NoFile,
}

/// The input does not fit the current state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unexpected;

/// Output of a phase; none while the phase is not complete.
pub(super) type Step<T> = Result<Option<T>, Unexpected>;

impl<'i> PhaseInput<'i> {
    /// The response; none where the state is left without one.
    fn response(self) -> Result<Option<&'i Value<'i>>, Unexpected> {
        match self {
            PhaseInput::Response(response) => Ok(Some(response)),
            PhaseInput::NoRequest | PhaseInput::DryRun => Ok(None),
            PhaseInput::NotFound | PhaseInput::NoFile => Err(Unexpected),
        }
    }
}

/// Query for the ids of objects.
fn id_query<'q>(limetype: &'q str, filter: Option<super::request::Filter<'q>>, limit: u32) -> Query<'q> {
    Query::new(limetype, &["_id"], filter, limit)
}

/// Limit of a query for candidates.
pub(super) const PAGE_SIZE: u32 = 50;

fn new_id(response: &Value<'_>) -> Result<i64, Unexpected> {
    id_of(response).ok_or(Unexpected)
}

fn found_objects<'v, 'a>(response: &'v Value<'a>) -> Result<&'v [Value<'a>], Unexpected> {
    objects(response).ok_or(Unexpected)
}

fn first_id(response: &Value<'_>) -> Result<Option<i64>, Unexpected> {
    Ok(found_objects(response)?.first().and_then(id_of))
}

/// Returns the id of the oldest object that belongs to the conversation, with a finding when there are more.
fn only_id(session: &mut Session, role: Role, response: &Value<'_>) -> Result<Option<i64>, Unexpected> {
    let found = found_objects(response)?;
    let id = found.first().and_then(id_of);
    if let (Some(id), true) = (id, found.len() > 1) {
        let limetype = session.object(role).map(|object| object.limetype.clone()).unwrap_or_default();
        session.add_finding(duplicates(role, &limetype, id));
    }
    Ok(id)
}
