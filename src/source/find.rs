//! Which files a list of paths means.

use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use crate::error::Error;

/// The files that the paths mean, sorted, each once, and what lies among them that is passed over.
///
/// A folder means every file in it and below, but for hidden ones; ignore files of version control
/// say what belongs in a repository, not what is a transcript, and are not heeded. Links found in a
/// folder are reported and not followed, so that nothing outside the given paths is read and no
/// loop can arise; so are pipes and devices. A path that is given by name is taken as it is.
pub fn find<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> (Vec<PathBuf>, Vec<Error>) {
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        let path = tidy(path.as_ref());
        if path.as_os_str() == "-" {
            files.push(path);
            continue;
        }
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => walk(&path, &mut files, &mut errors),
            Ok(_) => files.push(path),
            Err(source) => errors.push(Error::Io { path, source }),
        }
    }
    files.sort_unstable();
    files.dedup();
    errors.sort_by_cached_key(ToString::to_string);
    errors.dedup_by_key(|error| error.to_string());
    (files, errors)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>, errors: &mut Vec<Error>) {
    for entry in WalkBuilder::new(folder).standard_filters(false).hidden(true).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                errors.push(walk_error(folder, error));
                continue;
            }
        };
        let Some(kind) = entry.file_type() else { continue };
        let skipped = if kind.is_symlink() && entry.depth() > 0 {
            "a symbolic link, which is not followed: name it, or what it leads to"
        } else if kind.is_dir() || kind.is_symlink() {
            continue;
        } else if kind.is_file() {
            files.push(tidy(entry.path()));
            continue;
        } else {
            "neither a file nor a folder"
        };
        errors.push(Error::NotATranscript { path: tidy(entry.path()), reason: skipped.to_owned() });
    }
}

/// The walker's error with the path it concerns, as far as it says.
fn walk_error(folder: &Path, error: ignore::Error) -> Error {
    let path = error_path(&error).unwrap_or(folder).to_owned();
    let message = error.to_string();
    let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other(message));
    Error::Io { path, source }
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        _ => None,
    }
}

/// `./a`, `a/` and `a/./` are `a`: one file has one name. A file called `-` stays `./-`.
pub fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    if tidy.as_os_str().is_empty() {
        PathBuf::from(".")
    } else if tidy.as_os_str() == "-" && path.as_os_str() != "-" {
        path.to_owned()
    } else {
        tidy
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn tree() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("b/.hidden")).unwrap();
        fs::create_dir_all(dir.path().join("empty")).unwrap();
        for file in ["b/2.txt", "b/10.txt", "a.txt", "b/.hidden/x.txt", ".DS_Store", "ignored.txt", ".gitignore"] {
            fs::write(dir.path().join(file), "ignored.txt\n").unwrap();
        }
        dir
    }

    fn names(root: &Path, files: &[PathBuf]) -> Vec<String> {
        files.iter().map(|file| file.strip_prefix(root).unwrap().display().to_string()).collect()
    }

    #[test]
    fn a_folder_means_its_visible_files_in_one_order() {
        let dir = tree();
        let root = dir.path();
        let (files, errors) = find([root]);
        assert_eq!(names(root, &files), ["a.txt", "b/10.txt", "b/2.txt", "ignored.txt"]);
        assert!(errors.is_empty(), "{errors:?}");
        let (again, _) = find([root.join("b/./2.txt"), root.join("b/"), root.to_owned(), root.join("./a.txt")]);
        assert_eq!(again, files);
    }

    #[test]
    fn what_is_missing_is_reported_and_the_rest_goes_on() {
        let dir = tree();
        let (files, errors) =
            find([dir.path().join("gone"), dir.path().join("a.txt"), dir.path().join("b/.hidden/x.txt")]);
        assert_eq!(names(dir.path(), &files), ["a.txt", "b/.hidden/x.txt"]);
        assert_eq!(errors.len(), 1);
        assert!(errors[0].to_string().contains("gone"));
    }

    #[test]
    fn standard_input_is_not_a_file_of_that_name() {
        let (files, errors) = find(["-", "./-"]);
        assert_eq!(files, [PathBuf::from("-")]);
        assert_eq!(errors.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_folder_are_reported_and_links_by_name_are_read() {
        let dir = tree();
        let root = dir.path();
        std::os::unix::fs::symlink(root, root.join("b/loop")).unwrap();
        std::os::unix::fs::symlink(root.join("a.txt"), root.join("b/link")).unwrap();
        std::os::unix::fs::symlink(root.join("b"), root.join("also")).unwrap();
        let (files, errors) = find([root.join("b")]);
        assert_eq!(names(root, &files), ["b/10.txt", "b/2.txt"]);
        assert_eq!(errors.len(), 2);
        let (files, _) = find([root.join("b/link"), root.join("also")]);
        assert_eq!(names(root, &files), ["also/10.txt", "also/2.txt", "b/link"]);
    }
}
