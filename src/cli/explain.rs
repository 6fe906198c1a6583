//! `--explain`: how a query was understood, what was run, and how many passages each clause matches by itself.

use std::{fmt::Write as _, io::Write as _};

use whosaid::{
    query::{Pattern, Run, Scope},
    render::sanitize,
};

use super::{
    ask::{Question, Reach},
    outcome::Result,
};

/// Clauses that are counted; a longer query is shown without numbers, since each takes a search.
const COUNTED: usize = 200;

/// Words of the index that are named beside a word of the query.
const NAMED: usize = 6;

/// Says on standard error how the question was understood and run.
pub fn tell(question: &Question, scope: Scope, reach: &Reach) -> Result<()> {
    let mut text = format!("understood  {}\n", question.plan);
    let clauses = question.run.clauses();
    let is_counted = clauses.len() <= COUNTED;
    if is_counted {
        let _ = writeln!(text, "{:<12}passages  each by itself", "");
    }
    for (i, clause) in clauses.iter().enumerate() {
        let n = if is_counted {
            reach.snapshot.count(clause.run, scope, reach.paths.as_deref())?.to_string()
        } else {
            String::new()
        };
        let words = if is_counted { words(clause.run, reach)? } else { String::new() };
        let label = if i == 0 { "run" } else { "" };
        // Writing to a string does not fail.
        let _ = writeln!(text, "{label:<12}{n:>8}  {:2$}{}{words}", "", clause.text, 2 * clause.depth);
    }
    if !is_counted {
        let _ = writeln!(text, "{:<12}more than {COUNTED} clauses: none is counted by itself", "note");
    }
    for note in &question.notes {
        let _ = writeln!(text, "{:<12}{}", "note", note.message);
    }
    // Nobody may be listening; that is no reason not to answer.
    let _ = std::io::stderr().write_all(sanitize::visible(&text).as_bytes());
    Ok(())
}

/// The words of the index that a word of the query stands for: ` = order, orders, ordered`.
fn words(run: &Run, reach: &Reach) -> Result<String> {
    let Run::Pattern(leaf @ (Pattern::Forms(_) | Pattern::Prefix(_))) = run else { return Ok(String::new()) };
    let words = reach.snapshot.words_of(leaf)?;
    let named: Vec<&str> = words.iter().take(NAMED).map(|(word, _)| word.as_str()).collect();
    Ok(match (named.as_slice(), words.len().saturating_sub(NAMED)) {
        ([], _) => String::new(),
        (_, 0) => format!(" = {}", named.join(", ")),
        (_, more) => format!(" = {} and {more} more", named.join(", ")),
    })
}
