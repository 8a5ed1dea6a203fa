//! The interface between the driver and the protocols: what a request is for, what a response meant, and the state of
//! the attempts.

use crate::json::from_value::{FromValue, Unreadable, read_nothing, read_struct, read_variant, read_variant_members};
use serde::Serialize;

use super::action::{DeliveryFailure, FileRequest, FileResponse};
use super::codes::TaskName;
use super::error_body::Secret;
use super::options::DeliveryOptions;
use super::request::ApiRequest;
use super::settling::Settling;
use crate::json::value::Value;
use crate::model::finding::FindingCode;
use crate::preview::Limeobject;
use crate::text::said::Said;
use crate::text::texts;

/// Effect of a request in Lime CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Effect {
    #[default]
    Read,
    /// Changes an object; repeating it changes nothing more.
    Change,
    /// Creates what has no effect by itself: a file, or an empty job. Repeating it does no harm.
    Prepare,
    /// Creates an object, whose id is in the response. With an unknown outcome it is searched for patiently: see `settling`.
    Create,
}

impl Effect {
    pub(super) fn writes(self) -> bool {
        self != Self::Read
    }
}

/// Description of the current request.
#[derive(Debug)]
pub(super) struct RequestContext<'c> {
    pub(super) task: TaskName,
    pub(super) effect: Effect,
    pub(super) limetype: Option<&'c str>,
    /// Object of the preview that the request concerns.
    pub(super) object: Option<&'c Limeobject<'static>>,
    /// Id of the limeobject, where the caller chose it.
    pub(super) chosen_limeobject: Option<i64>,
}

impl<'c> RequestContext<'c> {
    pub(super) fn new(task: TaskName, effect: Effect, object: Option<&'c Limeobject<'static>>) -> Self {
        let limetype = object.map(|object| object.limetype.as_ref());
        Self { task, effect, limetype, object, chosen_limeobject: None }
    }
}

/// Next step of a protocol.
pub(super) enum Next {
    Send(ApiRequest),
    Fetch(FileRequest),
    /// The current task needed no request; another one is current now.
    Continue,
    Complete,
}

/// What a protocol made of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Applied {
    Accepted,
    /// Accepted, but the step has to be repeated, for this reason.
    Repeat(&'static str),
    /// A creation that was made again succeeded. Whether the first one was carried out, too, is read.
    CreatedAgain,
    Unexpected(Unexpected),
}

/// Why a response, or another input, is of no use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unexpected {
    /// The input does not fit the current state.
    Input,
    /// The response has another shape than the request asks for: where, what was expected, and what is there.
    Response(String),
    /// The response to a change was a success, and the change is not in Lime CRM.
    NotWritten,
    /// Lime CRM does not find yet what it will find later. The number of searches before this one.
    NotYet(u32),
}

/// Why a media file becomes no document.
#[derive(Debug)]
pub(super) struct NoFile {
    pub(super) code: FindingCode,
    /// The reason.
    pub(super) why: Said,
    /// Another attempt can succeed.
    pub(super) temporary: bool,
}

impl NoFile {
    pub(super) fn unavailable(why: Said, temporary: bool) -> Self {
        Self { code: FindingCode::FileUnavailable, why, temporary }
    }

    pub(super) fn too_large(limit: u32) -> Self {
        Self::unavailable(texts::file_too_large(limit as usize), false)
    }

    /// The policy does not allow the address.
    pub(super) fn refused(why: Said) -> Self {
        Self { code: FindingCode::MediaUnusable, why, temporary: false }
    }
}

/// The requests of a delivery and the meaning of their responses. The protocol decides neither about retries nor about
/// failures; that is the same for all protocols, in `response_policy`.
pub(super) trait Protocol {
    fn options(&self) -> &DeliveryOptions;
    fn context(&self) -> RequestContext<'_>;
    fn next(&mut self, retry: &mut RetryState) -> Next;
    fn apply_response(&mut self, retry: &mut RetryState, response: &Value<'_>) -> Applied;
    /// Continues with the task that finds out what a request with an unknown outcome did.
    fn recover_unknown(&mut self);
    /// Continues with the task that searches for the object that Lime CRM refuses to create. `is_ours`: this delivery may have
    /// created it.
    fn recover_refused(&mut self, _is_ours: bool) {}
    /// Takes the object of a creation that was made again, after the first one was not found; false when there is none.
    fn accept_second(&mut self, _retry: &mut RetryState) -> bool {
        false
    }
    /// Handles a status of 300 or more; false when it is a failure. `message` is the error message of Lime CRM.
    fn handle_error_status(&mut self, retry: &mut RetryState, status: u16, message: Option<&str>) -> bool;
    /// True when a 409 (conflict) can mean that the object has been created meanwhile.
    fn recovers_conflicts(&self) -> bool;
    /// Continues with the upload of a file, or with the address that its host redirects to.
    fn apply_file(&mut self, _response: &FileResponse<'_>) -> Result<(), NoFile> {
        Ok(())
    }
    /// Continues without the current file.
    fn skip_file(&mut self, _retry: &mut RetryState, _file: NoFile) {}
}

/// Where the current request stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) enum RequestState {
    Ready,
    /// The request was sent; its outcome is unknown until a response is fed.
    Sent,
    Waiting {
        milliseconds: u64,
        reason: String,
    },
}

/// State of the current request and its attempts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct RetryState {
    pub(super) request: RequestState,
    /// Lime CRM has rejected the current step before, because of an object that exists.
    pub(super) conflict: bool,
    /// The search for what the current creation has created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) settling: Option<Settling>,
    /// The current creation was made before, and what it created was not found.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) created_before: bool,
    #[serde(skip)]
    pub(super) failure: Option<DeliveryFailure>,
    /// Failed attempts of the current step. A delivery that is resumed after a failure starts with none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) attempts: u32,
    /// The API key, which Lime CRM's messages must not repeat.
    #[serde(skip)]
    pub(super) secret: Secret,
    /// Failed attempts to fetch the current file.
    #[serde(skip)]
    pub(super) file_attempts: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl RetryState {
    pub(super) fn new() -> Self {
        Self {
            request: RequestState::Ready,
            conflict: false,
            settling: None,
            created_before: false,
            failure: None,
            attempts: 0,
            secret: Secret::default(),
            file_attempts: 0,
        }
    }

    pub(super) fn wait(&mut self, milliseconds: u64, reason: String) {
        self.request = RequestState::Waiting { milliseconds, reason };
    }

    /// Starts counting attempts from zero, because a step is complete.
    pub(super) fn reset(&mut self) {
        self.attempts = 0;
        self.file_attempts = 0;
        self.conflict = false;
        self.settling = None;
        self.created_before = false;
    }
}

impl FromValue for RequestState {
    fn blank() -> Self {
        Self::Ready
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        let (variant, content) = read_variant(value, "enum RequestState", &["Ready", "Sent", "Waiting"])?;
        *self = match variant {
            0 | 1 => {
                read_nothing(content)?;
                if variant == 0 { Self::Ready } else { Self::Sent }
            }
            _ => read_variant_members!(content, "struct variant RequestState::Waiting", RequestState::Waiting {
                milliseconds, reason;
            })?,
        };
        Ok(())
    }
}

read_struct!(RetryState => "struct RetryState" {
    request, conflict; settling, created_before, attempts; failure, secret, file_attempts
});
