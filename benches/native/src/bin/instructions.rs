//! Creates previews of one payload, for a profiler that counts the instructions in [`preview`].
//!
//! `instructions FILE ROUNDS`

use std::hint::black_box;
use std::{env, fs};

use userlike_limeobject::Mapper;
use userlike_limeobject_native_benches::example_mapper;

/// Creates one preview, from bytes to bytes.
#[inline(never)]
fn preview(mapper: &Mapper, payload: &[u8]) -> Vec<u8> {
    mapper.preview_json(black_box(payload), None).unwrap_or_default()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [file, rounds] = arguments.as_slice() else { return Err("usage: FILE ROUNDS".into()) };
    let (mapper, payload) = (example_mapper()?, fs::read(file)?);
    for _ in 0..rounds.parse()? {
        if black_box(preview(&mapper, &payload)).is_empty() {
            return Err("the payload has no preview".into());
        }
    }
    Ok(())
}
