//! From bytes to one readable line: encodings, markup, control characters, length.

use std::borrow::Cow;

use super::contains;
use crate::text::invisible::is_invisible;

const INLINE: &[&str] = &["b", "i", "u", "em", "a", "span", "strong", "code"];

/// Decodes a body. Bytes that are not UTF-8 are read as UTF-16 with a byte order mark, or as Latin-1; those that are no
/// text at all are described.
pub(super) fn body_text(body: &[u8]) -> Cow<'_, str> {
    let pairs = |from_bytes: fn([u8; 2]) -> u16| {
        let units = body.chunks_exact(2).skip(1).filter_map(|pair| pair.try_into().ok().map(from_bytes));
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    match body {
        [0xFF, 0xFE, ..] => return Cow::Owned(pairs(u16::from_le_bytes)),
        [0xFE, 0xFF, ..] => return Cow::Owned(pairs(u16::from_be_bytes)),
        _ => {}
    }
    let is_binary = |byte: &&u8| **byte < b' ' && !byte.is_ascii_whitespace();
    if body.iter().filter(is_binary).count() > 2 + body.len() / 20 {
        return Cow::Owned(format!("{} bytes that are not text", thousands(body.len())));
    }
    match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text.trim_start_matches('\u{FEFF}')),
        Err(_) => Cow::Owned(body.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// Returns the text in one line, without control characters and invisible ones; those that join the parts of
/// a visible character stay.
pub(super) fn readable(text: &str) -> String {
    let is_visible = |character: &char| {
        let is_joiner = matches!(character, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}');
        character.is_whitespace() || is_joiner || !(character.is_control() || is_invisible(*character))
    };
    let mut line = String::with_capacity(text.len().min(4096));
    for character in text.chars().filter(is_visible) {
        if !character.is_whitespace() {
            line.push(character);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Cuts a text, and says so.
pub(super) fn cut(mut text: String, limit: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(limit) {
        let length = text.chars().count();
        text.truncate(end);
        text.push_str(&format!("… (first {} of {} characters)", thousands(limit), thousands(length)));
    }
    text
}

/// A number with separators: `12,345`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// True for a whole document or fragment of HTML or XML. A `<` in a sentence is none.
pub(super) fn is_markup(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('<') && text.ends_with('>') && ["</", "/>", "<!"].iter().any(|mark| contains(text, mark))
}

/// Returns the text of HTML or XML: the title, then the visible text.
pub(super) fn markup_text(markup: &str) -> String {
    let (mut title, mut text) = (String::new(), String::new());
    let mut rest = markup;
    let mut in_title = false;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        push_decoded(if in_title { &mut title } else { &mut text }, before);
        let closing = if tag.starts_with("<!--") { "-->" } else { ">" };
        rest = after(tag, closing);
        let name: String = tag.chars().skip(1).take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        match name.to_ascii_lowercase().as_str() {
            "title" => in_title = true,
            "/title" => in_title = false,
            "style" => rest = after_element(rest, "</style"),
            "script" => rest = after_element(rest, "</script"),
            // Text around these is one word or sentence.
            name if INLINE.contains(&name.trim_start_matches('/')) => {}
            _ => text.push(' '),
        }
    }
    push_decoded(&mut text, rest);
    let (title, text) = (readable(&title), readable(&text));
    match (title.as_str(), text.as_str()) {
        ("", "") => "a page without text".to_owned(),
        (_, "") => title,
        _ if contains(&text, &title) => text,
        _ => format!("{title}: {text}"),
    }
}

fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

/// Skips an element's content and its closing tag.
fn after_element<'t>(text: &'t str, closing: &str) -> &'t str {
    let start = text.as_bytes().windows(closing.len()).position(|part| part.eq_ignore_ascii_case(closing.as_bytes()));
    start.and_then(|start| text.get(start..)).map_or("", |rest| after(rest, ">"))
}

/// Appends text with its entities decoded.
fn push_decoded(decoded: &mut String, mut text: &str) {
    while let Some(start) = text.find('&') {
        let (before, entity) = text.split_at(start);
        decoded.push_str(before);
        let end = entity.bytes().take(12).position(|byte| byte == b';');
        let name = end.and_then(|end| entity.get(1..end)).unwrap_or_default();
        let character = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some(' '),
            _ => name.strip_prefix('#').and_then(|code| {
                let code = match code.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => code.parse(),
                };
                code.ok().and_then(char::from_u32)
            }),
        };
        match character {
            Some(character) => {
                decoded.push(character);
                text = entity.get(name.len() + 2..).unwrap_or_default();
            }
            None => {
                decoded.push('&');
                text = entity.get(1..).unwrap_or_default();
            }
        }
    }
    decoded.push_str(text);
}
