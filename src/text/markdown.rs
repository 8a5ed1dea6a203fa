//! Markdown -> plain text, for messages that Userlike sends without their plain text.
//!
//! Chat messages use little of Markdown: emphasis, code, links, headings and lists. These are converted line by line;
//! anything else, and each URL, is left as it was typed. Closing markers are searched nearby only, so the time is
//! proportional to the length of the text.

use std::borrow::Cow;

use crate::text::truncate::split_within;
use crate::text::url::url_length;

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
        if is_fence(line) {
            in_code = !in_code;
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        if in_code {
            text.push_str(line);
        } else {
            inline(block_content(line, &mut text), DEPTH, &mut text);
        }
    }
    Cow::Owned(text)
}

/// Whether a line begins or ends a block of code: three backticks, and perhaps the name of a language.
fn is_fence(line: &str) -> bool {
    let language = line.trim().strip_prefix("```").map(|rest| rest.trim_start_matches('`'));
    language.is_some_and(|language| language.len() <= 20 && language.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A line without the marker of a heading. Those of quotations, `> `, are written: the words are somebody else's.
fn block_content<'l>(mut line: &'l str, text: &mut String) -> &'l str {
    loop {
        let content = line.trim_start();
        let heading = content.trim_start_matches('#');
        let level = content.len() - heading.len();
        if (1..=6).contains(&level) && heading.starts_with(' ') {
            return heading.trim();
        }
        let Some(quoted) = content.strip_prefix("> ") else { return line };
        text.push_str("> ");
        line = quoted;
    }
}

fn inline(line: &str, depth: usize, text: &mut String) {
    let mut rest = line;
    let mut before = None;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        let url = url_at(rest, before, true);
        if url > 0 {
            let (url, after) = rest.split_at_checked(url).unwrap_or_default();
            text.push_str(url);
            before = url.chars().last();
            rest = after;
            continue;
        }
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

/// Length of the URL, address, path or name of a file at the beginning of a text that comes after the character `before`. Paths and names
/// without a sign at their beginning only `with_paths`.
fn url_at(text: &str, before: Option<char>, with_paths: bool) -> usize {
    if before.is_some_and(char::is_alphanumeric) {
        return 0;
    }
    let url = url_length(text);
    let begins_word = before.is_none_or(|before| before.is_whitespace() || "([{<\"".contains(before));
    if url > 0 || !begins_word || !text.starts_with(|first: char| first.is_alphanumeric() || "_/.~\\".contains(first)) {
        return url;
    }
    let is_end = |character: char| character.is_whitespace() || "()[]{}<>\"`|".contains(character);
    let word = near(text);
    let word = word.get(..word.find(is_end).unwrap_or(word.len())).unwrap_or_default();
    let bare = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let is_emphasis = bare.starts_with('_') && bare.ends_with('_');
    if bare.contains(['*', '_', '~', '\\']) && !is_emphasis && is_address(bare, with_paths) { word.len() } else { 0 }
}

/// Whether a word is an e-mail address, a host with a path, or the path or name of a file.
fn is_address(word: &str, with_paths: bool) -> bool {
    if let Some((_, host)) = word.rsplit_once('@') {
        return is_host(host.trim_end_matches(['*', '_', '~']));
    }
    let host = word.get(..word.find(['/', '?', '#', ':']).unwrap_or(word.len())).unwrap_or_default();
    if host.len() < word.len() && is_host(host)
        || ["/", "./", "../", "~/", "\\\\"].iter().any(|start| word.starts_with(start))
        || word.get(1..3) == Some(":\\")
    {
        return true;
    }
    let extension = word.rsplit_once('.').map_or("", |(_, extension)| extension);
    with_paths
        && consists_of(word, "._-~+/")
        && (word.contains('/') || (1..=5).contains(&extension.len()) && consists_of(extension, ""))
}

/// Whether a text is the name of a host with a domain.
fn is_host(text: &str) -> bool {
    let (labels, domain) = text.rsplit_once('.').unwrap_or_default();
    domain.len() > 1
        && domain.chars().all(char::is_alphabetic)
        && !labels.is_empty()
        && !labels.starts_with('.')
        && consists_of(labels, ".-")
}

/// Whether a text has letters, digits and `signs` only.
fn consists_of(text: &str, signs: &str) -> bool {
    text.chars().all(|sign| sign.is_alphanumeric() || signs.contains(sign))
}

fn near(text: &str) -> &str {
    split_within(text, REACH).0
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
    let (address, after) = after.split_at_checked(closing_parenthesis(near(after))?)?;
    let title_begins = if address.starts_with('[') { None } else { address.trim_start().find(char::is_whitespace) };
    let address = address.trim_start();
    let address = address.get(..title_begins.unwrap_or(address.len()))?.trim_matches(['<', '>']);
    if depth == 0 || words == address || words.is_empty() {
        text.push_str(address);
    } else {
        inline(words, depth - 1, text);
        // Kind and size of data have brackets of their own.
        text.push_str(&match address {
            "" => String::new(),
            address if address.starts_with('[') => format!(" {address}"),
            address => format!(" ({address})"),
        });
    }
    after.get(1..)
}

/// Where the parenthesis is that closes the one before the text.
fn closing_parenthesis(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'(' => open += 1,
            b')' if open == 0 => return true,
            b')' => open -= 1,
            _ => {}
        }
        false
    })
}

/// `*words*`, `**words**`, `__words__`, `~~words~~`
fn emphasis<'t>(rest: &'t str, mark: char, before: Option<char>, depth: usize, text: &mut String) -> Option<&'t str> {
    let count = run(rest, mark, 3);
    if depth == 0 || mark == '~' && count != 2 || mark == '_' && before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let (fence, inside) = rest.split_at_checked(count)?;
    // Between digits it multiplies.
    let multiplies = |c: char| c.is_ascii_digit() && before.is_some_and(|before| before.is_ascii_digit());
    if inside.starts_with(|c: char| c.is_whitespace() || c == mark || multiplies(c)) {
        return None;
    }
    let end = closing_fence(near(inside), fence, mark)?;
    inline(inside.get(..end)?, depth - 1, text);
    inside.get(end + count..)
}

/// Where the marker is that closes an emphasis. Within a URL there is none, but perhaps at its end.
fn closing_fence(inside: &str, fence: &str, mark: char) -> Option<usize> {
    let mut candidates = 0;
    let (mut at, mut before) = (0, None);
    while let Some(first) = inside.get(at..)?.chars().next() {
        let rest = inside.get(at..)?;
        let url =
            rest.get(..url_at(rest, before, false))?.trim_end_matches(['*', '_', '~', '.', ',', ';', ':', '!', '?']);
        if !url.is_empty() {
            before = url.chars().last();
            at += url.len();
            continue;
        }
        if let Some(after) = rest.strip_prefix(fence) {
            let next = after.chars().next();
            if before.is_some_and(|before| !before.is_whitespace() && before != '\\')
                && next != Some(mark)
                && !(mark == '_' && next.is_some_and(char::is_alphanumeric))
            {
                return Some(at);
            }
            candidates += 1;
            if candidates == CANDIDATES {
                return None;
            }
        }
        before = Some(first);
        at += first.len_utf8();
    }
    None
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
            ("# Title\n> *quoted*\n>  > # twice\n- item\n1. one", "Title\n> quoted\n> > twice\n- item\n1. one"),
            ("`a*b*c` and ``x`y``", "a*b*c and x`y"),
            ("```\nlet *x* = 1;\n```\nafter", "let *x* = 1;\nafter"),
            (r"\*not\* 2*3*4 snake_case_name", "*not* 2*3*4 snake_case_name"),
            ("5 * 3 ** 2 [x] (y) ~a~ #tag", "5 * 3 ** 2 [x] (y) ~a~ #tag"),
            ("**never closed", "**never closed"),
            ("ä**ö**ü 😀*x*", "äöü 😀x"),
            ("```rm *x*``` and\n```js\ncode\n```", "rm *x* and\ncode"),
            ("![shot]([image/png, 8 bytes]) *x*", "shot [image/png, 8 bytes] x"),
        ] {
            assert_eq!(plain(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn urls_are_left_as_they_are() {
        for (markdown, text) in [
            ("https://x.example/a*b*c?d=_e_", "https://x.example/a*b*c?d=_e_"),
            ("**see** https://x.example/~a~/__b__ *now*", "see https://x.example/~a~/__b__ now"),
            ("*https://x.example/a*b*c* and *d*", "https://x.example/a*b*c and d"),
            ("**https://x.example/a_b_**", "https://x.example/a_b_"),
            ("(https://x.example/_a_) _b_", "(https://x.example/_a_) b"),
            ("<https://x.example/a*b*c> `x`", "<https://x.example/a*b*c> x"),
            ("[our *page*](https://x.example/a_(b)_c*d*)!", "our page (https://x.example/a_(b)_c*d*)!"),
            ("[https://x.example/_a_](https://x.example/_a_ \"title\")", "https://x.example/_a_"),
            (
                "www.x.example/a*b*c mailto:a_b_@x.se https://x/`a`",
                "www.x.example/a*b*c mailto:a_b_@x.se https://x/`a`",
            ),
            ("https://x/\\_a\\_ \\*b\\*", "https://x/\\_a\\_ *b*"),
        ] {
            assert_eq!(plain(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn addresses_and_names_without_a_scheme_are_left_as_they_are() {
        for text in [
            "x.example/_a_b_",
            "x.example/*a*, *b",
            "(x.example:8080/_a_)",
            "x.example?a=_b_",
            "kim_b_c@x.example",
            "_kim_@x.example",
            "<_kim_b_@x.example>",
            "www.x.example/*a*",
            "/home/_kim_/*a*",
            "~/x/_a_/b",
            "./_a_/_b_.txt",
            "C:\\_a_\\*b*",
            "\\\\host\\_a_\\b",
            "src/_private_/mod_.rs",
            "__init__.py and _config_.yml",
            "snake_case_words",
            "10*20*30 cm",
        ] {
            assert_eq!(plain(text), text);
        }
        for (markdown, text) in [
            ("_see x.example/a_b_", "see x.example/a_b"),
            ("**x.example/_a_b** *c*", "x.example/_a_b c"),
            ("*kim_b@x.example* or _kim@x.example_", "kim_b@x.example or kim@x.example"),
            ("_yes_/_no_ a/*b* __x__, _y_.", "yes/no a/b x, y."),
            ("*a* _b_... 'c' \"_d_\"", "a b... 'c' \"d\""),
        ] {
            assert_eq!(plain(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for evil in [
            "*a ",
            "[",
            "`",
            "_a",
            "**",
            "[](",
            "[a](",
            "~~x ",
            "\\",
            "*a~~_",
            "*https://",
            "[a]((",
            "_a@",
            "/a_",
            "'.",
            "\"_",
            "_ ~/",
        ] {
            let text = evil.repeat(20_000);
            assert!(plain(&text).len() <= text.len());
        }
    }
}
