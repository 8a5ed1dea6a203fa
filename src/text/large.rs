//! Texts that may be large.

/// Bytes from which on a text is large.
const LARGE: usize = 1 << 16;

/// Room for `bytes` more and for some of what follows: a large text grows by a quarter of its size, because twice its size may
/// be more than a small machine has.
pub(crate) fn room(length: usize, bytes: usize) -> usize {
    bytes.max(if length < LARGE { length } else { length / 4 })
}

/// Appends to a text that may be large.
pub(crate) fn append(text: &mut String, part: &str) {
    if text.len() >= LARGE && text.capacity() - text.len() < part.len() {
        text.reserve_exact(room(text.len(), part.len()));
    }
    text.push_str(part);
}

/// Gives back the memory that a large text does not use.
pub(crate) fn trim(text: &mut String) {
    if text.capacity() - text.len() >= LARGE {
        text.shrink_to_fit();
    }
}
