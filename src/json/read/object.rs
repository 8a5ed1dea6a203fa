//! Objects: the members that the projection names.

use std::borrow::Cow;

use super::{Read, Reader};
use crate::json::error::Syntax;
use crate::json::projection::{Kept, Projection, WHOLE};
use crate::json::shape::{Expected, Member, Shape};
use crate::json::value::Value;

/// Room for members of an object before which there is no other one in its list.
const FIRST_MEMBERS: usize = 8;

impl<'t> Reader<'t> {
    /// Reads an object whose bracket has been read, of which `shape` has what is known of the objects before it.
    pub(super) fn object<'p>(
        &mut self,
        projection: &'p Projection,
        depth: usize,
        shape: &mut Shape<'t, 'p>,
    ) -> Read<Value<'t>> {
        // Not reserved: an object can be empty.
        let mut members: Vec<(Cow<'t, str>, Value<'t>)> = Vec::new();
        // Which of the projection's first members the object has.
        let mut known_members = 0_u64;
        // Which members have a key that only looks like the projection's, for each of its keys at most two: the last of the text,
        // and one before it with another key, so that it can be told that there are several.
        let mut alike: Vec<(usize, usize)> = Vec::new();
        let mut is_first = true;
        shape.begin();
        loop {
            let start = self.at;
            let (place, key, kept) =
                match shape.expected(self.text.as_bytes().get(start..).unwrap_or_default(), is_first) {
                    Expected::Skipped(length) => {
                        self.at += length;
                        is_first = false;
                        continue;
                    }
                    Expected::Head(place, member) => {
                        self.at += member.head.len();
                        (place, Cow::Borrowed(member.key), member.kept)
                    }
                    Expected::Other => {
                        if !self.has_member(is_first)? {
                            break;
                        }
                        self.at += 1;
                        let key = self.string()?;
                        if let Err(error) = self.colon() {
                            self.error_path.push(key.into_owned());
                            return Err(error);
                        }
                        self.after_space();
                        let kept = projection.of_key(&key);
                        let place = match key {
                            Cow::Borrowed(key) => {
                                let head = self.text.get(start..self.at).unwrap_or_default();
                                shape.add(Member::new(head, key, kept, is_first))
                            }
                            Cow::Owned(_) => usize::MAX,
                        };
                        (place, key, kept)
                    }
                };
            is_first = false;
            let Some(kept) = kept else {
                if let Err(error) = self.skip_in(true, depth) {
                    self.error_path.push(key.into_owned());
                    return Err(error);
                }
                shape.skipped(place, self.text.get(start..self.at).unwrap_or_default());
                continue;
            };
            let member = match kept {
                _ if projection.whole && !self.has_room(1) => self.skip_one(true, depth).map(|()| None),
                Kept::Whole => self.value(WHOLE, depth).map(Some),
                Kept::Exactly(_, projection) | Kept::Alike(_, projection) => self.value(projection, depth).map(Some),
            };
            if depth == 1 && self.skipped > 0 && self.place.is_none() {
                self.place = Some(key.clone().into_owned());
            }
            let value = match member {
                Ok(None) => continue,
                Ok(Some(value)) => value,
                Err(error) => {
                    self.error_path.push(key.into_owned());
                    return Err(error);
                }
            };
            // A projection has few keys, so a repeated key replaces the earlier one. Where everything is kept, repeated keys
            // are kept as well, and `Value::get` searches from the end.
            let known = match kept {
                Kept::Alike(index, _) => {
                    let mut places = alike.iter().filter(|(known, _)| *known == index).map(|(_, at)| *at);
                    let has_key = |at: &usize| members.get(*at).is_some_and(|(known, _)| *known == key);
                    match (places.next(), places.next()) {
                        (Some(first), None) if has_key(&first) => members.get_mut(first),
                        (Some(first), Some(second)) => {
                            if has_key(&first) {
                                members.swap(first, second);
                            }
                            members.get_mut(second)
                        }
                        _ => {
                            alike.push((index, members.len()));
                            None
                        }
                    }
                }
                Kept::Exactly(position, _) => {
                    let bit = 1_u64.checked_shl(position as u32).unwrap_or_default();
                    let may_be_known = bit == 0 || known_members & bit != 0;
                    known_members |= bit;
                    if may_be_known { members.iter_mut().find(|(known, _)| *known == key) } else { None }
                }
                Kept::Whole => None,
            };
            match known {
                Some(member) => *member = (key, value),
                None => {
                    if members.is_empty() {
                        members.reserve_exact(if shape.kept == 0 { FIRST_MEMBERS } else { shape.kept });
                    }
                    members.push((key, value));
                }
            }
        }
        // There can be many objects of one member.
        members.shrink_to_fit();
        shape.kept = members.len();
        Ok(Value::Object(members))
    }

    /// Reads what precedes a key, or the end of the object.
    fn has_member(&mut self, first: bool) -> Read<bool> {
        match self.after_space() {
            Some(b'}') => {
                self.at += 1;
                return Ok(false);
            }
            Some(b',') if !first => {
                self.at += 1;
                if self.after_space() == Some(b'}') {
                    return self.error_ahead(Syntax::TrailingComma);
                }
            }
            Some(_) if first => {}
            Some(_) => return self.error_ahead(Syntax::ExpectedObjectCommaOrEnd),
            None => return self.error_ahead(Syntax::OpenObject),
        }
        match self.after_space() {
            Some(b'"') => Ok(true),
            Some(_) => self.error_ahead(Syntax::ExpectedKey),
            None => self.error_ahead(Syntax::OpenValue),
        }
    }

    pub(super) fn colon(&mut self) -> Read<()> {
        match self.after_space() {
            Some(b':') => {
                self.at += 1;
                Ok(())
            }
            Some(_) => self.error_ahead(Syntax::ExpectedColon),
            None => self.error_ahead(Syntax::OpenObject),
        }
    }
}
