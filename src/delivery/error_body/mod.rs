//! Lime CRM's error messages: what an error response says, in words, whatever its shape.
//!
//! The body of Lime CRM's errors is not documented, and a proxy in front of it answers in its own way. [`shapes`] reads
//! JSON, [`plain`] everything else.

mod plain;
mod shapes;

use std::borrow::Cow;
use std::fmt;

use self::plain::{body_text, cut, readable};
use self::shapes::Reader;
use super::action::ApiResponse;
use super::request::encoded;
use crate::json::encoding::without_lone_surrogates;
use crate::json::read::read_whole;
use crate::json::value::Value;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::preview::Limeobject;
use crate::text::texts;

/// Length limit of a message that was understood, of one that was not, and of one in a list, in characters.
const MAX_CHARS: usize = 2000;
const MAX_TEXT_CHARS: usize = 500;
/// Limit of the number of messages of one response.
const MAX_ENTRIES: usize = 50;
/// A shorter API key could be a word of the message.
const MIN_SECRET_CHARS: usize = 4;

/// The API key. It is masked in what Lime CRM says, and never part of a saved state.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Secret(String);

impl Secret {
    pub(super) fn new(secret: &str) -> Self {
        Self(secret.to_owned())
    }

    pub(super) fn mask<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        if self.0.len() < MIN_SECRET_CHARS {
            return text;
        }
        mask(mask(text, &self.0), &encoded(&self.0))
    }
}

fn mask<'t>(text: Cow<'t, str>, secret: &str) -> Cow<'t, str> {
    match contains(&text, secret) {
        true => Cow::Owned(text.replace(secret, "***")),
        false => text,
    }
}

/// `text.contains(part)`, once in the module.
#[inline(never)]
fn contains(text: &str, part: &str) -> bool {
    text.contains(part)
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// One message of an error response.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    /// Property that the response names.
    property: Option<String>,
    /// The message, with the place that it is about.
    text: String,
    /// Codes and numbers beside the message: `code 3`.
    codes: String,
}

impl Entry {
    fn whole(&self) -> Cow<'_, str> {
        match self.codes.as_str() {
            "" => Cow::Borrowed(&self.text),
            codes => Cow::Owned(format!("{} ({codes})", self.text)),
        }
    }
}

/// What an error response says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ErrorMessage {
    entries: Vec<Entry>,
}

impl ErrorMessage {
    /// Reads the body of an error response. `object`: what was written, whose properties the response may name.
    pub(super) fn read(response: &ApiResponse<'_>, object: Option<&Limeobject<'static>>, secret: &Secret) -> Self {
        let text = body_text(response.body);
        let repaired = without_lone_surrogates(&text);
        let mut reader = Reader::new(response.status, known_names(object), secret);
        match read_whole(repaired.as_deref().unwrap_or(&text)) {
            Ok(value) => reader.read(&value),
            Err(_) => reader.text(&text),
        }
        Self { entries: reader.entries }
    }

    /// Reads the messages in a response that is not an error itself, such as the status of a job that failed.
    pub(super) fn of_report(report: &Value<'_>, secret: &Secret) -> Self {
        let mut reader = Reader::new(0, Vec::new(), secret);
        reader.read_report(report);
        Self { entries: reader.entries }
    }

    /// Returns all messages in one line of limited length; none when the response has no words.
    pub(super) fn line(&self) -> Option<String> {
        let mut line = String::new();
        for entry in &self.entries {
            // A response often has a message for people and the same one for programs.
            if !contains(&line, &entry.text) || !contains(&line, &entry.codes) {
                line.push_str(if line.is_empty() { "" } else { "; " });
                line.push_str(&entry.whole());
            }
        }
        Some(cut(line, MAX_CHARS)).filter(|line| !line.is_empty())
    }

    /// Returns a finding for each message about `object`, with the property that it concerns.
    pub(super) fn findings(&self, object: Option<&Limeobject<'static>>) -> Vec<Finding<'static>> {
        let names = known_names(object);
        let mut details = self.entries.iter().filter(|entry| entry.property.is_some());
        // The sum of messages that the response has one by one, too.
        let is_sum = self.entries.first().is_some_and(|first| {
            let is_part = |detail: &Entry| contains(&first.text, &detail.text);
            first.property.is_none() && details.next().is_some_and(is_part) && details.all(is_part)
        });
        let findings = self.entries.iter().skip(usize::from(is_sum)).map(|entry| Finding {
            object: object.map(|object| object.role),
            property: entry.property.clone().or_else(|| mentioned(&names, &entry.text)).map(Cow::Owned),
            ..finding(FindingCode::Refused, texts::refused(&entry.whole()))
        });
        findings.collect()
    }
}

/// Returns the message of an error response of Lime CRM in one line; none when it has no words.
///
/// The body can have any shape. `api_key` is masked in the message.
pub fn error_message(response: &ApiResponse<'_>, api_key: &str) -> Option<String> {
    ErrorMessage::read(response, None, &Secret::new(api_key)).line()
}

/// Returns a sentence with the error message of Lime CRM, to be appended to another one.
pub(super) fn quotation(message: Option<&str>) -> String {
    message.map(|message| format!(" Lime CRM's message: {message}.")).unwrap_or_default()
}

/// Returns a text of the caller in one line of limited length.
pub(super) fn one_line(text: &str) -> String {
    cut(readable(text), MAX_TEXT_CHARS)
}

/// Names of the properties that were written.
fn known_names<'l>(object: Option<&'l Limeobject<'static>>) -> Vec<&'l str> {
    let names = object.map(|object| {
        let values = object.values.iter().map(|(name, _)| name);
        values.chain(object.relations.iter().map(|(name, _)| name)).collect()
    });
    names.unwrap_or_default()
}

/// Returns the longest of the names that the text contains as a word.
fn mentioned(names: &[&str], text: &str) -> Option<String> {
    let is_mentioned = |name: &&&str| words(text).any(|word| word == **name);
    names.iter().filter(is_mentioned).max_by_key(|name| name.len()).map(|name| (*name).to_owned())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric() && character != '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::role::Role;
    use crate::preview::{Fields, PropertyValue};

    const KEY: &str = "k3y/of-lime";

    fn ticket() -> Limeobject<'static> {
        let mut values = Fields::new();
        for name in ["title", "message", "priority"] {
            values.set(name, PropertyValue::Null);
        }
        let mut relations = Fields::new();
        relations.set("person", Role::Person);
        Limeobject {
            role: Role::Limeobject,
            limetype: "helpdesk".into(),
            values,
            sources: Fields::new(),
            relations,
            cleared: Fields::new(),
            idempotency_property: None,
            file: None,
        }
    }

    fn read(status: u16, body: &[u8]) -> ErrorMessage {
        ErrorMessage::read(&ApiResponse { status, retry_after: None, body }, Some(&ticket()), &Secret::new(KEY))
    }

    /// Body, its line, and the properties of the findings.
    const BODIES: &[(&str, &str, &[&str])] = &[
        // A message.
        (r#"{ "message": "title is too long." }"#, "title is too long", &["title"]),
        (r#"{ "MESSAGE": "No" }"#, "No", &["-"]),
        (r#"{ "error": "no right" }"#, "no right", &["-"]),
        (r#"{ "error": { "message": "no", "code": 3 } }"#, "no (code 3)", &["-"]),
        (r#"{ "error": { "Message": "no", "Number": 50000 } }"#, "no (Number 50000)", &["-"]),
        (r#"{ "code": "E7", "message": "no" }"#, "no (code E7)", &["-"]),
        (r#"{ "code": "E7" }"#, "code E7", &["-"]),
        (r#"{ "status": 422, "message": "no" }"#, "no", &["-"]),
        (r#"{ "error": true, "msg": "no", "limit": 20 }"#, "no; limit: 20", &["-", "-"]),
        (r#"{ "message": "no", "priority": "unknown option" }"#, "no; priority: unknown option", &["-", "priority"]),
        (r#""title is too long""#, "title is too long", &["title"]),
        ("42", "42", &["-"]),
        // Lists.
        (r#"["a", "b", "a"]"#, "a; b", &["-", "-"]),
        (r#"{ "errors": ["a", "priority is unknown"] }"#, "a; priority is unknown", &["-", "priority"]),
        (r#"{ "errors": [ { "detail": "a" }, { "detail": "b" } ] }"#, "a; b", &["-", "-"]),
        (
            r#"{ "errors": [ { "field": "title", "message": "too long", "code": 9 } ] }"#,
            "title: too long (code 9)",
            &["title"],
        ),
        (r#"[ { "PropertyName": "Title", "ErrorMessage": "too long" } ]"#, "Title: too long", &["title"]),
        (
            r#"{ "detail": [ { "loc": ["body", "title"], "msg": "required", "type": "missing" } ] }"#,
            "title: required (type missing)",
            &["title"],
        ),
        (
            r#"{ "errors": [ { "status": "422", "code": "x", "source": { "pointer": "/data/attributes/title" }, "title": "Invalid", "detail": "too long" } ] }"#,
            "/data/attributes/title: Invalid (code x); /data/attributes/title: too long",
            &["title", "title"],
        ),
        (
            r#"{ "statusCode": 422, "message": ["title is too long", "text is empty"], "error": "Unprocessable Entity" }"#,
            "title is too long; text is empty; Unprocessable Entity",
            &["title", "-", "-"],
        ),
        // Maps, also of properties that are named as messages are.
        (r#"{ "title": [ "required" ] }"#, "title: required", &["title"]),
        (r#"{ "priority": [ "required" ] }"#, "priority: required", &["priority"]),
        (r#"{ "company": [ "required" ] }"#, "company: required", &["company"]),
        (r#"{ "title": "too long", "priority": "empty" }"#, "title: too long; priority: empty", &["title", "priority"]),
        (
            r#"{ "errors": { "title": ["too long", "not unique"] } }"#,
            "title: too long; title: not unique",
            &["title", "title"],
        ),
        (
            r#"{ "errors": { "title": "too long", "message": "empty" } }"#,
            "title: too long; message: empty",
            &["title", "message"],
        ),
        (r#"{ "errors": { "detail": ["too long"] } }"#, "detail: too long", &["detail"]),
        (r#"{ "errors": { "message": ["empty"] } }"#, "message: empty", &["message"]),
        (r#"{ "errors": { "title": { "message": "too long", "code": 4 } } }"#, "title: too long (code 4)", &["title"]),
        (r#"{ "errors": { "message": "no", "code": 4 } }"#, "no (code 4)", &["-"]),
        (r#"{ "errors": { "": ["no"], "non_field_errors": ["never"] } }"#, "no; never", &["-", "-"]),
        (r#"{ "errors": { "address": { "city": ["empty"] } } }"#, "address.city: empty", &["city"]),
        (r#"{ "error": { "title": ["too long"] } }"#, "title: too long", &["title"]),
        (
            r#"{ "Message": "The request is invalid.", "ModelState": { "model.Title": ["too long."] } }"#,
            "The request is invalid; model.Title: too long",
            &["-", "title"],
        ),
        // Problem details.
        (
            r#"{ "type": "about:blank", "title": "Bad", "status": 422, "detail": "title is empty", "instance": "/7" }"#,
            "Bad; title is empty; instance: /7",
            &["-", "title", "-"],
        ),
        (
            r#"{ "type": "https://x.se/e1", "title": "Bad", "errors": { "$.title": ["empty"] } }"#,
            "Bad (type https://x.se/e1); $.title: empty",
            &["-", "title"],
        ),
        (
            r#"{ "title": "Bad", "invalid-params": [ { "name": "priority", "reason": "unknown" } ] }"#,
            "Bad; priority: unknown",
            &["-", "priority"],
        ),
        // OAuth, Spring, OData, GraphQL, the sandbox.
        (
            r#"{ "error": "invalid_client", "error_description": "who?", "error_uri": "" }"#,
            "invalid_client; who?",
            &["-", "-"],
        ),
        (
            r#"{ "timestamp": "2024-02-22", "status": 422, "error": "Bad", "path": "/lime/api/v1/limeobject/helpdesk/" }"#,
            "Bad; path: /lime/api/v1/limeobject/helpdesk/",
            &["-", "-"],
        ),
        (r#"{ "error": { "code": "", "message": { "lang": "sv", "value": "nej" } } }"#, "nej", &["-"]),
        (r#"{ "errors": [ { "message": "no", "extensions": { "code": "BAD" } } ] }"#, "no; code BAD", &["-", "-"]),
        (
            r#"{ "error": { "code": "long", "message": "The title is too long.", "properties": [ { "property": "title", "code": "long", "message": "The title is too long." } ] } }"#,
            "The title is too long (code long)",
            &["title"],
        ),
        // JSON in JSON.
        (r#"{ "message": "{\"errors\":{\"title\":[\"empty\"]}}" }"#, "title: empty", &["title"]),
        (r#""{\"message\":\"no\"}""#, "no", &["-"]),
        // Markup and text.
        ("<html>no</html>", "no", &["-"]),
        (
            "<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>p { color: red }</style></head>\n<body><h1>nginx</h1><p>a &lt;b&gt; &amp;amp; c</p><script>alert('<p>')</script><!-- <p>x</p> --></body></html>",
            "502 Bad Gateway: nginx a <b> &amp; c",
            &["-"],
        ),
        ("<html><head><title>Sign in</title></head><body></body></html>", "Sign in", &["-"]),
        ("<html><body><img src='x'></body></html>", "a page without text", &["-"]),
        ("<Error><Code>7</Code><Message>no</Message></Error>", "7 no", &["-"]),
        (r#"{ "message": "<p>title is <b>empty</b></p>" }"#, "title is empty", &["title"]),
        (r#"{ "message": "a List<int> is expected, 1 < 2" }"#, "a List<int> is expected, 1 < 2", &["-"]),
        ("plain \n text", "plain text", &["-"]),
        ("{ \"text\": \"cut o", "{ \"text\": \"cut o", &["-"]),
        ("a\u{202E}b\u{7}c\u{200B}d", "abcd", &["-"]),
        (r#"{ "message": "\ud800 no\u0000" }"#, "\u{FFFD} no", &["-"]),
        ("\u{FEFF}{ \"message\": \"no\" }", "no", &["-"]),
        // The API key.
        (r#"{ "message": "k3y\/of-lime is wrong: K k3y%2Fof-lime" }"#, "*** is wrong: K ***", &["-"]),
        (r#"{ "errors": { "k3y/of-lime": ["no"] }, "code": "k3y/of-lime" }"#, "***: no (code ***)", &["-"]),
        // Nothing.
        ("", "", &[]),
        (" ", "", &[]),
        ("{}", "", &[]),
        ("[]", "", &[]),
        ("null", "", &[]),
        (r#"{ "message": null, "errors": [] }"#, "", &[]),
    ];

    #[test]
    fn the_message_is_found_in_a_body_of_any_shape() {
        let ticket = ticket();
        let mut wrong = Vec::new();
        for (body, line, properties) in BODIES {
            let message = read(422, body.as_bytes());
            let findings = message.findings(Some(&ticket));
            let found: Vec<&str> = findings.iter().map(|finding| finding.property.as_deref().unwrap_or("-")).collect();
            let is_line = message.line().unwrap_or_default() == *line;
            let is_about = findings.iter().all(|finding| finding.object == Some(Role::Limeobject));
            if !is_line || found != *properties || !is_about {
                wrong.push(format!("{body}: {:?} {found:?}", message.line()));
            }
        }
        assert!(BODIES.len() >= 50 && wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn the_message_is_found_in_any_encoding() {
        let utf16 = |text: &str, to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            format!("\u{FEFF}{text}").encode_utf16().flat_map(to_bytes).collect()
        };
        let json = r#"{ "message": "för lång 😀" }"#;
        for (body, expected) in [
            (json.as_bytes().to_vec(), "för lång 😀"),
            (utf16(json, u16::to_le_bytes), "för lång 😀"),
            (utf16(json, u16::to_be_bytes), "för lång 😀"),
            (b"{ \"message\": \"f\xf6r l\xe5ng\" }".to_vec(), "för lång"),
            (b"\xff".to_vec(), "ÿ"),
            (b"\xff\xfe".to_vec(), ""),
            (b"\xff\xfe{\x00x".to_vec(), "{"),
            (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03abc".to_vec(), "13 bytes that are not text"),
            (vec![0; 12_345], "12,345 bytes that are not text"),
        ] {
            assert_eq!(read(500, &body).line().unwrap_or_default(), expected);
        }
    }

    #[test]
    fn a_text_that_is_cut_says_its_length() {
        let plain = read(500, "å".repeat(12_345).as_bytes()).line().unwrap();
        assert!(plain.ends_with("å… (first 500 of 12,345 characters)"), "{plain}");
        assert_eq!(plain.chars().filter(|character| *character == 'å').count(), 500);
        let understood = format!("{{ \"message\": \"{}\" }}", "å".repeat(1_999));
        assert_eq!(read(500, understood.as_bytes()).line().unwrap().chars().count(), 1_999);
        let key = format!("{}{KEY}", "x".repeat(495));
        assert!(read(500, key.as_bytes()).line().unwrap().ends_with("xxx***"), "masked before it is cut");
    }

    #[test]
    fn many_messages_are_counted_and_deep_ones_are_text() {
        let errors: Vec<String> = (0..10_000).map(|at| format!("\"p{at}\": [\"bad\"]")).collect();
        let many = read(422, format!("{{ \"errors\": {{ {} }} }}", errors.join(",")).as_bytes());
        assert_eq!(many.findings(None).len(), MAX_ENTRIES + 1);
        assert!(many.line().unwrap().ends_with("and more"));
        let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
        assert!(read(422, deep.as_bytes()).line().unwrap().ends_with("(first 500 of 100,000 characters)"));
        let markup = format!("<p>{}</p>", "<".repeat(1_000_000));
        assert!(read(422, markup.as_bytes()).line().is_some());
    }
}
