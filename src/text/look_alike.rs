//! Names that look alike: case, accents, signs, and letters of other scripts do not count.

use crate::text::ascii::contains;
use crate::text::fold::folded;

/// Letters in lower case, and digits, that look like a Latin letter in one of its cases: of other scripts, small capitals, raised
/// ones, with a stroke, and those of letterlike symbols and Roman numbers.
const LOOK_ALIKES: &[(&str, char)] = &[
    ("аαɑᴀᵃⱥꭺꓮ4@", 'a'),
    ("вβьʙᵇɓƀßℬᏼꓐ8", 'b'),
    ("сϲᴄᶜƈȼⅽℂℭꮯꓚ", 'c'),
    ("ԁᴅᵈđðɖɗⅾꓓ", 'd'),
    ("еєεᴇᵉɛəɇℯℰꭼꓰ3", 'e'),
    ("ꜰᶠƒℱꓝ", 'f'),
    ("ɡɢᵍǥɠցℊꓖ69", 'g'),
    ("нηһʜʰħհℎℋℌℍꮋꓧ", 'h'),
    ("јϳᴊʲɉȷꭻꓙ", 'j'),
    ("кκᴋᵏƙꮶꓗ", 'k'),
    ("іιıӏi1|!ɩɪⁱɨʟˡłƚɫⅰⅼℐℑℒℓꭲꮮꓲꓡ", 'l'),
    ("мμᴍᵐɱⅿℳꮇꓟ", 'm'),
    ("пиɴⁿɲŋոℕꓠ", 'n'),
    ("оοσ0ᴏᵒøɵօℴꓳ", 'o'),
    ("рρᴘᵖþƥℙꮲꓑ", 'p'),
    ("ԛʠզℚ", 'q'),
    ("гʀʳɍɾℛℜℝꭱꓣ", 'r'),
    ("ѕ5ꜱˢșʂꮪꓢ$", 's'),
    ("тτᴛᵗŧƭʈꓔ7", 't'),
    ("υᴜᵘʉսꓴ", 'u'),
    ("νᴠᵛʋⅴꮩꓦ", 'v'),
    ("ԝшωᴡʷꮃꓪ", 'w'),
    ("хχˣⅹꓫ", 'x'),
    ("уγүʏʸƴɏꓬ", 'y'),
    ("ζᴢᶻƶȥℤℨꮓꓜ2", 'z'),
];

/// What each character of ASCII in lower case looks like.
const ASCII_LOOKS: [u8; 128] = ascii_looks();

#[expect(clippy::indexing_slicing, reason = "const, and so checked by the compiler")]
const fn ascii_looks() -> [u8; 128] {
    let mut looks = [0; 128];
    let mut code = 0;
    while code < looks.len() {
        looks[code] = code as u8;
        code += 1;
    }
    let mut row = 0;
    while row < LOOK_ALIKES.len() {
        let (characters, letter) = LOOK_ALIKES[row];
        let mut at = 0;
        while at < characters.len() {
            let byte = characters.as_bytes()[at];
            if byte.is_ascii() {
                looks[byte as usize] = letter as u8;
            }
            at += 1;
        }
        row += 1;
    }
    looks
}

/// The words of a name as they look, in lower case; they consist of letters and digits only.
pub(crate) fn words(name: &str) -> Vec<String> {
    let folded = folded(name);
    let mut looks = String::with_capacity(folded.len());
    looks.extend(folded.chars().filter(|character| !is_mark(*character)).map(look));
    for (pair, letter) in [("rn", "m"), ("vv", "w")] {
        if contains(&looks, pair) {
            looks = looks.replace(pair, letter);
        }
    }
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

/// Whether one of two names, given by their [`words`], contains the other to the eye, or has all its words, some as initials. A name
/// without a letter resembles any.
pub(crate) fn resembles(name: &[String], other: &[String]) -> bool {
    let includes = |long: &[String], short: &[String]| {
        let is_in_long =
            |word: &String| long.iter().any(|other| other == word || word.len() == 1 && other.starts_with(word));
        short.iter().all(is_in_long) || contains(&long.concat(), &short.concat())
    };
    includes(name, other) || includes(other, name)
}

/// Accents, and marks around letters.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

/// The Latin letter that a character in lower case looks like.
fn look(character: char) -> char {
    let code = u32::from(character);
    if let Some(look) = ASCII_LOOKS.get(code as usize) {
        return char::from(*look);
    }
    let nth = |first: u32| char::from_u32(u32::from('a') + (code - first) % 26).unwrap_or(character);
    let digit = |first: u32| char::from_u32(u32::from('0') + (code - first) % 10).unwrap_or(character);
    let plain = match code {
        // Letters of full width, those of mathematics, and in parentheses, circles and squares.
        0xff21..=0xff3a => nth(0xff21),
        0xff41..=0xff5a => nth(0xff41),
        0x1d400..=0x1d6a3 => nth(0x1d400),
        0x249c..=0x24e9 => nth(0x249c),
        0x1f110..=0x1f129 => nth(0x1f110),
        0x1f130..=0x1f149 => nth(0x1f130),
        0x1f150..=0x1f169 => nth(0x1f150),
        0x1f170..=0x1f189 => nth(0x1f170),
        0x1f1e6..=0x1f1ff => nth(0x1f1e6),
        0x1d6a8..=0x1d7cb => char::from_u32(u32::from('α') + (code - 0x1d6a8) % 58 % 26).unwrap_or(character),
        0xff10..=0xff19 => digit(0xff10),
        0x1d7ce..=0x1d7ff => digit(0x1d7ce),
        _ => character,
    };
    if let Some(look) = ASCII_LOOKS.get(plain as usize) {
        return char::from(*look);
    }
    LOOK_ALIKES.iter().find(|(characters, _)| characters.contains(plain)).map_or(plain, |(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resembles(name: &str, other: &str) -> bool {
        super::resembles(&words(name), &words(other))
    }

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
            ("Lisa Abel", "ʟɪꜱᴀ ᴀʙᴇʟ"),
            ("Lisa Abel", "Ⓛⓘⓢⓐ 🄰🄱🄴🄻"),
            ("Lisa Abel", "⒧⒤⒮⒜ 🅐🅑🅔🅛"),
            ("Lisa Abel", "🅻🅸🆂🅰 🇦🇧🇪🇱"),
            ("Lisa Abel", "Łɨʂɑ ⱥƀɇƚ"),
            ("Lisa Abel", "ˡⁱˢᵃ ᵃᵇᵉˡ"),
            ("Lisa Abel", "ꓡꓲꓢꓮ ᎪᏴᎬᏞ"),
            ("Lisa Abel", "ℒⅰ𝟻𝚊 𝛢ℬℰℓ"),
            ("Tim Waldemar Bego", "Tirn VValdemar 8ego"),
            ("Gabi Tito Elsa", "6ab1 7it0 3l$a"),
            ("Abel Ina", "@bel !na"),
            ("Lisa Abel", "L\u{20dd}i\u{20de}s\u{1ab0}a Abel"),
            ("Operator", "Օperator"),
            ("Operator", "ОРЕRАТОR"),
        ] {
            assert!(looks_like(name, other) && resembles(name, other), "{other}");
        }
        for (name, other) in [
            ("Lisa Abel", "Lisa"),
            ("Lisa", "Lisa Abel (Support)"),
            ("Lisa Abel", "Abel, Lisa"),
            ("Lisa Abel", "L. Abel"),
            ("Bo", "…"),
        ] {
            assert!(!looks_like(name, other) && resembles(name, other) && resembles(other, name), "{other}");
        }
        for (name, other) in [
            ("Lisa Abel", "Kim"),
            ("Åsa", "Bo"),
            ("Lisa Abel", "Lisa Berg"),
            ("Мария", "Anna"),
            ("Lisa Abel", "L. Berg"),
        ] {
            assert!(!looks_like(name, other) && !resembles(name, other), "{other}");
        }
    }
}
