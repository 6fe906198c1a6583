//! Writes made-up earnings calls: `cargo run --release --example generate -- FOLDER [--calls N] [--turns FILE]`.
//!
//! Each call becomes a bare `Name: text` transcript in FOLDER, a thousand to a subfolder. `--turns` writes the
//! same turns, with what is true of their speakers, as one JSON object a line: what search engines are fed that
//! cannot read transcripts. `--from N` leaves out the first N calls, `--seed N` makes others.

use std::{
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

mod corpus;

use corpus::{Call, Corpus};
use rayon::prelude::*;
use serde_json::json;

/// Calls made at a time.
const BATCH: usize = 500;

struct Args {
    folder: PathBuf,
    calls: usize,
    from: usize,
    seed: u64,
    turns: Option<PathBuf>,
}

fn args() -> Option<Args> {
    let mut args = Args { folder: PathBuf::new(), calls: 1_000, from: 0, seed: 1, turns: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--calls" => args.calls = words.next()?.parse().ok()?,
            "--from" => args.from = words.next()?.parse().ok()?,
            "--seed" => args.seed = words.next()?.parse().ok()?,
            "--turns" => args.turns = Some(words.next()?.into()),
            _ => args.folder = word.into(),
        }
    }
    (args.folder != Path::new("")).then_some(args)
}

fn main() -> ExitCode {
    let Some(args) = args() else {
        eprintln!("usage: generate FOLDER [--calls N] [--from N] [--seed N] [--turns FILE]");
        return ExitCode::from(2);
    };
    match write(&args) {
        Ok(bytes) => {
            println!("{} calls, {:.1} MB", args.calls - args.from, bytes as f64 / 1e6);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn write(args: &Args) -> std::io::Result<usize> {
    let corpus = Corpus::new(args.seed);
    let mut turns = args.turns.as_ref().map(fs::File::create).transpose()?.map(BufWriter::new);
    let mut bytes = 0;
    for from in (args.from..args.calls).step_by(BATCH) {
        let batch: Vec<(Call, usize)> = (from..args.calls.min(from + BATCH))
            .into_par_iter()
            .map(|nth| {
                let call = corpus.call(nth);
                let text = call.transcript();
                let folder = args.folder.join(format!("{:03}", nth / 1_000));
                fs::create_dir_all(&folder)?;
                fs::write(folder.join(format!("{}.txt", call.id.to_lowercase())), &text)?;
                Ok((call, text.len()))
            })
            .collect::<std::io::Result<_>>()?;
        for (call, length) in batch {
            bytes += length;
            if let Some(out) = &mut turns {
                write_turns(&call, out)?;
            }
        }
    }
    turns.map_or(Ok(()), |mut out| out.flush())?;
    Ok(bytes)
}

fn write_turns(call: &Call, out: &mut impl Write) -> std::io::Result<()> {
    for (nth, turn) in call.turns.iter().enumerate() {
        let (speaker, text) = (&turn.speaker, &turn.text);
        let line = json!({ "call": call.id, "turn": nth, "speaker": speaker, "role": turn.role, "firm": turn.firm,
            "title": turn.title, "section": turn.section, "text": text });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
