//! JSON pointers (RFC 6901).

use std::borrow::Cow;

/// Appends one reference token to a JSON pointer (RFC 6901).
pub(crate) fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The JSON pointer `base` with one more token.
pub(crate) fn join(base: &str, token: &str) -> String {
    let mut pointer = String::with_capacity(base.len() + token.len() + 1);
    pointer.push_str(base);
    push_token(&mut pointer, token);
    pointer
}

/// The reference tokens of a JSON pointer, without their escapes.
pub(crate) fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(|token| match token.contains('~') {
        true => Cow::Owned(token.replace("~1", "/").replace("~0", "~")),
        false => Cow::Borrowed(token),
    })
}

/// The outermost list that a pointer leads through; the pointer itself if there is none.
pub(crate) fn list_of(pointer: &str) -> &str {
    let mut end = 0;
    for token in pointer.split('/').skip(1) {
        if is_index(token) {
            return pointer.get(..end).unwrap_or_default();
        }
        end += 1 + token.len();
    }
    pointer
}

/// Whether a token is a position in a list, or looks like one.
pub(crate) fn is_index(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit())
}
