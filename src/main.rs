//! The process edge.

use std::path::Path;

use whosaid::source::{self, Limits};

fn main() -> anyhow::Result<()> {
    let path = std::env::args().nth(2).unwrap_or_default();
    for source in source::open(Path::new(&path), Limits::default())? {
        for transcript in whosaid::read(&source?) {
            println!("{}", serde_json::to_string(&whosaid::render::json::transcript(&transcript))?);
        }
    }
    Ok(())
}
