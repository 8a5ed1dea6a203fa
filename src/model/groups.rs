//! Counting what is said about one kind of thing at one place, so that the first few are kept and the others are a number.

use crate::json::pointer::is_index;

/// Statements by their kind and place.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    /// Sorted by their key.
    groups: Vec<Group>,
}

/// Statements of one kind at one place.
#[derive(Debug)]
pub(crate) struct Group {
    /// Hash of kind and place.
    key: u64,
    count: usize,
    /// Position of the last statement that was kept.
    pub(crate) last: usize,
}

impl Group {
    /// Number of statements that the last one stands for; none when it stands for itself.
    pub(crate) fn more(&self, kept: usize) -> Option<usize> {
        self.count.checked_sub(kept).filter(|more| *more > 1)
    }
}

impl Groups {
    /// Counts a statement. Whether it is to be kept, at `position`: `kept` of them and one more are.
    #[inline(never)]
    pub(crate) fn count(&mut self, key: u64, kept: usize, position: usize) -> bool {
        let at = self.groups.binary_search_by_key(&key, |group| group.key).unwrap_or_else(|at| {
            self.groups.insert(at, Group { key, count: 0, last: 0 });
            at
        });
        let Some(group) = self.groups.get_mut(at) else { return false };
        group.count += 1;
        let is_kept = group.count <= kept + 1;
        if is_kept {
            group.last = position;
        }
        is_kept
    }

    /// Whether the next statement would only be counted.
    pub(crate) fn is_full(&self, key: u64, kept: usize) -> bool {
        let found = self.groups.binary_search_by_key(&key, |group| group.key).ok().and_then(|at| self.groups.get(at));
        found.is_some_and(|group| group.count > kept)
    }

    pub(crate) fn into_iter(self) -> impl Iterator<Item = Group> {
        self.groups.into_iter()
    }
}

/// Hash of a kind, of texts, and of a JSON pointer without the positions in lists.
#[inline(never)]
pub(crate) fn key(kind: &[u8], texts: &[&str], pointer: &str) -> u64 {
    // FNV-1a: what is hashed comes from the configuration, so nobody profits from two with one hash.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |part: &[u8]| {
        for byte in part.iter().chain(&[0xff]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    add(kind);
    texts.iter().for_each(|text| add(text.as_bytes()));
    for token in pointer.split('/') {
        add(if is_index(token) { b"*" } else { token.as_bytes() });
    }
    hash
}
