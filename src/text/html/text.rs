//! The plain text that tags and words become.

use super::entity::decoded;
use super::{BLOCKS, Markup, attribute};

/// From this depth on lists and quotations are not indented any further.
const MAX_DEPTH: usize = 6;

/// The text so far.
#[derive(Default)]
pub(super) struct Text {
    text: String,
    /// Whether white space was read that is not yet in the text.
    space: bool,
    /// Number of open `pre` elements.
    pre: usize,
    /// Number of open quotations.
    quotes: usize,
    /// The open lists: the next number of an `ol`, none for others.
    lists: Vec<Option<i64>>,
    /// Where the words of the list item begin whose mark was written last.
    item: usize,
    /// Where the words of the open link begin, and its URL.
    link: Option<(usize, String)>,
    /// Where the last link ended.
    link_end: usize,
}

impl Text {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), ..Self::default() }
    }

    pub(super) fn into_string(mut self) -> String {
        self.end_of_link();
        self.text
    }

    pub(super) fn push(&mut self, character: char) {
        let after_link = self.link_end > 0 && self.link_end == self.text.len() && character.is_alphanumeric();
        if (std::mem::take(&mut self.space) || after_link) && !self.text.is_empty() && !self.text.ends_with(['\n', ' '])
        {
            self.text.push(' ');
        }
        self.begin_line();
        self.text.push(character);
    }

    /// Marks the line as quoted, if the text is at the beginning of one.
    fn begin_line(&mut self) {
        if self.text.is_empty() || self.text.ends_with('\n') {
            (0..self.quotes.min(MAX_DEPTH)).for_each(|_| self.text.push_str("> "));
        }
    }

    pub(super) fn push_encoded(&mut self, encoded: &str) {
        for character in decoded(encoded).chars() {
            match character {
                _ if self.pre > 0 => {
                    if character != '\n' {
                        self.begin_line();
                    }
                    self.text.push(character);
                }
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.space = true,
                '\u{a0}' => self.push(' '),
                other => self.push(other),
            }
        }
    }

    fn push_all(&mut self, text: &str) {
        text.chars().for_each(|character| self.push(character));
    }

    /// Begins a new line, unless the text is at the beginning of one.
    fn new_line(&mut self) {
        self.space = false;
        let is_at_item = self.item > 0 && self.item == self.text.len();
        if !self.text.is_empty() && !self.text.ends_with('\n') && !is_at_item {
            self.text.push('\n');
        }
    }

    fn new_item(&mut self, attributes: &str) {
        // An item of nothing keeps its line.
        if self.item == self.text.len() && self.item > 0 {
            self.text.push('\n');
        }
        self.new_line();
        self.begin_line();
        (1..self.lists.len().min(MAX_DEPTH)).for_each(|_| self.text.push_str("  "));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number = integer(attributes, "value").unwrap_or(*number);
                self.text.push_str(&number.to_string());
                self.text.push_str(". ");
                *number += 1;
            }
            _ => self.text.push_str("- "),
        }
        self.item = self.text.len();
    }

    fn end_of_link(&mut self) {
        let Some((begin, url)) = self.link.take() else { return };
        let words = self.text.get(begin..).unwrap_or_default().trim();
        let is_shown = words == url
            || url.split_once(':').is_some_and(|(scheme, rest)| {
                matches!(scheme, "mailto" | "tel") && words == rest
                    || matches!(scheme, "http" | "https") && rest.trim_matches('/') == words.trim_end_matches('/')
            });
        if !is_shown {
            let url = if words.is_empty() { url } else { format!("({url})") };
            self.space |= !words.is_empty();
            self.push_all(&url);
        }
        self.link_end = self.text.len();
    }

    pub(super) fn apply(&mut self, markup: &Markup<'_>) {
        let (name, attributes) = match markup {
            Markup::Nothing => return,
            Markup::Open { name, attributes } => (name.as_str(), Some(*attributes)),
            Markup::Close { name } => (name.as_str(), None),
        };
        match (name, attributes) {
            ("br", _) => {
                self.space = false;
                // More than one empty line is one.
                if !self.text.is_empty() && !self.text.ends_with("\n\n") {
                    self.text.push('\n');
                }
            }
            ("a", attributes) => {
                self.end_of_link();
                let url = attributes.and_then(|attributes| attribute(attributes, "href")).filter(|url| {
                    let scheme = url.split(':').next().unwrap_or_default();
                    !url.is_empty() && !url.starts_with('#') && !scheme.eq_ignore_ascii_case("javascript")
                });
                self.link = url.map(|url| (self.text.len(), url));
            }
            ("img" | "video" | "audio" | "iframe" | "embed", Some(attributes)) => {
                // An image without words is its link, or its data, which the note replaces by kind and size.
                let source = || {
                    let source = attribute(attributes, "src")?;
                    ["https://", "http://", "data:"].iter().any(|start| source.starts_with(start)).then_some(source)
                };
                if let Some(words) = attribute(attributes, "alt").filter(|words| !words.is_empty()).or_else(source) {
                    self.push_all(&format!("[{words}]"));
                }
            }
            ("q", _) => self.push('"'),
            ("ol" | "ul" | "menu" | "dir", _) => {
                self.new_line();
                match attributes {
                    Some(attributes) => {
                        self.lists.push((name == "ol").then(|| integer(attributes, "start").unwrap_or(1)));
                    }
                    None => _ = self.lists.pop(),
                }
            }
            ("li", Some(attributes)) => self.new_item(attributes),
            ("td" | "th", _) => self.space = true,
            ("blockquote", attributes) => {
                self.new_line();
                count(&mut self.quotes, attributes.is_some());
            }
            ("pre", attributes) => {
                self.new_line();
                count(&mut self.pre, attributes.is_some());
            }
            _ if BLOCKS.binary_search(&name).is_ok() => self.new_line(),
            _ => {}
        }
    }
}

fn count(open: &mut usize, is_opened: bool) {
    *open = if is_opened { *open + 1 } else { open.saturating_sub(1) };
}

/// The small number that an attribute has.
fn integer(attributes: &str, name: &str) -> Option<i64> {
    attribute(attributes, name)?.parse::<i32>().ok().map(i64::from)
}
