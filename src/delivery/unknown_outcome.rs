//! Requests with an unknown outcome: how their effect is found out.

use super::action::ApiResponse;
use super::codes::DeliveryFailureCode;
use super::identity::identity;
use super::machine::{Effect, RequestContext, RequestState};
use super::response_policy::{Exchange, NO_RESPONSE, fail};
use super::settling::{Settling, settle_wait};

impl Exchange<'_> {
    /// Waits before the next search, `at_least` this long. False when no wait is left, or nothing is searched for.
    pub(super) fn wait_settling(&mut self, at_least: u64) -> bool {
        let settle_time = self.protocol.options().settle_time;
        let limetype = self.protocol.context().limetype.unwrap_or_default().to_owned();
        let Some(settling) = &mut self.retry.settling else { return false };
        let Some(wait) = settle_wait(settling.waits, settle_time) else { return false };
        settling.waits += 1;
        let reason = match settling.again {
            false => format!("{}. Before the \"{limetype}\" is created again, it is searched for", settling.cause),
            true => {
                format!("The \"{limetype}\" was created again. Whether the first one exists as well is searched for")
            }
        };
        self.retry.wait(wait.max(at_least), reason);
        true
    }

    /// Continues a search that found nothing: the creation is the current task again.
    pub(super) fn continue_settling(&mut self) {
        let is_over = self.retry.request != RequestState::Ready || self.protocol.context().effect != Effect::Create;
        let Some(settling) = self.retry.settling.clone().filter(|_| !is_over) else { return };
        if self.wait_settling(0) {
            return self.protocol.recover_unknown();
        }
        self.retry.settling = None;
        if self.protocol.accept_second(self.retry) {
            return;
        }
        self.retry.created_before = true;
        if settling.unreadable {
            self.protocol.recover_unknown();
            let message = format!(
                "{}, and the object is not in Lime CRM. Check the URL of Lime CRM and what stands before it; then resume the delivery.",
                settling.cause
            );
            fail(self.protocol, self.retry, DeliveryFailureCode::NotLimeCrm, message, &NO_RESPONSE);
        }
    }

    /// The creation was made again, with success: what the first one created is searched for.
    pub(super) fn search_first(&mut self) {
        self.retry.settling = Some(Settling { again: true, ..Settling::default() });
        self.wait_settling(0);
    }

    /// The response to a creation is a success, but not the object. `why` says what is wrong with it.
    pub(super) fn settle_unreadable(&mut self, why: &str, response: &ApiResponse<'_>) {
        let words = self.error_message(response).line().unwrap_or_else(|| "an empty response".to_owned());
        let cause = format!("Lime CRM answered {}, but not with the object ({why}): {words}", response.status);
        self.handle_unknown_outcome(&cause, Some(response));
        if let Some(settling) = &mut self.retry.settling {
            settling.unreadable = true;
        }
    }

    /// Lime CRM rejected a creation. Its reason may be that the object exists, which another request, or another delivery, has
    /// created: it is searched for at once and, where the rejection is about its key, over the settle time.
    pub(super) fn search_refused(&mut self, response: &ApiResponse<'_>) {
        let RequestContext { object, .. } = self.protocol.context();
        let key = object.and_then(identity).map(|(name, _)| name);
        let findings = self.error_message(response).findings(object);
        let is_about = |name: Option<&str>| findings.iter().any(|finding| finding.property.as_deref() == name);
        // Without a word it is about the key that was added for this purpose.
        let is_unclear = findings.iter().all(|finding| finding.property.is_none());
        let is_about_key = response.status == 409
            || is_about(key)
            || is_unclear && object.is_some_and(|object| object.idempotency_property.is_some());
        self.protocol.recover_refused(self.retry.created_before);
        self.retry.request = RequestState::Ready;
        let cause = "Lime CRM rejected it and may have it already";
        self.retry.settling = is_about_key.then(|| Settling::new(cause.to_owned()));
    }

    /// The outcome of the last request was never reported: the process ended.
    pub(super) fn handle_lost_request(&mut self) {
        let effect = self.protocol.context().effect;
        self.protocol.recover_unknown();
        self.retry.request = RequestState::Ready;
        if effect == Effect::Create {
            self.retry.settling =
                Some(Settling::new("The delivery was interrupted before Lime CRM answered".to_owned()));
            self.wait_settling(0);
        }
    }
}
