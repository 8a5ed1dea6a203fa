//! Copying few bytes.

/// Copies bytes to a range of the same length.
///
/// For up to 64 bytes, most of which are copied twice, this is faster than `copy_from_slice` in WebAssembly: there `memory.copy`
/// is a call out of the module.
#[inline]
pub(crate) fn copy(to: &mut [u8], from: &[u8]) {
    match from.len() {
        0 => {}
        1 => ends::<1>(to, from),
        2..4 => ends::<2>(to, from),
        4..8 => ends::<4>(to, from),
        8..16 => ends::<8>(to, from),
        16..32 => ends::<16>(to, from),
        32..=64 => ends::<32>(to, from),
        length => {
            if let Some(to) = to.get_mut(..length) {
                to.copy_from_slice(from);
            }
        }
    }
}

/// Copies the first and the last N of N to 2 N bytes. Sizes that are known to the compiler are copied without a call.
#[inline]
fn ends<const N: usize>(to: &mut [u8], from: &[u8]) {
    if let (Some(first), Some(to)) = (from.first_chunk::<N>(), to.first_chunk_mut()) {
        *to = *first;
    }
    if let (Some(last), Some(to)) = (from.last_chunk::<N>(), to.last_chunk_mut()) {
        *to = *last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_any_number_are_copied() {
        let from: Vec<u8> = (0..200).collect();
        for length in 0..from.len() {
            let mut to = vec![255; length];
            copy(&mut to, &from[..length]);
            assert_eq!(to, from[..length], "{length} bytes");
        }
    }
}
