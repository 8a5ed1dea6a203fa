//! What the native benchmarks measure: the payloads that `benches/native.mjs` has written, mapped by the package's example.

use std::path::{Path, PathBuf};
use std::{fs, io};

use userlike_limeobject::Mapper;

/// Creates the mapper of the package's example.
///
/// # Errors
/// When a file of the example cannot be read, or is not valid.
pub fn example_mapper() -> Result<Mapper, Box<dyn std::error::Error>> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pkg/examples");
    let read = |name: &str| fs::read(examples.join(name));
    Ok(Mapper::new(&read("config.json")?, Some(&read("limetypes.json")?))?)
}

/// Returns the payloads of a folder with their names, in the order of their sizes.
///
/// # Errors
/// When the folder or a file cannot be read.
pub fn payloads(folder: &Path) -> io::Result<Vec<(String, Vec<u8>)>> {
    let files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    let named = |file: &PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        fs::read(file).map(|bytes| (name, bytes))
    };
    let mut payloads = files.iter().map(named).collect::<io::Result<Vec<_>>>()?;
    payloads.sort_by_key(|(_, bytes)| bytes.len());
    Ok(payloads)
}

/// Returns the folder of the payloads, which `PAYLOADS` names.
///
/// # Errors
/// When it is not set.
pub fn folder() -> Result<PathBuf, Box<dyn std::error::Error>> {
    std::env::var_os("PAYLOADS").map(PathBuf::from).ok_or_else(|| "set PAYLOADS to the folder of the payloads".into())
}
