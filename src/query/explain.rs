//! A query as run, in words: a tree of clauses.

use std::fmt::{self, Display, Formatter};

use super::{Filter, Pattern, Run, Side};

/// A line of a query as run: a condition, or how those below it go together.
///
/// ```
/// let query = whosaid::query::parse("wafer* OR \"gross margin\" role:ceo").expect("a query");
/// let run = query.plan.lower().expect("not too large");
/// let lines: Vec<String> = run.clauses().into_iter().map(|clause| format!("{} {}", clause.depth, clause.text)).collect();
/// assert_eq!(lines[..4], ["0 one of", "1 wafer*", "1 all of", "2 \"gross margin\""]);
/// ```
#[derive(Clone, Debug)]
pub struct Clause<'r> {
    /// How many clauses it stands in.
    pub depth: usize,
    /// What it says: `forms of wafer`, `all of`.
    pub text: String,
    /// The part of the query that it heads.
    pub run: &'r Run,
}

impl Run {
    /// The query as a tree, one clause a line, parents before their parts: `forms of` stands for a word in any
    /// form, quotes for exact words.
    pub fn clauses(&self) -> Vec<Clause<'_>> {
        let mut clauses = Vec::new();
        let mut open = vec![(0, self)];
        while let Some((depth, run)) = open.pop() {
            let (text, parts): (String, &[Run]) = match run {
                Run::All => ("everything".to_owned(), &[]),
                Run::Pattern(pattern) => (pattern.to_string(), &[]),
                Run::Filter(Filter::Position(position)) => (format!("position:{position}"), &[]),
                Run::Filter(filter) => (filter.to_string(), &[]),
                Run::And(parts) => ("all of".to_owned(), parts),
                Run::Or(parts) => ("one of".to_owned(), parts),
                Run::Not(part) => ("not".to_owned(), std::slice::from_ref(part)),
                Run::Side(Side::Asked, inner) => {
                    ("exchanges whose question has".to_owned(), std::slice::from_ref(inner))
                }
                Run::Side(Side::Answered, inner) => {
                    ("exchanges whose answer has".to_owned(), std::slice::from_ref(inner))
                }
            };
            clauses.push(Clause { depth, text, run });
            open.extend(parts.iter().rev().map(|part| (depth + 1, part)));
        }
        clauses
    }
}

impl Display for Run {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (i, Clause { depth, text, .. }) in self.clauses().into_iter().enumerate() {
            write!(f, "{}{:2$}{text}", if i > 0 { "\n" } else { "" }, "", 2 * depth)?;
        }
        Ok(())
    }
}

impl Display for Pattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Forms(word) => write!(f, "forms of {word}"),
            Pattern::Exact(word) => write!(f, "\"{word}\""),
            Pattern::Prefix(word) => write!(f, "{word}*"),
            Pattern::Any(choices) => separated(f, choices, " | "),
            Pattern::Sequence(parts) if parts.iter().all(|part| matches!(part, Pattern::Exact(_))) => {
                f.write_str("\"")?;
                for (i, part) in parts.iter().enumerate() {
                    let Pattern::Exact(word) = part else { continue };
                    write!(f, "{}{word}", if i > 0 { " " } else { "" })?;
                }
                f.write_str("\"")
            }
            Pattern::Sequence(parts) => separated(f, parts, " + "),
            Pattern::Near { within, ordered, left, right } => {
                let word = if *ordered { "adj" } else { "near" };
                write!(f, "{word}/{within}: {}, {}", Operand(left), Operand(right))
            }
        }
    }
}

fn separated(f: &mut Formatter<'_>, parts: &[Pattern], between: &str) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        write!(f, "{}{}", if i > 0 { between } else { "" }, Operand(part))?;
    }
    Ok(())
}

/// In parentheses unless it is one thing.
struct Operand<'a>(&'a Pattern);

impl Display for Operand<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Pattern::Any(_) | Pattern::Near { .. } => write!(f, "({})", self.0),
            Pattern::Sequence(parts) if !parts.iter().all(|part| matches!(part, Pattern::Exact(_))) => {
                write!(f, "({})", self.0)
            }
            plain => plain.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::query::parse;

    fn check(line: &str, expected: &str) {
        let query = parse(line).expect(line);
        let run = query.plan.lower().expect("not too large").to_string();
        let mut found = format!("understood  {}\n", query.plan);
        for (i, line) in run.lines().enumerate() {
            writeln!(found, "{:<12}{line}", if i == 0 { "run" } else { "" }).expect("a string can be written");
        }
        for note in &query.notes {
            writeln!(found, "{:<12}{}", "note", note.message).expect("a string can be written");
        }
        assert_eq!(found, expected, "{line}\n{found}");
    }

    #[test]
    fn explanations() {
        check("", "understood  *\nrun         everything\n");
        check(
            "wafer orders OR NOT role:ceo",
            "understood  (wafer orders) OR -role:ceo
run         one of
              all of
                forms of wafer
                forms of orders
              not
                all of
                  role:company
                  position:ceo
",
        );
        check(
            "pre-order asked:(\"not the problem\" ADJ/5 (a OR b))",
            "understood  pre-order asked:(\"not the problem\" ADJ/5 (a OR b))
run         all of
              (forms of pre + forms of order) | forms of preorder
              exchanges whose question has
                adj/5: \"not the problem\", (forms of a | forms of b)
",
        );
        check(
            "pre order title:cfo since:2023",
            "understood  pre order title:cfo date:2023-01-01..
run         all of
              one of
                forms of preorder
                all of
                  forms of pre
                  forms of order
              one of
                title:cfo
                position:cfo
              one of
                date:2023-01-01..
                all of
                  not
                    date:..
                  period:2023Q1..
",
        );
        check(
            "(he said \"yes — AND",
            "understood  he said yes
run         all of
              forms of he
              forms of said
              forms of yes
note        a stray ( is ignored
note        a stray \" is ignored
note        `—` has no letter or digit: ignored
note        AND has nothing after it: ignored
",
        );
    }
}
