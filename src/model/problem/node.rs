//! A value of a document with its JSON pointer, for reading the document key by key.
//!
//! Documents are read once, so what is called for each of their many keys is not inlined: that keeps the module small.

use super::{ProblemCode, Problems};
use crate::json::pointer::{join, push_token};
use crate::json::value::{Value, kind_of};
use crate::text::message::nearest;
use crate::text::positions::Positions;
use crate::text::said::Said;
use crate::text::texts;

/// A value of a document. What is wrong with it is reported with its pointer.
#[derive(Clone)]
pub(crate) struct Node<'v, 'p> {
    pub(crate) value: &'v Value<'v>,
    pub(crate) pointer: String,
    problems: &'p Problems,
}

impl<'v, 'p> Node<'v, 'p> {
    pub(crate) fn root(value: &'v Value<'v>, problems: &'p Problems) -> Self {
        Self { value, pointer: String::new(), problems }
    }

    #[inline(never)]
    fn child(&self, token: &str, value: &'v Value<'v>) -> Self {
        Self { value, pointer: join(&self.pointer, token), problems: self.problems }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn error(&self, code: ProblemCode, said: Said) {
        self.problems.error(code, self.pointer.clone(), said);
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn warning(&self, code: ProblemCode, said: Said) {
        self.problems.warning(code, self.pointer.clone(), said);
    }

    #[cold]
    #[inline(never)]
    fn wrong_type(&self, expected: &Said) {
        let is_empty_text = self.value.is_empty() && self.value.as_text().is_some();
        let found = if is_empty_text { texts::an_empty_text() } else { kind_of(self.value) };
        self.error(ProblemCode::WrongType, texts::wrong_type_found(expected, &found));
    }

    /// The member `key`; none when it is absent or null.
    #[inline(never)]
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| **value != Value::Null)?;
        Some(self.child(key, value))
    }

    /// The member `key`. Its absence is an error.
    #[inline(never)]
    pub(crate) fn require(&self, key: &str) -> Option<Self> {
        let member = self.get(key);
        if member.is_none() && self.is_object() {
            self.error(ProblemCode::MissingKey, texts::missing_key(key));
        }
        member
    }

    /// Whether the value is an object. Any other value is an error.
    pub(crate) fn expect_object(&self) -> bool {
        if !self.is_object() {
            self.wrong_type(&texts::an_object());
        }
        self.is_object()
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self.value, Value::Object(_))
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.value, Value::List(_))
    }

    /// The members in the order of the text; of a repeated key only the last.
    #[inline(never)]
    pub(crate) fn members(&self) -> Vec<(&'v str, Self)> {
        let Value::Object(members) = self.value else {
            self.wrong_type(&texts::an_object());
            return Vec::new();
        };
        let mut kept: Vec<(&str, Self)> = Vec::with_capacity(members.len());
        let mut positions = Positions::new();
        for (key, value) in members.iter().rev() {
            let is_at = |at: usize| kept.get(at).is_some_and(|(known, _)| *known == key);
            if positions.find(key.as_bytes(), kept.len(), is_at).is_none() {
                kept.push((key, self.child(key, value)));
                positions.add(kept.len(), &|at| kept.get(at).map_or(&[], |(known, _)| known.as_bytes()));
            }
        }
        kept.reverse();
        kept
    }

    /// The items of a list.
    #[inline(never)]
    pub(crate) fn items(&self) -> Vec<Self> {
        let Value::List(items) = self.value else {
            self.wrong_type(&texts::a_list());
            return Vec::new();
        };
        items.iter().enumerate().map(|(index, item)| self.child(&index.to_string(), item)).collect()
    }

    /// The items of a list; any other value as the only item.
    #[inline(never)]
    pub(crate) fn one_or_more(&self) -> Vec<Self> {
        if self.is_list() { self.items() } else { vec![self.clone()] }
    }

    /// The text, trimmed. Anything else and an empty text are an error.
    #[inline(never)]
    pub(crate) fn text(&self) -> Option<&'v str> {
        let text = match self.value {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        };
        if text.is_none() {
            let is_text = self.value.as_text().is_some();
            self.wrong_type(&if is_text { texts::a_text_with_words() } else { texts::a_text() });
        }
        text
    }

    /// The text as it is, also when it is empty. Anything else is an error.
    #[inline(never)]
    pub(crate) fn any_text(&self) -> Option<&'v str> {
        let text = self.value.as_text();
        if text.is_none() {
            self.wrong_type(&texts::a_text());
        }
        text
    }

    /// The boolean; false and an error for anything else.
    #[inline(never)]
    pub(crate) fn boolean(&self) -> bool {
        match self.value {
            Value::Bool(value) => *value,
            _ => {
                self.wrong_type(&texts::true_or_false());
                false
            }
        }
    }

    /// Reports every member whose key is not in `known`.
    #[inline(never)]
    pub(crate) fn report_unknown_members(&self, known: &[&str]) {
        let Value::Object(members) = self.value else {
            self.wrong_type(&texts::an_object());
            return;
        };
        for (key, _) in members.iter().filter(|(key, _)| !known.contains(&key.as_ref())) {
            let mut pointer = self.pointer.clone();
            push_token(&mut pointer, key);
            let is_full = self.problems.is_full(ProblemCode::UnknownKey, &pointer);
            let near = if is_full { None } else { nearest(key, known.iter().copied()) };
            let said = match near {
                Some(near) => texts::unknown_key_near(key, near),
                None => texts::unknown_key_known(key, &known.join(", ")),
            };
            self.problems.warning(ProblemCode::UnknownKey, pointer, said);
        }
    }
}
