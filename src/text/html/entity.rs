//! Entities of HTML: every number, the names of Latin-1, of Latin letters in Europe, and of typography.

use std::borrow::Cow;

/// Maximum length of an entity that is decoded.
const MAX_LENGTH: usize = 10;
/// Names of U+00A0 to U+00FF, in order.
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
    Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
    Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
/// Other names, each with its character.
const OTHERS: &str = "amp& lt< gt> quot\" apos' ndash– mdash— lsquo‘ rsquo’ sbquo‚ ldquo“ rdquo” bdquo„ lsaquo‹ rsaquo› \
    hellip… bull• euro€ trade™ dagger† Dagger‡ permil‰ prime′ Prime″ minus− fnof\u{192} circˆ tilde˜ oline‾ frasl⁄ larr← uarr↑ \
    rarr→ darr↓ harr↔ sum∑ radic√ infin∞ asymp≈ ne≠ equiv≡ le≤ ge≥ check✓ hearts♥ star☆ numero№ ensp\u{2002} emsp\u{2003} \
    thinsp\u{2009} zwnj\u{200c} zwj\u{200d} lrm\u{200e} rlm\u{200f} NewLine\n Tab\t colon: semi; comma, period. excl! quest? \
    num# dollar$ percnt% lpar( rpar) ast* plus+ sol/ bsol\\ lowbar_ lsqb[ rsqb] lcub{ rcub} commat@ equals= vert| grave` \
    OElig\u{152} oelig\u{153} Scaron\u{160} scaron\u{161} Yuml\u{178} Zcaron\u{17d} zcaron\u{17e} Ccaron\u{10c} ccaron\u{10d} \
    Dcaron\u{10e} dcaron\u{10f} Ecaron\u{11a} ecaron\u{11b} Ncaron\u{147} ncaron\u{148} Rcaron\u{158} rcaron\u{159} \
    Tcaron\u{164} tcaron\u{165} Uring\u{16e} uring\u{16f} Aogon\u{104} aogon\u{105} Cacute\u{106} cacute\u{107} Eogon\u{118} \
    eogon\u{119} Lstrok\u{141} lstrok\u{142} Nacute\u{143} nacute\u{144} Sacute\u{15a} sacute\u{15b} Zacute\u{179} \
    zacute\u{17a} Zdot\u{17b} zdot\u{17c} Odblac\u{150} odblac\u{151} Udblac\u{170} udblac\u{171} Dstrok\u{110} dstrok\u{111} \
    Gbreve\u{11e} gbreve\u{11f} Idot\u{130} imath\u{131} Scedil\u{15e} scedil\u{15f} Abreve\u{102} abreve\u{103}";
/// What browsers show for the numbers 128 to 159: Windows-1252.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The text with its entities decoded. What is no entity, or has a name that is not known, is kept.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut parts = text.split('&');
    decoded.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let is_number = part.starts_with('#');
        let is_hex = part.get(1..2).is_some_and(|sign| sign.eq_ignore_ascii_case("x"));
        let in_name = |(at, byte): &(usize, u8)| match (is_number, at) {
            (true, 0) => true,
            (true, 1) => is_hex || byte.is_ascii_digit(),
            (true, _) if !is_hex => byte.is_ascii_digit(),
            (true, _) => byte.is_ascii_hexdigit(),
            (false, _) => byte.is_ascii_alphanumeric(),
        };
        let length = part.bytes().take(MAX_LENGTH).enumerate().take_while(in_name).count();
        let (name, after) = part.split_at_checked(length).unwrap_or_default();
        let known = match name.strip_prefix('#') {
            Some(digits) => number(digits),
            None if after.starts_with(';') => named(name),
            // Browsers read the oldest names without their semicolon. In a query they are parameters.
            None if after.starts_with('=') => None,
            None => match name {
                "amp" | "lt" | "gt" | "quot" => named(name),
                "AMP" | "LT" | "GT" | "QUOT" | "COPY" | "REG" => named(&name.to_ascii_lowercase()),
                name => latin_1(name),
            },
        };
        match known {
            Some(character) => {
                decoded.push(character);
                decoded.push_str(after.strip_prefix(';').unwrap_or(after));
            }
            None => {
                decoded.push('&');
                decoded.push_str(part);
            }
        }
    }
    Cow::Owned(decoded)
}

/// The character with a number: `39`, `x27`. U+FFFD for numbers without a character.
fn number(digits: &str) -> Option<char> {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    let code = code.ok()?;
    let windows = code.checked_sub(128).and_then(|index| WINDOWS.chars().nth(index as usize));
    let is_windows = (128..160).contains(&code);
    Some(windows.filter(|_| is_windows).or_else(|| char::from_u32(code).filter(|_| code > 0)).unwrap_or('\u{fffd}'))
}

fn latin_1(name: &str) -> Option<char> {
    LATIN_1.split(' ').zip('\u{a0}'..).find(|(known, _)| *known == name).map(|(_, character)| character)
}

fn named(name: &str) -> Option<char> {
    latin_1(name).or_else(|| {
        OTHERS.split(' ').find_map(|entry| {
            entry.strip_prefix(name).and_then(|rest| {
                let mut characters = rest.chars();
                characters.next().filter(|_| characters.next().is_none())
            })
        })
    })
}
