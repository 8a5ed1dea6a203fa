//! Names that look alike: case, accents, signs, and letters of other scripts do not count.

use crate::text::fold::folded;

/// Cyrillic and Greek letters in lower case, and digits, that look like a Latin letter in one of its cases.
const LOOK_ALIKES: &[(&str, char)] = &[
    ("аα", 'a'),
    ("вβь", 'b'),
    ("с", 'c'),
    ("ԁ", 'd'),
    ("еєε", 'e'),
    ("нηһ", 'h'),
    ("јϳ", 'j'),
    ("кκ", 'k'),
    ("іιıӏi1|", 'l'),
    ("мμ", 'm'),
    ("пи", 'n'),
    ("оοσ0", 'o'),
    ("рρ", 'p'),
    ("ԛ", 'q'),
    ("г", 'r'),
    ("ѕ5", 's'),
    ("тτ", 't'),
    ("υν", 'v'),
    ("ԝшω", 'w'),
    ("хχ", 'x'),
    ("уγү", 'y'),
    ("ζ", 'z'),
];

/// The words of a name as they look, in lower case; they consist of letters and digits only.
pub(crate) fn words(name: &str) -> Vec<String> {
    let folded = folded(name);
    let looks: String =
        folded.chars().filter(|character| !matches!(character, '\u{300}'..='\u{36f}')).map(look).collect();
    looks
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether two names are the same to the eye.
pub(crate) fn looks_like(name: &str, other: &str) -> bool {
    words(name).concat() == words(other).concat()
}

/// Whether one of two names contains the other to the eye, or has all its words. A name without a letter resembles any.
pub(crate) fn resembles(name: &str, other: &str) -> bool {
    let (mine, theirs) = (words(name), words(other));
    let contains = |long: &[String], short: &[String]| {
        long.concat().contains(&short.concat()) || short.iter().all(|word| long.contains(word))
    };
    contains(&mine, &theirs) || contains(&theirs, &mine)
}

/// The Latin letter that a character in lower case looks like.
fn look(character: char) -> char {
    let code = u32::from(character);
    let nth = |first: u8, index: u32| char::from(first + (index % 26) as u8);
    let plain = match code {
        // Letters of full width, and those of mathematics.
        0xff21..=0xff3a => nth(b'a', code - 0xff21),
        0xff41..=0xff5a => nth(b'a', code - 0xff41),
        0x1d400..=0x1d6a3 => nth(b'a', code - 0x1d400),
        _ => character,
    };
    if plain.is_ascii() && !matches!(plain, 'i' | '0' | '1' | '5' | '|') {
        return plain;
    }
    LOOK_ALIKES.iter().find(|(characters, _)| characters.contains(plain)).map_or(plain, |(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_resemble_each_other() {
        for (name, other) in [
            ("Lisa Abel", "LISA  ABEL"),
            ("Lisa Abel", "Lіѕа Аbеl"),
            ("Lisa Abel", "Lisa Αbel"),
            ("Lisa Abel", "L1sa Abe1"),
            ("Lisa Abel", "Iisa AbeI"),
            ("Lisa Abel", "Lísa-Äbel"),
            ("Lisa Abel", "Ｌｉｓａ 𝐀𝐛𝐞𝐥"),
            ("Lisa Abel", "Li\u{200b}sa\u{a0}Abel"),
        ] {
            assert!(looks_like(name, other) && resembles(name, other), "{other}");
        }
        for (name, other) in
            [("Lisa Abel", "Lisa"), ("Lisa", "Lisa Abel (Support)"), ("Lisa Abel", "Abel, Lisa"), ("Bo", "…")]
        {
            assert!(!looks_like(name, other) && resembles(name, other) && resembles(other, name), "{other}");
        }
        for (name, other) in [("Lisa Abel", "Kim"), ("Åsa", "Bo"), ("Lisa Abel", "Lisa Berg"), ("Мария", "Anna")]
        {
            assert!(!looks_like(name, other) && !resembles(name, other), "{other}");
        }
    }
}
