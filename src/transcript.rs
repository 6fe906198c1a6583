//! The model: a call, its participants, its turns and exchanges. Plain data, free of any engine.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    cast::Cast,
    error::Diagnostic,
    exchange::Pairing,
    layout::{Draft, Header},
    source::Source,
    text::{Span, Traced, lookalikes},
};

/// A transcript, read and understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Transcript {
    /// The file it was read from.
    pub source: SourceInfo,
    /// The event.
    pub call: Call,
    /// Everybody who speaks, in order of first appearance, then those who are only named.
    pub participants: Vec<Participant>,
    /// Everything that was said, in order; `turns[i].ordinal == i`.
    pub turns: Vec<Turn>,
    /// Questions with their answers, in order; `exchanges[i].ordinal == i + 1`.
    pub exchanges: Vec<Exchange>,
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
}

impl Transcript {
    /// The ordinals of all turns of an exchange, its asides among them, in order.
    pub fn turns_of(&self, exchange: u32) -> Vec<u32> {
        self.turns.iter().filter(|turn| turn.exchange == Some(exchange)).map(|turn| turn.ordinal).collect()
    }
}

/// Which file, and how it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// The path as given; `-` for standard input.
    pub path: String,
    /// The name of the layout that read it.
    pub layout: String,
    /// Size in bytes, after decompression.
    pub bytes: u64,
    /// BLAKE3 of those bytes, in hex, 32 digits.
    pub hash: String,
}

/// One event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// `CAN-2023Q2`: unique in an index, stable from run to run.
    pub id: String,
    /// The company's name.
    pub company: Option<String>,
    /// The ticker, in upper case.
    pub ticker: Option<String>,
    /// The stock exchange, as printed.
    pub exchange: Option<String>,
    /// The fiscal period.
    pub period: Option<Period>,
    /// The day of the call.
    pub date: Option<Date>,
    /// The title, as printed.
    pub title: Option<String>,
}

/// A fiscal period: a quarter, or a whole year. Written `2023Q2` or `2023`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Period {
    /// The fiscal year.
    pub year: i16,
    /// 1 to 4; `None` for a whole year.
    pub quarter: Option<u8>,
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.quarter {
            Some(quarter) => write!(f, "{}Q{quarter}", self.year),
            None => write!(f, "{}", self.year),
        }
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl std::str::FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a period: write 2023Q2 or 2023");
        let (year, quarter) = match text.split_once(['Q', 'q']) {
            Some((year, quarter)) => (year, Some(quarter.parse::<u8>().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let digits = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        let year = year.parse().ok().filter(|_| digits).ok_or_else(wrong)?;
        match quarter {
            Some(1..=4) | None => Ok(Period { year, quarter }),
            Some(_) => Err(wrong()),
        }
    }
}

/// Names an enum's values once, for `Display`, `FromStr`, serde and listing.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// All values, in the order of their declaration.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word for it, as printed and as searched.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

words! {
    /// What a participant is on a call.
    Role {
        /// Runs the line: operator, moderator, coordinator.
        Operator = "operator",
        /// One of the company's people.
        Executive = "executive",
        /// The company's investor relations.
        Ir = "ir",
        /// Asks for a firm.
        Analyst = "analyst",
        /// A guest, a shareholder, the press.
        Other = "other",
        /// No evidence.
        Unknown = "unknown",
    }
}

words! {
    /// The part of the call.
    Section {
        /// Prepared remarks.
        Prepared = "prepared",
        /// Questions and answers.
        Qa = "qa",
    }
}

words! {
    /// What a turn does.
    Kind {
        /// The operator's or IR's stage management.
        Moderation = "moderation",
        /// Prepared or free remarks.
        Remarks = "remarks",
        /// Asks.
        Question = "question",
        /// Answers.
        Answer = "answer",
        /// Thanks, "can you hear me", hand-offs without content.
        Aside = "aside",
    }
}

words! {
    /// How an answer keeps back what was asked.
    Withheld {
        /// Will not say: "we don't disclose that".
        Refuses = "refuses",
        /// Cannot say: "I don't have that number in front of me".
        Unable = "unable",
        /// Says it another time, or elsewhere: "let's take that offline".
        Defers = "defers",
    }
}

/// Index of a participant in [`Transcript::participants`].
pub type ParticipantId = usize;

/// A person, or the operator, on one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// The fullest form of the name.
    pub name: String,
    /// The role on this call.
    pub role: Role,
    /// The title, in the words of the evidence.
    pub title: Option<String>,
    /// Whom an outsider works for; `None` for the company's own people and the operator.
    pub firm: Option<String>,
    /// Other forms of the name on this call.
    pub aliases: Vec<String>,
    /// Why all this is believed.
    pub evidence: Vec<Evidence>,
}

/// Why something is believed of a participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The rule that fired, in kebab case: `operator-introduction`, `host-welcome`, `roster`, …
    pub rule: String,
    /// The turn in which the words stand; `None` for a printed roster or heading.
    pub turn: Option<u32>,
    /// The words.
    pub text: String,
    /// Their bytes in the source.
    pub source_bytes: Span,
}

/// What one speaker says until another speaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Counted from 0.
    pub ordinal: u32,
    /// Who speaks.
    pub participant: ParticipantId,
    /// The part of the call.
    pub section: Section,
    /// What the turn does.
    pub kind: Kind,
    /// The exchange it belongs to, counted from 1.
    pub exchange: Option<u32>,
    /// Where an answer keeps back what was asked, in order.
    pub nonanswers: Vec<Nonanswer>,
    /// To whom an answer passes the question on.
    pub hands_over_to: Option<ParticipantId>,
    /// What was said, paragraphs separated by an empty line.
    pub text: Traced,
    /// Seconds from the start of the call, where the source says so.
    pub start_seconds: Option<f64>,
}

impl Turn {
    /// The ways in which it keeps back what was asked, each once.
    pub fn ways(&self) -> Vec<Withheld> {
        Withheld::ALL.iter().copied().filter(|way| self.nonanswers.iter().any(|found| found.kind == *way)).collect()
    }
}

/// Words of an answer that keep back what was asked, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nonanswer {
    /// How.
    pub kind: Withheld,
    /// The words: bytes of the turn's text.
    pub words: std::ops::Range<usize>,
}

/// One question with all that answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// Counted from 1.
    pub ordinal: u32,
    /// Who asks.
    pub questioner: ParticipantId,
    /// The turns that ask.
    pub question: Vec<u32>,
    /// The turns that answer.
    pub answer: Vec<u32>,
    /// Who answers, in order of their first answer.
    pub responders: Vec<ParticipantId>,
}

/// Puts together what the stages understood.
pub(crate) fn assemble(
    source: &Source,
    draft: Draft,
    sections: Vec<Section>,
    cast: Cast,
    pairing: Pairing,
) -> Transcript {
    let call = identify(&draft.header, source);
    let turns = draft
        .turns
        .into_iter()
        .zip(sections)
        .zip(cast.speakers)
        .zip(pairing.turns)
        .zip(pairing.nonanswers)
        .zip(pairing.hand_overs)
        .enumerate()
        .map(|(ordinal, (((((turn, section), participant), (kind, exchange)), nonanswers), hands_over_to))| Turn {
            ordinal: ordinal as u32,
            participant,
            section,
            kind,
            exchange,
            nonanswers,
            hands_over_to,
            text: turn.text,
            start_seconds: turn.start_seconds,
        })
        .collect();
    let mut diagnostics = source.diagnostics.clone();
    diagnostics.extend(draft.diagnostics);
    diagnostics.extend(disguises(&cast.participants));
    Transcript {
        source: SourceInfo {
            path: source.path.clone(),
            layout: draft.layout.to_owned(),
            bytes: source.bytes,
            hash: source.hash.clone(),
        },
        call,
        participants: cast.participants,
        turns,
        exchanges: pairing.exchanges,
        diagnostics,
    }
}

/// Names and firms with letters that are not what they look like, or that nobody sees.
fn disguises(participants: &[Participant]) -> Vec<Diagnostic> {
    let names = participants.iter().flat_map(|participant| {
        let source_bytes = participant.evidence.first().map(|evidence| evidence.source_bytes);
        std::iter::once(&participant.name).chain(&participant.firm).map(move |name| (name, source_bytes))
    });
    let mut told: Vec<Diagnostic> = Vec::new();
    for (name, source_bytes) in names {
        let letters = lookalikes(name).into_iter().filter_map(|at| name[at..].chars().next());
        let codes: Vec<String> = letters.map(|letter| format!("U+{:04X}", u32::from(letter))).collect();
        if codes.is_empty() {
            continue;
        }
        let text = format!("{name}: {} only looks Latin", codes.join(", "));
        if told.iter().all(|before| before.text != text) {
            told.push(Diagnostic { code: "look-alikes".to_owned(), turn: None, text, source_bytes });
        }
    }
    told
}

/// Names the call: ticker or a slug of the company, then the period or the date.
fn identify(header: &Header, source: &Source) -> Call {
    let who = header.ticker.clone().or_else(|| header.company.as_deref().map(slug));
    let when = header.period.map(|p| p.to_string()).or_else(|| header.date.map(|d| d.to_string()));
    let id = match (who, when) {
        (Some(who), Some(when)) => format!("{who}-{when}"),
        (Some(who), None) => who,
        // Nothing in the text says which call this is: the content does.
        (None, when) => {
            [Some(format!("call-{}", &source.hash[..8])), when].into_iter().flatten().collect::<Vec<_>>().join("-")
        }
    };
    Call {
        id,
        company: header.company.clone(),
        ticker: header.ticker.clone(),
        exchange: header.exchange.clone(),
        period: header.period,
        date: header.date,
        title: header.title.clone(),
    }
}

/// A name as part of an id: lower-case words joined by hyphens.
fn slug(name: &str) -> String {
    let words: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join("-")
}
