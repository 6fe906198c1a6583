//! Files and lines that nobody should have to trust: each gets an answer or a refusal, and the rest goes on.

use std::{
    ffi::OsStr,
    fs,
    io::Write as _,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{PermissionsExt as _, symlink},
    },
    process::{Command, Stdio},
    time::Duration,
};

use flate2::{
    Compression,
    write::{GzEncoder, ZlibEncoder},
};
use whosaid::index::{Index, Progress};

use crate::harness::Desk;

const CALL: &str =
    "Operator: Our first question comes from Ann Holt with Briar Securities.\n\nAnn Holt: Are zanzibars sold out?\n";

/// Zeros, packed about a thousandfold.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..megabytes {
        gzip.write_all(&[b'a'; 1 << 20]).unwrap();
    }
    gzip.finish().unwrap()
}

/// Indexes a folder in which one thing is odd: it is in the report, and the call beside it is found.
fn rest_goes_on(desk: &Desk, reason: &str) {
    desk.write("calls/good.txt", CALL);
    let output = desk.run(&["index", "calls"]);
    assert!(output.stderr.contains(reason), "{output}");
    assert_eq!(desk.run(&["search", "zanzibars", "--count"]).stdout, "1\n", "{output}");
}

#[test]
fn a_bomb_is_not_unfolded() {
    let desk = Desk::new();
    desk.write("calls/bomb.txt.gz", bomb(200));
    rest_goes_on(&desk, "bomb.txt.gz: unfolds to more than 200 times its size");
    let stdin = desk.path("calls/bomb.txt.gz");
    let mut command = desk.command(&["index", "-"]);
    command.stdin(fs::File::open(stdin).unwrap());
    let output = desk.finish(&["index", "-"], &mut command);
    assert!(output.stderr.contains("unfolds to more than 200 times its size"), "{output}");
}

#[test]
fn a_bomb_in_an_archive_is_not_unfolded_either() {
    let desk = Desk::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["one.txt", "two.txt"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        for _ in 0..150 {
            zip.write_all(&[b'a'; 1 << 20]).unwrap();
        }
    }
    zip.start_file("three.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(CALL.replace("zanzibars", "marmots").as_bytes()).unwrap();
    desk.write("calls/bombs.zip", zip.finish().unwrap().into_inner());
    rest_goes_on(&desk, "one.txt: unfolds to more than 200 times its size");
    assert_eq!(desk.run(&["search", "marmots", "--count"]).stdout, "1\n", "the good member of the archive is read");
}

#[test]
fn an_archive_in_an_archive_is_not_opened() {
    let desk = Desk::new();
    let zip = |name: &str, bytes: &[u8]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let inner = zip("call.txt", CALL.replace("zanzibars", "marmots").as_bytes());
    desk.write("calls/outer.zip", zip("inner.zip", &inner));
    // Packed, and a bomb inside the packing.
    desk.write("calls/packed.zip", zip("bomb.gz", &bomb(200)));
    rest_goes_on(&desk, "inner.zip: an archive within an archive: unpack it first");
    let told = desk.run(&["index", "calls"]).stderr;
    assert!(told.contains("bomb.gz: unfolds to more than 200 times its size"), "{told}");
    assert_eq!(desk.run(&["search", "marmots", "--count"]).stdout, "0\n");
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(bytes).unwrap();
    zlib.finish().unwrap()
}

/// A PDF of one page that is drawn by a stream of so many layers of packing.
fn pdf(content: &[u8], layers: usize) -> Vec<u8> {
    let stream = (0..layers).fold(content.to_vec(), |stream, _| deflated(&stream));
    page(&stream, &"/FlateDecode".repeat(layers))
}

/// A PDF of one page that is drawn by a stream, as it stands.
fn page(stream: &[u8], filters: &str) -> Vec<u8> {
    pages(1, stream, filters)
}

/// A PDF of pages that are all drawn by one stream.
fn pages(n: usize, stream: &[u8], filters: &str) -> Vec<u8> {
    let kids = (0..n).map(|page| format!("{} 0 R ", 10 + page)).collect::<String>();
    let pages = (0..n).map(|page| {
        format!(
            "{} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R\
             /Resources<</Font<</F 5 0 R>>>>>>endobj\n",
            10 + page
        )
    });
    let head = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{kids}]/Count {n}>>endobj\n{}\
         5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n4 0 obj<</Length {}/Filter[{filters}]>>stream\n",
        pages.collect::<String>(),
        stream.len(),
    );
    [head.as_bytes(), stream, b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"].concat()
}

/// A PDF whose objects stand in a stream: it is unpacked to open the file.
fn objects(stream: &[u8], filters: &str) -> Vec<u8> {
    let head =
        format!("%PDF-1.5\n6 0 obj<</Type/ObjStm/N 2/First 12/Filter[{filters}]/Length {}>>stream\n", stream.len());
    let mut file = [head.as_bytes(), stream, b"\nendstream endobj\n"].concat();
    let at = file.len();
    // Where the objects 0 to 7 are: 1 and 2 in the stream, which is 6; the table itself is 7.
    let rows = (0..8u8).flat_map(|n| match n {
        1 | 2 => [2, 0, 0, 0, 6, n - 1],
        6 => [1, 0, 0, 0, 9, 0],
        _ => [0; 6],
    });
    file.extend(b"7 0 obj<</Type/XRef/Size 8/W[1 4 1]/Root 1 0 R/Length 48>>stream\n");
    file.extend(rows);
    file.extend(format!("\nendstream endobj\nstartxref\n{at}\n%%EOF\n").bytes());
    file
}

/// How a PDF reads on a page, line by line.
fn drawn(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.is_empty()).enumerate();
    lines.map(|(n, line)| format!("BT /F 10 Tf 40 {} Td ({line}) Tj ET\n", 700 - 30 * n)).collect()
}

#[test]
fn a_bomb_in_a_pdf_is_not_unfolded() {
    let desk = Desk::new();
    let words = drawn(CALL);
    let blank = vec![b' '; 300 << 20];
    desk.write("calls/deep.pdf", pdf(&blank, 2));
    desk.write("calls/flat.pdf", pdf(&blank, 1));
    desk.write("calls/words.pdf", pdf(words.replace("zanzibars", "marmots").as_bytes(), 1));
    rest_goes_on(&desk, "deep.pdf: a PDF that unfolds to more than 200 times its size");
    let told = desk.run(&["index", "calls"]).stderr;
    assert!(told.contains("flat.pdf: a PDF that unfolds to more than 200 times its size"), "{told}");
    assert_eq!(desk.run(&["search", "marmots", "--count"]).stdout, "1\n", "a PDF that is none is read");
}

/// What cannot be counted from outside: the process that reads the file has no more than so much memory and time.
#[test]
fn a_pdf_that_takes_too_much_is_ended_and_the_rest_goes_on() {
    let desk = Desk::new();
    let hex =
        |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).chain(Some(">".to_owned())).collect::<String>();
    // Most of a gigabyte, behind a layer of digits, so that no deflate is seen in the file.
    let blank = deflated(&deflated(&vec![b' '; 3 << 28]));
    desk.write("calls/objects.pdf", objects(hex(&blank).as_bytes(), "/ASCIIHexDecode/FlateDecode/FlateDecode"));
    // The same form of file, sound: it is opened, and has no pages.
    let few = b"1 0 2 33    <</Type/Catalog/Pages 2 0 R>>    <</Type/Pages/Kids[]/Count 0>>";
    desk.write("calls/few.pdf", objects(hex(&deflated(few)).as_bytes(), "/ASCIIHexDecode/FlateDecode"));
    rest_goes_on(&desk, "objects.pdf: a damaged PDF, or one that takes more time or memory than any transcript does");
    let told = desk.run(&["index", "calls"]).stderr;
    assert!(told.contains("few.pdf: a PDF without text"), "{told}");

    // Colours without end, under a limit of time that is stricter than ours. It is the shortest that there is, and they
    // take five times that on a machine that is fast today.
    let desk = Desk::new();
    desk.write("calls/colours.pdf", pages(5, &deflated(&b"0 g\n".repeat(12 << 20)), "/FlateDecode"));
    desk.write("calls/good.txt", CALL);
    let whosaid = env!("CARGO_BIN_EXE_whosaid");
    let mut limited = Command::new("sh");
    limited.args(["-c", &format!("ulimit -S -t 1; exec '{whosaid}' index calls")]).current_dir(desk.path("."));
    let output = desk.finish(&["index", "calls"], &mut limited);
    assert!(output.stderr.contains("colours.pdf: a damaged PDF, or one that takes more time or memory"), "{output}");
    assert_eq!(desk.run(&["search", "zanzibars", "--count"]).stdout, "1\n", "{output}");

    // And what it has without one, as the system tells while it is at work.
    let mut reader = Command::new(whosaid);
    reader.arg("read-pdf").stdin(fs::File::open(desk.path("calls/colours.pdf")).unwrap()).stdout(Stdio::null());
    let mut process = reader.spawn().unwrap();
    let limits = format!("/proc/{}/limits", process.id());
    let is_confined = || fs::read_to_string(&limits).is_ok_and(|told| told.contains("cpu time              60 "));
    let was_confined = (0..3000).any(|_| {
        std::thread::sleep(Duration::from_millis(2));
        is_confined()
    });
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(was_confined, "it reads without a limit of time");
}

/// What a stream says of itself is not believed where it makes no sense, nor is it packed twice.
#[test]
fn a_pdf_whose_streams_make_no_sense_is_refused_for_what_could_come_out() {
    let desk = Desk::new();
    let mut broken = deflated(&vec![b' '; 1 << 20]);
    // A kind of block that there is not.
    broken[2] |= 6;
    broken.resize(200_000, b' ');
    desk.write("calls/broken.pdf", page(&broken, "/FlateDecode"));
    // Cut off in the middle, as downloads are: what is there is read.
    let cut = deflated(
        format!("{}{}", drawn(&CALL.replace("zanzibars", "marmots")), "0 0 m 1 1 l S\n".repeat(1000)).as_bytes(),
    );
    desk.write("calls/cut.pdf", page(&cut[..cut.len() * 9 / 10], "/FlateDecode"));
    desk.write("calls/twice.pdf", pdf(drawn(CALL).as_bytes(), 2));
    rest_goes_on(&desk, "broken.pdf: a PDF that unfolds to more than 200 times its size");
    let told = desk.run(&["index", "calls"]).stderr;
    assert!(told.contains("twice.pdf: a PDF whose pages are packed more than once, which nobody does"), "{told}");
    assert_eq!(desk.run(&["search", "marmots", "--count"]).stdout, "1\n", "{told}");
}

/// Forms that draw nothing, but draw each other a hundred times, or themselves.
#[test]
fn a_pdf_that_draws_without_end_is_refused() {
    let desk = Desk::new();
    let form = |n: usize, next: usize, content: &str| {
        format!(
            "{n} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X {next} 0 R>>>>/Length {}>>stream\n\
             {content}\nendstream endobj\n",
            content.len()
        )
    };
    let pages = |forms: String| {
        format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 10 0 R>>>>>>\
             endobj\n4 0 obj<</Length 6>>stream\n/X Do \nendstream endobj\n{forms}trailer<</Root 1 0 R>>\n%%EOF\n"
        )
    };
    let calls = "/X Do ".repeat(100);
    let chain: String = (10..40).map(|n| form(n, n + 1, &calls)).collect();
    desk.write("calls/chain.pdf", pages(chain + &form(40, 40, "")));
    desk.write("calls/loop.pdf", pages(form(10, 10, &calls)));
    // Met first where it is too deep to be drawn, and then where it is not.
    let two = |n: usize, a: usize, b: usize| form(n, a, "/X Do /Y Do ").replace("<</X ", &format!("<</Y {b} 0 R/X "));
    let deep: String = (10..57).map(|n| if n == 10 { two(10, 11, 57) } else { form(n, n + 1, "/X Do ") }).collect();
    let fan: String = (57..64).map(|n| form(n, n + 1, &"/X Do ".repeat(30))).collect();
    desk.write("calls/deep.pdf", pages(deep + &fan + &form(64, 64, "")));
    // Every form draws all others.
    let names: String = (10..40).map(|n| format!("/X{n} {n} 0 R")).collect();
    let calls: String = (10..40).map(|n| format!("/X{n} Do ")).collect();
    let all: String = (10..40).map(|n| form(n, n, &calls).replace(&format!("/X {n} 0 R"), &names)).collect();
    desk.write("calls/all.pdf", pages(all));
    // Every word begins a stream of all that follows.
    desk.write("calls/words.pdf", format!("%PDF-1.4\n{}", "stream\n".repeat(1 << 20)));
    rest_goes_on(&desk, "chain.pdf: a PDF that draws without end");
    let told = desk.run(&["index", "calls"]).stderr;
    assert!(told.contains("loop.pdf: a PDF without text"), "{told}");
    assert!(told.contains("deep.pdf: a PDF that draws without end"), "{told}");
    assert!(told.contains("all.pdf: a PDF that draws without end"), "{told}");
    assert!(told.contains("words.pdf: a PDF that unfolds to more than 200 times its size"), "{told}");
}

/// Changes files between their being found and their being read.
struct Meddler<'d>(&'d Desk);

impl Progress for Meddler<'_> {
    fn begin(&self, n_files: usize, _: u64) {
        assert!(n_files > 3);
        fs::remove_file(self.0.path("calls/vanishes.txt")).unwrap();
        fs::remove_dir_all(self.0.path("calls/folder")).unwrap();
        self.0.write("calls/changes.txt", CALL.replace("zanzibars", "marmots"));
        self.0.write("calls/shrinks.txt", "");
        let path = self.0.path("calls/becomes-a-folder.txt");
        fs::remove_file(&path).unwrap();
        fs::create_dir(path).unwrap();
    }

    fn advance(&self, _: u64) {}
}

#[test]
fn what_vanishes_or_changes_while_it_is_read_is_said_and_read_again() {
    let desk = Desk::new();
    let lost = ["vanishes", "folder/vanishes", "shrinks", "becomes-a-folder"];
    for name in lost.iter().chain(&["changes", "stays"]) {
        desk.write(&format!("calls/{name}.txt"), CALL);
    }
    let index = Index::open_or_create(&desk.path("index")).unwrap();
    let summary = index.refresh(&[desk.path("calls")], false, &Meddler(&desk)).unwrap();
    let told: String = summary.failures.iter().map(|failure| format!("{failure}\n")).collect();
    assert!(lost.iter().all(|name| told.contains(&format!("{name}.txt: "))), "{told}");
    assert_eq!((summary.added, summary.failures.len()), (2, 4), "{told}");
    let calls = desk.path("calls");
    let count = |word: &str| desk.run(&["search", word, "--count", "--in", calls.to_str().unwrap()]).stdout;
    assert_eq!((count("zanzibars"), count("marmots")), ("1\n".to_owned(), "1\n".to_owned()));
    assert_eq!(desk.run(&["check"]).status, Some(0));
}

#[test]
fn what_is_no_file_is_passed_over_and_said() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("calls")).unwrap();
    let fifo = desk.path("calls/pipe.txt");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    rest_goes_on(&desk, "pipe.txt: neither a file nor a folder");
}

#[test]
fn links_are_said_and_not_followed() {
    let desk = Desk::new();
    desk.write("outside/secret.txt", CALL.replace("zanzibars", "secrets"));
    fs::create_dir_all(desk.path("calls")).unwrap();
    symlink(desk.path("calls"), desk.path("calls/loop")).unwrap();
    symlink(desk.path("outside"), desk.path("calls/out")).unwrap();
    symlink(desk.path("outside/secret.txt"), desk.path("calls/link.txt")).unwrap();
    rest_goes_on(&desk, "a symbolic link, which is not followed");
    assert_eq!(desk.run(&["search", "secrets", "--count"]).stdout, "0\n", "nothing is read outside the paths given");
}

#[test]
fn a_device_given_by_name_is_refused_and_not_read_for_ever() {
    let desk = Desk::new();
    for device in ["/dev/zero", "/dev/urandom"] {
        let output = desk.run(&["index", device]);
        assert_eq!(output.status, Some(2), "{output}");
        assert!(output.stderr.contains("a device"), "{output}");
    }
}

#[test]
fn what_may_not_be_read_is_said() {
    let desk = Desk::new();
    desk.write("calls/closed/inner.txt", CALL);
    fs::set_permissions(desk.path("calls/closed"), fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = fs::read_dir(desk.path("calls/closed")).is_ok();
    if is_root {
        // Nothing is closed to root; the test says what it can.
        desk.write("calls/good.txt", CALL);
        assert_eq!(desk.run(&["index", "calls"]).status, Some(0));
    } else {
        rest_goes_on(&desk, "ermission denied");
    }
    fs::set_permissions(desk.path("calls/closed"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_name_that_is_no_text_is_a_name() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("calls")).unwrap();
    fs::write(desk.path("calls").join(OsStr::from_bytes(b"caf\xe9\x1b[31m.txt")), CALL).unwrap();
    let output = desk.run(&["search", "zanzibars", "--in", "calls"]);
    assert_eq!(output.status, Some(0), "{output}");
    for args in [&["calls"][..], &["calls", "--format", "csv"], &["search", "zanzibars"], &["index", "calls"]] {
        let output = desk.run(args);
        assert!(!output.stdout.contains('\u{1b}') && !output.stderr.contains('\u{1b}'), "{output:?}", output = args);
    }
    // The second run knows it again.
    assert!(desk.run(&["index", "calls"]).stdout.contains("1 unchanged"));
}

#[test]
fn a_line_of_many_megabytes_is_one_turn_or_none_and_holds_nobody_up() {
    let desk = Desk::new();
    let long = format!("Ann Holt: {}\n", "zanzibars and marmots ".repeat(500_000));
    desk.write("calls/long.txt", &long);
    desk.write("calls/nameless.txt", "x".repeat(20_000_000));
    // Three gigabytes without a line: told by its size, and not read.
    fs::File::create(desk.path("calls/huge.txt")).unwrap().set_len(3 << 30).unwrap();
    desk.write("calls/good.txt", CALL);
    let output = desk.run(&["index", "calls"]);
    assert!(output.status == Some(0), "{output}");
    assert!(output.stderr.contains("huge.txt: larger than 1073741824 bytes"), "{output}");
    assert_eq!(desk.run(&["search", "\"zanzibars sold\"", "--count"]).stdout, "1\n", "{output}");
}

#[test]
fn limits_have_answers() {
    let desk = Desk::indexed();
    let many: Vec<String> = (0..100_000).map(|n| format!("w{n}")).collect();
    for (line, part) in [
        (many.join(" OR ")[..120_000].to_owned(), "more than"),
        (format!("{}a{}", "(".repeat(60_000), ")".repeat(60_000)), "more than"),
        ("a*".to_owned(), "would find too much"),
    ] {
        let output = desk.run(&["search", &line]);
        assert_eq!(output.status, Some(2), "{}", output.stderr);
        assert!(output.stderr.contains(part), "{}", output.stderr);
        assert!(output.stderr.len() < 2000, "a refusal is short");
    }
    // As much as a command line holds, word by word, and more than any does.
    let words: Vec<&str> = many.iter().map(String::as_str).collect();
    let output = desk.run(&[&["search"], words.as_slice()].concat());
    assert_eq!(output.status, Some(2), "{}", output.stderr);
    assert!(output.stderr.contains("more than") && output.stderr.len() < 2000, "{}", output.stderr);
    for line in [many.join(" OR "), "zanzibars ".repeat(1 << 20), "(".repeat(10 << 20), "\"a\" ".repeat(1 << 20)] {
        // Refused in a few words, or taken for what little of it means something.
        match whosaid::query::parse(&line.repeat((10 << 20) / line.len() + 1)) {
            Ok(query) => assert!(query.notes.len() < 10 && query.plan.to_string().len() < 2000),
            Err(refused) => assert!(refused.to_string().len() < 2000, "{}", refused.to_string().len()),
        }
    }
    let all = desk.run(&["search", "the", "-n", "1000000"]);
    assert_eq!(all.status, Some(0));
    let count = desk.run(&["search", "the", "--count"]).stdout;
    let numbered = all.stdout.lines().filter(|line| line.contains(" · ") && !line.starts_with("  ")).count();
    assert!(numbered > 0 && numbered <= count.trim().parse().unwrap());
    assert_eq!(desk.run(&["search", "the", "--offset", "18446744073709551615"]).stdout, "");
}

/// `Аnn` with a Cyrillic letter is another name, and looks like the same: it does not where names are told apart.
#[test]
fn a_name_in_disguise_is_seen_through() {
    let desk = Desk::new();
    desk.write("calls/a.txt", CALL);
    desk.write("calls/b.txt", CALL.replace("Ann", "\u{410}nn").replace("Securities", "S\u{435}curities"));
    desk.write("calls/c\u{202e}txt.txt", CALL.replace("Ann", "An\u{200b}n"));
    let parsed = desk.run(&["parse", "calls/b.txt"]);
    for told in [r"\u0410nn Holt: U+0410 only looks Latin", r"Briar S\u0435curities: U+0435 only looks Latin"] {
        let letters = told.replace(r"\u0410", "\u{410}").replace(r"\u0435", "\u{435}");
        assert!(parsed.stdout.contains(&letters), "{letters}: {parsed}");
    }
    assert_eq!(desk.run(&["index", "calls"]).status, Some(0));
    for (args, shown) in [
        (&["speakers"][..], r"\u{410}nn Holt"),
        (&["speakers"], r"Briar S\u{435}curities"),
        (&["search", "zanzibars"], r"\u{410}nn Holt"),
        (&["search", "zanzibars"], r"Briar S\u{435}curities"),
        (&["analyst", "\u{410}nn Holt"], r"\u{410}nn Holt"),
        (&["search", "zanzibars", "--in", "calls/c\u{202e}txt.txt", "gone\u{202e}"], r"gone\u{202e}"),
    ] {
        let output = desk.run(args);
        let said = format!("{}{}", output.stdout, output.stderr);
        assert!(said.contains(shown), "{shown}: {output}");
        assert!(!said.contains('\u{202e}'), "{output}");
    }
    // Data stays as it is; and who is written with a letter that nobody sees is one with who is not.
    let speakers = desk.json(&["speakers", "holt"]);
    let names: Vec<&str> = speakers.iter().map(|speaker| speaker["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.contains(&"\u{410}nn Holt") && names.contains(&"Ann Holt"), "{names:?}");
    assert!(desk.run(&["parse", "calls/c\u{202e}txt.txt"]).stdout.contains("left out: U+200B"));
}

#[test]
fn letters_nobody_sees_are_seen() {
    let desk = Desk::new();
    desk.write(
        "calls/odd.txt",
        "Operator: Good day.\n\nJane\u{200b} Doe: The zan\u{200b}zibar \u{feff}price is \u{2066}hidden\u{2069}.\n",
    );
    let output = desk.run(&["search", "price", "--in", "calls"]);
    assert_eq!(output.status, Some(0), "{output}");
    assert!(!output.stdout.contains(['\u{200b}', '\u{2066}', '\u{2069}']), "{output}");
}
