//! The README is true: what it shows comes out, what it lists is understood.

use whosaid::query::{Field, parse};

use crate::harness::Desk;

const README: &str = include_str!("../../README.md");

/// The part under a heading.
fn part(heading: &str) -> &'static str {
    let start = README.find(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no part `{heading}`"));
    let rest = &README[start + heading.len() + 5..];
    &rest[..rest.find("\n## ").unwrap_or(rest.len())]
}

#[test]
fn the_first_search_shows_what_the_readme_shows() {
    let shown = README.lines().skip_while(|line| !line.contains("$ cargo run")).skip(1);
    let shown = shown.take_while(|line| !line.starts_with("```")).collect::<Vec<_>>().join("\n");
    let output = Desk::new().run(&["search", "wafer orders", "--in", "fixtures", "-n", "2"]);
    assert_eq!(output.stdout.trim_end(), shown.trim_end());
}

#[test]
fn the_trend_is_what_the_readme_shows() {
    let shown = README.lines().skip_while(|line| !line.contains("$ whosaid trend")).skip(1);
    let shown = shown.take_while(|line| !line.starts_with("```")).collect::<Vec<_>>().join("\n");
    let output = Desk::story().run(&["trend", "tariffs", "--in", "fixtures/story"]);
    assert_eq!(output.stdout.trim_end(), shown.trim_end());
}

#[test]
fn the_query_table_is_understood() {
    let table = part("The query line");
    let mut n_lines = 0;
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let form = row.split('|').nth(1).unwrap();
        for line in form.split('`').skip(1).step_by(2) {
            n_lines += 1;
            let line = &line.replace('…', "wafer");
            match line.strip_suffix(':') {
                Some(field) => assert!(Field::named(field).is_some(), "no field `{field}`"),
                None => drop(parse(line).unwrap_or_else(|error| panic!("{line}: {error}"))),
            }
        }
    }
    assert!(n_lines > 20, "{n_lines}");
    for (name, _) in Field::ALL {
        assert!(table.contains(&format!("`{name}:")), "the README does not tell of `{name}:`");
    }
}

#[test]
fn its_examples_find_something() {
    let desk = Desk::indexed();
    let mut n_commands = 0;
    for line in part("What it is for").lines().map(str::trim).filter(|line| line.starts_with("whosaid ")) {
        let command = line.split(" # ").next().unwrap().split(" | jq").next().unwrap();
        if command.starts_with("whosaid parse") {
            continue;
        }
        let words: Vec<String> = split(command);
        let args: Vec<&str> = words[1..].iter().map(String::as_str).collect();
        let output = desk.run(&args);
        assert_eq!(output.status, Some(0), "{output}");
        assert!(!output.stdout.is_empty());
        n_commands += 1;
    }
    assert!(n_commands >= 6);
}

/// Words as a shell splits them, single quotes only.
fn split(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (i, part) in command.split('\'').enumerate() {
        if i % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
