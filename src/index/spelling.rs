//! One file has one name in the index, that under which it was first read, however its path is spelled later:
//! absolute, with `..`, through a link to a folder.

use std::{
    collections::{BTreeSet, HashMap, hash_map::Entry},
    fs,
    path::{Path, PathBuf},
};

/// A path as the index has it.
pub(super) fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Whether a name is that of what was read from standard input, which is nowhere.
fn is_stdin(name: &str) -> bool {
    name.strip_prefix("-/").is_some_and(|hash| hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether a file is in the folder in which everything is found, or below.
pub(super) fn is_here(file: &str) -> bool {
    !file.starts_with('/') && file != ".." && !file.starts_with("../") && !is_stdin(file)
}

/// Whether a file is what a path means, or below it.
fn is_under(file: &str, path: &str) -> bool {
    file == path
        || (path == "." && is_here(file))
        || file.strip_prefix(path).is_some_and(|rest| path.ends_with('/') || rest.starts_with('/'))
}

/// All paths by which [`is_under`] is true of a file.
fn above(file: &str) -> impl Iterator<Item = &str> {
    let folders = file.match_indices('/').flat_map(|(at, _)| [&file[..at], &file[..=at]]);
    folders.filter(|folder| !folder.is_empty()).chain([file]).chain(is_here(file).then_some("."))
}

/// Where paths lead, folder by folder.
#[derive(Default)]
pub(super) struct Spelling {
    folders: HashMap<PathBuf, Option<PathBuf>>,
}

impl Spelling {
    /// The files that were found, each once, by the name that it has in the index, or is going to have: of several
    /// new ones the shortest, so that the order of arguments does not matter.
    pub(super) fn names<T>(&mut self, found: Vec<PathBuf>, known: &HashMap<String, T>) -> Names {
        let is_known = |path: &PathBuf| path.as_os_str() == "-" || known.contains_key(&name(path));
        let (old, new): (Vec<PathBuf>, Vec<PathBuf>) = found.into_iter().partition(is_known);
        if new.is_empty() {
            return Names { files: old, others: Vec::new() };
        }
        let placed =
            |spelling: &mut Spelling, path: PathBuf| (spelling.place(&path).unwrap_or_else(|| path.clone()), path);
        let mut held: HashMap<PathBuf, PathBuf> = HashMap::new();
        for path in known.keys().filter(|name| !is_stdin(name)).map(PathBuf::from) {
            let (place, path) = placed(self, path);
            take_shorter(&mut held, place, path);
        }
        let new: Vec<(PathBuf, PathBuf)> = new.into_iter().map(|path| placed(self, path)).collect();
        let mut held_by_new = HashMap::new();
        for (place, path) in new.iter().filter(|(place, _)| !held.contains_key(place)) {
            take_shorter(&mut held_by_new, place.clone(), path.clone());
        }
        held.extend(held_by_new);
        let mut files: BTreeSet<PathBuf> = old.into_iter().collect();
        let mut others = Vec::new();
        for (place, path) in new {
            let Some(held) = held.get(&place) else { continue };
            files.insert(held.clone());
            if *held != path {
                others.push((path, held.clone()));
            }
        }
        Names { files: files.into_iter().collect(), others }
    }

    /// What the given paths are called in the index: as they were given, and as what they mean was called first.
    pub(super) fn called(&mut self, paths: &[PathBuf], others: &[(PathBuf, PathBuf)]) -> Vec<String> {
        let mut called: Vec<String> = paths.iter().map(|path| name(path)).collect();
        let mut more = BTreeSet::new();
        // Files that were given one by one may be many: what each lies in is looked up.
        let given: HashMap<String, &PathBuf> = paths.iter().map(|path| (name(path), path)).collect();
        for (path, held) in others {
            let file = name(path);
            for given in above(&file).filter_map(|folder| given.get(folder)) {
                more.insert(self.respelled(given, path, held).unwrap_or_else(|| name(held)));
            }
        }
        called.extend(more);
        called
    }

    /// A given folder, spelled as in the name by which the index has a file in it.
    fn respelled(&mut self, given: &Path, path: &Path, held: &Path) -> Option<String> {
        let rest = if given == Path::new(".") { path } else { path.strip_prefix(given).ok()? };
        if !held.ends_with(rest) {
            return None;
        }
        let mut folder = held;
        for _ in rest.components() {
            folder = folder.parent()?;
        }
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        (self.folder(folder)? == self.folder(given)?).then(|| name(folder))
    }

    /// Whether a file that is gone would be what one of the paths means, or below it.
    pub(super) fn is_within(&mut self, file: &str, paths: &[PathBuf]) -> bool {
        if is_stdin(file) {
            return false;
        }
        if paths.iter().any(|path| is_under(file, &name(path))) {
            return true;
        }
        let Some(place) = self.place_of_gone(Path::new(file)) else { return false };
        paths.iter().any(|path| self.folder(path).is_some_and(|folder| place.starts_with(folder)))
    }

    /// Where a file is, without links.
    fn place(&mut self, path: &Path) -> Option<PathBuf> {
        let is_link = fs::symlink_metadata(path).ok()?.is_symlink();
        if is_link { fs::canonicalize(path).ok() } else { self.place_of_gone(path) }
    }

    /// Where a file is or was that is no link.
    fn place_of_gone(&mut self, path: &Path) -> Option<PathBuf> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(self.folder(parent)?.join(path.file_name()?))
    }

    /// Where a folder is, or where it was as far as one can tell.
    fn folder(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(place) = self.folders.get(folder) {
            return place.clone();
        }
        let place = fs::canonicalize(folder).ok().or_else(|| self.place_of_gone(folder));
        self.folders.insert(folder.to_owned(), place.clone());
        place
    }
}

/// Keeps the path with the fewest parts, the first of several, as the one of a place.
fn take_shorter(held: &mut HashMap<PathBuf, PathBuf>, place: PathBuf, path: PathBuf) {
    let rank = |path: &Path| path.components().count();
    match held.entry(place) {
        Entry::Occupied(mut entry) => {
            if (rank(&path), &path) < (rank(entry.get()), entry.get()) {
                entry.insert(path);
            }
        }
        Entry::Vacant(entry) => drop(entry.insert(path)),
    }
}

/// Found files by their names.
pub(super) struct Names {
    /// Sorted, each once.
    pub(super) files: Vec<PathBuf>,
    /// Paths that were found, and the other names by which the index has these files.
    pub(super) others: Vec<(PathBuf, PathBuf)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_under_a_path() {
        let hash = format!("-/{}", "0a".repeat(16));
        for (file, path, expected) in [
            ("a/b.txt", "a", true),
            ("a/b.txt", "a/b.txt", true),
            ("a/b.txt", ".", true),
            ("a/b.txt", "/", false),
            ("/a/b.txt", "/", true),
            ("/a/b.txt", ".", false),
            ("ab/c.txt", "a", false),
            ("../a.txt", ".", false),
            (hash.as_str(), ".", false),
            ("-/a.txt", ".", true),
        ] {
            assert_eq!(is_under(file, path), expected, "{file} under {path}");
        }
    }

    #[test]
    fn a_file_is_found_by_whatever_leads_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("calls/sub")).unwrap();
        for file in ["calls/a.txt", "calls/sub/b.txt"] {
            fs::write(root.join(file), file).unwrap();
        }
        let known = [root.join("calls/a.txt"), root.join("calls/gone.txt")].map(|path| name(&path));
        let all: HashMap<String, ()> = known.iter().map(|name| (name.clone(), ())).collect();
        let round = root.join("calls/sub/..");
        let found = vec![round.join("a.txt"), round.join("sub/b.txt"), root.join("calls/sub/b.txt")];
        let mut spelling = Spelling::default();
        let names = spelling.names(found, &all);
        // One is known, and of the two new spellings the shorter is taken.
        assert_eq!(names.files, [root.join("calls/a.txt"), root.join("calls/sub/b.txt")]);
        assert_eq!(
            spelling.called(std::slice::from_ref(&round), &names.others),
            [name(&round), name(&root.join("calls"))]
        );
        assert!(spelling.is_within(&known[1], std::slice::from_ref(&round)));
        assert!(!spelling.is_within(&known[1], &[root.join("calls/sub")]));
        // What is known by its name is not looked for.
        assert!(spelling.names(vec![root.join("calls/a.txt")], &all).others.is_empty());
    }
}
