//! Findings, and the table of their codes. `docs/findings.md` is generated from the table.

use std::borrow::Cow;

use crate::json::from_value::{names, read_struct};
use serde::{Deserialize, Serialize};

use crate::model::role::Role;
use crate::text::message::owned;
use crate::text::said::{Params, Said};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Lime CRM would reject the object, or data would be lost. The preview must not be delivered.
    Error,
    /// A value was changed or ignored: truncated, replaced, skipped.
    Warning,
    /// For information only.
    Info,
}

/// A statement of the mapping or the delivery about one conversation, for a CRM administrator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding<'a> {
    /// How much it matters.
    pub severity: Severity,
    /// What it is about; stable.
    pub code: FindingCode,
    /// What happens and what to do, in one or two sentences.
    pub message: Cow<'a, str>,
    /// The values in the message, by name, for translations.
    #[serde(default)]
    pub params: Params<'a>,
    /// Role of the object or lookup that it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Role"))]
    pub object: Option<Role>,
    /// Property that it concerns.
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
    /// Number of findings of this kind at this place that it stands for; of `values-skipped`, of values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "usize"))]
    pub more: Option<usize>,
}

impl Finding<'_> {
    pub(crate) fn into_owned(self) -> Finding<'static> {
        Finding {
            severity: self.severity,
            code: self.code,
            message: owned(self.message),
            params: self.params.into_owned(),
            object: self.object,
            property: self.property.map(owned),
            source: self.source.map(owned),
            config: self.config.map(owned),
            more: self.more,
        }
    }
}

/// A finding without object, property or positions.
#[cold]
#[inline(never)]
pub(crate) fn finding<'a>(code: FindingCode, said: Said) -> Finding<'a> {
    let (message, params) = said.into_parts();
    with_words(code, message.into(), params)
}

/// A finding whose message was written with the plan.
#[inline(never)]
pub(crate) fn finding_of(code: FindingCode, said: &Said) -> Finding<'_> {
    with_words(code, said.message().into(), said.params())
}

#[inline]
fn with_words<'a>(code: FindingCode, message: Cow<'a, str>, params: Params<'a>) -> Finding<'a> {
    Finding {
        severity: code.severity(),
        code,
        message,
        params,
        object: None,
        property: None,
        source: None,
        config: None,
        more: None,
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

        names!(FindingCode { $($name = $text),* });

        impl FindingCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [FindingCode] = &[$(FindingCode::$name),*];

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
        "The payload has no usable `id`, so the conversation cannot be found again." /
        "Send the payload as Userlike created it.";
    PayloadShape Warning "payload-shape":
        "A value of the payload is not of the type that Userlike sends and was ignored." /
        "Check where the payload comes from.";
    ValuesSkipped Warning "values-skipped":
        "The payload has far more values than payloads of its size have; those beyond the limit were ignored." /
        "Check where the payload comes from.";
    NothingToMap Info "nothing-to-map":
        "The callback is not about a conversation." /
        "Nothing; respond with HTTP 200.";
    NoInstance Error "no-instance":
        "No instance of the configuration takes this conversation." /
        "Add one of the configured topics to the conversation, or `default: true` to an instance.";
    SeveralTopics Warning "several-topics":
        "The topics of the conversation belong to several instances; the first one was taken." /
        "Keep one topic, or select the instance.";
    NotChecked Info "not-checked":
        "There is no metadata for a limetype, so types, lengths and options were not checked." /
        "Load the metadata of your Lime CRM.";
    ValueMissing Info "value-missing":
        "A property is not written, because the payload has no value and the rule has no default." /
        "Nothing, or set a `defaultValue`; `whenEmpty` says what becomes of the value of an existing object.";
    DefaultUsed Info "default-used":
        "The payload has no value, or none that can be used, so the property has its default." /
        "Nothing.";
    SeveralValues Warning "several-values":
        "The payload has several values and the property holds one; the first that can be used was taken." /
        "Use an index in the path.";
    FilledByLimeCrm Info "filled-by-lime-crm":
        "A required property has no value, and Lime CRM fills in its own default." /
        "Nothing, or set a `defaultValue`.";
    RequiredMissing Error "required-missing":
        "A required property has no value." /
        "Set a `defaultValue`, or use another path.";
    TextCut Warning "text-cut":
        "A text was longer than the property and was truncated." /
        "Increase the length of the property in Lime CRM, or use a shorter value.";
    TextTooLong Warning "text-too-long":
        "A number, a link or another value of which a part is another value was longer than the property." /
        "Increase the length of the property in Lime CRM, or use a shorter value.";
    TextCleaned Warning "text-cleaned":
        "Characters that the property does not accept were replaced." /
        "Check the value.";
    ValueConverted Info "value-converted":
        "The value was converted: a number to text, a text to a number." /
        "Check that the value means what you intend.";
    WrongType Warning "wrong-type":
        "The value cannot be converted to the type of the property." /
        "Use another value, or a `map`.";
    IntegerOutOfRange Warning "integer-out-of-range":
        "An integer is beyond ±9007199254740991, where programs lose digits." /
        "Use a property of type string.";
    NumberRounded Warning "number-rounded":
        "A number has more digits than can be kept and was rounded." /
        "Use a property of type string.";
    ServerLimit Warning "server-limit":
        "The value is beyond a limit of most Lime CRM databases: they refuse an earlier date, and may change a larger number." /
        "Check the value, and whether your Lime CRM accepts it.";
    OptionUnknown Warning "option-unknown":
        "The property does not have the option." /
        "Use a `map`, or add the option in Lime CRM.";
    OptionByText Info "option-by-text":
        "The option was found by its text, not by its key." /
        "Nothing, or use the key: texts depend on the language.";
    OptionInactive Warning "option-inactive":
        "The option is inactive in Lime CRM." /
        "Use an active option.";
    NotAllowed Error "not-allowed":
        "Lime CRM does not allow this user to create or change the limetype or the property." /
        "Give the permission to the user of the API key, or remove the rule.";
    LinkUnsafe Error "link-unsafe":
        "The link is not one of http:, https:, mailto:, tel: or limecrm:, or looks like another one." /
        "Use another value: such a link could run a program when it is clicked. With `\"ifInvalid\": \"skip\"` the property stays empty instead.";
    RuleSkipped Info "rule-skipped":
        "A lookup rule was skipped, because the payload has no usable value for it." /
        "Nothing, or add a rule that uses another value.";
    PersonUnknown Info "person-unknown":
        "No lookup rule has a value, so no person will be connected." /
        "Nothing, or add a rule.";
    NoTranscript Info "no-transcript":
        "The conversation has no message for the history note." /
        "Nothing.";
    MediaUnusable Warning "media-unusable":
        "The link of a media file may not be fetched, so no document is created for it." /
        "Check the message in Userlike; allow the host (`mediaHosts`) if you trust it.";
    MediaUpgraded Info "media-upgraded":
        "The link of a media file begins with `http:`; the file is fetched over https." /
        "Nothing.";
    TimeUnreadable Warning "time-unreadable":
        "The time of a message is neither RFC 3339 nor a Unix time, so the history note has the message without a time." /
        "Check where the payload comes from.";
    MessageLeftOut Warning "message-left-out":
        "An entry of the transcript is not in the history note: its type is not known, or it is a command (an info)." /
        "Nothing, or add `unknown` or `commands` to `transcript.include`.";
    MessageTwice Info "message-twice":
        "An entry stands twice in the transcript, with the same id and words; it was taken once." /
        "Nothing.";
    SenderUnknown Warning "sender-unknown":
        "The payload does not say clearly who wrote a message; the history note marks it as `[unknown]`." /
        "Check where the payload comes from.";
    DataReplaced Info "data-replaced":
        "A message contains data (a `data:` URL or base64), or a signed link; the history note has the kind and size of the data, and the link without its signature." /
        "Nothing.";
    NotFound Info "not-found":
        "Delivery: a lookup found nothing in Lime CRM, so nothing is connected." /
        "Nothing, or create the object in Lime CRM.";
    SeveralFound Warning "several-found":
        "Delivery: a lookup found several objects in Lime CRM; the oldest active one was taken." /
        "Merge the objects in Lime CRM.";
    CreatedTwice Warning "created-twice":
        "Delivery: Lime CRM carried out a creation after it had been repeated, so there are two objects; the oldest one is used. The message has the id and the link of the other one." /
        "Delete the other object in Lime CRM.";
    DuplicatesPossible Info "duplicates-possible":
        "Dry run: there can be two objects, if Lime CRM is very late." /
        "Nothing, or set `idempotencyProperty`.";
    NotFindable Warning "not-findable":
        "Delivery: nothing in Lime CRM connects the limeobject to the conversation, so each delivery creates another one." /
        "Set `relationConversation`.";
    Reconnected Warning "reconnected":
        "Delivery: the conversation or the limeobject was connected to another one before." /
        "Check that this is intended.";
    NoteUnchanged Info "note-unchanged":
        "Delivery: the newest history note has the same text, so no new one was written." /
        "Nothing.";
    FileUnavailable Warning "file-unavailable":
        "Delivery: a media file could not be fetched, is too large, or is another kind of file than its name says, so no document was created for it." /
        "Check the message in Userlike; deliver the conversation again.";
    DocumentUnmarked Warning "document-unmarked":
        "Delivery: the document has no property `ul_messageid`, so each delivery imports its file again." /
        "Add the property `ul_messageid` (string, 256) to the limetype in Lime CRM.";
    Refused Error "refused":
        "Delivery: Lime CRM rejected the object; the message quotes its reason." /
        "Change the mapping or Lime CRM accordingly and deliver again.";
}

read_struct!(Finding<'_> => "struct Finding" { severity, code, message; params, object, property, source, config, more; });
names!(Severity { Error = "error", Warning = "warning", Info = "info" });
