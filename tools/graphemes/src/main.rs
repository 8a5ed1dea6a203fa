//! Writes src/text/grapheme/table.rs from the Unicode data inside the crate unicode-segmentation:
//! `cargo update -p unicode-segmentation && cargo run -p graphemes`.
//!
//! The crate does not tell the kind of a character, but how it divides texts: each kind follows from that.

use std::fmt::Write as _;

use unicode_segmentation::{UNICODE_VERSION, UnicodeSegmentation};

/// Syllables are known by arithmetic.
const HANGUL: std::ops::RangeInclusive<char> = '\u{ac00}'..='\u{d7a3}';

/// Whether a text is one visible character.
fn is_one(parts: &[char]) -> bool {
    String::from_iter(parts).graphemes(true).count() == 1
}

/// The kind of a character as the number of the variant of `Kind` in src/text/grapheme/mod.rs.
fn kind(c: char) -> u8 {
    let (lead, vowel, tail, flag, woman, joiner) = ('\u{1100}', '\u{1161}', '\u{11a8}', '\u{1f1e6}', '👩', '\u{200d}');
    // Devanagari's KA and virama.
    let (ka, virama) = ('\u{915}', '\u{94d}');
    if !is_one(&[c, '\u{300}']) {
        1 // Control
    } else if c == joiner {
        5
    } else if is_one(&['a', c]) {
        match () {
            () if is_one(&[ka, c, ka]) => 4,                // Linker
            () if is_one(&[ka, c, virama, ka]) => 2,        // Extend
            () if is_one(&[woman, c, joiner, woman]) => 13, // Extend that divides conjuncts
            () => 3,                                        // SpacingMark
        }
    } else if is_one(&[c, 'a']) {
        6 // Prepend
    } else if is_one(&[c, flag]) {
        7 // Flag
    } else if is_one(&[c, lead]) {
        8 // Lead
    } else if is_one(&[vowel, c]) && is_one(&[c, vowel]) {
        9 // Vowel
    } else if is_one(&[tail, c]) {
        10 // Tail
    } else if is_one(&[woman, joiner, c]) {
        11 // Pictograph
    } else if is_one(&[ka, virama, c]) {
        12 // Consonant
    } else {
        0
    }
}

fn main() -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let (mut last, mut current) = (0, 0);
    for c in (char::MIN..=char::MAX).filter(|c| !HANGUL.contains(c)) {
        let (code, kind) = (u32::from(c), kind(c));
        if kind != current {
            push(&mut bytes, (code - last) * 16 + u32::from(kind));
            (last, current) = (code, kind);
        }
    }
    let (major, minor, update) = UNICODE_VERSION;
    let mut out = format!(
        "//! Made by `cargo run -p graphemes` from the data of Unicode {major}.{minor}.{update} in the crate unicode-segmentation.\n\n\
         /// The kinds of characters but syllables of Hangul, by code point. For each run of one kind: 16 times the distance to\n\
         /// the start of the one before, plus the kind. Numbers have 7 bits a byte, the lowest first; a byte of 128 and more\n\
         /// has another one after it.\n\
         #[rustfmt::skip]\npub(super) static KINDS: &[u8] = &[\n"
    );
    for line in bytes.chunks(32) {
        let numbers: Vec<_> = line.iter().map(u8::to_string).collect();
        writeln!(out, "    {},", numbers.join(", ")).map_err(std::io::Error::other)?;
    }
    out += "];\n";
    std::fs::write("src/text/grapheme/table.rs", out)
}

fn push(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 128 {
        bytes.push((number % 128 + 128) as u8);
        number /= 128;
    }
    bytes.push(number as u8);
}
