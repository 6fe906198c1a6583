//! A plan as a query line that is understood the same way.

use std::fmt::{self, Display, Formatter};

use jiff::civil::Date;

use super::{Dates, Filter, Periods, Plan, Side, plan::Term};
use crate::transcript::{Period, Role, Withheld};

impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Plan::All => f.write_str("*"),
            Plan::Word(term) => term.fmt(f),
            Plan::Glued(terms) => list(f, terms, "/"),
            Plan::Halves(first, rest) => write!(f, "{first} {rest}"),
            Plan::Phrase(terms) => {
                f.write_str("\"")?;
                list(f, terms, " ")?;
                f.write_str("\"")
            }
            Plan::Near { within, ordered, left, right } => {
                let word = if *ordered { "ADJ" } else { "NEAR" };
                write!(f, "{} {word}/{within} {}", Operand(left), Operand(right))
            }
            Plan::Filter(filter) => filter.fmt(f),
            Plan::And(parts) => and(f, parts),
            Plan::Or(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    f.write_str(if i > 0 { " OR " } else { "" })?;
                    match part {
                        Plan::Not(_) => part.fmt(f)?,
                        part => Operand(part).fmt(f)?,
                    }
                }
                Ok(())
            }
            Plan::Not(part) => write!(f, "-{}", Operand(part)),
            Plan::Side(side, inner) => write!(f, "{side}:({inner})"),
        }
    }
}

/// Blanks between the parts, but `AND` where a blank would make one word of two.
fn and(f: &mut Formatter<'_>, parts: &[Plan]) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            let halves = matches!((last_word(&parts[i - 1]), first_word(part)), (Some(a), Some(b)) if a.is_prefix() && b.is_rest());
            f.write_str(if halves { " AND " } else { " " })?;
        }
        match part {
            Plan::Near { .. } | Plan::Not(_) | Plan::Halves(..) => part.fmt(f)?,
            part => Operand(part).fmt(f)?,
        }
    }
    Ok(())
}

fn last_word(plan: &Plan) -> Option<&Term> {
    match plan {
        Plan::Word(term) | Plan::Halves(_, term) => Some(term),
        _ => None,
    }
}

fn first_word(plan: &Plan) -> Option<&Term> {
    match plan {
        Plan::Word(term) | Plan::Halves(term, _) => Some(term),
        _ => None,
    }
}

fn list<T: Display>(f: &mut Formatter<'_>, items: &[T], between: &str) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        f.write_str(if i > 0 { between } else { "" })?;
        item.fmt(f)?;
    }
    Ok(())
}

/// In parentheses unless it is one thing.
struct Operand<'a>(&'a Plan);

impl Display for Operand<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Plan::All | Plan::Word(_) | Plan::Glued(_) | Plan::Phrase(_) | Plan::Filter(_) | Plan::Side(..) => {
                self.0.fmt(f)
            }
            group => write!(f, "({group})"),
        }
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.text, if self.open { "*" } else { "" })
    }
}

impl Display for Side {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Side::Asked => "asked",
            Side::Answered => "answered",
        })
    }
}

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Filter::Speaker(words) => names(f, "speaker", words),
            Filter::Title(words) => names(f, "title", words),
            Filter::Firm(words) => names(f, "firm", words),
            Filter::Company(words) => names(f, "company", words),
            Filter::Role(roles) => match roles[..] {
                [role] => write!(f, "role:{role}"),
                [Role::Executive, Role::Ir] => f.write_str("role:company"),
                _ => {
                    f.write_str("role:(")?;
                    list(f, roles, " OR ")?;
                    f.write_str(")")
                }
            },
            Filter::Position(position) => write!(f, "role:{position}"),
            Filter::Ticker(ticker) => write!(f, "ticker:{ticker}"),
            Filter::Call(id) => {
                let plain = id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '/'));
                if plain { write!(f, "call:{id}") } else { write!(f, "call:\"{id}\"") }
            }
            Filter::Section(section) => write!(f, "section:{section}"),
            Filter::Kind(kind) => write!(f, "kind:{kind}"),
            Filter::Nonanswer(way) => write!(f, "nonanswer:{}", way.map_or("any", Withheld::as_str)),
            Filter::Period(periods) => write!(f, "period:{periods}"),
            Filter::Date(dates) => write!(f, "date:{dates}"),
        }
    }
}

fn names(f: &mut Formatter<'_>, field: &str, words: &[String]) -> fmt::Result {
    match words {
        [word] => write!(f, "{field}:{word}"),
        words => write!(f, "{field}:\"{}\"", words.join(" ")),
    }
}

impl Display for Periods {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => from.fmt(f),
            (from, to) => {
                let end = |end: Option<Period>| end.map(|period| period.to_string()).unwrap_or_default();
                write!(f, "{}..{}", end(from), end(to))
            }
        }
    }
}

impl Display for Dates {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => from.fmt(f),
            (Some(from), Some(to)) if from.day() == 1 && to == from.last_of_month() => {
                write!(f, "{:04}-{:02}", from.year(), from.month())
            }
            (from, to) => {
                let end = |end: Option<Date>| end.map(|day| day.to_string()).unwrap_or_default();
                write!(f, "{}..{}", end(from), end(to))
            }
        }
    }
}
