//! What filters look at: what is known of a passage besides its words.

use crate::{
    cast::titles,
    index::Hit,
    index::firm_words,
    query::{Filter, Run, names},
    transcript::{Call, Kind, Participant, Period, Section, Withheld},
};

/// What filters look at: what is known of a passage besides its words.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// Its call.
    pub call: &'f Call,
    /// Who speaks.
    pub speaker: Option<&'f Participant>,
    /// Its turn's section.
    pub section: Section,
    /// Its turn's kind.
    pub kind: Kind,
    /// The ways in which its turn keeps back what was asked.
    pub ways: &'f [Withheld],
}

impl<'f> Facts<'f> {
    /// Those of a hit.
    pub fn of(hit: &'f Hit) -> Self {
        let speaker = hit.card.participants.get(hit.participant);
        Facts { call: &hit.card.call, speaker, section: hit.section, kind: hit.kind, ways: &hit.ways }
    }

    /// Whether a filter fits, as the index has it.
    pub fn fit(&self, filter: &Filter) -> bool {
        let speaker = |has: &dyn Fn(&Participant) -> bool| self.speaker.is_some_and(has);
        match filter {
            Filter::Speaker(words) => speaker(&|p| {
                let forms = std::iter::once(&p.name).chain(&p.aliases);
                all_in(words, &forms.flat_map(|name| names::words(name)).collect::<Vec<_>>())
            }),
            Filter::Role(roles) => speaker(&|p| roles.contains(&p.role)),
            Filter::Title(words) => speaker(&|p| p.title.as_ref().is_some_and(|t| all_in(words, &names::words(t)))),
            Filter::Position(position) => speaker(&|p| {
                let meant = p.title.iter().flat_map(|title| titles::positions(title));
                meant.map(titles::Position::as_str).any(|known| known == position)
            }),
            Filter::Firm(words) => speaker(&|p| p.firm.as_ref().is_some_and(|firm| all_in(words, &firm_words(firm)))),
            Filter::Company(words) => self.call.company.as_ref().is_some_and(|name| all_in(words, &firm_words(name))),
            Filter::Ticker(ticker) => {
                self.call.ticker.as_ref().is_some_and(|known| known.to_uppercase() == ticker.to_uppercase())
            }
            Filter::Call(id) => self.call.id.to_uppercase() == id.to_uppercase(),
            Filter::Section(section) => *section == self.section,
            Filter::Kind(kind) => *kind == self.kind,
            Filter::Nonanswer(way) => way.map_or(!self.ways.is_empty(), |way| self.ways.contains(&way)),
            Filter::Period(periods) => self.call.period.is_some_and(|period| {
                let (first, last) = quarters(period);
                periods.from.is_none_or(|from| quarters(from).0 <= last)
                    && periods.to.is_none_or(|to| first <= quarters(to).1)
            }),
            Filter::Date(dates) => self
                .call
                .date
                .is_some_and(|date| dates.from.is_none_or(|from| from <= date) && dates.to.is_none_or(|to| date <= to)),
        }
    }

    /// Whether the conditions that a question puts on every passage fit: the filters among its conjuncts.
    pub fn are_chosen_by(&self, run: &Run) -> bool {
        match run {
            Run::And(parts) => parts.iter().all(|part| self.truth(part) != Some(false)),
            run => self.truth(run) != Some(false),
        }
    }

    /// The truth of filters, alone or combined; `None` if words have a say.
    fn truth(&self, run: &Run) -> Option<bool> {
        match run {
            Run::Filter(filter) => Some(self.fit(filter)),
            Run::Not(part) => self.truth(part).map(|truth| !truth),
            Run::And(parts) => {
                all_known(parts.iter().map(|part| self.truth(part)))?.into_iter().all(|truth| truth).into()
            }
            Run::Or(parts) => {
                all_known(parts.iter().map(|part| self.truth(part)))?.into_iter().any(|truth| truth).into()
            }
            Run::All | Run::Pattern(_) | Run::Side(..) => None,
        }
    }
}

fn all_known(truths: impl Iterator<Item = Option<bool>>) -> Option<Vec<bool>> {
    truths.collect()
}

fn all_in(words: &[String], known: &[String]) -> bool {
    words.iter().all(|word| known.contains(word))
}

/// The first and the last quarter of a period.
fn quarters(period: Period) -> ((i64, u8), (i64, u8)) {
    let year = i64::from(period.year);
    period.quarter.map_or(((year, 1), (year, 4)), |quarter| ((year, quarter), (year, quarter)))
}
