//! The same files give the same bytes: whatever the order of arguments, the threads, or the number of runs.

use crate::harness::Desk;

/// Commands whose output must not depend on how the index came about.
const ASKED: &[&[&str]] = &[
    &["export"],
    &["export", "--transcripts"],
    &["calls", "--json"],
    &["speakers", "--json"],
    &["search", "margin", "--json", "-n", "200"],
    &["search", "wafer orders", "--json"],
    &["search", "thank you OR guid*", "--json", "-n", "50", "--within", "exchange"],
    &["search", "asked:(order) answered:(demand OR quarter)", "--json", "--sort", "newest"],
    &["search", "the", "--facets", "role,company,speaker", "--format", "csv"],
];

/// A desk with calls in several folders, some of them twice, so that ids must be told apart.
fn desk() -> (Desk, Vec<String>) {
    let desk = Desk::new();
    let mut files: Vec<String> = std::fs::read_dir(desk.path("fixtures/plain"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut paths = Vec::new();
    for (n, file) in files.iter().enumerate() {
        let text = std::fs::read_to_string(desk.path("fixtures/plain").join(file)).unwrap();
        for copy in 0..1 + n % 3 {
            let path = format!("calls/{copy}/{file}");
            desk.write(&path, &text);
            paths.push(path);
        }
    }
    (desk, paths)
}

/// Indexes in some runs, and gives all that is then answered.
fn answers(desk: &Desk, index: &str, runs: &[Vec<&str>]) -> String {
    for run in runs {
        let output = desk.run(&[&["index", "--index", index], run.as_slice()].concat());
        assert_eq!(output.status, Some(0), "{output}");
    }
    let answers = ASKED.iter().map(|asked| {
        let output = desk.run(&[asked, ["--index", index].as_slice()].concat());
        assert_eq!(output.status, Some(0), "{output}");
        output.stdout
    });
    answers.collect()
}

#[test]
fn order_threads_and_history_change_no_byte() {
    let (desk, paths) = desk();
    let all: Vec<&str> = paths.iter().map(String::as_str).collect();
    let backward: Vec<&str> = all.iter().rev().copied().collect();
    let expected = answers(&desk, "one", &[vec!["calls", "--threads", "1"]]);
    assert!(expected.contains("~3"), "no ids to be told apart");
    for threads in ["1", "2", "8"] {
        let with = |paths: &[&'static str]| [paths, &["--threads"]].concat();
        let mut run = with(&["calls"]);
        run.push(threads);
        assert!(answers(&desk, &format!("threads-{threads}"), &[run]) == expected, "{threads} threads");
    }
    assert!(answers(&desk, "backward", std::slice::from_ref(&backward)) == expected, "arguments in another order");
    let one_by_one: Vec<Vec<&str>> = backward.iter().map(|path| vec![*path]).collect();
    assert!(answers(&desk, "runs", &one_by_one) == expected, "one run a file");
    let halves: Vec<Vec<&str>> = vec![vec!["calls/1", "calls/2"], vec!["calls"], vec!["calls"], vec!["calls/0"]];
    assert!(answers(&desk, "halves", &halves) == expected, "folder by folder");
    assert!(answers(&desk, "halves", &[vec!["--rebuild"]]) == expected, "rebuilt");
}

/// A call that went and came back, and one that changed and changed back, leave no trace.
#[test]
fn what_was_undone_leaves_no_trace() {
    let (desk, paths) = desk();
    let expected = answers(&desk, "index", &[vec!["calls"]]);
    let (gone, changed) = (&paths[0], &paths[1]);
    let (first, second) =
        (std::fs::read_to_string(desk.path(gone)).unwrap(), std::fs::read_to_string(desk.path(changed)).unwrap());
    std::fs::remove_file(desk.path(gone)).unwrap();
    desk.write(changed, second.replace("quarter", "year"));
    assert!(answers(&desk, "index", &[vec!["calls", "--prune"]]) != expected);
    desk.write(gone, first);
    desk.write(changed, second);
    assert!(answers(&desk, "index", &[vec!["calls", "--prune"]]) == expected);
}

/// A folder is one folder, whichever way leads to it: nothing is read twice, nothing is found twice, and everything is
/// called as it was first.
#[cfg(unix)]
#[test]
fn one_folder_is_one_whichever_way_leads_to_it() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("x")).unwrap();
    for (to, link) in
        [("fixtures", "link"), ("fixtures/plain/orvl-2023q1.txt", "link.txt"), ("fixtures/plain", "x/deep")]
    {
        std::os::unix::fs::symlink(desk.path(to), desk.path(link)).unwrap();
    }
    let expected = answers(&desk, "index", &[vec!["fixtures"]]);
    let absolute = desk.path("fixtures");
    let ways = ["x/../fixtures", "link", "link/", "x/deep", "x/../x/deep/../plain", absolute.to_str().unwrap()];
    for way in ways {
        let again = desk.run(&["index", way]);
        assert_eq!(
            (again.stdout.lines().next(), again.status),
            (Some("files: 14 unchanged"), Some(0)),
            "{way}: {again}"
        );
        let within = desk.run(&["search", "wafer", "--json", "-n", "200", "--in", way]);
        assert_eq!(within.stdout, desk.run(&["search", "wafer", "--json", "-n", "200"]).stdout, "{way}");
        assert_eq!(desk.json(&["calls", "--in", way, "fixtures"]).len(), 14, "{way}");
        assert!(answers(&desk, "index", &[vec![way, "fixtures", "--prune"]]) == expected, "{way}");
    }
    for way in ["link.txt", "x/deep/orvl-2023q1.txt", "link/plain/orvl-2023q1.txt"] {
        assert_eq!(desk.json(&["calls", "--in", way]).len(), 1, "{way}");
    }
    // What has changed, come or gone is so by every way.
    let text = std::fs::read_to_string(desk.path("fixtures/plain/orvl-2023q2.txt")).unwrap();
    desk.write("fixtures/plain/orvl-2023q2.txt", text.replace("wafer", "marmot"));
    std::fs::remove_file(desk.path("fixtures/plain/orvl-2023q4.txt")).unwrap();
    let output = desk.run(&["index", absolute.to_str().unwrap(), "--prune"]);
    assert!(output.stdout.starts_with("files: 1 replaced, 12 unchanged, 1 dropped"), "{output}");
    assert!(
        desk.json(&["search", "marmot", "--in", "link"])[0]["call"]["source"]
            .as_str()
            .unwrap()
            .starts_with("fixtures/plain/")
    );
    desk.write("fixtures/plain/new.txt", text.replace("wafer", "vole"));
    assert_eq!(desk.run(&["search", "vole", "--count", "--in", "link"]).status, Some(0));
    assert!(desk.run(&["index", "fixtures", "link"]).stdout.starts_with("files: 14 unchanged"));
    // In one run the order of two ways does not matter.
    let one = answers(&desk, "one", &[vec!["link", "fixtures", "x/../fixtures"]]);
    assert!(answers(&desk, "other", &[vec!["x/../fixtures", "fixtures", "link"]]) == one);
    assert!(one.contains("\"fixtures/plain") && !one.contains("\"link/") && !one.contains("\"x/"), "the shortest name");
}

/// What came from standard input is nowhere, and no folder's files replace it.
#[test]
fn what_came_from_standard_input_stays() {
    let desk = Desk::indexed();
    desk.write("call", "Operator: Welcome.\n\nAnn Roe: Are marmots sold out?\n");
    let mut command = desk.command(&["index", "-"]);
    command.stdin(std::fs::File::open(desk.path("call")).unwrap());
    assert_eq!(desk.finish(&["index", "-"], &mut command).status, Some(0));
    std::fs::remove_file(desk.path("call")).unwrap();
    for path in ["fixtures", "."] {
        assert_eq!(desk.run(&["search", "marmots", "--count", "--in", path]).stdout, "0\n");
    }
    for args in [&["index", ".", "--prune"][..], &["index", "fixtures", "--prune"], &["search", "wafer", "--in", "."]] {
        let output = desk.run(args);
        assert!(!output.stdout.contains("dropped"), "{output}");
        assert_eq!(desk.run(&["search", "marmots", "--json"]).lines().len(), 1, "{output}");
    }
}

/// However a folder is typed, its files have one name.
#[test]
fn one_folder_typed_in_many_ways_is_one() {
    let desk = Desk::new();
    let expected = answers(&desk, "index", &[vec!["fixtures"]]);
    for typed in
        ["./fixtures", "fixtures/", "fixtures//plain", "./fixtures/./plain/.", ".//fixtures/plain//orvl-2023q1.txt"]
    {
        let again = desk.run(&["index", typed]);
        assert!(again.stdout.contains("unchanged") && !again.stdout.contains("added"), "{again}");
        let pruned = desk.run(&["index", typed, "--prune"]);
        assert!(!pruned.stdout.contains("dropped"), "{pruned}");
        let within = desk.run(&["search", "wafer", "--count", "--in", typed]);
        assert_eq!(within.status, Some(0), "{within}");
    }
    assert!(answers(&desk, "index", &[vec!["./fixtures//"]]) == expected);
    assert!(answers(&desk, "other", &[vec![".//fixtures/plain/"]]) == expected);
}
