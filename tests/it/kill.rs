//! `index` is killed, or cannot write: what was committed stays, and running it again completes the work.
//!
//! `WHOSAID_KILLS=200 cargo test kill` kills more often, `WHOSAID_SEED=7` at other moments.

use std::{
    fs,
    io::Write as _,
    os::unix::process::ExitStatusExt as _,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::harness::{Desk, copy};

/// Numbers that are the same for the same seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: usize) -> Random {
        Random(seed as u64 ^ 0x9E37_79B9_7F4A_7C15)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// A number from the environment.
pub fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// A folder of calls and an index of it, and then another folder: some calls are new, some have changed,
/// some are gone.
fn before_and_after(desk: &Desk) {
    let mut texts: Vec<(String, String)> = fs::read_dir(desk.path("fixtures/plain"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    texts.sort();
    for copy in 0..6 {
        for (n, (name, text)) in texts.iter().enumerate() {
            let file = format!("calls/{copy}/{name}.txt");
            match (copy + n) % 4 {
                0 => desk.write(&format!("after/{file}"), text),
                1 => desk.write(&format!("before/{file}"), text),
                2 => {
                    desk.write(&format!("before/{file}"), text);
                    desk.write(&format!("after/{file}"), text.replace("the quarter", "this quarter"));
                }
                _ => ["before", "after"].iter().for_each(|side| desk.write(&format!("{side}/{file}"), text)),
            }
        }
    }
    copy(&desk.path("before/calls"), &desk.path("calls"));
    assert_eq!(desk.run(&["index", "calls"]).status, Some(0));
}

fn swap_calls(desk: &Desk) {
    fs::remove_dir_all(desk.path("calls")).unwrap();
    copy(&desk.path("after/calls"), &desk.path("calls"));
}

const RUN: [&str; 3] = ["index", "calls", "--prune"];

#[test]
fn killed_at_any_moment_nothing_is_lost_and_the_same_command_completes() {
    let desk = Desk::new();
    before_and_after(&desk);
    let before = desk.run(&["export", "--transcripts"]).stdout;
    copy(&desk.path("index"), &desk.path("index-before"));
    swap_calls(&desk);
    let began = Instant::now();
    let undisturbed = desk.run(&RUN);
    let took = began.elapsed();
    assert_eq!(undisturbed.status, Some(0), "{undisturbed}");
    let after = desk.run(&["export", "--transcripts"]).stdout;
    assert_ne!(before, after);

    let mut random = Random::new(number("WHOSAID_SEED", 1));
    let (mut n_killed, mut n_before, mut n_after) = (0, 0, 0);
    for kill in 0..number("WHOSAID_KILLS", 12) {
        fs::remove_dir_all(desk.path("index")).unwrap();
        copy(&desk.path("index-before"), &desk.path("index"));
        // Killed up to three times in a row, then left to finish.
        for _ in 0..=kill % 3 {
            let mut child = desk.command(&RUN).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(took.mul_f64(random.below(1_000) as f64 / 900.0));
            let _ = child.kill();
            n_killed += usize::from(child.wait().unwrap().signal() == Some(9));
            let check = desk.run(&["check"]);
            assert_eq!(check.status, Some(0), "kill {kill}: {check}");
            let state = desk.run(&["export", "--transcripts"]).stdout;
            assert!(state == before || state == after, "kill {kill}: neither the one state nor the other");
            *(if state == before { &mut n_before } else { &mut n_after }) += 1;
        }
        let again = desk.run(&RUN);
        assert_eq!(again.status, Some(0), "kill {kill}: {again}");
        assert!(desk.run(&["export", "--transcripts"]).stdout == after, "kill {kill}: another end");
        assert!(strays(&desk.path("index")).is_empty(), "kill {kill}: {:?}", strays(&desk.path("index")));
    }
    println!("{n_killed} kills: {n_before} times as before, {n_after} times done");
    assert!(n_before > 0 && n_killed > 0, "no kill came in time");
}

/// A rebuild that is killed leaves the old index or the new one.
#[test]
fn a_rebuild_killed_at_any_moment_loses_nothing() {
    let desk = Desk::new();
    before_and_after(&desk);
    let before = desk.run(&["export", "--transcripts"]).stdout;
    let began = Instant::now();
    assert_eq!(desk.run(&["index", "--rebuild"]).status, Some(0));
    let took = began.elapsed();
    let mut random = Random::new(number("WHOSAID_SEED", 1));
    for kill in 0..number("WHOSAID_KILLS", 12) / 2 {
        let mut child = desk.command(&["index", "--rebuild"]).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(took.mul_f64(random.below(1_000) as f64 / 900.0));
        let _ = child.kill();
        child.wait().unwrap();
        let check = desk.run(&["check"]);
        assert_eq!(check.status, Some(0), "kill {kill}: {check}");
        assert!(desk.run(&["export", "--transcripts"]).stdout == before, "kill {kill}");
    }
    assert_eq!(desk.run(&["index", "--rebuild"]).status, Some(0));
    assert!(strays(&desk.path("index")).is_empty(), "{:?}", strays(&desk.path("index")));
}

/// Files of segments that no list names, and files that were to replace others.
fn strays(index: &Path) -> Vec<String> {
    let managed = fs::read_to_string(index.join(".managed.json")).unwrap();
    let names = fs::read_dir(index).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let is_stray = |name: &String| {
        name.starts_with(".tmp")
            || name.starts_with("rebuilt-")
            || (name.len() > 32 && !managed.contains(name.as_str()))
    };
    names.filter(is_stray).collect()
}

#[test]
fn asked_to_end_it_ends_cleanly() {
    for signal in ["INT", "TERM"] {
        let desk = Desk::new();
        before_and_after(&desk);
        let before = desk.run(&["export", "--transcripts"]).stdout;
        swap_calls(&desk);
        // Standard input stays open, so that it is still reading when the signal comes.
        let mut child = desk
            .command(&["index", "calls", "-", "--prune"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(b"Operator: Welcome. Our first question is from Ann Roe.\n\n").unwrap();
        std::thread::sleep(Duration::from_millis(700));
        assert!(
            Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap().success()
        );
        std::thread::sleep(Duration::from_millis(100));
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(130), "{signal}: {told}");
        assert!(told.contains("interrupted"), "{signal}: {told}");
        assert_eq!(desk.run(&["check"]).status, Some(0));
        assert!(desk.run(&["export", "--transcripts"]).stdout == before, "{signal}");
    }
}

#[test]
fn a_second_writer_is_told_who_is_at_work() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["index", "fixtures"]).status, Some(0));
    desk.write("more/a.txt", "Operator: Welcome.\n\nAnn Roe: Thank you.\n");
    let mut first = desk.command(&["index", "more", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    // It holds the lock while it waits for its standard input.
    std::thread::sleep(Duration::from_millis(700));
    let second = desk.run(&["index", "more", "--wait", "1"]);
    assert_eq!(second.status, Some(3), "{second}");
    let who = format!("process {}", first.id());
    assert!(second.stderr.contains(&who) && second.stderr.contains("index more -"), "{second}");
    // Readers are not kept waiting.
    assert_eq!(desk.run(&["search", "wafer"]).status, Some(0));
    drop(first.stdin.take());
    first.wait().unwrap();
    assert_eq!(desk.run(&["index", "more", "--wait", "1"]).status, Some(0));
}

/// No file may grow beyond so many kibibytes: somewhere on the way, a write fails.
#[test]
fn where_nothing_can_be_written_what_was_committed_stays() {
    let desk = Desk::new();
    before_and_after(&desk);
    let before = desk.run(&["export", "--transcripts"]).stdout;
    copy(&desk.path("index"), &desk.path("index-before"));
    swap_calls(&desk);
    let mut n_failed = 0;
    // In blocks of 512 bytes or of 1,024, as the shell has it.
    for limit in [0, 1, 2, 4, 8, 16, 40, 80, 160] {
        fs::remove_dir_all(desk.path("index")).unwrap();
        copy(&desk.path("index-before"), &desk.path("index"));
        // What it says goes into a pipe, which has no limit.
        let line = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &line, env!("CARGO_BIN_EXE_whosaid")]).args(RUN);
        command.current_dir(desk.path("")).env_clear().stdin(Stdio::null());
        let output = command.output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        let check = desk.run(&["check"]);
        assert_eq!(check.status, Some(0), "{limit}: {check}");
        if output.status.code() == Some(0) {
            continue;
        }
        n_failed += 1;
        assert_eq!(output.status.code(), Some(2), "{limit}: {told}");
        assert!(told.contains("File too large"), "{limit}: {told}");
        assert!(desk.run(&["export", "--transcripts"]).stdout == before, "{limit}");
        assert_eq!(desk.run(&RUN).status, Some(0), "{limit}: with room again");
    }
    assert!(n_failed >= 4, "{n_failed} failed");
}

/// A disk without room. Needs the right to mount one; where there is none, it says so.
#[test]
fn on_a_full_disk_what_was_committed_stays() {
    let desk = Desk::new();
    before_and_after(&desk);
    let before = desk.run(&["export", "--transcripts"]).stdout;
    swap_calls(&desk);
    let disk = desk.path("disk");
    fs::create_dir(&disk).unwrap();
    let size = |path: &Path| fs::read_dir(path).unwrap().map(|e| e.unwrap().metadata().unwrap().len()).sum::<u64>();
    for spare in [0, 20, 60, 120] {
        let kib = size(&desk.path("index")).div_ceil(1024) + 80 + spare;
        let options = format!("size={kib}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&disk).output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            eprintln!("SKIPPED: no right to mount a small disk, so a full one is not tried");
            return;
        }
        let _unmount = Unmount(&disk);
        copy(&desk.path("index"), &disk.join("index"));
        // Whatever room is left beside, but for some.
        let _ = fs::write(disk.join("filler"), vec![0; 1024 * 60]);
        let index = disk.join("index");
        let output = desk.run(&["index", "calls", "--prune", "--index", index.to_str().unwrap()]);
        assert_eq!(output.status, Some(2), "{spare}: {output}");
        assert!(output.stderr.contains("No space left on device"), "{spare}: {output}");
        let check = desk.run(&["check", "--index", index.to_str().unwrap()]);
        assert_eq!(check.status, Some(0), "{spare}: {check}");
        let export = desk.run(&["export", "--transcripts", "--index", index.to_str().unwrap()]);
        assert!(export.stdout == before, "{spare}");
    }
}

struct Unmount<'p>(&'p Path);

impl Drop for Unmount<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}
