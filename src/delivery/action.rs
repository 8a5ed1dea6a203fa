//! The output and the input of a delivery: what the caller does next, and what it reports back.

use serde::Serialize;

use super::codes::{DeliveryFailureCode, TaskName};
use super::request::ApiRequest;
use crate::model::finding::Finding;

/// What the caller of a delivery does next. `T` is the result of a completed delivery.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Action"))]
#[serde(tag = "do", rename_all = "lowercase")]
pub enum Action<T> {
    /// Send a request, then feed its outcome.
    Send {
        /// Task that the request belongs to.
        task: TaskName,
        /// True when the request changes something in Lime CRM: save the state **before** it is sent.
        writes: bool,
        /// The request.
        request: ApiRequest,
    },
    /// Fetch a media file, then feed its [`FileResponse`], or why there is none.
    Fetch {
        /// Task that the file belongs to.
        task: TaskName,
        /// The file.
        file: FileRequest,
    },
    /// Wait, then report that the time has elapsed.
    Wait {
        /// Task that follows the wait.
        task: TaskName,
        /// Duration in milliseconds.
        milliseconds: u64,
        /// Reason, as a sentence without its full stop.
        reason: String,
    },
    /// The delivery is complete.
    Done {
        /// Result of the delivery.
        result: T,
    },
    /// The delivery stopped. It can be retried, now or from its saved state.
    Failed {
        /// Why it stopped.
        failure: DeliveryFailure,
    },
}

impl<T> Action<T> {
    /// Converts the result of a completed delivery.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Action<U> {
        match self {
            Self::Send { task, writes, request } => Action::Send { task, writes, request },
            Self::Fetch { task, file } => Action::Fetch { task, file },
            Self::Wait { task, milliseconds, reason } => Action::Wait { task, milliseconds, reason },
            Self::Done { result } => Action::Done { result: convert(result) },
            Self::Failed { failure } => Action::Failed { failure },
        }
    }
}

/// Outcome of an [`Action`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Input<'i> {
    /// Lime CRM responded.
    Response(ApiResponse<'i>),
    /// No response arrived: a broken connection, a timeout. The text says why.
    NetworkError(&'i str),
    /// The request was not sent: the connection was refused, or the server has no address. The text says why. In contrast to
    /// [`NetworkError`](Input::NetworkError), Lime CRM has certainly not carried it out.
    NotSent(&'i str),
    /// The host of a media file responded. If the next action is the upload of this file, it needs the whole body.
    FileResponse(FileResponse<'i>),
    /// A media file could not be fetched, also when its body ended too early during its upload.
    FileFailed(FileFailure<'i>),
    /// The time of a [`Wait`](Action::Wait) has elapsed.
    WaitElapsed,
}

/// A response of Lime CRM.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ApiResponse<'i> {
    /// HTTP status.
    pub status: u16,
    /// Header `retry-after`, in seconds.
    pub retry_after: Option<f64>,
    /// Body.
    pub body: &'i [u8],
}

/// A media file to fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FileRequest {
    /// URL of the file, on an allowed host. Fetch it with `GET`, without credentials, and **without following redirects**: the
    /// next action is the address of a redirect, after it was checked.
    pub url: String,
    /// Size limit in bytes. Stop when the body is larger, and feed [`FileFailure::TooLarge`].
    pub max_bytes: u32,
    /// Time limit in milliseconds, for response and body together. Feed [`FileFailure::TooSlow`] after it.
    pub timeout: u32,
}

/// A response of a media file's host.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FileResponse<'i> {
    /// HTTP status.
    pub status: u16,
    /// Final URL, where the client followed redirects by itself, as browsers do; otherwise none.
    pub url: Option<&'i str>,
    /// Header `location`.
    pub location: Option<&'i str>,
    /// Header `content-type`.
    pub content_type: Option<&'i str>,
    /// Header `content-disposition`.
    pub content_disposition: Option<&'i str>,
    /// Header `content-length`.
    pub content_length: Option<u64>,
    /// The first [`FileResponse::START_BYTES`] of the body, or all of it when it is shorter; empty where the status is not a
    /// success.
    pub start: &'i [u8],
}

impl FileResponse<'_> {
    /// Number of bytes of the body that [`FileResponse::start`] needs.
    pub const START_BYTES: usize = 1024;
}

/// Why a media file could not be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFailure<'i> {
    /// The host did not respond: no address, no connection.
    NoResponse,
    /// The body ended too early.
    BrokenOff,
    /// The time limit elapsed.
    TooSlow,
    /// The body is larger than the size limit.
    TooLarge,
    /// Another reason, as a clause: "its host answered 404".
    Other {
        /// The reason.
        why: &'i str,
        /// True when another attempt can succeed.
        temporary: bool,
    },
}

/// Why a delivery stopped. Its state is kept: remove the cause, then retry or resume the delivery.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeliveryFailure {
    /// Stable code.
    pub code: DeliveryFailureCode,
    /// One or two sentences: what is wrong, and what to do.
    pub message: String,
    /// Task that failed.
    pub task: TaskName,
    /// HTTP status of Lime CRM's response; absent when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "u16"))]
    pub status: Option<u16>,
    /// True when the delivery can succeed later with nothing changed.
    pub resumable: bool,
    /// Lime CRM's error messages, with the object and the property that they concern.
    pub findings: Vec<Finding<'static>>,
}
