//! A query explained: as understood, as run, and what was taken otherwise than typed.

use std::fmt::{self, Display, Formatter, Write};

use super::{Filter, Pattern, Query, Run, Side};

/// What `--explain` prints of a query.
///
/// ```
/// let query = whosaid::query::parse("wafer* NEAR \"gross margin\"").expect("a query");
/// assert_eq!(
///     whosaid::query::explain(&query),
///     "understood  wafer* NEAR/10 \"gross margin\"
/// run         near/10: wafer*, \"gross margin\"
/// note        NEAR without a number means NEAR/10
/// "
/// );
/// ```
pub fn explain(query: &Query) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(out, "understood  {}", query.plan);
    let run = query.plan.lower().map_or_else(|error| error.to_string(), |run| run.to_string());
    for (i, line) in run.lines().enumerate() {
        let _ = writeln!(out, "{:<12}{line}", if i == 0 { "run" } else { "" });
    }
    for note in &query.notes {
        let _ = writeln!(out, "{:<12}{}", "note", note.message);
    }
    out
}

/// A tree, one clause a line: `forms` stands for a word in any form, quotes for exact words.
impl Display for Run {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.tree(f, 0)
    }
}

impl Run {
    fn tree(&self, f: &mut Formatter<'_>, depth: usize) -> fmt::Result {
        write!(f, "{:1$}", "", 2 * depth)?;
        let (title, parts): (&str, &[Run]) = match self {
            Run::All => return f.write_str("everything"),
            Run::Pattern(pattern) => return pattern.fmt(f),
            Run::Filter(Filter::Position(position)) => return write!(f, "position:{position}"),
            Run::Filter(filter) => return filter.fmt(f),
            Run::And(parts) => ("all of", parts),
            Run::Or(parts) => ("one of", parts),
            Run::Not(part) => ("not", std::slice::from_ref(part)),
            Run::Side(Side::Asked, inner) => ("exchanges whose question has", std::slice::from_ref(inner)),
            Run::Side(Side::Answered, inner) => ("exchanges whose answer has", std::slice::from_ref(inner)),
        };
        f.write_str(title)?;
        for part in parts {
            f.write_str("\n")?;
            part.tree(f, depth + 1)?;
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
    use crate::query::parse;

    fn check(line: &str, expected: &str) {
        let found = super::explain(&parse(line).expect(line));
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
              date:2023-01-01..
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
