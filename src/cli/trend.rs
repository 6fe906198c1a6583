//! `trend`: how often something is said, quarter by quarter.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use whosaid::{
    error::Error,
    index::Clock,
    query::{self, Field, Filter, Plan, Run, Scope},
    render::{
        Label, Piece,
        chart::{self, Ink, Series},
        csv, fields, flow, json,
        svg::{self, Caption},
        trend::{self as wire, TREND_FIELDS, TrendLine},
    },
    trend::{self, By, Line, Terms, Trend, Unplaced},
};

use super::{
    args::{Filters, Format, GroupBy, Trend as Args},
    ask::{Question, Reach},
    listing::{self, Listing},
    nothing,
    outcome::{Failure, Outcome, Result},
    settings::Settings,
    undated,
};

/// How many roles, companies or people are drawn, unless more or fewer are asked for.
const LIMIT: usize = 8;

/// What was asked and what was found, side by side.
struct Found<'a> {
    args: &'a Args,
    /// The query lines, as typed.
    queries: Vec<&'a str>,
    trends: Vec<Trend>,
    terms: Terms<'a>,
}

/// Runs `trend`.
pub fn run(args: &Args, settings: &Settings) -> Result<Outcome> {
    args.form.check(TREND_FIELDS)?;
    let questions = args.queries.iter().map(|line| question(line, &args.filters)).collect::<Result<Vec<_>>>()?;
    let since = first_day(&args.filters)?;
    let reach = Reach::open(&args.sources, settings)?;
    let by = args.by.map(|by| match by {
        GroupBy::Role => By::Role,
        GroupBy::Section => By::Section,
        GroupBy::Company => By::Company,
        GroupBy::Speaker => By::Speaker,
        GroupBy::Firm => By::Firm,
    });
    let clock = if args.calendar { Clock::Calendar } else { Clock::Fiscal };
    let terms = Terms { clock, by, since, within: reach.paths.as_deref() };
    let runs: Vec<Run> = questions.iter().map(|question| question.run.clone()).collect();
    let trends = trend::trends(&reach.snapshot, &runs, &terms)?;
    let found = Found { args, queries: args.queries.iter().map(|line| line.trim()).collect(), trends, terms };
    for question in &questions {
        question.tell_notes(settings);
        undated::tell(question, Scope::Passage, &reach, settings)?;
    }
    found.tell_unplaced(settings);
    found.tell_copies(settings);
    let n_mentions: u64 = found.trends.iter().map(Trend::mentions).sum();
    if n_mentions == 0 {
        if let Some(question) = questions.first() {
            found.tell_nothing(question, &reach, settings)?;
        }
        if let Some(file) = &args.svg {
            settings.hint(&format!("nothing to draw: {} is not written", file.display()));
        }
        return Ok(reach.outcome(0));
    }
    for (query, trend) in found.queries.iter().zip(&found.trends).filter(|(_, trend)| trend.mentions() == 0) {
        let before = if trend.first.is_some() { " in these quarters" } else { "" };
        settings.hint(&format!("`{query}` is not mentioned{before}"));
    }
    found.print(settings)?;
    Ok(reach.outcome(1))
}

/// A query with all filters but the first day: first mentions are looked for before it, too.
fn question(line: &str, filters: &Filters) -> Result<Question> {
    let line = [line.to_owned()];
    // The days must make sense together.
    Question::new(&line, filters)?;
    let question = Question::new(&line, &Filters { since: Vec::new(), ..filters.clone() })?;
    if question.run.conjuncts().iter().all(Run::is_filter) {
        let message = format!("nothing to count in `{}`", line[0].trim());
        return Err(Failure::usage(message, "give words; filters alone say where to count"));
    }
    Ok(question)
}

/// The earliest day of `--since`.
fn first_day(filters: &Filters) -> Result<Option<Date>> {
    let mut days = Vec::new();
    for value in &filters.since {
        if let Plan::Filter(Filter::Date(dates)) = query::filter(Field::Since, value)? {
            days.extend(dates.from);
        }
    }
    Ok(days.into_iter().min())
}

impl Found<'_> {
    /// Says what is in no quarter.
    fn tell_unplaced(&self, settings: &Settings) {
        let missing = match (self.terms.clock, self.terms.since) {
            (Clock::Fiscal, None) => "no fiscal quarter is known; --calendar counts by date",
            (Clock::Fiscal, Some(_)) => "no fiscal quarter is known, or no day and no period",
            (Clock::Calendar, None) => "no date is known; --fiscal counts by period",
            (Clock::Calendar, Some(_)) => "no date is known",
        };
        let count = |n: u64, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
        let mut told: Vec<Unplaced> = Vec::new();
        for unplaced in self.trends.iter().map(|trend| trend.unplaced).filter(|unplaced| unplaced.mentions > 0) {
            if !told.contains(&unplaced) {
                told.push(unplaced);
                let (calls, mentions) = (count(unplaced.calls, "call"), count(unplaced.mentions, "mention"));
                settings.hint(&format!("left out: {calls}, with {mentions}: {missing}"));
            }
        }
    }

    /// Says how many transcripts do not count since another of the same call does.
    fn tell_copies(&self, settings: &Settings) {
        match self.trends.iter().map(|trend| trend.copies).max() {
            None | Some(0) => {}
            Some(1) => settings.hint("left out: 1 transcript of a call that counts by another source's"),
            Some(n) => settings.hint(&format!("left out: {n} transcripts of calls that count by another source's")),
        }
    }

    /// Says why nothing was counted.
    fn tell_nothing(&self, question: &Question, reach: &Reach, settings: &Settings) -> Result<()> {
        let Some(first) = self.trends.iter().find_map(|trend| trend.first.as_ref()) else {
            return nothing::explain(question, Scope::Passage, reach, settings);
        };
        settings.complain("nothing found in these quarters");
        let date = first.card.call.date.map_or_else(|| "on a day unknown".to_owned(), |date| format!("on {date}"));
        settings.hint(&format!("first mentioned {date}: {}#{}", first.card.call.id, first.turn));
        Ok(())
    }

    fn print(&self, settings: &Settings) -> Result<()> {
        let form = &self.args.form;
        let series = self.series();
        if let Some(file) = &self.args.svg {
            let (title, subtitle) = (self.title(), self.subtitle());
            let caption = Caption { title: &title, subtitle: &subtitle };
            let picture = svg::render(&caption, self.quarters(), &series);
            if file.as_os_str() == "-" {
                let mut out = settings.stdout();
                out.write_all(picture.as_bytes())?;
                return Ok(out.flush()?);
            }
            save(file, &picture)?;
        }
        match form.format() {
            None => self.print_text(settings, &series)?,
            Some(Format::Table) if form.fields.is_empty() => self.print_text(settings, &series)?,
            Some(Format::Csv) => self.print_csv(settings)?,
            Some(Format::Json) => self.print_json(settings)?,
            Some(Format::Table) => {
                let cells = |_: &TrendLine<'_>| Vec::new();
                let listing = Listing { fields: TREND_FIELDS, csv: TREND_FIELDS, columns: &[], cells };
                listing::print(settings, Format::Table, &form.fields, &listing, &self.rows(usize::MAX))?;
            }
        }
        self.tell_rest(settings);
        Ok(())
    }

    fn quarters(&self) -> &[whosaid::transcript::Period] {
        self.trends.first().map_or(&[], |trend| &trend.quarters)
    }

    /// The lines of each query that are shown, with the query.
    fn shown(&self, limit: usize) -> Vec<(&str, &Trend, &Line)> {
        let (offset, limit) = (self.args.form.offset, self.args.form.limit.unwrap_or(limit));
        let pairs = self.queries.iter().zip(&self.trends);
        pairs
            .flat_map(|(query, trend)| {
                trend.lines.iter().skip(offset).take(limit).map(move |line| (*query, trend, line))
            })
            .collect()
    }

    fn series(&self) -> Vec<Series> {
        let label = |query: &str, line: &Line| match &line.group {
            None => query.to_owned(),
            Some(group) if self.queries.len() == 1 => group.clone(),
            Some(group) => format!("{query} · {group}"),
        };
        let shown = self.shown(LIMIT).into_iter();
        shown
            .map(|(query, trend, line)| Series {
                label: label(query, line),
                calls: trend.calls.clone(),
                points: line.points.clone(),
            })
            .collect()
    }

    fn rows(&self, limit: usize) -> Vec<TrendLine<'_>> {
        let by = self.args.by.map(GroupBy::as_str);
        let shown = self.shown(limit).into_iter();
        shown.flat_map(|(query, trend, line)| wire::lines(query, by, self.terms.clock, trend, line)).collect()
    }

    fn print_json(&self, settings: &Settings) -> Result<()> {
        let mut out = settings.stdout();
        for row in self.rows(usize::MAX) {
            listing::print_json(&mut out, &self.args.form.fields, &row)?;
        }
        if self.args.form.fields.is_empty() {
            for (query, trend) in self.queries.iter().zip(&self.trends) {
                let first = trend.first.as_ref();
                let first = first.and_then(|hit| wire::first(query, hit, self.terms.since, trend.is_new));
                first.iter().try_for_each(|line| json::write(&mut out, line))?;
            }
        }
        Ok(out.flush()?)
    }

    fn print_csv(&self, settings: &Settings) -> Result<()> {
        let asked = &self.args.form.fields;
        let usual: Vec<String> = TREND_FIELDS.iter().map(ToString::to_string).collect();
        let columns = if asked.is_empty() { &usual } else { asked };
        let rows = self.rows(usize::MAX).into_iter().map(|row| {
            let value = serde_json::to_value(&row).unwrap_or_default();
            columns.iter().map(|column| fixed(column, fields::cell(&value, column))).collect()
        });
        Ok(csv::write(settings.stdout(), columns, rows)?)
    }

    fn print_text(&self, settings: &Settings, series: &[Series]) -> Result<()> {
        let page = &settings.page;
        let mut text = String::new();
        let heading =
            [Piece::new(Label::Heading, &self.title()), Piece::new(Label::Aside, &format!(" · {}", self.subtitle()))];
        text.push_str(&flow::wrap(&settings.prose(), &heading, "", 0));
        text.push('\n');
        let ink = if self.args.ascii { Ink::Ascii } else { Ink::Blocks };
        let alone = series.len() == 1 && self.args.by.is_none();
        if alone {
            // The title says what it is the trend of.
            let one: Vec<Series> = series.iter().map(|one| Series { label: String::new(), ..one.clone() }).collect();
            text.push_str(&chart::render(page, self.quarters(), &one, ink));
        } else {
            text.push_str(&chart::render(page, self.quarters(), series, ink));
        }
        text.push('\n');
        for (query, trend) in self.queries.iter().zip(&self.trends) {
            text.push_str(&self.first_mention(settings, query, trend));
        }
        let mut out = settings.stdout();
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    }

    fn first_mention(&self, settings: &Settings, query: &str, trend: &Trend) -> String {
        let mut pieces = vec![Piece::new(Label::Aside, "first")];
        if self.queries.len() > 1 {
            pieces.push(Piece::plain(&format!(" {query}")));
        }
        let Some(hit) = &trend.first else {
            pieces.push(Piece::new(Label::Aside, ": never"));
            return flow::wrap(&settings.prose(), &pieces, "", 2);
        };
        let (call, speaker) = (&hit.card.call, hit.card.participants.get(hit.participant));
        let date = call.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        pieces.push(Piece::new(Label::Aside, ": "));
        pieces.push(Piece::new(Label::Reference, &format!("{}#{}", call.id, hit.turn)));
        pieces.push(Piece::new(Label::Aside, &format!(" · {date}")));
        if let Some(speaker) = speaker {
            pieces.push(Piece::plain(" · "));
            pieces.push(Piece::new(Label::Speaker, &speaker.name));
            let also = [Some(speaker.role.as_str()), speaker.title.as_deref().or(speaker.firm.as_deref())];
            also.iter().flatten().for_each(|text| pieces.push(Piece::plain(&format!(" · {text}"))));
        }
        if let (Some(since), Some(is_new)) = (self.terms.since, trend.is_new) {
            let news = if is_new { format!(" · new since {since}") } else { format!(" · known before {since}") };
            pieces.push(Piece::new(if is_new { Label::Hint } else { Label::Aside }, &news));
        }
        flow::wrap(&settings.prose(), &pieces, "", 2)
    }

    fn title(&self) -> String {
        self.queries.join(" / ")
    }

    fn subtitle(&self) -> String {
        let by = self.args.by.map_or_else(String::new, |by| format!(", by {}", by.as_str()));
        let quarter = match self.terms.clock {
            Clock::Fiscal => "fiscal",
            Clock::Calendar => "calendar",
        };
        format!("mentions per 10,000 words spoken, by {quarter} quarter{by}")
    }

    /// Says how many groups are not shown.
    fn tell_rest(&self, settings: &Settings) {
        if self.args.form.limit.is_some() || self.args.form.format().is_some() {
            return;
        }
        let most = self.trends.iter().map(|trend| trend.lines.len()).max().unwrap_or(0);
        if most > LIMIT {
            settings.hint(&format!("{} more are not shown; -n {most} shows all", most - LIMIT));
        }
    }
}

/// A cell of a CSV file: rates have two decimals.
fn fixed(column: &str, cell: String) -> String {
    match cell.parse::<f64>() {
        Ok(number) if column == "per_10k" => format!("{number:.2}"),
        _ => cell,
    }
}

fn save(file: &Path, text: &str) -> Result<()> {
    let failed = |source| Error::Io { path: PathBuf::from(file), source };
    Ok(std::fs::write(file, text).map_err(failed)?)
}
