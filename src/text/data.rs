//! Data in texts: `data:` URLs and base64. They are shown as their kind and size, never as their characters.

use crate::text::large::append;
use crate::text::url::url_length;

/// From this many characters on, base64 that is not in a URL is data; words and keys are shorter.
const MIN_BARE: usize = 256;
/// From this many characters on, a line of base64 can go on in the next line.
const MIN_LINE: usize = 60;
/// Maximum length of what is before the comma of a `data:` URL.
const MAX_HEAD: usize = 200;

/// Returns the text with kind and size in the place of data: `[image/png, 8 bytes]`. None when there is no data.
pub(crate) fn without_data(text: &str) -> Option<String> {
    if !may_have_data(text) {
        return None;
    }
    let mut cleaned: Option<String> = None;
    let (mut copied, mut run_end, mut data_end) = (0, 0, 0);
    let mut before = None;
    for (at, character) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        if at >= data_end && matches!(character, 'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '/') {
            let mut data = data_url(rest, before);
            if data.is_none() && at >= run_end {
                let (label, length) = match url_length(rest) {
                    0 => bare(rest),
                    url => (None, url),
                };
                run_end = at + length;
                data = label.map(|label| (label, length));
            }
            if let Some((label, length)) = data {
                let cleaned = cleaned.get_or_insert_default();
                append(cleaned, text.get(copied..at).unwrap_or_default());
                append(cleaned, &label);
                data_end = at + length;
                run_end = data_end;
                copied = data_end;
            }
        }
        before = Some(character);
    }
    cleaned.map(|mut cleaned| {
        append(&mut cleaned, text.get(copied..).unwrap_or_default());
        cleaned
    })
}

/// Whether a text can have data: it has `data:`, or a line of base64. Most texts have neither, which is decided without looking at
/// each character.
fn may_have_data(text: &str) -> bool {
    let has_scheme = || text.match_indices(':').any(|(at, _)| text.as_bytes().get(..at).is_some_and(ends_with_data));
    let text = text.as_bytes();
    // A line of base64 is so long that it covers one of these positions.
    let has_line = || {
        text.chunks(MIN_LINE).enumerate().any(|(index, chunk)| {
            let (before, after) = text.split_at_checked(index * MIN_LINE).unwrap_or_default();
            chunk.first().is_some_and(is_of_run) && {
                let forward = after.iter().take(MIN_LINE).take_while(|byte| is_of_run(byte)).count();
                let backward = before.iter().rev().take(MIN_LINE).take_while(|byte| is_of_run(byte)).count();
                forward + backward >= MIN_LINE
            }
        })
    };
    has_line() || has_scheme()
}

fn ends_with_data(text: &[u8]) -> bool {
    text.last_chunk::<4>().is_some_and(|last| last.eq_ignore_ascii_case(b"data"))
}

/// Whether a byte is one of base64, in a text or in a URL.
fn is_of_run(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=_-%".contains(byte)
}

/// Kind and size of the `data:` URL at the beginning of a text, and its length.
fn data_url(text: &str, before: Option<char>) -> Option<(String, usize)> {
    let (scheme, rest) = text.split_at_checked(5)?;
    if !scheme.eq_ignore_ascii_case("data:") || before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let is_head = |byte: &u8| byte.is_ascii_alphanumeric() || b"/;=.+-_!#$&^'\"*:% ".contains(byte);
    let (head, data) = rest.split_at_checked(rest.bytes().take(MAX_HEAD).take_while(is_head).count())?;
    let data = data.strip_prefix(',')?;
    let (kind, parameters) = head.split_once(';').unwrap_or((head, ""));
    if head.starts_with(' ') || !kind.is_empty() && !kind.contains('/') {
        return None;
    }
    let kind = if kind.is_empty() { "text/plain".to_owned() } else { kind.trim().to_ascii_lowercase() };
    let is_base64 = parameters.rsplit(';').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("base64"));
    let (length, characters) = if is_base64 {
        base64(data)
    } else {
        let close = before.and_then(|before| match before {
            '(' => Some(')'),
            '<' => Some('>'),
            quote @ ('"' | '\'') => Some(quote),
            _ => None,
        });
        let end = data.find(|character: char| character.is_whitespace() || Some(character) == close);
        let data = data.get(..end.unwrap_or(data.len()))?;
        (data.len(), data.len() - 2 * data.matches('%').count().min(data.len() / 3))
    };
    let bytes = if is_base64 { characters * 3 / 4 } else { characters };
    Some((format!("[{kind}, {bytes} bytes]"), 5 + head.len() + 1 + length))
}

/// Size of the base64 at the beginning of a text, if it is long, and its length.
fn bare(text: &str) -> (Option<String>, usize) {
    let (length, characters) = base64(text);
    let run = text.get(..length).unwrap_or_default().as_bytes();
    let has = |is_kind: fn(&u8) -> bool| run.iter().any(is_kind);
    let is_data =
        characters >= MIN_BARE && has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    (is_data.then(|| format!("[base64, {} bytes]", characters * 3 / 4)), length)
}

/// Length of the characters of base64 at the beginning of a text.
fn run(text: &str) -> usize {
    text.bytes().take_while(is_of_run).count()
}

/// Length of the base64 at the beginning of a text, with its line breaks, and the number of characters that stand for bits.
fn base64(text: &str) -> (usize, usize) {
    let (mut length, mut characters) = (0, 0);
    loop {
        let rest = text.get(length..).unwrap_or_default();
        let line = rest.get(..run(rest)).unwrap_or_default();
        length += line.len();
        let (padding, escapes) = (line.matches("%3D").count() + line.matches("%3d").count(), line.matches('%').count());
        characters += line.len().saturating_sub(line.matches('=').count() + padding + 2 * escapes);
        let after = text.get(length..).unwrap_or_default();
        let break_length = if after.starts_with("\r\n") { 2 } else { usize::from(after.starts_with('\n')) };
        let next = after.get(break_length..).unwrap_or_default();
        let goes_on = break_length > 0 && line.len() >= MIN_LINE && {
            // The last line of base64 can be short, a sentence has spaces.
            let next_line = run(next);
            next_line > 0 && next.get(next_line..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['\r', '\n']))
        };
        if !goes_on {
            return (length, characters);
        }
        length += break_length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_shown_as_kind_and_size() {
        let long = "aB3/".repeat(100);
        let lines = format!("{}\r\n{}\nAb==", "aB3/".repeat(19), "aB3/".repeat(60));
        for (text, cleaned) in [
            ("data:image/png;base64,iVBORw0KGgo=", "[image/png, 8 bytes]"),
            ("see DATA:Image/PNG;charset=x;BASE64,iVBORw0KGgo= now", "see [image/png, 8 bytes] now"),
            ("![a](data:image/png;base64,iVBORw0KGgo=) b", "![a]([image/png, 8 bytes]) b"),
            ("src=data:image/png;base64,iVBORw0KGgo%3D&", "src=[image/png, 8 bytes]&"),
            ("data:,Hello%20there you", "[text/plain, 11 bytes] you"),
            ("<data:text/html,<b>x>", "[text/html, 2 bytes]>x>"),
            ("\"data:text/html,<b>\" x", "\"[text/html, 3 bytes]\" x"),
            (&*format!("a {long} b"), "a [base64, 300 bytes] b"),
            (&*format!("{lines}\nNo data here."), "[base64, 238 bytes]\nNo data here."),
        ] {
            let expected = if text.starts_with('<') { format!("<{cleaned}") } else { cleaned.to_owned() };
            assert_eq!(without_data(text).as_deref(), Some(&*expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_data_is_kept() {
        let words = "ab ".repeat(200);
        let shout = "A".repeat(400);
        let url = format!("https://x.example/{}", "aB3/".repeat(100));
        for text in
            ["data: 7, 8", "metadata:image/png,x", "data:image/png without a comma", "data:x,y", &words, &shout, &url]
        {
            assert_eq!(without_data(text), None, "{text}");
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let line = format!("{}\n", "aB3/".repeat(15));
        let plain = line.to_ascii_lowercase();
        for evil in ["data:", "data:a/b,", "data:;base64,", "aB3/", "aB3/ ", &line, &plain, "www.", "ö"] {
            let text = evil.repeat(20_000);
            assert!(without_data(&text).unwrap_or_default().len() <= 2 * text.len());
        }
    }
}
