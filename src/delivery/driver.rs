//! The loop of every delivery: which action is next, and how its outcome is handled.

use crate::json::from_value::{FromValue, Member, Unreadable, from_value, read_members};
use crate::json::read::read_whole;
use crate::json::value::Value;
use crate::json::write::to_string;
use serde::Serialize;

use super::action::{Action, Input};
use super::error::DeliveryError;
use super::error_body::Secret;
use super::machine::{Next, Protocol, RequestContext, RequestState, RetryState};
use super::response_policy::Exchange;

/// Version of the saved state. Other versions are rejected.
pub(super) const STATE_VERSION: u32 = 2;

/// A protocol with its retries and its saved state.
#[derive(Debug, Clone, PartialEq, Serialize)]
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

    pub(super) fn mask(&mut self, secret: &str) {
        self.retry.secret = Secret::new(secret);
    }

    pub(super) fn retry(&mut self) {
        if self.retry.failure.take().is_some() {
            self.retry.attempts = 0;
            self.retry.request = RequestState::Ready;
        }
    }
}

impl<P: FromValue> FromValue for Driver<P> {
    fn blank() -> Self {
        Self { version: STATE_VERSION, retry: RetryState::new(), protocol: P::blank() }
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        let members = &mut [
            Member::required("version", &mut self.version),
            Member::required("retry", &mut self.retry),
            Member::required("protocol", &mut self.protocol),
        ];
        read_members(value, "struct Driver", members)
    }
}

impl<P: Serialize + FromValue> Driver<P> {
    pub(super) fn resume(state: &str) -> Result<Self, DeliveryError> {
        let unreadable = |error: Unreadable| DeliveryError::BadState(error.to_string());
        let state = read_whole(state).map_err(|error| unreadable(error.into()))?;
        let mut version = 0;
        read_members(&state, "struct Version", &mut [Member::required("version", &mut version)]).map_err(unreadable)?;
        if version != STATE_VERSION {
            return Err(DeliveryError::unsupported_version(version));
        }
        from_value(&state).map_err(unreadable)
    }

    pub(super) fn state(&self) -> String {
        // Texts, numbers, lists and structs only, which always serialize.
        to_string(self).unwrap_or_default()
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
                Exchange { protocol, retry, jitter: 0.0 }.handle_lost_request();
                continue;
            }
            RequestState::Ready => {}
        }
        let RequestContext { task, effect, .. } = protocol.context();
        match protocol.next(retry) {
            Next::Send(request) => {
                retry.request = RequestState::Sent;
                return Action::Send { task, writes: effect.writes(), request };
            }
            Next::Fetch(file) => {
                retry.request = RequestState::Sent;
                return Action::Fetch { task, file };
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
        (RequestState::Sent, Input::NotSent(why)) => Exchange { protocol, retry, jitter }.handle_unsent(why),
        (RequestState::Sent, Input::FileResponse(response)) => {
            Exchange { protocol, retry, jitter }.handle_file_response(&response);
        }
        (RequestState::Sent, Input::FileFailed(failure)) => {
            Exchange { protocol, retry, jitter }.handle_file_failure(failure);
        }
        _ => {}
    }
}
