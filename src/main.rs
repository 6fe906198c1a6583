//! The process edge.

use std::path::Path;

fn main() -> anyhow::Result<()> {
    let path = std::env::args().nth(2).unwrap_or_default();
    let source = whosaid::source::Source::open(Path::new(&path))?;
    for transcript in whosaid::read(&source) {
        println!("{}", serde_json::to_string(&whosaid::render::json::transcript(&transcript))?);
    }
    Ok(())
}
