//! Arguments as typed.

use std::path::PathBuf;

use clap::{
    Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use whosaid::layout::{LAYOUTS, Layout};

use super::manual;

/// Who said what on which earnings call, in which role, and in answer to whom.
#[derive(Debug, Parser)]
#[command(
    name = "whosaid",
    version,
    arg_required_else_help = true,
    before_help = manual::EXAMPLES,
    after_help = manual::AFTER,
    max_term_width = 100
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub global: Global,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
pub struct Global {
    /// The index folder [default: $WHOSAID_INDEX, else ./index]
    #[arg(long, value_name = "DIR", env = "WHOSAID_INDEX", hide_env = true, global = true)]
    pub index: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, hide_possible_values = true)]
    pub color: When,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find passages, best first
    #[command(visible_alias = "s", before_help = manual::SEARCH_EXAMPLES, after_help = manual::QUERY)]
    Search(Search),
    /// Read a call, a turn or an exchange
    #[command(before_help = manual::SHOW_EXAMPLES)]
    Show(Show),
    /// Everything an analyst asked, and who answered what
    #[command(before_help = manual::ANALYST_EXAMPLES, after_help = manual::DOSSIER)]
    Analyst(Analyst),
    /// Who speaks in the index
    #[command(before_help = manual::SPEAKERS_EXAMPLES)]
    Speakers(Speakers),
    /// How often something is said, quarter by quarter
    #[command(before_help = manual::TREND_EXAMPLES, after_help = manual::MENTIONS)]
    Trend(Trend),
    /// Which calls are in the index
    #[command(before_help = manual::CALLS_EXAMPLES)]
    Calls(Calls),
    /// Read transcripts into the index
    #[command(before_help = manual::INDEX_EXAMPLES)]
    Index(Index),
    /// Verify the index: versions, checksums, every call complete
    #[command(before_help = manual::CHECK_EXAMPLES)]
    Check(Check),
    /// What is understood of one file, as JSON, without an index
    #[command(before_help = manual::PARSE_EXAMPLES)]
    Parse(Parse),
    /// All passages, or those that match, for jq, pandas, DuckDB
    #[command(before_help = manual::EXPORT_EXAMPLES)]
    Export(Export),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Conditions on passages. A flag given twice means either; two flags mean both.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Filters (a flag given twice means either; two flags mean both)")]
pub struct Filters {
    /// Words of the speaker's name: brackwell, "Ted Brackwell"
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,
    /// operator, executive, ir, analyst, other, unknown; company = executive or ir; ceo, cfo, …
    #[arg(long, value_name = "ROLE")]
    pub role: Vec<String>,
    /// Words of the title, or the position it means: cfo
    #[arg(long, value_name = "TITLE")]
    pub title: Vec<String>,
    /// Words of the firm an outsider works for
    #[arg(long, value_name = "FIRM")]
    pub firm: Vec<String>,
    /// Words of the company's name
    #[arg(long, value_name = "NAME")]
    pub company: Vec<String>,
    /// The ticker
    #[arg(long, value_name = "TICKER")]
    pub ticker: Vec<String>,
    /// The call's id, as `calls` lists it
    #[arg(long, value_name = "ID")]
    pub call: Vec<String>,
    /// prepared or qa
    #[arg(long, value_name = "SECTION")]
    pub section: Vec<String>,
    /// moderation, remarks, question, answer or aside
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Answers that keep something back: refuses, unable, defers, or any of these
    #[arg(long, value_name = "WAY")]
    pub nonanswer: Vec<String>,
    /// The fiscal period: 2023Q2, 2023, 2022Q3..2023Q2
    #[arg(long, value_name = "PERIOD")]
    pub period: Vec<String>,
    /// The first day: 2023-08-29, 2023-08, 2023; where no day is known, the period's last counts
    #[arg(long, value_name = "DATE")]
    pub since: Vec<String>,
    /// The last day
    #[arg(long, value_name = "DATE")]
    pub until: Vec<String>,
}

/// Where the answer comes from.
#[derive(Debug, Default, clap::Args)]
pub struct Sources {
    /// Bring the index up to date with these files and folders, and answer from them alone
    #[arg(long = "in", id = "in", value_name = "PATH", num_args = 1..)]
    pub paths: Vec<PathBuf>,
    /// Read the files of --in with this layout, whatever they look like: one that `parse --help` names
    #[arg(long, value_name = "NAME", requires = "in", value_parser = layout(), hide_possible_values = true)]
    pub layout: Option<&'static Layout>,
}

/// The form of the answer.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub struct Form {
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    /// table, csv or json
    #[arg(long, value_name = "FORM", conflicts_with = "json", hide_possible_values = true)]
    pub format: Option<Format>,
    /// Only these fields, by their JSON paths: ref,speaker.name
    #[arg(long, value_name = "A,B.C", value_delimiter = ',')]
    pub fields: Vec<String>,
    /// At most so many; `search` shows 20 unless told otherwise
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Pass over so many first
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub offset: usize,
}

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns.
    Table,
    /// Comma-separated values.
    Csv,
    /// JSON Lines.
    Json,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// Best first.
    #[default]
    Relevance,
    /// Newest call first.
    Newest,
    /// Oldest call first.
    Oldest,
}

/// Where the words of a query must meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Meet {
    /// In one passage.
    #[default]
    Passage,
    /// In one turn.
    Turn,
    /// In one exchange.
    Exchange,
    /// In one call.
    Call,
}

/// `search`
#[derive(Debug, clap::Args)]
pub struct Search {
    /// What to find; see the table below
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub sources: Sources,
    /// Where the words must meet: passage, turn, exchange or call
    #[arg(
        long,
        value_name = "UNIT",
        default_value = "passage",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub within: Meet,
    /// relevance, newest or oldest
    #[arg(
        long,
        value_name = "ORDER",
        default_value = "relevance",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub sort: Order,
    /// Show the whole turn and N turns around it
    #[arg(short = 'C', long, value_name = "N", conflicts_with = "exchange")]
    pub context: Option<u32>,
    /// Show the whole exchange: the question and all that answers it
    #[arg(long)]
    pub exchange: bool,
    /// Print only how many passages match
    #[arg(long, conflicts_with_all = ["facets", "context", "exchange"])]
    pub count: bool,
    /// Count matches by value: role,company,period,speaker,firm,title,ticker,call,section,kind,year
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with_all = ["context", "exchange"])]
    pub facets: Vec<String>,
    /// Say how the query was understood and what was run
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    pub form: Form,
    #[command(flatten)]
    pub filters: Filters,
}

/// `show`
#[derive(Debug, clap::Args)]
pub struct Show {
    /// A call (ACME-2023Q2), a turn (ACME-2023Q2#5) or an exchange (ACME-2023Q2@1)
    #[arg(value_name = "REF")]
    pub reference: String,
    /// N turns before and after a turn
    #[arg(short = 'C', long, value_name = "N")]
    pub context: Option<u32>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `analyst`
#[derive(Debug, clap::Args)]
pub struct Analyst {
    /// The analyst's name, or as much of it as tells who is meant
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Only exchanges in which this is said
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub sources: Sources,
    /// Only what this position, role or person answered: cfo, executive, "jim farrant"
    #[arg(long, value_name = "WHO")]
    pub answered_by: Vec<String>,
    #[command(flatten)]
    pub form: Form,
    #[command(flatten)]
    pub filters: Filters,
}

/// The order of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SpeakerOrder {
    /// Most words first.
    #[default]
    Words,
    /// By name.
    Name,
    /// Most calls first.
    Calls,
    /// Most turns first.
    Turns,
    /// The greatest share of answers first.
    Answers,
    /// Who spoke last first.
    Newest,
}

/// `speakers`
#[derive(Debug, clap::Args)]
pub struct Speakers {
    /// Only speakers whose name has these words
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
    #[command(flatten)]
    pub sources: Sources,
    /// name, newest, or most first: words, calls, turns, answers (the share of them)
    #[arg(long, value_name = "ORDER", default_value = "words", hide_possible_values = true, hide_default_value = true)]
    pub sort: SpeakerOrder,
    #[command(flatten)]
    pub form: Form,
    #[command(flatten)]
    pub filters: Filters,
}

/// By what trends are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GroupBy {
    /// The speaker's role.
    Role,
    /// The section.
    Section,
    /// The company.
    Company,
    /// The speaker.
    Speaker,
    /// The speaker's firm.
    Firm,
}

impl GroupBy {
    /// As typed.
    pub fn as_str(self) -> &'static str {
        match self {
            GroupBy::Role => "role",
            GroupBy::Section => "section",
            GroupBy::Company => "company",
            GroupBy::Speaker => "speaker",
            GroupBy::Firm => "firm",
        }
    }
}

/// `trend`
#[derive(Debug, clap::Args)]
pub struct Trend {
    /// What to count; each argument is a query of its own, shown side by side
    #[arg(value_name = "QUERY", required = true)]
    pub queries: Vec<String>,
    #[command(flatten)]
    pub sources: Sources,
    /// Tell apart by role, section, company, speaker or firm
    #[arg(long, value_name = "WHAT", hide_possible_values = true)]
    pub by: Option<GroupBy>,
    /// Quarters of the fiscal year that calls are about; the default
    #[arg(long, conflicts_with = "calendar")]
    pub fiscal: bool,
    /// Quarters of the calendar in which calls were held
    #[arg(long)]
    pub calendar: bool,
    /// Draw bars in plain characters
    #[arg(long)]
    pub ascii: bool,
    /// Also draw a line chart into this file, or - for standard output alone
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    #[command(flatten)]
    pub form: Form,
    #[command(flatten)]
    pub filters: Filters,
}

/// The order of calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum CallOrder {
    /// By id.
    #[default]
    Id,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// By the company's name.
    Company,
    /// Most turns first.
    Turns,
    /// Most words first.
    Words,
    /// Most questions first.
    Questions,
    /// Most analysts first.
    Analysts,
    /// The greatest share of the company's people first.
    Executives,
    /// Most answers that keep something back first.
    Nonanswers,
}

/// `calls`
#[derive(Debug, clap::Args)]
pub struct Calls {
    #[command(flatten)]
    pub sources: Sources,
    /// id, newest, oldest, company, or most first: turns, words, questions, analysts, executives, nonanswers
    #[arg(long, value_name = "ORDER", default_value = "id", hide_possible_values = true, hide_default_value = true)]
    pub sort: CallOrder,
    #[command(flatten)]
    pub form: Form,
    #[command(flatten)]
    pub filters: Filters,
}

/// `index`
#[derive(Debug, clap::Args)]
pub struct Index {
    /// Files, folders, .gz, .zst, .zip, or - for standard input
    #[arg(value_name = "PATH", required_unless_present = "rebuild")]
    pub paths: Vec<PathBuf>,
    /// Drop calls whose file is gone from under these paths
    #[arg(long)]
    pub prune: bool,
    /// First make the index again from the transcripts in it: after a change of its format, or damage
    #[arg(long)]
    pub rebuild: bool,
    /// How long to wait for another writer
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub wait: u64,
    /// Read the files with this layout, whatever they look like, also those that did not change; a later run
    /// that finds them changed goes by their looks again
    #[arg(long, value_name = "NAME", value_parser = layout())]
    pub layout: Option<&'static Layout>,
    /// Threads that read and index [default: $WHOSAID_THREADS, else one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
}

/// `check`
#[derive(Debug, clap::Args)]
pub struct Check {
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

/// `parse`
#[derive(Debug, clap::Args)]
pub struct Parse {
    /// A file, or - for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Read the files with this layout, whatever they look like
    #[arg(long, value_name = "NAME", value_parser = layout())]
    pub layout: Option<&'static Layout>,
    /// Print only which layout each file was read with
    #[arg(long)]
    pub print_layout: bool,
    /// Say for everybody on the call why they are taken for who they are: what decided, and what lost
    #[arg(long, conflicts_with = "print_layout")]
    pub explain: bool,
}

/// `export`
#[derive(Debug, clap::Args)]
pub struct Export {
    /// Only passages that match
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub sources: Sources,
    /// Whole calls, as `parse` prints them, in place of passages
    #[arg(long, conflicts_with_all = ["format", "fields"])]
    pub transcripts: bool,
    /// csv or json
    #[arg(long, value_name = "FORM", default_value = "json", hide_possible_values = true, hide_default_value = true)]
    pub format: Format,
    /// Only these fields, by their JSON paths: ref,speaker.name
    #[arg(long, value_name = "A,B.C", value_delimiter = ',')]
    pub fields: Vec<String>,
    /// At most so many
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Pass over so many first
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub offset: usize,
    #[command(flatten)]
    pub filters: Filters,
}

/// `completions`
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// The name of a layout; of a wrong one it is said which there are, and which is near.
fn layout() -> impl TypedValueParser<Value = &'static Layout> {
    let names = LAYOUTS.iter().map(|layout| layout.name);
    PossibleValuesParser::new(names).try_map(|name| Layout::named(&name).ok_or("no such layout"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn arguments_are_consistent() {
        super::Args::command().debug_assert();
    }
}
