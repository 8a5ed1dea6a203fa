//! What a message says: a sentence in English, and the values in it by name, from which translations are made.

use std::borrow::Cow;

use crate::text::message::{counted, excerpt, in_quotes, owned};

/// The values of a message by name, as a JSON object: whole numbers, texts, `{ label, name }` of a property or limetype, and
/// `{ code, params }` of a part that has values of its own. Texts of visitors are cut at 60 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Params<'a>(Cow<'a, str>);

impl Default for Params<'_> {
    fn default() -> Self {
        Self(Cow::Borrowed("{}"))
    }
}

impl<'a> Params<'a> {
    /// `json` is an object.
    pub(crate) fn from_json(json: impl Into<Cow<'a, str>>) -> Self {
        Self(json.into())
    }

    /// Returns the values as JSON text.
    pub fn as_json(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_owned(self) -> Params<'static> {
        Params(owned(self.0))
    }
}

/// A property or a limetype in a message: its label, and its code name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Labeled {
    label: Option<String>,
    name: String,
}

impl Labeled {
    #[inline(never)]
    pub(crate) fn new(label: Option<&str>, name: &str) -> Self {
        Self { label: label.filter(|label| *label != name).map(str::to_owned), name: name.to_owned() }
    }
}

/// A value in a message: a text or number as it is written, or a clause: "a list".
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shown {
    Text(String),
    Clause(Said),
}

/// A message with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said(Box<Parts>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    code: &'static str,
    message: String,
    /// The values as a JSON object.
    params: String,
}

impl Said {
    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    pub(crate) fn params(&self) -> Params<'_> {
        Params::from_json(self.0.params.as_str())
    }

    /// The message and its values.
    pub(crate) fn into_parts(self) -> (String, Params<'static>) {
        let Parts { message, params, .. } = *self.0;
        (message, Params::from_json(params))
    }

    /// Appends another sentence.
    #[cold]
    #[inline(never)]
    pub(crate) fn then(mut self, outcome: &Said) -> Self {
        let Parts { message, params, .. } = &mut *self.0;
        message.push(' ');
        message.push_str(&outcome.0.message);
        params.pop();
        push_name(params, "outcome");
        push_clause(params, outcome);
        params.push('}');
        self
    }

    /// The message as a sentence of its own: `expected a key` becomes `Expected a key.`
    #[cold]
    #[inline(never)]
    pub(crate) fn into_sentence(mut self) -> Self {
        let message = &mut self.0.message;
        capitalize(message);
        message.push('.');
        self
    }
}

/// An error that is a message with values. `Display` writes the message.
pub(crate) trait Worded {
    fn said(&self) -> Said;
}

/// A value for a place in a template.
#[derive(Clone, Copy)]
pub(crate) enum Arg<'a> {
    Number(i64),
    /// With separators of thousands.
    Count(usize),
    Text(&'a str),
    /// In quotation marks, cut at 60 characters.
    Quoted(&'a str),
    /// In quotation marks.
    Whole(&'a str),
    Labeled(&'a Labeled),
    Shown(&'a Shown),
    Clause(&'a Said),
}

/// Fills in a row of the table, `<code> <variant> <template>`: each place in the template takes the next value. The row is one
/// text, because that is what the module has least bytes of.
#[cold]
#[inline(never)]
pub(crate) fn said(row: &'static str, args: &[Arg<'_>]) -> Said {
    let (code, row) = row.split_once(' ').unwrap_or_default();
    let (variant, mut rest) = row.split_once(' ').unwrap_or_default();
    let (mut message, mut params) = (String::new(), String::from("{"));
    if !variant.is_empty() {
        push_name(&mut params, "variant");
        push_text(&mut params, variant);
    }
    for arg in args {
        let Some((before, place)) = rest.split_once('{') else { break };
        let Some((name, after)) = place.split_once('}') else { break };
        message.push_str(before);
        push_name(&mut params, name);
        let arg = match *arg {
            Arg::Shown(Shown::Text(text)) => Arg::Text(text),
            Arg::Shown(Shown::Clause(said)) => Arg::Clause(said),
            arg => arg,
        };
        match arg {
            Arg::Number(number) => {
                let digits = number.to_string();
                message.push_str(&digits);
                params.push_str(&digits);
            }
            Arg::Count(number) => {
                message.push_str(&counted(number));
                params.push_str(&number.to_string());
            }
            Arg::Quoted(text) => {
                let text = excerpt(text);
                message.push_str(&in_quotes(&text));
                push_text(&mut params, &text);
            }
            Arg::Whole(text) => {
                message.push_str(&in_quotes(text));
                push_text(&mut params, text);
            }
            Arg::Labeled(Labeled { label, name }) => {
                match label {
                    Some(label) => {
                        message.push_str(label);
                        message.push_str(" (");
                        message.push_str(name);
                        message.push(')');
                    }
                    None => message.push_str(name),
                }
                params.push('{');
                push_name(&mut params, "label");
                push_text(&mut params, label.as_ref().unwrap_or(name));
                push_name(&mut params, "name");
                push_text(&mut params, name);
                params.push('}');
            }
            Arg::Clause(clause) => {
                let is_first = message.is_empty();
                message.push_str(&clause.0.message);
                // At the beginning of a sentence.
                if is_first && !after.is_empty() {
                    capitalize(&mut message);
                }
                push_clause(&mut params, clause);
            }
            Arg::Text(text) => {
                message.push_str(text);
                push_text(&mut params, text);
            }
            Arg::Shown(_) => {}
        }
        rest = after;
    }
    message.push_str(rest);
    params.push('}');
    Said(Box::new(Parts { code, message, params }))
}

fn capitalize(text: &mut str) {
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
}

/// Writes the name of a member.
#[inline(never)]
fn push_name(json: &mut String, name: &str) {
    if !json.ends_with('{') {
        json.push(',');
    }
    push_text(json, name);
    json.push(':');
}

#[inline(never)]
fn push_clause(json: &mut String, clause: &Said) {
    json.push('{');
    push_name(json, "code");
    push_text(json, clause.0.code);
    push_name(json, "params");
    json.push_str(&clause.0.params);
    json.push('}');
}

/// Writes a text as serde_json does.
#[inline(never)]
fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for sign in text.chars() {
        let short = match sign {
            '"' => '"',
            '\\' => '\\',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\0'..' ' => {
                json.push_str("\\u00");
                json.extend(
                    [u32::from(sign) >> 4, u32::from(sign) & 15]
                        .map(|digit| char::from_digit(digit, 16).unwrap_or('0')),
                );
                continue;
            }
            sign => {
                json.push(sign);
                continue;
            }
        };
        json.push('\\');
        json.push(short);
    }
    json.push('"');
}
