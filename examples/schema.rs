//! Writes the JSON Schemas of the public types into a folder.
//!
//! `cargo run --all-features --example schema -- build/schema`

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::json;
use userlike_limeobject::{
    Action, BulkReport, Config, ConfigOutline, DeliveryErrorCode, DeliveryOptions, DryRunReport, LimeCommand,
    LimetypeList, Limetypes, Preview, Problem, ReadErrorKind, Receipt, Summary, TEXTS, TextRange, TextRow,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("missing argument: the folder to write to")?);
    fs::create_dir_all(&folder)?;
    let (read, written) = (SchemaSettings::draft07(), SchemaSettings::draft07().for_serialize());
    write::<Config>(&read, &folder.join("config.json"))?;
    write::<Limetypes>(&read, &folder.join("limetypes.json"))?;
    write::<Preview>(&written, &folder.join("preview.json"))?;
    write::<LimeCommand>(&written, &folder.join("command.json"))?;
    write::<Action<serde_json::Value>>(&written, &folder.join("action.json"))?;
    write::<Receipt>(&written, &folder.join("receipt.json"))?;
    write::<DryRunReport>(&written, &folder.join("dry-run-report.json"))?;
    write::<BulkReport>(&written, &folder.join("bulk-report.json"))?;
    write::<DeliveryErrorCode>(&written, &folder.join("delivery-error-code.json"))?;
    write::<DeliveryOptions>(&read, &folder.join("delivery-options.json"))?;
    write::<Problem>(&written, &folder.join("problem.json"))?;
    write::<ConfigOutline>(&written, &folder.join("config-outline.json"))?;
    write::<LimetypeList>(&written, &folder.join("limetype-list.json"))?;
    write::<Summary>(&written, &folder.join("summary.json"))?;
    write::<TextRange>(&written, &folder.join("text-range.json"))?;
    write::<ReadErrorKind>(&written, &folder.join("payload-error-code.json"))?;
    fs::write(folder.join("texts.json"), serde_json::to_string(&texts())? + "\n")?;
    Ok(())
}

/// The messages with the names and types of their values.
fn texts() -> Vec<serde_json::Value> {
    let row = |row: &TextRow| {
        let params: Vec<_> = row.params.iter().map(|(name, kind)| json!([name, kind])).collect();
        json!({
            "of": format!("{:?}", row.of),
            "code": row.code,
            "variant": row.variant,
            "params": params,
            "outcome": row.can_have_outcome(),
            "template": row.template,
        })
    };
    TEXTS.iter().map(row).collect()
}

fn write<T: JsonSchema>(settings: &SchemaSettings, file: &Path) -> Result<(), Box<dyn Error>> {
    let schema = settings.clone().into_generator().into_root_schema_for::<T>();
    Ok(fs::write(file, serde_json::to_string(&schema)? + "\n")?)
}
