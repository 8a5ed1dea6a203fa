//! Markdown -> plain text, for messages that Userlike sends without their plain text.
//!
//! Chat messages use little of Markdown: emphasis, code, links, headings and lists. These are converted line by line;
//! anything else is left as it was typed. Closing markers are searched nearby only, so the time is proportional to the
//! length of the text.

use std::borrow::Cow;

/// Maximum distance of a closing marker, in bytes.
const REACH: usize = 2_000;
/// Maximum number of candidates for a closing marker.
const CANDIDATES: usize = 16;
/// Maximum nesting of emphasis.
const DEPTH: usize = 8;

/// The plain text of `markdown`.
pub(crate) fn plain(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains(['*', '_', '`', '[', '~', '#', '>', '\\']) {
        return Cow::Borrowed(markdown);
    }
    let mut text = String::with_capacity(markdown.len());
    let mut in_code = false;
    for line in markdown.split('\n') {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        if in_code {
            text.push_str(line);
        } else {
            inline(without_block_marker(line), DEPTH, &mut text);
        }
    }
    Cow::Owned(text)
}

/// A line without the marker of a heading or a quotation.
fn without_block_marker(line: &str) -> &str {
    let content = line.trim_start();
    let heading = content.trim_start_matches('#');
    let level = content.len() - heading.len();
    if (1..=6).contains(&level) && heading.starts_with(' ') {
        return heading.trim();
    }
    content.strip_prefix("> ").map_or(line, without_block_marker)
}

fn inline(line: &str, depth: usize, text: &mut String) {
    let mut rest = line;
    let mut before = None;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        let found = match first {
            '\\' => after.chars().next().filter(char::is_ascii_punctuation).map(|escaped| {
                text.push(escaped);
                after.get(1..).unwrap_or_default()
            }),
            '`' => code(rest, text),
            '!' if after.starts_with('[') => link(after, depth, text),
            '[' => link(rest, depth, text),
            '*' | '_' | '~' => emphasis(rest, first, before, depth, text),
            _ => None,
        };
        rest = found.unwrap_or_else(|| {
            text.push(first);
            after
        });
        before = Some(first);
    }
}

fn near(text: &str) -> &str {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Number of times that `mark` is repeated at the beginning, at most `most`.
fn run(text: &str, mark: char, most: usize) -> usize {
    text.chars().take(most).take_while(|character| *character == mark).count()
}

/// `` `code` ``, with the same number of backticks on both sides.
fn code<'t>(rest: &'t str, text: &mut String) -> Option<&'t str> {
    let ticks = run(rest, '`', 8);
    let (fence, inside) = rest.split_at_checked(ticks)?;
    let end = near(inside).find(fence)?;
    text.push_str(inside.get(..end)?.trim());
    inside.get(end + ticks..)
}

/// `[words](address)` -> `words (address)`
fn link<'t>(rest: &'t str, depth: usize, text: &mut String) -> Option<&'t str> {
    let inside = rest.strip_prefix('[')?;
    let (words, after) = inside.split_at_checked(near(inside).find("](")?)?;
    let after = after.get(2..)?;
    let (address, after) = after.split_at_checked(near(after).find(')')?)?;
    let address = address.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
    if depth == 0 || words == address || words.is_empty() {
        text.push_str(address);
    } else {
        inline(words, depth - 1, text);
        if !address.is_empty() {
            text.push_str(&format!(" ({address})"));
        }
    }
    after.get(1..)
}

/// `*words*`, `**words**`, `__words__`, `~~words~~`
fn emphasis<'t>(rest: &'t str, mark: char, before: Option<char>, depth: usize, text: &mut String) -> Option<&'t str> {
    let count = run(rest, mark, 3);
    if depth == 0 || mark == '~' && count != 2 || mark == '_' && before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let (fence, inside) = rest.split_at_checked(count)?;
    if inside.starts_with(|c: char| c.is_whitespace() || c == mark) {
        return None;
    }
    let end = near(inside).match_indices(fence).map(|(at, _)| at).take(CANDIDATES).find(|at| {
        let (words, after) = inside.split_at_checked(*at).unwrap_or_default();
        let next = after.chars().nth(count);
        words.ends_with(|c: char| !c.is_whitespace() && c != '\\')
            && next != Some(mark)
            && !(mark == '_' && next.is_some_and(char::is_alphanumeric))
    })?;
    inline(inside.get(..end)?, depth - 1, text);
    inside.get(end + count..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_removed_and_text_is_kept() {
        for (markdown, text) in [
            ("Hello, how can I help you?", "Hello, how can I help you?"),
            ("changed from **New** to *Open*.", "changed from New to Open."),
            ("**bold *and italic* text** __too__ ~~gone~~", "bold and italic text too gone"),
            ("see [our page](https://a.se/x?y=1) now", "see our page (https://a.se/x?y=1) now"),
            ("![photo](https://a.se/p.png) [https://a.se](https://a.se)", "photo (https://a.se/p.png) https://a.se"),
            ("# Title\n> quoted\n- item\n1. one", "Title\nquoted\n- item\n1. one"),
            ("`a*b*c` and ``x`y``", "a*b*c and x`y"),
            ("```\nlet *x* = 1;\n```\nafter", "let *x* = 1;\nafter"),
            (r"\*not\* 2*3*4 snake_case_name", "*not* 234 snake_case_name"),
            ("5 * 3 ** 2 [x] (y) ~a~ #tag", "5 * 3 ** 2 [x] (y) ~a~ #tag"),
            ("**never closed", "**never closed"),
            ("ä**ö**ü 😀*x*", "äöü 😀x"),
        ] {
            assert_eq!(plain(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for evil in ["*a ", "[", "`", "_a", "**", "[](", "[a](", "~~x ", "\\"] {
            let text = evil.repeat(100_000);
            assert!(plain(&text).len() <= text.len());
        }
    }
}
