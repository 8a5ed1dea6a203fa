//! The table of problem codes.

use serde::Serialize;

use crate::json::error::ReadErrorKind;

macro_rules! codes {
    ($($name:ident $text:literal $meaning:literal,)*) => {
        /// What a problem is about. The names are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum ProblemCode {
            $(#[doc = $meaning] #[serde(rename = $text)] $name,)*
        }

        impl ProblemCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [ProblemCode] = &[$(ProblemCode::$name),*];

            /// The stable name: `unknown-property`.
            pub fn as_str(self) -> &'static str {
                match self { $(ProblemCode::$name => $text),* }
            }

            /// What it means, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(ProblemCode::$name => $meaning),* }
            }
        }
    };
}

codes! {
    TooLarge "too-large" "The document has more bytes than the limit allows.",
    NotUtf8 "not-utf8" "The bytes are not UTF-8.",
    NotJson "not-json" "The document is not JSON.",
    CutOff "cut-off" "The document is JSON up to its end, but incomplete.",
    TooDeep "too-deep" "Lists and objects are nested too deeply.",
    WrongShape "wrong-shape" "The document is JSON, but not of the expected kind.",
    WrongType "wrong-type" "A value has another type than the key or the property requires.",
    WrongValue "wrong-value" "A value is not among the permitted ones.",
    MissingKey "missing-key" "A required key is missing.",
    UnknownKey "unknown-key" "A key is unknown and has no effect.",
    KeyWithoutEffect "key-without-effect" "A key has no effect, because another key is missing.",
    NoInstances "no-instances" "The configuration has no instance.",
    NoSource "no-source" "A property rule does not say where the value comes from.",
    PropertyTwice "property-twice" "A property has several rules.",
    TopicTwice "topic-twice" "A topic belongs to several instances.",
    DefaultTwice "default-twice" "Several instances are the default.",
    NeverChosen "never-chosen" "An instance has no topic and is not the default, so no conversation selects it.",
    InvalidPath "invalid-path" "A text is not a payload path.",
    InvalidTemplate "invalid-template" "A text is not a template.",
    InvalidTimeFormat "invalid-time-format" "A text is not a time format.",
    UnknownTimeZone "unknown-time-zone" "A text is not the IANA name of a time zone.",
    NoLimetypes "no-limetypes" "The metadata has no limetypes.",
    NoProperties "no-properties" "The metadata has no properties of a limetype.",
    UnknownType "unknown-type" "A property type is unknown.",
    UnknownLimetype "unknown-limetype" "The metadata has no such limetype.",
    UnknownProperty "unknown-property" "The limetype has no such property.",
    NotSearchable "not-searchable" "A lookup rule compares a relation, which has no value.",
    WrongRelation "wrong-relation" "The property is not a relation of the required kind.",
    NoWayBack "no-way-back" "No relation connects two limetypes in the direction that is written.",
    RelationToMany "relation-to-many" "A rule writes a relation that is written from the other limetype.",
    SeveralValues "several-values" "The default is a list and the property holds one value.",
    ServerLimit "server-limit" "The default is beyond a limit of most Lime CRM databases.",
    TextCut "text-cut" "The default is longer than the property and is truncated.",
    TextTooLong "text-too-long" "The default is longer than the property and is not used: a part of it would be another value.",
    TextCleaned "text-cleaned" "Characters of the default that the property does not accept are replaced.",
    ValueConverted "value-converted" "The default is converted: a number to text, a text to a number.",
    IntegerOutOfRange "integer-out-of-range" "The default is an integer beyond ±9007199254740991.",
    NumberRounded "number-rounded" "The default has more digits than a number keeps and is rounded.",
    OptionUnknown "option-unknown" "The default is not an option of the property.",
    OptionByText "option-by-text" "The default is the text of an option, not its key.",
    OptionInactive "option-inactive" "The default is an inactive option.",
    LinkUnsafe "link-unsafe" "The default is a link that does not begin with http:, https:, mailto:, tel: or limecrm:.",
}

impl From<ReadErrorKind> for ProblemCode {
    fn from(kind: ReadErrorKind) -> Self {
        match kind {
            ReadErrorKind::TooLarge => Self::TooLarge,
            ReadErrorKind::NotUtf8 => Self::NotUtf8,
            ReadErrorKind::NotJson => Self::NotJson,
            ReadErrorKind::CutOff => Self::CutOff,
            ReadErrorKind::TooDeep => Self::TooDeep,
            ReadErrorKind::WrongShape => Self::WrongShape,
        }
    }
}
