//! The wire forms of trends.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::{
    chart::decimal,
    json::{CallPart, call_part, turn_reference},
};
use crate::{
    index::{Clock, Hit},
    transcript::{Period, Role},
    trend::{Line, Trend},
};

/// `whosaid.trend/1`: the mentions of a query in a quarter.
#[derive(Serialize)]
pub struct TrendLine<'a> {
    schema: &'static str,
    query: &'a str,
    by: Option<&'a str>,
    group: Option<&'a str>,
    clock: &'static str,
    quarter: Period,
    calls: u64,
    mentions: u64,
    words: u64,
    /// In hundredths.
    #[serde(serialize_with = "two_decimals")]
    per_10k: Option<u64>,
}

/// The fields of a [`TrendLine`].
pub const TREND_FIELDS: &[&str] =
    &["query", "by", "group", "clock", "quarter", "calls", "mentions", "words", "per_10k"];

fn two_decimals<S: Serializer>(hundredths: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
    match hundredths {
        None => serializer.serialize_none(),
        // A number with exactly two decimals, as everywhere.
        Some(_) => match serde_json::value::RawValue::from_string(decimal(*hundredths)) {
            Ok(number) => number.serialize(serializer),
            Err(_) => serializer.serialize_none(),
        },
    }
}

/// The lines of a group, one a quarter.
pub fn lines<'a>(
    query: &'a str,
    by: Option<&'a str>,
    clock: Clock,
    trend: &'a Trend,
    line: &'a Line,
) -> impl Iterator<Item = TrendLine<'a>> {
    let quarters = trend.quarters.iter().zip(&line.calls).zip(&line.points);
    quarters.map(move |((quarter, calls), point)| TrendLine {
        schema: "whosaid.trend/1",
        query,
        by,
        group: line.group.as_deref(),
        clock: match clock {
            Clock::Fiscal => "fiscal",
            Clock::Calendar => "calendar",
        },
        quarter: *quarter,
        calls: *calls,
        mentions: point.mentions,
        words: point.words,
        per_10k: point.rate(),
    })
}

/// `whosaid.first/1`: the first mention of a query.
#[derive(Serialize)]
pub struct FirstLine<'a> {
    schema: &'static str,
    query: &'a str,
    #[serde(rename = "ref")]
    reference: String,
    call: CallPart<'a>,
    speaker: First<'a>,
    since: Option<Date>,
    new: Option<bool>,
}

#[derive(Serialize)]
struct First<'a> {
    name: &'a str,
    role: Role,
    title: Option<&'a str>,
    firm: Option<&'a str>,
}

/// The wire form of a first mention.
pub fn first<'a>(query: &'a str, hit: &'a Hit, since: Option<Date>, new: Option<bool>) -> Option<FirstLine<'a>> {
    let speaker = hit.card.participants.get(hit.participant)?;
    Some(FirstLine {
        schema: "whosaid.first/1",
        query,
        reference: turn_reference(&hit.card.call.id, hit.turn),
        call: call_part(&hit.card.call, &hit.card.source),
        speaker: First {
            name: &speaker.name,
            role: speaker.role,
            title: speaker.title.as_deref(),
            firm: speaker.firm.as_deref(),
        },
        since,
        new,
    })
}
