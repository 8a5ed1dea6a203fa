//! Times of previews, from bytes to bytes, without WebAssembly.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use userlike_limeobject_native_benches::{example_mapper, folder, payloads};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mapper = example_mapper()?;
    let mut criterion = Criterion::default().configure_from_args();
    for (name, payload) in payloads(&folder()?)? {
        let mut group = criterion.benchmark_group("preview");
        group.throughput(Throughput::Bytes(payload.len() as u64));
        group.bench_function(&name, |bencher| bencher.iter(|| mapper.preview_json(black_box(&payload), None)));
        group.finish();
    }
    criterion.final_summary();
    Ok(())
}
