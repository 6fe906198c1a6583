//! What helps say: examples first; completions and the manual page.

use std::io::Write as _;

use clap::CommandFactory as _;

use super::{
    args::{Args, Completions},
    outcome::{Outcome, Result},
};

/// Before the help of the whole program.
pub const EXAMPLES: &str = "\
Examples:
  whosaid search 'wafer orders' --in transcripts   find passages; reads the folder first
  whosaid search 'margin NEAR/5 guidance' --role cfo --since 2023
  whosaid show ACME-2023Q2@3                       read the third question and its answers
  whosaid analyst 'j smith'                        all that an analyst asked, on every call";

/// After the help of the whole program.
pub const AFTER: &str = "\
`whosaid search --help` explains the query line. Exit status: 0 found, 1 nothing found, \
2 a mistake, 3 index locked, 4 index of another version or damaged.";

/// Before the help of `search`.
pub const SEARCH_EXAMPLES: &str = "\
Examples:
  whosaid search 'wafer orders'                       both words, in any form
  whosaid search '\"gross margin\" -guidance' --role ceo --role cfo
  whosaid search 'asked:(pricing) answered:discount' --company orvelle --exchange
  whosaid search 'capex OR \"capital spending\"' --since 2023 --sort newest --json | jq .ref";

/// After the help of `search`.
pub const QUERY: &str = "\
Query line:
  wafer orders             both words, in any form (order, orders, ordered), in one passage
  \"gross margin\"           these exact words, next to each other
  a OR b, NOT a, -a, ( )   as expected; AND binds tighter than OR
  a NEAR/5 b               within 5 words of each other
  a ADJ/5 b                the same, in this order
  invent*                  words that begin so
  field:value              the filters: speaker: role: title: firm: company: ticker: call:
  field:(a OR b)           section: kind: nonanswer: period: date: since: until:
  asked:(…)                exchanges whose question matches
  answered:(…)             exchanges whose answer matches; together: both sides of one exchange
Put the query in single quotes, so that the shell leaves it alone.";

/// Before the help of `show`.
pub const SHOW_EXAMPLES: &str = "\
Examples:
  whosaid show ACME-2023Q2         the whole call
  whosaid show ACME-2023Q2#5 -C 2  turn 5, and two turns before and after
  whosaid show ACME-2023Q2@1       the first question, with all that answers it";

/// Before the help of `analyst`.
pub const ANALYST_EXAMPLES: &str = "\
Examples:
  whosaid analyst 'j smith'                 every question of that analyst, and who answered
  whosaid analyst smith 'gross margin'      only where margins were talked of
  whosaid analyst smith --answered-by cfo --nonanswer any    what the CFO would not say
  whosaid analyst smith --company acme --json";

/// After the help of `analyst`.
pub const DOSSIER: &str = "\
The newest call comes first, and the exchanges of a call as they were heard. A call that several sources have is \
told and counted once; `also as` names the others, which `show` reads. Who is one person is worked out from names, \
firms and companies: other names of the same person are told beside the name.

Filters are about the question: --role, --speaker, --title and --firm test who asks, --section and --kind where and how. \
Only --answered-by and --nonanswer test the answers; QUERY is looked for in both.";

/// Before the help of `speakers`.
pub const SPEAKERS_EXAMPLES: &str = "\
Examples:
  whosaid speakers                          everybody, by how much they said
  whosaid speakers smith --role analyst
  whosaid speakers --role executive --company acme
  whosaid speakers --company acme --format csv";

/// Before the help of `trend`.
pub const TREND_EXAMPLES: &str = "\
Examples:
  whosaid trend tariffs                             mentions a quarter, and per 10,000 words
  whosaid trend tariffs '\"data center\"' shortage   three trends side by side
  whosaid trend tariffs --by role --calendar
  whosaid trend tariffs --role analyst --since 2023-07 --svg tariffs.svg";

/// After the help of `trend`.
pub const MENTIONS: &str = "\
What is counted:
  every occurrence  tariff, \"data center\", a NEAR/5 b, a OR b
  every passage     data center (both words, anywhere)
  every exchange    asked:(…), answered:(…)

Occurrences count as often as they do not overlap. Words spoken are those of all passages that fit the filters, in flags or in the query: filters narrow \
mentions and words alike. Quarters without a mention are shown, as are those without a call, but of these three or more in a \
row are one line (CSV and JSON have them all). Calls of which no quarter is known are left out, and counted on standard \
error. --since narrows the quarters; the first mention is looked for before it, too, so that it tells what is new.";

/// Before the help of `calls`.
pub const CALLS_EXAMPLES: &str = "\
Examples:
  whosaid calls
  whosaid calls --speaker 'ted brackwell' --since 2023
  whosaid calls --sort words -n 10                  the longest
  whosaid calls --json --fields call.id,call.date";

/// Before the help of `index`.
pub const INDEX_EXAMPLES: &str = "\
Examples:
  whosaid index transcripts              add what is new, replace what changed, skip the rest
  whosaid index transcripts --prune      also drop calls whose file is gone
  whosaid index --rebuild                make the index again from what is in it
  zcat calls.jsonl.gz | whosaid index -";

/// Before the help of `check`.
pub const CHECK_EXAMPLES: &str = "\
Examples:
  whosaid check
  whosaid check --json | jq .problems[]";

/// Before the help of `parse`.
pub const PARSE_EXAMPLES: &str = "\
Examples:
  whosaid parse call.txt | jq .participants
  whosaid parse --explain call.txt
  whosaid parse --print-layout transcripts/*
  whosaid parse --layout plain call.txt  read it so, whatever it looks like";

/// Before the help of `export`.
pub const EXPORT_EXAMPLES: &str = "\
Examples:
  whosaid export > passages.jsonl
  whosaid export --role analyst --format csv > questions.csv
  whosaid export --transcripts --call ACME-2023Q2 | jq .exchanges";

/// Prints completions for a shell.
pub fn completions(args: &Completions) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "whosaid", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Outcome::Found)
}

/// Prints the manual page.
pub fn man() -> Result<Outcome> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Args::command()).render(&mut page)?;
    std::io::stdout().write_all(&page)?;
    Ok(Outcome::Found)
}
