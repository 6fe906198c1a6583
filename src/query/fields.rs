//! The fields of the query line, and what their values mean.

use super::{
    Dates, Filter, Plan, QueryError,
    calendar::{self, Wrong},
    lexer::is_quote,
    names,
};
use crate::{
    cast::titles::{self, Position},
    transcript::{Kind, Role, Section, Withheld},
};

/// A field of the query line: `role:`, `date:`, …
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Words of the speaker's name.
    Speaker,
    /// The speaker's role, or a position among the company's people.
    Role,
    /// Words of the speaker's title, or the position it means.
    Title,
    /// Words of the name of the speaker's firm.
    Firm,
    /// Words of the company's name.
    Company,
    /// The company's ticker.
    Ticker,
    /// The call's id.
    Call,
    /// The part of the call.
    Section,
    /// What the turn does.
    Kind,
    /// How the turn keeps back what was asked.
    Nonanswer,
    /// The fiscal period, or a range.
    Period,
    /// The day, or a range.
    Date,
    /// The first day.
    Since,
    /// The last day.
    Until,
    /// What the question says.
    Asked,
    /// What the answer says.
    Answered,
}

impl Field {
    /// All fields, with their names.
    pub const ALL: &[(&'static str, Field)] = &[
        ("speaker", Field::Speaker),
        ("role", Field::Role),
        ("title", Field::Title),
        ("firm", Field::Firm),
        ("company", Field::Company),
        ("ticker", Field::Ticker),
        ("call", Field::Call),
        ("section", Field::Section),
        ("kind", Field::Kind),
        ("nonanswer", Field::Nonanswer),
        ("period", Field::Period),
        ("date", Field::Date),
        ("since", Field::Since),
        ("until", Field::Until),
        ("asked", Field::Asked),
        ("answered", Field::Answered),
    ];

    /// The field of this name.
    pub fn named(name: &str) -> Option<Field> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name)
    }

    /// The name that a word is a slip of: few letters wrong, fewer in a short one.
    pub(super) fn nearest(word: &str) -> Option<&'static str> {
        let allowed = |name: &str| if name.len() < 6 { 1 } else { 2 };
        let distances = Self::ALL.iter().map(|(name, _)| (distance(word, name), *name));
        distances
            .filter(|(distance, name)| *distance <= allowed(name))
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, n)| n)
    }

    /// The field that another tool's or one's own word for it stands for.
    pub(super) fn alias(word: &str) -> Option<&'static str> {
        Some(match word {
            "name" | "who" | "person" | "by" | "from" | "analyst" => "speaker",
            "position" | "job" => "title",
            "bank" | "broker" | "employer" | "affiliation" => "firm",
            "symbol" => "ticker",
            "quarter" | "year" | "fiscal" => "period",
            "day" | "when" | "on" => "date",
            "after" => "since",
            "before" => "until",
            "part" => "section",
            "type" => "kind",
            "evades" | "evasive" | "dodges" | "withholds" | "refuses" => "nonanswer",
            "question" | "questions" => "asked",
            "answer" | "answers" => "answered",
            _ => return None,
        })
    }

    /// What a value of this field means.
    pub(super) fn condition(self, value: &str) -> Result<Plan, Wrong> {
        let bare = value.trim().trim_end_matches([',', ';', '!', '?', ':']);
        if bare.is_empty() || bare == "*" {
            return Err((format!("`{}:` needs a value", self.as_str()), None));
        }
        if bare.contains('*') {
            return Err((format!("`{}:` takes whole values, without `*`", self.as_str()), None));
        }
        match self {
            Field::Speaker => self.named_by(names::words(bare), Filter::Speaker),
            Field::Title => self.named_by(names::words(bare), Filter::Title),
            Field::Firm => self.named_by(names::normalize(bare), Filter::Firm),
            Field::Company => self.named_by(names::normalize(bare), Filter::Company),
            Field::Role => self.chosen(bare, role),
            Field::Section => self.chosen(bare, section),
            Field::Kind => self.chosen(bare, kind),
            Field::Nonanswer => self.chosen(bare, nonanswer),
            Field::Ticker => ticker(bare),
            Field::Call => call(bare),
            Field::Period => calendar::periods(bare).map(|periods| Plan::Filter(Filter::Period(periods))),
            Field::Date => calendar::dates(bare).map(|dates| Plan::Filter(Filter::Date(dates))),
            Field::Since | Field::Until => self.end(bare),
            Field::Asked | Field::Answered => Err((format!("`{}:` takes a query", self.as_str()), None)),
        }
    }

    fn named_by(self, words: Vec<String>, filter: fn(Vec<String>) -> Filter) -> Result<Plan, Wrong> {
        if words.is_empty() {
            return Err((format!("`{}:` needs a name with letters or digits", self.as_str()), None));
        }
        Ok(Plan::Filter(filter(words)))
    }

    fn chosen(self, value: &str, choose: fn(&str) -> Option<Filter>) -> Result<Plan, Wrong> {
        let name = self.as_str();
        let words = names::words(value).join(" ");
        choose(&words).map(Plan::Filter).ok_or_else(|| {
            let several: Vec<&str> = value.split([',', '|', '/']).map(str::trim).collect();
            if several.len() > 1 && several.iter().all(|one| choose(&names::words(one).join(" ")).is_some()) {
                let proposal = format!("did you mean `{name}:({})`?", several.join(" OR "));
                return (format!("`{name}:` takes one value"), Some(proposal));
            }
            let known = self.values();
            let close = known.iter().map(|known| (distance(&words, known), known));
            let close =
                close.filter(|(distance, _)| *distance <= 2 && words.len() > 2).min_by_key(|(distance, _)| *distance);
            let proposal = match close {
                Some((_, close)) => format!("did you mean `{name}:{close}`?"),
                None => format!("known are {}", known.join(", ")),
            };
            (format!("no {name} `{value}`"), Some(proposal))
        })
    }

    /// The plain values of a field with few.
    pub fn values(self) -> Vec<&'static str> {
        match self {
            Field::Role => {
                let positions = Position::ALL.iter().filter(|position| **position != Position::Ir);
                let positions = positions.map(|position| position.as_str());
                Role::ALL.iter().map(|role| role.as_str()).chain(["company"]).chain(positions).collect()
            }
            Field::Section => Section::ALL.iter().map(|section| section.as_str()).collect(),
            Field::Kind => Kind::ALL.iter().map(|kind| kind.as_str()).collect(),
            Field::Nonanswer => Withheld::ALL.iter().map(|way| way.as_str()).chain(["any"]).collect(),
            _ => Vec::new(),
        }
    }

    fn end(self, value: &str) -> Result<Plan, Wrong> {
        if value.contains("..") {
            let proposal = format!("did you mean `date:{value}`?");
            return Err((format!("`{}:` takes one date, not a range", self.as_str()), Some(proposal)));
        }
        let dates = calendar::dates(value)?;
        let dates = match self {
            Field::Since => Dates { to: None, ..dates },
            _ => Dates { from: None, ..dates },
        };
        Ok(Plan::Filter(Filter::Date(dates)))
    }
}

/// What the value of a field means, given by itself: on the command line, as `--role ceo`.
///
/// # Errors
/// If the field has no such value.
pub fn filter(field: Field, value: &str) -> Result<Plan, QueryError> {
    field.condition(value).map_err(|(message, proposal)| QueryError {
        query: value.to_owned(),
        range: 0..value.len(),
        message,
        proposal,
    })
}

/// Words of titles that say no more than the position beside them.
const FILLERS: &[&str] = &["board", "co", "general", "head", "of", "officer", "officers", "the"];

/// Words of titles that mean less than the position they count as: who asks for the senior vice
/// presidents does not ask for all vice presidents.
const NARROWER: &[&str] = &["avp", "cco", "commercial", "cro", "evp", "revenue", "rvp", "svp"];

/// The position that the words of a title mean, if they mean just that.
pub(super) fn position(words: &[String]) -> Option<&'static str> {
    let means = |words: &[&str]| titles::positions(&words.join(" "));
    let all: Vec<&str> = words.iter().map(String::as_str).collect();
    let position = means(&all).first().copied().filter(|_| means(&all).len() == 1)?;
    let says_more = |i: usize| {
        let mut others = all.clone();
        let word = others.remove(i);
        NARROWER.contains(&word) || (!FILLERS.contains(&word) && means(&others) == means(&all))
    };
    // Titles that people type are short; a long one means more than a position.
    (all.len() <= 8 && !(0..all.len()).any(says_more)).then(|| position.as_str())
}

fn role(value: &str) -> Option<Filter> {
    let role = match value {
        "operator" | "operators" | "moderator" | "coordinator" => Role::Operator,
        "executive" | "executives" | "exec" | "execs" | "management" | "mgmt" | "officer" | "officers" => {
            Role::Executive
        }
        "ir" | "investor relations" => Role::Ir,
        "analyst" | "analysts" | "sell side" | "sellside" => Role::Analyst,
        "other" | "others" | "guest" | "guests" | "shareholder" | "shareholders" | "press" => Role::Other,
        "unknown" | "unidentified" => Role::Unknown,
        "company" | "corporate" | "insider" | "insiders" => return Some(Filter::Role(vec![Role::Executive, Role::Ir])),
        title => {
            let words: Vec<String> = title.split(' ').map(str::to_owned).collect();
            return position(&words).map(|position| Filter::Position(position.to_owned()));
        }
    };
    Some(Filter::Role(vec![role]))
}

fn section(value: &str) -> Option<Filter> {
    Some(Filter::Section(match value {
        "prepared" | "prepared remarks" | "presentation" | "remarks" => Section::Prepared,
        "qa" | "q a" | "q and a" | "questions" | "questions and answers" | "question and answer" => Section::Qa,
        _ => return None,
    }))
}

fn kind(value: &str) -> Option<Filter> {
    Some(Filter::Kind(match value {
        "moderation" => Kind::Moderation,
        "remarks" | "remark" | "prepared remarks" => Kind::Remarks,
        "question" | "questions" | "q" => Kind::Question,
        "answer" | "answers" | "a" => Kind::Answer,
        "aside" | "asides" => Kind::Aside,
        _ => return None,
    }))
}

fn nonanswer(value: &str) -> Option<Filter> {
    Some(Filter::Nonanswer(match value {
        "refuses" | "refuse" | "refused" | "refusal" | "refusals" => Some(Withheld::Refuses),
        "unable" | "inability" => Some(Withheld::Unable),
        "defers" | "defer" | "deferred" | "deferral" | "deferrals" => Some(Withheld::Defers),
        "any" | "yes" | "true" => None,
        _ => return None,
    }))
}

fn ticker(value: &str) -> Result<Plan, Wrong> {
    let symbol = value.rsplit(':').next().unwrap_or(value).trim().trim_start_matches('$').trim_end_matches('.');
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if symbol.is_empty() || !symbol.chars().all(known) || !symbol.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        let names = value.contains(char::is_whitespace);
        let proposal = names.then(|| format!("did you mean `company:\"{value}\"`?"));
        return Err((format!("`{value}` is not a ticker"), proposal));
    }
    Ok(Plan::Filter(Filter::Ticker(symbol.to_uppercase())))
}

fn call(value: &str) -> Result<Plan, Wrong> {
    // What ends a sentence ends no id, however often it is taken off.
    let id = value.trim_end_matches(['.', ',', ';', '!', '?', ':']);
    if let Some((call, _)) = id.split_once(['#', '@']) {
        let proposal = format!("did you mean `call:{call}`? `show {value}` reads that place");
        return Err((format!("`{value}` is a place in a call"), Some(proposal)));
    }
    // An id may be a file's name, and so be nearly anything.
    if id.is_empty() || id.contains(|c: char| c.is_whitespace() || c.is_control() || is_quote(c)) {
        return Err((format!("`{value}` is not a call's id"), Some("write call:ACME-2023Q2".to_owned())));
    }
    Ok(Plan::Filter(Filter::Call(id.to_uppercase())))
}

/// How many letters are to be changed, put in, left out or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(24).collect(), b.chars().collect());
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j - 1] + change).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_seen_and_other_words_are_not() {
        for (word, expected) in [
            ("roel", Some("role")),
            ("rol", Some("role")),
            ("sepaker", Some("speaker")),
            ("speker", Some("speaker")),
            ("tiker", Some("ticker")),
            ("answerd", Some("answered")),
            ("dates", Some("date")),
            ("note", None),
            ("inventory", None),
            ("http", None),
            ("https", None),
            ("file", None),
            ("time", None),
            ("mailto", None),
        ] {
            assert_eq!(Field::nearest(word), expected, "{word}");
        }
    }

    #[test]
    fn values_are_taken_in_plain_forms() {
        for (field, value, expected) in [
            ("role", "exec", "role:executive"),
            ("role", "Analysts", "role:analyst"),
            ("role", "company", "role:company"),
            ("role", "CEO", "role:ceo"),
            ("role", "chief financial officer", "role:cfo"),
            ("role", "investor relations", "role:ir"),
            ("role", "chairman", "role:chair"),
            ("section", "q&a", "section:qa"),
            ("section", "Q&A", "section:qa"),
            ("section", "prepared remarks", "section:prepared"),
            ("kind", "questions", "kind:question"),
            ("title", "CFO", "title:cfo"),
            ("firm", "B.K. Winslade & Co.", "firm:\"bk winslade\""),
            ("speaker", "Ted BRACKWELL,", "speaker:\"ted brackwell\""),
            ("ticker", "NASDAQ:can", "ticker:CAN"),
            ("ticker", "$brk.b", "ticker:BRK.B"),
            ("call", "acme-2023q2", "call:ACME-2023Q2"),
            ("call", "acme-2023q2~2", "call:ACME-2023Q2~2"),
            ("call", "calls/a:b(c)", "call:\"CALLS/A:B(C)\""),
            ("date", "2023-08", "date:2023-08"),
            ("date", "2023-08-29", "date:2023-08-29"),
            ("date", "2023..2024-01", "date:2023-01-01..2024-01-31"),
            ("since", "2023-08", "date:2023-08-01.."),
            ("until", "2023-08", "date:..2023-08-31"),
            ("period", "q2 2023", "period:2023Q2"),
            ("period", "2022..2023q1", "period:2022..2023Q1"),
        ] {
            let field = Field::named(field).expect("a field");
            let found = field.condition(value).map(|plan| plan.to_string());
            assert_eq!(found.as_deref(), Ok(expected), "{field:?} {value}");
        }
    }

    #[test]
    fn titles_mean_positions_if_they_say_no_more() {
        for (title, expected) in [
            ("cmo", Some("cmo")),
            ("chief marketing officer", Some("cmo")),
            ("chief financial officer", Some("cfo")),
            ("chief executive", Some("ceo")),
            ("chairman of the board", Some("chair")),
            ("general counsel", Some("counsel")),
            ("head of investor relations", Some("ir")),
            ("vice president", Some("vp")),
            ("co founder", Some("founder")),
            ("director", Some("director")),
            ("regional sales director", None),
            ("senior vice president", None),
            ("svp", None),
            ("chief revenue officer", None),
            ("chairman and ceo", None),
            ("boss", None),
        ] {
            let words: Vec<String> = title.split(' ').map(str::to_owned).collect();
            assert_eq!(position(&words), expected, "{title}");
        }
        for position in Position::ALL {
            assert!(filter(Field::Role, position.as_str()).is_ok(), "{position:?}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_told_with_what_can() {
        for (field, value, message, proposal) in [
            ("role", "boss", "no role `boss`", "known are operator, executive, ir,"),
            ("role", "analist", "no role `analist`", "did you mean `role:analyst`?"),
            ("role", "ceo,cfo", "`role:` takes one value", "did you mean `role:(ceo OR cfo)`?"),
            ("section", "middle", "no section `middle`", "known are prepared, qa"),
            ("date", "2023-02-30", "there is no day `2023-02-30`", ""),
            ("date", "2023Q2", "`2023Q2` is a fiscal period, not a date", "did you mean `period:2023Q2`?"),
            ("period", "2023Q5", "`2023Q5` is not a fiscal period: a year has 4 quarters", ""),
            ("period", "2023..2022", "2023 is after 2022", "did you mean `period:2022..2023`?"),
            ("since", "2022..2023", "`since:` takes one date, not a range", "did you mean `date:2022..2023`?"),
            ("call", "ACME-2023Q2#5", "`ACME-2023Q2#5` is a place in a call", "did you mean `call:ACME-2023Q2`?"),
            ("ticker", "Acme Inc", "`Acme Inc` is not a ticker", "did you mean `company:\"Acme Inc\"`?"),
            ("speaker", "brack*", "`speaker:` takes whole values, without `*`", ""),
            ("speaker", "--", "`speaker:` needs a name with letters or digits", ""),
            ("title", "", "`title:` needs a value", ""),
        ] {
            let (found, next) = Field::named(field).expect("a field").condition(value).expect_err(value);
            assert_eq!(found, message, "{value}");
            assert!(next.unwrap_or_default().starts_with(proposal), "{value}");
        }
    }
}
