//! Steps -> text.

use super::PathStep;

/// The text of a path: keys that JMESPath does not accept without quotes are quoted.
pub(super) fn text_of(steps: &[PathStep]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            PathStep::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                push_key(&mut text, key);
            }
            PathStep::Index(index) => {
                text.push('[');
                text.push_str(&index.to_string());
                text.push(']');
            }
            PathStep::Every => text.push_str("[*]"),
        }
    }
    text
}

fn push_key(text: &mut String, key: &str) {
    let is_identifier = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_identifier {
        text.push_str(key);
        return;
    }
    text.push('"');
    for character in key.chars() {
        if matches!(character, '"' | '\\') {
            text.push('\\');
        }
        text.push(character);
    }
    text.push('"');
}
