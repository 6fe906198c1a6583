//! Who may write: one process at a time, and the others are told who it is.

use std::{
    fs::{File, TryLockError},
    io::{Read as _, Write as _},
    path::Path,
    time::{Duration, Instant},
};

use crate::error::{Error, Result};

/// The file that is locked. What stands in it is for people.
const NAME: &str = ".whosaid-writer.lock";

/// How long to sleep between two tries, of this lock and of tantivy's own.
pub(super) const PAUSE: Duration = Duration::from_millis(30);

/// The right to write to an index, until it is dropped.
pub(super) struct WriteLock {
    /// The system lets go of the lock when the file is closed, however the process ends.
    _file: File,
}

impl WriteLock {
    /// Takes the lock, waiting so long for whoever has it.
    pub(super) fn take(folder: &Path, patience: Duration) -> Result<WriteLock> {
        let path = folder.join(NAME);
        let failed = |source| Error::Io { path: path.clone(), source };
        let file = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = file.map_err(failed)?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if started.elapsed() < patience => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    // The message is worth having without the name, too.
                    let _ = file.take(4096).read_to_string(&mut holder);
                    return Err(Error::Locked { folder: folder.to_owned(), holder: holder.trim().to_owned() });
                }
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        }
        // On a full disk the lock holds all the same.
        let _ = file.set_len(0).and_then(|()| file.write_all(holder().as_bytes()));
        Ok(WriteLock { _file: file })
    }
}

/// This process, for people: `process 4711 on desk: whosaid index calls`.
fn holder() -> String {
    let host =
        ["/proc/sys/kernel/hostname", "/etc/hostname"].iter().find_map(|path| std::fs::read_to_string(path).ok());
    let host = host.map(|host| format!(" on {}", host.trim())).unwrap_or_default();
    let mut command = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = command.char_indices().nth(200) {
        command.truncate(end);
        command.push('…');
    }
    format!("process {}{host}: {command}\n", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_and_is_told_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = WriteLock::take(folder.path(), Duration::ZERO).unwrap();
        let began = Instant::now();
        let Err(Error::Locked { holder, .. }) = WriteLock::take(folder.path(), Duration::from_millis(90)) else {
            panic!("two writers")
        };
        assert!(began.elapsed() >= Duration::from_millis(90));
        assert!(holder.contains(&format!("process {}", std::process::id())), "{holder}");
        drop(first);
        WriteLock::take(folder.path(), Duration::ZERO).unwrap();
    }
}
