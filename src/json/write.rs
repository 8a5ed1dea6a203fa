//! Writing JSON: a serializer for serde that writes the bytes of serde_json, in a third of its code.

use std::fmt::{self, Display};

use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use crate::json::text::JsonText;

/// Returns a value as JSON in UTF-8, as `serde_json::to_vec`.
///
/// # Errors
/// When the value is one that no type of this crate has, such as bytes.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, NotWritten> {
    let mut json = JsonText::with_capacity(128);
    value.serialize(&mut json)?;
    Ok(json.into_bytes())
}

/// Returns a value as JSON text, as `serde_json::to_string`.
///
/// # Errors
/// As [`to_vec`].
pub(crate) fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, NotWritten> {
    String::from_utf8(to_vec(value)?).map_err(|_| NotWritten)
}

/// A value that cannot be written as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotWritten;

impl Display for NotWritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value cannot be written as JSON")
    }
}

impl std::error::Error for NotWritten {}

impl ser::Error for NotWritten {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// A list or an object that is being written.
pub(crate) struct Open<'j> {
    json: &'j mut JsonText,
    is_first: bool,
    end: &'static str,
}

impl<'j> Open<'j> {
    #[inline(never)]
    fn new(json: &'j mut JsonText, begin: &str, end: &'static str) -> Self {
        json.raw(begin);
        Self { json, is_first: true, end }
    }

    /// Writes a name and a bracket, as of a variant.
    #[inline(never)]
    fn of_variant(json: &'j mut JsonText, variant: &str, begin: &str, end: &'static str) -> Self {
        json.raw("{");
        json.text(variant);
        json.raw(":");
        Self::new(json, begin, end)
    }

    #[inline(never)]
    fn separate(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.json.raw(",");
        }
    }

    #[inline(never)]
    fn name(&mut self, name: &str) {
        self.separate();
        self.json.text(name);
        self.json.raw(":");
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotWritten> {
        self.separate();
        value.serialize(&mut *self.json)
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), NotWritten> {
        self.name(name);
        value.serialize(&mut *self.json)
    }

    #[inline(never)]
    fn close(self) {
        self.json.raw(self.end);
    }
}

/// Implements what serde has for the parts of lists.
macro_rules! items {
    ($($trait:ident $method:ident),*) => {
        $(impl $trait for Open<'_> {
            type Ok = ();
            type Error = NotWritten;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotWritten> {
                self.item(value)
            }

            fn end(self) -> Result<(), NotWritten> {
                self.close();
                Ok(())
            }
        })*
    };
}

items!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

/// Implements what serde has for the members of objects whose names are known.
macro_rules! members {
    ($($trait:ident),*) => {
        $(impl $trait for Open<'_> {
            type Ok = ();
            type Error = NotWritten;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), NotWritten> {
                self.member(name, value)
            }

            fn end(self) -> Result<(), NotWritten> {
                self.close();
                Ok(())
            }
        })*
    };
}

members!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = NotWritten;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotWritten> {
        self.separate();
        self.json.name(|json| key.serialize(json))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotWritten> {
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), NotWritten> {
        self.close();
        Ok(())
    }
}

/// Implements the methods for integers.
macro_rules! integers {
    ($($method:ident $type:ty),*) => {
        $(fn $method(self, number: $type) -> Result<(), NotWritten> {
            self.integer(number.into());
            Ok(())
        })*
    };
}

impl<'j> Serializer for &'j mut JsonText {
    type Ok = ();
    type Error = NotWritten;
    type SerializeSeq = Open<'j>;
    type SerializeTuple = Open<'j>;
    type SerializeTupleStruct = Open<'j>;
    type SerializeTupleVariant = Open<'j>;
    type SerializeMap = Open<'j>;
    type SerializeStruct = Open<'j>;
    type SerializeStructVariant = Open<'j>;

    integers!(
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_u8 u8, serialize_u16 u16,
        serialize_u32 u32
    );

    fn serialize_bool(self, value: bool) -> Result<(), NotWritten> {
        self.raw(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_u64(self, number: u64) -> Result<(), NotWritten> {
        self.unsigned(number);
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Result<(), NotWritten> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), NotWritten> {
        if number.is_finite() {
            self.number(number);
        } else {
            self.raw("null");
        }
        Ok(())
    }

    fn serialize_char(self, character: char) -> Result<(), NotWritten> {
        self.text(character.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), NotWritten> {
        self.text(text);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), NotWritten> {
        Err(NotWritten)
    }

    fn serialize_none(self) -> Result<(), NotWritten> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotWritten> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NotWritten> {
        self.raw("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NotWritten> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), NotWritten> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NotWritten> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), NotWritten> {
        let mut open = Open::new(self, "{", "}");
        open.member(variant, value)?;
        open.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'j>, NotWritten> {
        Ok(Open::new(self, "[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'j>, NotWritten> {
        Ok(Open::new(self, "[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'j>, NotWritten> {
        Ok(Open::new(self, "[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'j>, NotWritten> {
        Ok(Open::of_variant(self, variant, "[", "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'j>, NotWritten> {
        Ok(Open::new(self, "{", "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'j>, NotWritten> {
        Ok(Open::new(self, "{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'j>, NotWritten> {
        Ok(Open::of_variant(self, variant, "{", "}}"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    enum Form {
        Unit,
        Newtype(i8),
        Tuple(u64, char),
        Struct { a: Option<f32>, b: () },
    }

    #[derive(Serialize)]
    struct Unit;

    #[derive(Serialize)]
    struct Pair(bool, f64);

    #[test]
    fn every_form_of_value_is_written_as_by_serde_json() {
        let forms = [Form::Unit, Form::Newtype(-3), Form::Tuple(u64::MAX, 'ä'), Form::Struct { a: Some(0.5), b: () }];
        let by_number: BTreeMap<u16, Option<&str>> = [(1, None), (22, Some("b"))].into();
        let by_name: BTreeMap<String, Pair> = [("a\"".to_owned(), Pair(true, f64::NAN))].into();
        let value = (forms, by_number, by_name, Unit, Pair(false, 1e300), [(); 0], (i64::MIN, 7_u8, -1_i32));
        assert_eq!(to_string(&value).unwrap(), serde_json::to_string(&value).unwrap());
        let value: serde_json::Value = serde_json::from_str(r#"{"a":[1,-2,0.1,null,{"b":{}}],"c":""}"#).unwrap();
        assert_eq!(to_string(&value).unwrap(), value.to_string());
    }
}
