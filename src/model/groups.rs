//! Counting what is said about one kind of thing at one place, so that the first few are kept and the others are a number.

use crate::json::pointer::is_index;
use crate::text::positions::Positions;

/// Hash of a kind and a place.
pub(crate) type Key = [u8; 8];

/// Statements by their kind and place.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    list: Vec<Group>,
    positions: Positions,
}

/// Statements of one kind at one place.
#[derive(Debug)]
pub(crate) struct Group {
    key: Key,
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
    pub(crate) fn count(&mut self, key: Key, kept: usize, position: usize) -> bool {
        let at = self.find(&key).unwrap_or_else(|| {
            self.list.push(Group { key, count: 0, last: 0 });
            let list = &self.list;
            self.positions.add(list.len(), &|at| list.get(at).map_or(&[], |group| &group.key));
            list.len() - 1
        });
        let Some(group) = self.list.get_mut(at) else { return false };
        group.count += 1;
        let is_kept = group.count <= kept + 1;
        if is_kept {
            group.last = position;
        }
        is_kept
    }

    /// Whether the next statement would only be counted.
    pub(crate) fn is_full(&self, key: Key, kept: usize) -> bool {
        self.find(&key).and_then(|at| self.list.get(at)).is_some_and(|group| group.count > kept)
    }

    fn find(&self, key: &Key) -> Option<usize> {
        self.positions.find(key, self.list.len(), |at| self.list.get(at).is_some_and(|group| group.key == *key))
    }

    pub(crate) fn into_iter(self) -> impl Iterator<Item = Group> {
        self.list.into_iter()
    }
}

/// Hash of a kind, of texts, and of a JSON pointer without the positions in lists.
#[inline(never)]
pub(crate) fn key(kind: &[u8], texts: &[&str], pointer: &str) -> Key {
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
    hash.to_le_bytes()
}
