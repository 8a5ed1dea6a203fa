//! What the objects of a list have in common, so that their keys are read once.

use crate::json::projection::Kept;
use crate::text::ascii::begins_with;

/// The members of the objects of a list: most objects have the same keys in the same order, written in the same way.
#[derive(Default)]
pub(super) struct Shape<'t, 'p> {
    members: Vec<Member<'t, 'p>>,
    /// Position of the member that is expected next in the current object.
    next: usize,
    /// Number of members that were kept of the object before.
    pub(super) kept: usize,
}

/// A member whose key stands in the text as it is.
#[derive(Clone, Copy)]
pub(super) struct Member<'t, 'p> {
    /// The text from the end of the value before it, or from the bracket of the object, to its value: `, "key": `.
    pub(super) head: &'t str,
    pub(super) key: &'t str,
    /// What the projection has for it.
    pub(super) kept: Option<Kept<'p>>,
    /// Whether it was the first of its object: its head has no comma.
    pub(super) is_first: bool,
    /// The head with the value of the object before, where the value was skipped and is often the same; otherwise empty.
    skipped: &'t str,
    /// How often in a row the skipped value was another one.
    misses: u8,
}

/// What is at the beginning of a text.
pub(super) enum Expected<'t, 'p> {
    /// A member that is skipped, of this length, exactly as in the object before.
    Skipped(usize),
    /// The head of a member, and its position.
    Head(usize, Member<'t, 'p>),
    /// Anything else.
    Other,
}

impl<'t, 'p> Member<'t, 'p> {
    pub(super) fn new(head: &'t str, key: &'t str, kept: Option<Kept<'p>>, is_first: bool) -> Self {
        Self { head, key, kept, is_first, skipped: "", misses: 0 }
    }

    /// Length of the member at the beginning of a text, if it is skipped and the same as before.
    #[inline]
    fn same_length(&self, text: &[u8]) -> Option<usize> {
        let length = self.skipped.len();
        // What follows ends the value: a number could go on.
        let is_same = length > 0
            && matches!(text.get(length), Some(b',' | b'}' | b' ' | b'\n' | b'\r' | b'\t'))
            && begins_with(text, self.skipped.as_bytes());
        is_same.then_some(length)
    }
}

impl<'t, 'p> Shape<'t, 'p> {
    /// Number of members that are remembered.
    const MAX_MEMBERS: usize = 64;
    /// Number of members that an object may leave out in one place.
    const REACH: usize = 8;
    /// Number of other values in a row after which a skipped value is not compared any more.
    const MAX_MISSES: u8 = 2;

    /// Begins an object.
    pub(super) fn begin(&mut self) {
        self.next = 0;
    }

    /// Returns the member at the beginning of a text, behind the value before it, if it is one of those that are expected.
    #[inline]
    pub(super) fn expected(&mut self, text: &[u8], is_first: bool) -> Expected<'t, 'p> {
        let next = self.next;
        let Some(member) = self.members.get_mut(next) else { return Expected::Other };
        if member.is_first == is_first {
            if let Some(length) = member.same_length(text) {
                member.misses = 0;
                self.next = next + 1;
                return Expected::Skipped(length);
            }
            if begins_with(text, member.head.as_bytes()) {
                self.next = next + 1;
                return Expected::Head(next, *member);
            }
        }
        for (at, member) in self.members.iter().enumerate().skip(next + 1).take(Self::REACH - 1) {
            if member.is_first == is_first && begins_with(text, member.head.as_bytes()) {
                self.next = at + 1;
                return Expected::Head(at, *member);
            }
        }
        Expected::Other
    }

    /// Remembers the text of a member whose value was skipped.
    pub(super) fn skipped(&mut self, at: usize, text: &'t str) {
        if let Some(member) = self.members.get_mut(at) {
            member.misses = member.misses.saturating_add(1);
            member.skipped = if member.misses > Self::MAX_MISSES { "" } else { text };
        }
    }

    /// Remembers a member that was not expected. Returns its position.
    pub(super) fn add(&mut self, member: Member<'t, 'p>) -> usize {
        if self.members.len() >= Self::MAX_MEMBERS || self.next > self.members.len() {
            return usize::MAX;
        }
        self.members.insert(self.next, member);
        self.next += 1;
        self.next - 1
    }
}
