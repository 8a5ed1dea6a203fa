//! Values that the projection does not name: checked like all others, and not kept.

use super::{Read, Reader};
use crate::json::error::{MAX_DEPTH, Syntax};

impl Reader<'_> {
    /// Skips a value inside of `depth` lists and objects, the innermost of which is an object or a list.
    pub(super) fn skip_in(&mut self, object: bool, depth: usize) -> Read<()> {
        self.after_space();
        if depth + self.skip()? <= MAX_DEPTH {
            return Ok(());
        }
        // The position is behind what ends the value, as that of serde_json.
        match (self.after_space(), object) {
            (Some(b']'), false) | (Some(b'}'), true) => self.at += 1,
            (Some(b','), false) => {
                self.at += 1;
                self.after_space();
            }
            _ => {}
        }
        self.error(Syntax::TooDeep)
    }

    /// Skips a value and returns the depth of the lists and objects in it.
    fn skip(&mut self) -> Read<usize> {
        self.open.clear();
        let mut deepest = 0;
        loop {
            let mut first = false;
            match self.after_space() {
                Some(b'"') => {
                    self.at += 1;
                    self.skip_string()?;
                }
                Some(bracket @ (b'[' | b'{')) => {
                    self.at += 1;
                    self.open.push(bracket == b'{');
                    deepest = deepest.max(self.open.len());
                    first = true;
                }
                Some(b'-' | b'0'..=b'9') => self.number_parts(None)?,
                Some(b'n') => self.word("null")?,
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                Some(_) => return self.error_ahead(Syntax::ExpectedValue),
                None => return self.error_ahead(Syntax::OpenValue),
            }
            let object = loop {
                let Some(object) = self.open.last().copied() else { return Ok(deepest) };
                match (self.after_space(), object) {
                    (Some(b','), _) if !first => {
                        self.at += 1;
                        break object;
                    }
                    (Some(b']'), false) | (Some(b'}'), true) => {
                        self.at += 1;
                        self.open.pop();
                        first = false;
                    }
                    (Some(_), _) if first => break object,
                    (Some(_), false) => return self.error_ahead(Syntax::ExpectedListCommaOrEnd),
                    (Some(_), true) => return self.error_ahead(Syntax::ExpectedObjectCommaOrEnd),
                    (None, false) => return self.error_ahead(Syntax::OpenList),
                    (None, true) => return self.error_ahead(Syntax::OpenObject),
                }
            };
            if object {
                match self.after_space() {
                    Some(b'"') => self.at += 1,
                    Some(_) => return self.error_ahead(Syntax::ExpectedKey),
                    None => return self.error_ahead(Syntax::OpenObject),
                }
                self.skip_string()?;
                self.colon()?;
            }
        }
    }

    /// Skips a string whose quotation mark has been read.
    fn skip_string(&mut self) -> Read<()> {
        loop {
            self.skip_plain();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.next() {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {}
                        Some(b'u') => _ = self.hex_digits()?,
                        Some(_) => return self.error(Syntax::InvalidEscape),
                        None => return self.error(Syntax::OpenString),
                    }
                }
                Some(_) => return self.error(Syntax::ControlCharacter),
                None => return self.error(Syntax::OpenString),
            }
        }
    }
}
