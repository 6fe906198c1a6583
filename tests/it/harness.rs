//! A desk of its own for each test of the command line: a fresh folder, an empty environment, a fixed width.

use std::{
    fmt::{self, Display, Formatter},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

/// A folder with the fixtures in it, in which `whosaid` is run.
pub struct Desk {
    folder: tempfile::TempDir,
    columns: usize,
}

/// What a command printed, and how it ended.
#[must_use = "look at the output, or at least at the status"]
pub struct Output {
    line: String,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit status; `None` if a signal ended it.
    pub status: Option<i32>,
}

impl Desk {
    /// A desk with the fixtures, and no index.
    pub fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        // The calls of one layout are enough here, and new layouts change no answer.
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plain");
        copy(&fixtures, &folder.path().join("fixtures/plain"));
        Desk { folder, columns: 100 }
    }

    /// A desk with the fixtures in an index.
    pub fn indexed() -> Desk {
        let desk = Desk::new();
        assert_eq!(desk.run(&["index", "fixtures"]).status, Some(0));
        desk
    }

    /// A desk with the calls that tell a story, in an index.
    pub fn story() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/story");
        copy(&fixtures, &folder.path().join("fixtures/story"));
        let desk = Desk { folder, columns: 100 };
        assert_eq!(desk.run(&["index", "fixtures"]).status, Some(0));
        desk
    }

    /// The same, for output of another width.
    pub fn wide(self, columns: usize) -> Desk {
        Desk { columns, ..self }
    }

    /// A path on the desk.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file on the desk.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The program, ready to be run at the desk: nothing of the surroundings reaches it.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.args(args).current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command.env("COLUMNS", self.columns.to_string());
        command
    }

    /// Runs the program.
    pub fn run(&self, args: &[&str]) -> Output {
        self.finish(args, &mut self.command(args))
    }

    /// Runs the program as set up.
    pub fn finish(&self, args: &[&str], command: &mut Command) -> Output {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Output {
            line: args.join(" "),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            status: output.status.code(),
        }
    }

    /// Runs the program and reads its output as JSON Lines. Asserts that it found something.
    pub fn json(&self, args: &[&str]) -> Vec<Value> {
        let output = self.run(&[args, &["--json"]].concat());
        assert_eq!(output.status, Some(0), "{output}");
        // A hint is no complaint.
        assert!(output.stderr.lines().all(|line| line.starts_with("hint: ")), "{output}");
        output.lines()
    }
}

impl Output {
    /// Standard output as JSON Lines.
    pub fn lines(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Display for Output {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "$ whosaid {}\n{}", self.line, self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "--- standard error\n{}", self.stderr)?;
        }
        match self.status {
            Some(status) => write!(f, "--- status {status}"),
            None => write!(f, "--- killed"),
        }
    }
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
