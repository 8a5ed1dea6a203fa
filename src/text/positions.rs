//! Positions of names in a list, by their bytes, so that finding one of many takes no longer than finding one of a few.

use std::iter::successors;

/// Names from which on positions are kept. Fewer are compared one by one.
const MANY: usize = 16;

/// A hash table of the positions of names in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Positions {
    /// Positions from 1 on, each at the first free place from that of its hash on; 0 where there is none. The length is a power
    /// of two.
    places: Vec<u32>,
}

impl Positions {
    /// Positions of no name.
    pub(crate) const fn new() -> Self {
        Self { places: Vec::new() }
    }

    /// Position of a name in a list of `count`. `is_at` tells whether it is at a position.
    #[inline]
    pub(crate) fn find(&self, name: &[u8], count: usize, is_at: impl Fn(usize) -> bool) -> Option<usize> {
        if self.places.is_empty() { (0..count).find(|position| is_at(*position)) } else { self.probe(name, &is_at) }
    }

    #[inline(never)]
    fn probe(&self, name: &[u8], is_at: &dyn Fn(usize) -> bool) -> Option<usize> {
        self.probes(name)
            .map_while(|place| self.places.get(place)?.checked_sub(1))
            .map(|position| position as usize)
            .find(|position| is_at(*position))
    }

    /// Adds the last name of a list of `count`. `name_at` returns the name at a position.
    #[inline(never)]
    pub(crate) fn add<'n>(&mut self, count: usize, name_at: &dyn Fn(usize) -> &'n [u8]) {
        let first = if count < MANY {
            return;
        } else if 2 * count > self.places.len() {
            self.places = vec![0; (4 * count).next_power_of_two()];
            0
        } else {
            count - 1
        };
        for position in first..count {
            let free = self.probes(name_at(position)).find(|place| self.places.get(*place) == Some(&0));
            if let Some(place) = free.and_then(|place| self.places.get_mut(place)) {
                *place = position as u32 + 1;
            }
        }
    }

    /// The places where the position of a name can be.
    fn probes(&self, name: &[u8]) -> impl Iterator<Item = usize> + use<> {
        let last = self.places.len().saturating_sub(1);
        successors(Some(hash(name) as usize & last), move |place| Some((place + 1) & last))
    }
}

/// Hash of a name, eight bytes at a time. The names are those of a configuration or of metadata, so nobody profits from two with
/// one hash.
fn hash(name: &[u8]) -> u32 {
    /// An odd number whose bits are as good as random: 2^64 divided by the golden ratio.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(29) ^ word).wrapping_mul(FACTOR);
    let (words, rest) = name.as_chunks();
    let hash = words.iter().fold(name.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    // The highest bits depend on all others.
    (mix(hash, rest) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_among_few_and_many() {
        let mut positions = Positions::new();
        let mut names: Vec<String> = Vec::new();
        for number in 0..2_000 {
            let name = format!("name {number}");
            assert_eq!(positions.find(name.as_bytes(), names.len(), |at| names.get(at) == Some(&name)), None);
            names.push(name);
            positions.add(names.len(), &|at| names.get(at).map_or(&[], |name| name.as_bytes()));
        }
        for (number, name) in names.iter().enumerate() {
            assert_eq!(positions.find(name.as_bytes(), names.len(), |at| names.get(at) == Some(name)), Some(number));
        }
    }
}
