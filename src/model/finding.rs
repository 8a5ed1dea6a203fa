//! Findings: what a preview says about itself. Every code stands in one table here, and in `docs/findings.md`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::model::conversation::Oddity;
use crate::model::role::Role;
use crate::text::message::owned;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Lime CRM would reject it, or data would be lost: it must not be sent like this.
    Error,
    /// A value was changed on its way: cut, coerced, replaced.
    Warning,
    /// Worth knowing.
    Info,
}

/// Something worth knowing about a preview, in words for a CRM administrator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding<'a> {
    /// How much it matters.
    pub severity: Severity,
    /// What it is; stable, and documented in a table.
    pub code: FindingCode,
    /// One or two sentences: what is so, and what to do.
    pub message: Cow<'a, str>,
    /// The role of the object or lookup that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Role"))]
    pub object: Option<Role>,
    /// The property that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Cow<'a, str>"))]
    pub property: Option<Cow<'a, str>>,
    /// JSON pointer into the payload.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Cow<'a, str>"))]
    pub source: Option<Cow<'a, str>>,
    /// JSON pointer into the configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Cow<'a, str>"))]
    pub config: Option<Cow<'a, str>>,
}

impl Finding<'_> {
    pub(crate) fn into_owned(self) -> Finding<'static> {
        Finding {
            severity: self.severity,
            code: self.code,
            message: owned(self.message),
            object: self.object,
            property: self.property.map(owned),
            source: self.source.map(owned),
            config: self.config.map(owned),
        }
    }
}

/// A finding that is about nothing in particular yet.
pub(crate) fn finding<'a>(code: FindingCode, message: impl Into<Cow<'a, str>>) -> Finding<'a> {
    Finding {
        severity: code.severity(),
        code,
        message: message.into(),
        object: None,
        property: None,
        source: None,
        config: None,
    }
}

impl From<Oddity> for Finding<'_> {
    fn from(oddity: Oddity) -> Self {
        Finding { source: Some(oddity.pointer.into()), ..finding(oddity.code, oddity.message) }
    }
}

macro_rules! codes {
    ($($name:ident $severity:ident $text:literal: $meaning:literal / $todo:literal;)*) => {
        /// What a finding is about. The names are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum FindingCode {
            $(#[doc = $meaning] #[serde(rename = $text)] $name,)*
        }

        impl FindingCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [FindingCode] = &[$(FindingCode::$name),*];

            /// The stable name: `text-cut`.
            pub fn as_str(self) -> &'static str {
                match self { $(FindingCode::$name => $text),* }
            }

            /// How much a finding with this code matters.
            pub fn severity(self) -> Severity {
                match self { $(FindingCode::$name => Severity::$severity),* }
            }

            /// What it means, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(FindingCode::$name => $meaning),* }
            }

            /// What to do about it, in one sentence.
            pub fn what_to_do(self) -> &'static str {
                match self { $(FindingCode::$name => $todo),* }
            }
        }
    };
}

codes! {
    ConversationIdMissing Error "conversation-id-missing":
        "The payload has no usable `id`, so the conversation can't be found again." /
        "Send the payload as Userlike made it.";
    PayloadShape Warning "payload-shape":
        "A part of the payload is not of the kind that Userlike sends, and was left out." /
        "Check where the payload comes from.";
    NothingToMap Info "nothing-to-map":
        "The callback carries no conversation." /
        "Nothing; answer it with HTTP 200.";
    NoInstance Error "no-instance":
        "No configured instance takes this conversation." /
        "Give the conversation one of the configured topics, or mark an instance with `default: true`.";
    SeveralTopics Warning "several-topics":
        "Topics of the conversation belong to several instances; the first one was taken." /
        "Leave one topic, or choose the instance.";
    NotChecked Info "not-checked":
        "There is no metadata for a limetype, so its types, lengths and options were not checked." /
        "Load the limetypes of your Lime CRM.";
    ValueMissing Info "value-missing":
        "A property stays empty, because the payload has no value for it and there is no default." /
        "Nothing, or set a `defaultValue`.";
    DefaultUsed Info "default-used":
        "The payload has no value, and the default was taken." /
        "Nothing.";
    SeveralValues Warning "several-values":
        "A path found several values for a property that takes one; the first was taken." /
        "Use an index in the path.";
    RequiredMissing Error "required-missing":
        "A required property has no value." /
        "Set a `defaultValue`, or take the value from another part of the payload.";
    TextCut Warning "text-cut":
        "A text was longer than the property and was cut." /
        "Make the property longer in Lime CRM, or take a shorter value.";
    TextCleaned Warning "text-cleaned":
        "Characters that the property can't hold were replaced." /
        "Check the value.";
    ValueConverted Info "value-converted":
        "The value was written in another form: a number as text, a text as number." /
        "Check that it means what you want.";
    WrongType Error "wrong-type":
        "The value can't become a value of the property's type." /
        "Take another value, or map it.";
    IntegerOutOfRange Error "integer-out-of-range":
        "A whole number beyond ±9007199254740991: not every program between here and Lime CRM keeps all of its digits." /
        "Write it into a property of type string.";
    NumberRounded Warning "number-rounded":
        "A number has more digits than can be kept, and was rounded." /
        "Write it into a property of type string.";
    OptionUnknown Error "option-unknown":
        "The property has no such option." /
        "Use `map`, or add the option in Lime CRM.";
    OptionByText Info "option-by-text":
        "The option was found by its text, not by its key." /
        "Nothing, or use the key: texts change with the language.";
    OptionInactive Warning "option-inactive":
        "The option is inactive in Lime CRM." /
        "Use an active one.";
    NotAllowed Error "not-allowed":
        "Lime CRM does not let this user create or change the limetype or the property." /
        "Give the API key's user the right, or leave the property out.";
    LinkUnsafe Error "link-unsafe":
        "The link does not begin with http:, https:, mailto:, tel: or limecrm:." /
        "Take another value: such a link could run a program for whoever clicks it.";
    RuleSkipped Info "rule-skipped":
        "A rule to find an object was skipped, because the payload has no value for it." /
        "Nothing, or add a rule that uses another value.";
    PersonUnknown Info "person-unknown":
        "No rule can find the person, so nobody will be connected." /
        "Nothing, or add a rule.";
    NoTranscript Info "no-transcript":
        "The conversation has no message for the history note." /
        "Nothing.";
    MediaUnusable Warning "media-unusable":
        "The link of a media file can't be fetched, and no document is made of it." /
        "Check the message in Userlike.";
    TimeUnreadable Warning "time-unreadable":
        "The time of a message is not RFC 3339 and was left out of the history note." /
        "Check where the payload comes from.";
    NotFound Info "not-found":
        "Delivery: a lookup found nothing in Lime CRM, so nothing is connected." /
        "Nothing, or make the object in Lime CRM.";
    SeveralFound Warning "several-found":
        "Delivery: Lime CRM has several objects that fit; the oldest was taken." /
        "Merge them in Lime CRM.";
    NotFindable Warning "not-findable":
        "Delivery: nothing in Lime CRM ties the limeobject to the conversation, so every send makes another one." /
        "Set `relationConversation`.";
    Reconnected Warning "reconnected":
        "Delivery: the conversation or the limeobject was connected to another one before." /
        "Check that it is meant so.";
    NoteUnchanged Info "note-unchanged":
        "Delivery: the newest history note says the same already, so no new one was written." /
        "Nothing.";
    FileUnavailable Warning "file-unavailable":
        "Delivery: a media file could not be fetched, or is too large, and no document was made of it." /
        "Check the message in Userlike; send the conversation again.";
    DocumentUnmarked Warning "document-unmarked":
        "Delivery: the document has no property `ul_messageid`, so each send imports its file again." /
        "Add the property `ul_messageid` (string, 256) to the limetype in Lime CRM.";
    Refused Error "refused":
        "Delivery: Lime CRM refused the object; the message has its words." /
        "Change the mapping or Lime CRM accordingly, and send again.";
}
