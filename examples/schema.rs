//! Writes the JSON Schemas of the configuration, the metadata and the preview into a folder.
//!
//! `cargo run --features schema --example schema -- build/schema`

use std::{env, error::Error, fs, path::PathBuf};

use schemars::{JsonSchema, generate::SchemaSettings};
use userlike_limeobject::{Config, Limetypes, Preview, Problem};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("say the folder to write to")?);
    fs::create_dir_all(&folder)?;
    write::<Config>(&folder.join("config.json"))?;
    write::<Limetypes>(&folder.join("limetypes.json"))?;
    write::<Preview>(&folder.join("preview.json"))?;
    write::<Problem>(&folder.join("problem.json"))?;
    Ok(())
}

fn write<T: JsonSchema>(file: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    Ok(fs::write(file, serde_json::to_string_pretty(&schema)? + "\n")?)
}
