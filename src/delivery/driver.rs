//! The loop of every delivery: which action is next, and how its outcome is handled.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::action::{Action, DeliveryFailure, Input};
use super::codes::TaskName;
use super::error::DeliveryError;
use super::options::DeliveryOptions;
use super::request::ApiRequest;
use super::response_policy::Exchange;
use crate::json::value::Value;
use crate::preview::Limeobject;

/// Version of the saved state. Other versions are rejected.
pub(super) const STATE_VERSION: u32 = 2;

/// Effect of a request in Lime CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Effect {
    #[default]
    Read,
    /// Changes an object; repeating it changes nothing more.
    Change,
    /// Creates an object, whose id is in the response.
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
    /// The current task needed no request; another one is current now.
    Continue,
    Complete,
}

/// What a protocol made of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Applied {
    Accepted,
    /// Accepted, but the step has to be repeated, for this reason.
    Repeat(&'static str),
    /// The response has another shape than the request asks for.
    Unexpected,
}

/// The requests of a delivery and the meaning of their responses. The protocol decides neither about retries nor about
/// failures; that is the same for all protocols, in [`Exchange`].
pub(super) trait Protocol {
    fn options(&self) -> &DeliveryOptions;
    fn context(&self) -> RequestContext<'_>;
    fn next(&mut self, retry: &mut RetryState) -> Next;
    fn apply_response(&mut self, retry: &mut RetryState, response: &Value<'_>) -> Applied;
    /// Continues with the task that finds out what a request with an unknown outcome did.
    fn recover_unknown(&mut self);
    /// Handles a status of 300 or more; false when it is a failure. `message` is the error message of Lime CRM.
    fn handle_error_status(&mut self, retry: &mut RetryState, status: u16, message: Option<&str>) -> bool;
    /// True when a 409 (conflict) can mean that the object has been created meanwhile.
    fn recovers_conflicts(&self) -> bool;
    /// Continues without the file of the current upload.
    fn skip_file(&mut self, retry: &mut RetryState, reason: &str);
}

/// Where the current request stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct RetryState {
    pub(super) request: RequestState,
    /// Lime CRM has answered 409 to the current step before.
    pub(super) conflict: bool,
    #[serde(skip)]
    pub(super) failure: Option<DeliveryFailure>,
    /// Failed attempts of the current step. A resumed delivery starts with none.
    #[serde(skip)]
    pub(super) attempts: u32,
}

impl RetryState {
    fn new() -> Self {
        Self { request: RequestState::Ready, conflict: false, failure: None, attempts: 0 }
    }

    pub(super) fn wait(&mut self, milliseconds: u64, reason: String) {
        self.request = RequestState::Waiting { milliseconds, reason };
    }

    /// Starts counting attempts from zero, because a step is complete.
    pub(super) fn reset(&mut self) {
        self.attempts = 0;
        self.conflict = false;
    }
}

/// A protocol with its retries and its saved state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Driver<P> {
    version: u32,
    retry: RetryState,
    protocol: P,
}

impl<P: Protocol> Driver<P> {
    pub(super) fn new(protocol: P) -> Self {
        Self { version: STATE_VERSION, retry: RetryState::new(), protocol }
    }

    pub(super) fn url(&self) -> &str {
        &self.protocol.options().url
    }

    pub(super) fn poll<T>(&mut self, result: impl FnOnce(&P) -> T) -> Action<T> {
        poll(&mut self.protocol, &mut self.retry).map(|()| result(&self.protocol))
    }

    pub(super) fn feed(&mut self, input: Input<'_>, jitter: f64) {
        feed(&mut self.protocol, &mut self.retry, input, jitter);
    }

    pub(super) fn retry(&mut self) {
        if self.retry.failure.take().is_some() {
            self.retry.attempts = 0;
            self.retry.request = RequestState::Ready;
        }
    }
}

impl<P: Serialize + DeserializeOwned> Driver<P> {
    pub(super) fn resume(state: &str) -> Result<Self, DeliveryError> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }

        let unreadable = |error: serde_json::Error| DeliveryError::BadState(error.to_string());
        let Version { version } = serde_json::from_str(state).map_err(unreadable)?;
        if version != STATE_VERSION {
            return Err(DeliveryError::unsupported_version(version));
        }
        serde_json::from_str(state).map_err(unreadable)
    }

    pub(super) fn state(&self) -> String {
        // Texts, numbers, lists and structs only, which always serialize.
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn poll(protocol: &mut dyn Protocol, retry: &mut RetryState) -> Action<()> {
    loop {
        if let Some(failure) = &retry.failure {
            return Action::Failed { failure: failure.clone() };
        }
        match retry.request.clone() {
            RequestState::Waiting { milliseconds, reason } => {
                return Action::Wait { task: protocol.context().task, milliseconds, reason };
            }
            RequestState::Sent => {
                protocol.recover_unknown();
                retry.request = RequestState::Ready;
            }
            RequestState::Ready => {}
        }
        let RequestContext { task, effect, .. } = protocol.context();
        match protocol.next(retry) {
            Next::Send(request) => {
                retry.request = RequestState::Sent;
                return Action::Send { task, writes: effect.writes(), request };
            }
            Next::Continue => {}
            Next::Complete => return Action::Done { result: () },
        }
    }
}

/// Ignores an input that does not fit the last action.
fn feed(protocol: &mut dyn Protocol, retry: &mut RetryState, input: Input<'_>, jitter: f64) {
    match (&retry.request, input) {
        (RequestState::Waiting { .. }, Input::WaitElapsed) => retry.request = RequestState::Ready,
        (RequestState::Sent, Input::Response(response)) => {
            Exchange { protocol, retry, jitter }.handle_response(&response);
        }
        (RequestState::Sent, Input::NetworkError(why)) => {
            Exchange { protocol, retry, jitter }.handle_unknown_outcome(why, None);
        }
        (RequestState::Sent, Input::FileUnavailable { why, temporary }) => {
            Exchange { protocol, retry, jitter }.handle_missing_file(why, temporary);
        }
        _ => {}
    }
}
