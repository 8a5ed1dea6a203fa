//! The shapes of JSON that servers answer errors in.
//!
//! Known are those of ASP.NET (`Message` and `ModelState`), problem details (RFC 9457), OAuth, JSON:API, OData, Spring,
//! FastAPI and the sandbox. The rules are those that they share: a member is known by its name, in any letter case; an
//! object without known members is a map from properties to messages. Nothing with words is left out.

use std::borrow::Cow;

use super::plain::{cut, is_markup, markup_text, readable};
use super::{Entry, MAX_CHARS, MAX_ENTRIES, MAX_TEXT_CHARS, Secret, contains, words};
use crate::json::read::read_whole;
use crate::json::value::Value;
use crate::text::message::head;

/// Length limit of the place of a message, in characters.
const MAX_LABEL_CHARS: usize = 100;
/// Limit of texts that are JSON in texts that are JSON.
const MAX_NESTED: u8 = 3;

type Member<'m> = (Cow<'m, str>, Value<'m>);

/// Meaning of a member of an error object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// A message, as text, list or object.
    Message,
    /// A message as text. With a list as value it is a property.
    TextMessage,
    /// Messages by property, or a list of messages.
    Map,
    Code,
    /// Name of the property that the other members are about.
    Property,
    /// Nothing for users.
    Noise,
    Unknown,
}

/// Names are in lower case, without `-` and `_`, between spaces.
const MEANINGS: &[(Meaning, &str)] = &[
    (Meaning::Message, " error errormessage errordescription fault innererror inner innerexception "),
    (
        Meaning::TextMessage,
        " message msg detail details description title reason summary text defaultmessage usermessage developermessage \
         exceptionmessage messagedetail faultstring exception ",
    ),
    (
        Meaning::Map,
        " errors modelstate fielderrors validationerrors propertyerrors errordetails invalidparams violations \
         fieldviolations fields properties validation messages suberrors causes ",
    ),
    (
        Meaning::Code,
        " code errorcode number errornumber errno status statuscode subcode errortype type exceptiontype faultcode hresult ",
    ),
    (
        Meaning::Property,
        " property propertyname field fieldname param parameter pointer loc path source member membernames attribute \
         column argument target ",
    ),
    (Meaning::Noise, " links lang stack stacktrace trace timestamp objectname "),
];

fn meaning(key: &str) -> Meaning {
    if key.len() > 32 {
        return Meaning::Unknown;
    }
    let mut folded = String::from(" ");
    folded.extend(key.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).map(|c| c.to_ascii_lowercase()));
    folded.push(' ');
    let known = MEANINGS.iter().find(|(_, names)| folded.len() > 2 && contains(names, &folded));
    known.map_or(Meaning::Unknown, |(meaning, _)| *meaning)
}

/// Collects the messages of an error response.
pub(super) struct Reader<'r> {
    pub(super) entries: Vec<Entry>,
    status: u16,
    /// Names of the properties that were written.
    names: Vec<&'r str>,
    secret: &'r Secret,
}

/// Where a value is in the response.
#[derive(Debug, Clone, Copy, Default)]
struct Place<'p> {
    /// Key of the map, or name of the property, that the value is about.
    label: Option<&'p str>,
    /// Objects here map properties to messages.
    is_map: bool,
    /// Objects here are items of a list.
    is_item: bool,
    /// The label is the name of any member; it is a property only if it was written.
    is_member: bool,
    /// Number of texts around the value that were JSON themselves.
    nested: u8,
}

impl<'r> Reader<'r> {
    pub(super) fn new(status: u16, names: Vec<&'r str>, secret: &'r Secret) -> Self {
        Self { entries: Vec::new(), status, names, secret }
    }

    pub(super) fn read(&mut self, value: &Value<'_>) {
        self.value(value, Place::default());
    }

    /// Adds a body that is not JSON.
    pub(super) fn text(&mut self, text: &str) {
        self.message(text, Place { nested: u8::MAX, ..Place::default() }, MAX_TEXT_CHARS);
    }

    /// Reads only members that are known to hold messages, and those of the member `result`.
    pub(super) fn read_report(&mut self, report: &Value<'_>) {
        for part in [Some(report), report.get("result")].into_iter().flatten() {
            let Value::Object(members) = part else { continue };
            for (key, value) in members {
                let is_message = matches!(meaning(key), Meaning::Message | Meaning::TextMessage | Meaning::Map);
                if is_message && matches!(value, Value::Text(_) | Value::List(_) | Value::Object(_)) {
                    self.value(value, Place { is_map: meaning(key) == Meaning::Map, ..Place::default() });
                }
            }
        }
    }

    fn value(&mut self, value: &Value<'_>, place: Place<'_>) {
        match value {
            Value::Null => {}
            Value::Text(text) => self.message(text, place, MAX_CHARS),
            Value::Bool(_) | Value::Integer(_) | Value::Number(_) | Value::Digits(_) => {
                self.message(&value.scalar_text().unwrap_or_default(), place, MAX_CHARS);
            }
            Value::List(items) => {
                // A list in a list of errors is one of names, numbers and texts.
                let place = Place { is_map: false, is_item: true, ..place };
                items.iter().take(MAX_ENTRIES + 1).for_each(|item| self.value(item, place));
            }
            Value::Object(members) => self.object(members, place),
        }
    }

    fn object(&mut self, members: &[Member<'_>], place: Place<'_>) {
        if self.is_map(members, place) {
            for (key, value) in members {
                let outer = place.label.filter(|outer| outer.len() < MAX_LABEL_CHARS);
                let path = outer.map(|outer| format!("{outer}.{key}"));
                let label = Some(path.as_deref().unwrap_or(key));
                self.value(value, Place { label, is_map: false, is_item: false, ..place });
            }
            return;
        }
        let has_text = members.iter().any(|(key, value)| meaning(key) == Meaning::TextMessage && has_text(value));
        // OAuth and Spring: a name of the error, beside a message.
        let is_code = |key: &str, value: &Value<'_>| {
            meaning(key) == Meaning::Code || has_text && key == "error" && value.as_text().is_some_and(is_word)
        };
        let is_property = |key: &str, value: &Value<'_>| {
            let is_name = place.is_item && has_text && matches!(key, "name" | "key");
            if is_name || meaning(key) == Meaning::Property { property_name(value) } else { None }
        };
        let property = members.iter().find_map(|(key, value)| is_property(key, value));
        let label = property.as_deref().or(place.label);
        let place =
            Place { label, is_map: false, is_item: false, is_member: place.is_member && property.is_none(), ..place };
        let first = self.entries.len();
        let mut codes = String::new();
        let mut others = Vec::new();
        for (key, value) in members {
            match (meaning(key), value) {
                (Meaning::Noise, _) | (_, Value::Null) => {}
                _ if is_property(key, value).is_some() => {}
                _ if is_code(key, value) && value.scalar_text().is_some() => {
                    let code = value.scalar_text().unwrap_or_default();
                    if self.says_more(&code) {
                        codes.push_str(if codes.is_empty() { "" } else { ", " });
                        codes.push_str(&format!("{key} {code}"));
                    }
                }
                // `"error": true` has no words.
                (Meaning::Message, Value::Bool(_)) => {}
                (Meaning::Message | Meaning::TextMessage, _) => self.value(value, place),
                (Meaning::Map, _) => self.value(value, Place { is_map: true, ..place }),
                _ => others.push((key, value)),
            }
        }
        for (key, value) in others {
            match value {
                // The value of the member in an object of OData: `{ "lang": "en", "value": "…" }`.
                Value::Text(_) if key == "value" && members.len() == 2 => self.value(value, place),
                Value::Object(_) => self.value(value, place),
                _ => self.value(value, Place { label: Some(key), is_member: true, ..place }),
            }
        }
        if codes.is_empty() {
            return;
        }
        let codes = cut(self.secret.mask(readable(&codes).into()).into_owned(), MAX_TEXT_CHARS);
        match self.entries.get_mut(first) {
            Some(entry) if entry.codes.is_empty() => entry.codes = codes,
            Some(entry) => entry.codes = format!("{codes}, {}", entry.codes),
            None => self.message(&codes, place, MAX_CHARS),
        }
    }

    /// True when the keys of an object are properties.
    fn is_map(&self, members: &[Member<'_>], place: Place<'_>) -> bool {
        if place.is_map {
            // An error object where a map is usual has a message, and says more about it.
            let says_more = |(key, value): &Member<'_>| {
                matches!(meaning(key), Meaning::Code | Meaning::Property) && value.scalar_text().is_some()
            };
            let is_message = |(key, value): &Member<'_>| {
                matches!(meaning(key), Meaning::Message | Meaning::TextMessage) && has_text(value)
            };
            return !(members.iter().any(is_message) && members.iter().any(says_more));
        }
        let is_written = |(key, value): &Member<'_>| {
            self.names.contains(&key.as_ref())
                && !matches!(value, Value::Object(_))
                && !matches!(key.as_ref(), "message" | "detail" | "error")
        };
        if members.len() > 1 && members.iter().all(is_written) {
            return true;
        }
        let is_of_error = |(key, value): &Member<'_>| match (meaning(key), value) {
            (Meaning::Message | Meaning::Map, _) => !value.is_empty(),
            (Meaning::TextMessage, Value::Text(_)) => has_text(value),
            (Meaning::TextMessage, Value::List(items)) => items.iter().any(|item| matches!(item, Value::Object(_))),
            (Meaning::TextMessage, Value::Object(_)) => true,
            (Meaning::Code, _) => value.scalar_text().is_some(),
            (Meaning::Noise, _) => *key == "lang",
            _ => false,
        };
        !members.iter().any(is_of_error)
    }

    /// True for a code that says more than the status of the response.
    fn says_more(&self, code: &str) -> bool {
        !code.trim().is_empty() && code != "about:blank" && code != self.status.to_string()
    }

    fn message(&mut self, text: &str, place: Place<'_>, limit: usize) {
        if self.entries.len() > MAX_ENTRIES {
            return;
        }
        if place.nested < MAX_NESTED
            && text.trim_start().starts_with(['{', '['])
            && let Ok(value) = read_whole(text)
        {
            return self.value(&value, Place { nested: place.nested + 1, ..place });
        }
        let text = if is_markup(text) { markup_text(text) } else { readable(text) };
        let mut text = self.secret.mask(text.into()).into_owned();
        if text.is_empty() {
            return;
        }
        if self.entries.len() == MAX_ENTRIES {
            text = "and more".to_owned();
        }
        text.truncate(text.trim_end_matches('.').len());
        let label = place.label.map(|label| self.secret.mask(readable(head(label, MAX_LABEL_CHARS)).into()));
        let label = label.filter(|label| !is_general(label));
        let property = label.as_deref().and_then(|label| self.property(label, place.is_member));
        if let Some(label) = label
            && !words(&text).any(|word| word.eq_ignore_ascii_case(&label))
        {
            text = format!("{label}: {text}");
        }
        let entry = Entry { property, text: cut(text, limit), codes: String::new() };
        if !self.entries.contains(&entry) {
            self.entries.push(entry);
        }
    }

    /// Returns the property that a label names: the last step of `model.Title`, `/data/title` and `$.title[0]`.
    fn property(&self, label: &str, is_member: bool) -> Option<String> {
        let end = label.split('[').next().unwrap_or_default();
        let name = end.rsplit(['.', '/', '$', '#']).next().unwrap_or_default();
        let known = self.names.iter().find(|known| known.eq_ignore_ascii_case(name));
        let is_name = !is_member && is_word(name) && !is_general(name);
        known.map(|known| (*known).to_owned()).or_else(|| is_name.then(|| name.to_owned()))
    }
}

fn has_text(value: &Value<'_>) -> bool {
    value.as_text().is_some_and(|text| !text.trim().is_empty())
}

/// True for keys of maps that stand for the whole object.
fn is_general(label: &str) -> bool {
    matches!(label, "" | "$" | "_" | "*" | "__all__" | "non_field_errors" | "nonFieldErrors" | "base" | "body")
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// Returns the name in a value that names a property: a text, the last text of a path, or a pointer in an object.
fn property_name(value: &Value<'_>) -> Option<String> {
    match value {
        // The path of a request names no property.
        Value::Text(text) if contains(text, "api/") || contains(text, "://") || text.len() > 200 => None,
        Value::Text(text) => Some(text.to_string()).filter(|text| !text.trim().is_empty()),
        Value::List(items) => items.iter().rev().find_map(Value::as_text).map(str::to_owned),
        Value::Object(members) => members.iter().find_map(|(_, value)| property_name(value)),
        _ => None,
    }
}
