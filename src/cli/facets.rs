//! `search --facets`: how many passages there are of each value.

use std::collections::HashMap;

use jiff::civil::Date;
use whosaid::{
    index::{RoleTally, Tally},
    query::Scope,
    render::{Label, json, table::Column},
    transcript::{Call, Kind, Participant, Period, Role, Section},
};

use super::{
    args::{Format, Search},
    ask::{Question, Reach},
    listing::{self, Listing},
    outcome::Result,
    settings::Settings,
};

/// Where a value comes from.
#[derive(Clone, Copy)]
pub enum Facet {
    /// Columns tell it.
    Column(fn(&Alike<'_>) -> Option<String>),
    /// The call's card does, which has to be read.
    Card(fn(&Call, &Participant) -> Option<String>),
}

/// What can be counted by.
const FACETS: &[(&str, Facet)] = &[
    ("role", Facet::Column(|alike| Some(alike.role.to_string()))),
    ("speaker", Facet::Card(|_, speaker| Some(speaker.name.clone()))),
    ("title", Facet::Card(|_, speaker| speaker.title.clone())),
    ("firm", Facet::Card(|_, speaker| speaker.firm.clone())),
    ("company", Facet::Column(|alike| alike.company.map(str::to_owned))),
    ("ticker", Facet::Card(|call, _| call.ticker.clone())),
    ("call", Facet::Card(|call, _| Some(call.id.clone()))),
    ("section", Facet::Column(|alike| Some(alike.section.to_string()))),
    ("kind", Facet::Column(|alike| Some(alike.kind.to_string()))),
    ("period", Facet::Column(|alike| alike.period.map(|period| period.to_string()))),
    ("year", Facet::Column(|alike| alike.date.map(|date| date.year().to_string()))),
];

/// Passages that are alike, as far as they are counted by.
pub struct Alike<'a> {
    role: Role,
    section: Section,
    kind: Kind,
    company: Option<&'a str>,
    period: Option<Period>,
    date: Option<Date>,
    /// On which call, and who speaks, where a card was read.
    card: Option<(&'a Call, &'a Participant)>,
    count: usize,
}

impl<'a> From<&'a RoleTally> for Alike<'a> {
    fn from(tally: &'a RoleTally) -> Self {
        let RoleTally { call, role, section, kind, count } = tally;
        let (company, card) = (call.company.as_deref(), None);
        let (role, section, kind, count) = (*role, *section, *kind, *count);
        Alike { role, section, kind, company, period: call.period, date: call.date, card, count }
    }
}

impl<'a> From<&'a Tally> for Alike<'a> {
    fn from(tally: &'a Tally) -> Self {
        let Tally { card, section, kind, count, .. } = tally;
        let (call, speaker) = (&card.call, tally.speaker());
        let (company, section, kind, count) = (call.company.as_deref(), *section, *kind, *count);
        let card = Some((call, speaker));
        Alike { role: speaker.role, section, kind, company, period: call.period, date: call.date, card, count }
    }
}

/// The facet of a name.
pub fn named(name: &str) -> Option<Facet> {
    FACETS.iter().find(|(known, _)| *known == name).map(|(_, facet)| *facet)
}

/// The names of all.
pub fn names() -> Vec<&'static str> {
    FACETS.iter().map(|(name, _)| *name).collect()
}

/// Prints the counts by each facet asked for; how many passages are told apart.
pub fn run(args: &Search, question: &Question, scope: Scope, reach: &Reach, settings: &Settings) -> Result<usize> {
    let (snapshot, paths) = (&reach.snapshot, reach.paths.as_deref());
    let facets = || args.facets.iter().filter_map(|name| Some((name.as_str(), named(name)?)));
    let (by_card, by_column);
    let alike: Vec<Alike<'_>> = if facets().all(|(_, facet)| matches!(facet, Facet::Column(_))) {
        by_column = snapshot.tally_roles(&question.run, scope, paths)?;
        by_column.iter().map(Alike::from).collect()
    } else {
        by_card = snapshot.tally(&question.run, scope, paths)?;
        by_card.iter().map(Alike::from).collect()
    };
    let mut lines = Vec::new();
    for (name, facet) in facets() {
        let value = |alike: &Alike<'_>| match facet {
            Facet::Column(value) => value(alike),
            Facet::Card(value) => alike.card.and_then(|(call, speaker)| value(call, speaker)),
        };
        let mut counts: HashMap<Option<String>, usize> = HashMap::new();
        for alike in &alike {
            *counts.entry(value(alike)).or_default() += alike.count;
        }
        let mut counts: Vec<(Option<String>, usize)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        lines.extend(counts.into_iter().map(|(value, n)| (name, value, n)));
    }
    let listing = Listing {
        fields: &["field", "value", "count"],
        csv: &["field", "value", "count"],
        columns: &[
            Column::words("field", Label::Aside),
            Column::words("value", Label::Plain),
            Column::number("passages"),
        ],
        cells: |line: &json::FacetLine<'_>| line.cells(),
    };
    let lines: Vec<json::FacetLine<'_>> =
        lines.iter().map(|(field, value, n)| json::facet(field, value.as_deref(), *n)).collect();
    listing::print(settings, args.form.format().unwrap_or(Format::Table), &[], &listing, &lines)?;
    Ok(lines.len())
}
