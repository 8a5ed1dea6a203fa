//! File names of media files: from a link, and from the header `Content-Disposition`.

use std::borrow::Cow;

use crate::text::invisible::is_invisible;
use crate::text::percent::percent_decoded;
use crate::text::truncate::length;

/// Longest file name, in UTF-16 code units. Lime CRM's files and the usual file systems hold 255.
const MAX_LENGTH: usize = 200;
/// Longest extension that a shortened name keeps, without its dot.
const MAX_EXTENSION: usize = 16;

/// File name in a link: its last part, decoded; empty when it has none. See [`safe_name`].
pub(crate) fn file_name(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let encoded = path.rsplit('/').next().unwrap_or_default();
    safe_name(&String::from_utf8_lossy(&percent_decoded(encoded)))
}

/// File name in a header `Content-Disposition` (RFC 6266); none when it has none.
///
/// `filename*` (RFC 8187) precedes `filename`. A name in UTF-8 bytes, which HTTP clients read as Latin-1, is decoded.
pub(crate) fn disposition_name(header: &str) -> Option<String> {
    let (mut plain, mut extended) = (None, None);
    let mut rest = header;
    while !rest.is_empty() {
        let (name, value, after) = parameter(rest);
        rest = after;
        if name.eq_ignore_ascii_case("filename") && plain.is_none() {
            plain = Some(from_latin1(&value).into_owned());
        } else if name.eq_ignore_ascii_case("filename*") && extended.is_none() {
            extended = extended_value(&value);
        }
    }
    [extended, plain].into_iter().flatten().find_map(|name| {
        // A path is none of the receiver's business.
        let name = safe_name(name.rsplit(['/', '\\']).next().unwrap_or_default());
        (!name.is_empty()).then_some(name)
    })
}

/// The extension of a file name without its dot: letters and digits after the last dot; empty when it has none.
pub(crate) fn extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty()
                && extension.chars().count() <= MAX_EXTENSION
                && extension.chars().all(char::is_alphanumeric) =>
        {
            extension
        }
        _ => "",
    }
}

/// A name that every file system takes: without path separators, control characters and invisible characters, not one of Windows' reserved names, and shortened before its extension. Empty when
/// nothing is left.
fn safe_name(name: &str) -> String {
    let mut safe = String::new();
    for character in name.chars() {
        match character {
            '/' | '\\' => {}
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => safe.push('_'),
            character if character.is_control() || is_invisible(character) => {}
            character => safe.push(character),
        }
    }
    let name = safe.trim().trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    if name.is_empty() {
        return String::new();
    }
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let reserved = ["con", "prn", "aux", "nul"].iter().any(|reserved| stem.eq_ignore_ascii_case(reserved))
        || matches!(stem.as_bytes(), [device @ .., digit]
            if digit.is_ascii_digit() && (device.eq_ignore_ascii_case(b"com") || device.eq_ignore_ascii_case(b"lpt")));
    let name = if reserved { Cow::Owned(format!("_{name}")) } else { Cow::Borrowed(name) };
    if length(&name) <= MAX_LENGTH {
        return name.into_owned();
    }
    let extension = extension(&name);
    let dot = usize::from(!extension.is_empty());
    let stem = name.get(..name.len() - extension.len() - dot).unwrap_or_default();
    let stem = prefix(stem, MAX_LENGTH - length(extension) - dot).trim_end();
    let stem = if stem.is_empty() { "file" } else { stem };
    format!("{stem}{}{extension}", if dot == 1 { "." } else { "" })
}

/// The longest beginning of a name that ends before a whole visible character and has at most `limit` code units.
///
/// Where visible characters begin is known for the letters of the usual scripts. That is exact, and does without the tables of
/// all scripts, which are larger than everything else in this file.
fn prefix(name: &str, limit: usize) -> &str {
    let (mut units, mut end) = (0, 0);
    for (at, character) in name.char_indices() {
        if begins_character(character) {
            end = at;
        }
        units += character.len_utf16();
        if units > limit {
            break;
        }
    }
    name.get(..end).unwrap_or_default()
}

/// Whether a character is never a part of the visible character before it.
fn begins_character(character: char) -> bool {
    matches!(character,
        ' '..='\u{2FF}' | '\u{370}'..='\u{482}' | '\u{48A}'..='\u{58F}' | '\u{5D0}'..='\u{5EA}' | '\u{620}'..='\u{64A}'
        | '\u{E01}'..='\u{E30}' | '\u{1E00}'..='\u{1FFF}' | '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}' | '\u{1F300}'..='\u{1F3FA}'
        | '\u{1F400}'..='\u{1FAFF}')
}

/// The first parameter of a header, its value without quotes, and the rest after its semicolon. The name is empty where
/// there is no parameter, as at the beginning of the header.
fn parameter(text: &str) -> (&str, Cow<'_, str>, &str) {
    let end = text.find(['=', ';']).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let Some(value) = rest.strip_prefix('=') else {
        return ("", Cow::Borrowed(""), rest.strip_prefix(';').unwrap_or_default());
    };
    let value = value.trim_start();
    if let Some(quoted) = value.strip_prefix('"') {
        let mut unquoted = String::new();
        let mut characters = quoted.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    let after = quoted.get(at..).unwrap_or_default();
                    return (name.trim(), Cow::Owned(unquoted), after.split_once(';').map_or("", |(_, rest)| rest));
                }
                '\\' => unquoted.extend(characters.next().map(|(_, escaped)| escaped)),
                _ => unquoted.push(character),
            }
        }
        return (name.trim(), Cow::Owned(unquoted), "");
    }
    let (value, rest) = value.split_once(';').unwrap_or((value, ""));
    (name.trim(), Cow::Borrowed(value.trim()), rest)
}

/// Decodes `UTF-8''caf%C3%A9.pdf`; none for another character set or bytes that are not of it.
fn extended_value(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let bytes = percent_decoded(rest.split_once('\'')?.1);
    if charset.eq_ignore_ascii_case("iso-8859-1") {
        return Some(bytes.iter().map(|byte| char::from(*byte)).collect());
    }
    if charset.eq_ignore_ascii_case("utf-8") { String::from_utf8(bytes).ok() } else { None }
}

/// The text of a header that was read as Latin-1: UTF-8, where its bytes are.
pub(crate) fn from_latin1(text: &str) -> Cow<'_, str> {
    let bytes: Option<Vec<u8>> = text.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_in_a_link_is_its_last_part_decoded_and_safe() {
        for (url, expected) in [
            ("https://a.se/b/photo%20one.png?sig=1#x", "photo one.png"),
            ("https://a.se/..%2f..%5cetc", "....etc"),
            ("https://a.se", ""),
            ("https://a.se/", ""),
            ("https://a.se/%2e%2e", ""),
            ("https://a.se/%zz%4", "%zz%4"),
            ("https://a.se/invoice%E2%80%AEgpj.exe", "invoicegpj.exe"),
            ("https://a.se/a%0D%0Ab%00.txt", "ab.txt"),
            ("https://a.se/a%3Ab%22%3Cc%3E.txt", "a_b__c_.txt"),
            ("https://a.se/CON", "_CON"),
            ("https://a.se/lpt1.tar.gz", "_lpt1.tar.gz"),
            ("https://a.se/com.pdf", "com.pdf"),
            ("https://a.se/name.pdf.%20.", "name.pdf"),
            ("https://a.se/%FFa.pdf", "\u{FFFD}a.pdf"),
        ] {
            assert_eq!(file_name(url), expected, "{url}");
        }
    }

    #[test]
    fn a_long_name_is_shortened_before_its_extension() {
        for (stem, extension) in
            [("x".repeat(500), ".pdf"), ("😀".repeat(150), ".jpeg"), ("e\u{301}".repeat(150), ".tar")]
        {
            let name = file_name(&format!("https://a.se/{stem}{extension}"));
            assert!(name.ends_with(extension) && length(&name) <= MAX_LENGTH, "{name}");
            let kept = name.strip_suffix(extension).unwrap();
            assert!(stem.starts_with(kept) && length(kept) > MAX_LENGTH - extension.len() - 3, "{name}");
            assert!(!stem.strip_prefix(kept).unwrap().starts_with('\u{301}'), "{name} ends within a character");
        }
        // Not an extension.
        let long = file_name(&format!("https://a.se/{}.{}", "x".repeat(300), "y".repeat(17)));
        assert_eq!(long, "x".repeat(MAX_LENGTH));
        // One visible character that is longer than the limit.
        assert_eq!(file_name(&format!("https://a.se/a{}.pdf", "\u{301}".repeat(300))), "file.pdf");
    }

    #[test]
    fn the_name_in_a_content_disposition_is_read_as_rfc_6266_says() {
        for (header, expected) in [
            ("attachment; filename=\"offer.pdf\"", Some("offer.pdf")),
            ("attachment;filename=offer.pdf", Some("offer.pdf")),
            ("inline; FileName = offer.pdf ; size=3", Some("offer.pdf")),
            ("attachment; filename=\"a;b=\\\"c\\\".pdf\"; x=y", Some("a;b=_c_.pdf")),
            ("attachment; filename=\"offer.pdf\"; filename*=UTF-8''%C3%A5tg%C3%A4rd.pdf", Some("åtgärd.pdf")),
            ("attachment; filename*=utf-8'sv'%C3%A5.pdf; filename=\"a.pdf\"", Some("å.pdf")),
            ("attachment; filename*=ISO-8859-1''%E5.pdf", Some("å.pdf")),
            (";filename*=\"UTF-8''offer%20%C3%A4.pdf\"", Some("offer ä.pdf")),
            // Neither the character set nor the bytes can be read: the plain name.
            ("attachment; filename=a.pdf; filename*=EUC-JP''%B0%A1.pdf", Some("a.pdf")),
            ("attachment; filename=a.pdf; filename*=UTF-8''%FF.pdf", Some("a.pdf")),
            ("attachment; filename=a.pdf; filename*=UTF-8", Some("a.pdf")),
            // UTF-8 and Latin-1, both read as Latin-1.
            ("attachment; filename=\"\u{C3}\u{A5}.pdf\"", Some("å.pdf")),
            ("attachment; filename=\"\u{E5}.pdf\"", Some("å.pdf")),
            ("attachment; filename=\"日本.pdf\"", Some("日本.pdf")),
            ("attachment; filename=\"../../etc/passwd\"", Some("passwd")),
            ("attachment; filename*=UTF-8''..%5C..%5Cboot.ini", Some("boot.ini")),
            ("attachment; filename=\"unfinished.pdf", Some("unfinished.pdf")),
            ("attachment; filename=\"\"", None),
            ("attachment; filename=\"..\"", None),
            ("attachment", None),
            ("attachment; xfilename=a.pdf", None),
            ("", None),
            (";;;=;=", None),
        ] {
            assert_eq!(disposition_name(header).as_deref(), expected, "{header}");
        }
    }
}
