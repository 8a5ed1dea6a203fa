//! Numbers in the packed tables of characters and time zones.

/// The numbers of a table: 7 bits a byte, the lowest first; a byte of 128 and more has another one after it.
pub(crate) fn numbers(mut bytes: &'static [u8]) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let (mut number, mut shift) = (0, 0);
        loop {
            let (byte, rest) = bytes.split_first()?;
            bytes = rest;
            number |= u32::from(byte % 128) << shift;
            shift += 7;
            if *byte < 128 {
                return Some(number);
            }
        }
    })
}
