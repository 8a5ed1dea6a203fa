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
use super::compare::is_same_value;
use super::machine::{RequestContext, Unexpected};
use super::query::{Filter, Query, found_objects};
use super::request::ApiRequest;
use super::responses::object_id;
use super::session::Session;
use crate::json::value::Value;
use crate::preview::{Fields, PropertyValue};

/// Current request of a phase.
pub(super) trait Phase {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s>;
    /// The request of the current state; none when there is nothing to ask or to write.
    fn request(&self, session: &Session) -> Option<ApiRequest>;
    /// Continues with the state that finds out what a request with an unknown outcome did, from the beginning. Reads and
    /// changes are repeated.
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

/// Output of a phase; none while the phase is not complete.
pub(super) type Step<T> = Result<Option<T>, Unexpected>;

impl<'i> PhaseInput<'i> {
    /// The response; none where the state is left without one.
    fn response(self) -> Result<Option<&'i Value<'i>>, Unexpected> {
        match self {
            PhaseInput::Response(response) => Ok(Some(response)),
            PhaseInput::NoRequest | PhaseInput::DryRun => Ok(None),
            PhaseInput::NotFound | PhaseInput::NoFile => Err(Unexpected::Input),
        }
    }
}

/// Query for the ids of objects.
fn id_query<'q>(limetype: &'q str, filter: Option<Filter<'q>>, limit: u32) -> Query<'q> {
    Query::new(limetype, &[], filter, limit)
}

/// Limit of a query for candidates.
pub(super) const PAGE_SIZE: u32 = 50;

/// Limit of a query for one object, of which there should be no other.
const FEW: u32 = 10;

fn new_id(response: &Value<'_>) -> Result<i64, Unexpected> {
    object_id(response, "")
}

/// Ids of the objects in the response to a query.
fn found_ids(response: &Value<'_>, filter: Option<&Filter<'_>>) -> Result<Vec<i64>, Unexpected> {
    Ok(found_objects(response, filter)?.into_iter().map(|(id, _)| id).collect())
}

/// True when the response to a change shows that it was made: it is the object, or has the values that were written. Otherwise
/// the object is read.
fn shows_change(response: &Value<'_>, id: Option<i64>, values: &Fields<'static, PropertyValue<'static>>) -> bool {
    match response.get("_id") {
        Some(_) => object_id(response, "").ok() == id,
        None => values.iter().all(|(name, value)| response.get(name).is_some_and(|found| is_same_value(value, found))),
    }
}
