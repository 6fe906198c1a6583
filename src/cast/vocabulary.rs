//! The words that the rules about people go by: lists, and nothing else. A token knows the lists that hold it.

use crate::text::{LazyLexicon, Lexicon};

/// Words before a name that call somebody.
pub(super) const LEADS: u32 = 1 << 0;
/// Words that make a sentence one about questions.
pub(super) const CUES: u32 = 1 << 1;
/// Words that make a sentence a hand-over to the company's people.
pub(super) const HANDOVERS: u32 = 1 << 2;
/// Words of a sentence that says who is on the call.
pub(super) const WELCOMES: u32 = 1 << 3;
/// Words of a sentence that gives the floor to somebody.
pub(super) const PASSES: u32 = 1 << 4;
/// Titles of several.
pub(super) const PLURALS: u32 = 1 << 5;
/// Offices that outsiders hold.
pub(super) const OUTSIDE: u32 = 1 << 6;
/// Words that begin with a capital at the start of a sentence, or always, and are no part of anybody's name.
pub(super) const NO_NAME: u32 = 1 << 7;
/// Words that are surnames too: part of a name only behind a given name, and only in the middle of a sentence.
pub(super) const SOMETIMES: u32 = 1 << 8;
/// Words after a firm that are no part of it.
pub(super) const FIRM_ENDS: u32 = 1 << 9;
/// Words that make a title of the words around them.
pub(super) const TITLE_CORES: u32 = 1 << 10;
/// Words that, with a capital or in the middle of a title, belong to titles and to no name.
pub(super) const TITLE_WORDS: u32 = 1 << 11;
/// Lower-case words inside names: `de la`, `van der`, `bin`.
pub(super) const PARTICLES: u32 = 1 << 12;
/// Lower-case words that may go on a firm's name.
pub(super) const FIRM_WORDS: u32 = 1 << 13;
/// Words before a name that are no part of it.
pub(super) const HONORIFICS: u32 = 1 << 14;
/// Words that firms' names are made of, and people's are not.
pub(super) const FIRMS: u32 = 1 << 15;
/// Words with which a sentence goes to somebody.
pub(super) const GOING: u32 = 1 << 16;
/// Words before one's own name: "this is", "I'm", "it's".
pub(super) const SELF: u32 = 1 << 17;
/// Words before the name of whom somebody stands in for.
pub(super) const PLACES: u32 = 1 << 18;

pub(super) static LISTS: LazyLexicon = LazyLexicon::new(|| {
    Lexicon::new(&[
        (
            "again ahead analyst and at be bring by call caller first follow-up from go goes hand have hear \
             invite is it name next now of on please question questioner questions start take that there to up \
             welcome with you",
            LEADS,
        ),
        (
            "ahead ask asks caller floor follow-up followup inquiry line lines next proceed question \
             question-and-answer questioner questions queue",
            CUES,
        ),
        (
            "ceo cfo chairman chief closing concluding hand handing introduce officer pass president relations \
             remarks turn turning",
            HANDOVERS,
        ),
        (
            "accompanied attending available call here hosting join joined joining led participants participating \
             present presenters presenting speakers speaking today with",
            WELCOMES,
        ),
        (
            "ahead back begin conference followed give hand handing hear host introduce introducing invite over \
             pass passing presented proceed start transfer turn turned turning yield",
            PASSES,
        ),
        (
            "ceos cfos chairmen chairs co-ceos co-heads co-presidents directors founders heads managers officers \
             presidents vice-presidents",
            PLURALS,
        ),
        ("auditor auditors guest guests inspector inspectors proponent tabulator", OUTSIDE),
        (
            "a about absolutely actually additional after afternoon again all alright also america an analyst \
             analysts and another answer any anyone apologies apologize are as asia at audience because before \
             but by caller can canada certainly china closing company concludes conference congratulations corp \
             corp. could covid covid-19 december did do does during each earnings europe evening everyone excuse \
             february finally firstly fiscal follow-up followed following for friday from further gaap gentlemen \
             go got harbor has have he hello her hey hi him his hold hopefully how i i'd i'll i'm i've if in inc \
             inc. india instruction instructions internet is it it's its january japan joining just ladies lastly \
             let let's line's llc looking ltd ltd. ma'am maam many me member monday more morning moving my nasdaq \
             no non-gaap none not november now nyse october of ok okay on once operator or other our ours out \
             over pardon participant participants perfect ph please prepared proceed q q&a q1 q2 q3 q4 quarter \
             question question-and-answer questioner questions ready recording release remarks remember reminder \
             results safe saturday sec secondly security session she since sir slides so some sorry speaking \
             sunday sure thank thanks that that's the then there there's these they this those through thursday \
             to today today's tuesday turning u.s. under unidentified until up us usa very wait was we we'd we'll \
             we're we've webcast website wednesday welcome what when where which while who with would yeah yep \
             yes you you're your yours",
            NO_NAME,
        ),
        (
            "back best both call day end final first floor form good great here last line lines live march may \
             moment most next one press quick right second slide star still third two well will",
            SOMETIMES,
        ),
        (
            "again and from go good has have hello her hey hi his i if instructions is line ma'am may moment \
             morning mr mr. mrs. ms ms. next now ok okay operator our pardon please proceed question sir so sorry \
             thank thanks this we we'll will with yes you you're your",
            FIRM_ENDS,
        ),
        (
            "actuary administrator associate avp cao cco ceo ceos cfo cfos chair chairman chairperson chairwoman \
             chief cio clo cmo co-ceo co-ceos co-cfo co-chair co-chairman co-chief co-cio co-coo co-founder \
             co-head co-president cofounder comptroller controller coo coordinator counsel cpo cro cso cto \
             director economist evp executive founder head ir lead leader manager officer officers partner \
             president presidents principal publisher relation relations scientist secretary specialist \
             strategist supervisor svp treasurer trustee underwriter vice-chair vice-chairman vice-president \
             vice-presidents vp",
            TITLE_CORES,
        ),
        (
            "accounting acting administration administrative affairs america americas analysis asset assistant \
             banking board brand business capital chain chief co commercial communications company compliance \
             consumer corporate creative credit customer data deputy development digital division engineering esg \
             executive experience external finance financial fp&a general global group growth human independent \
             information innovation interim international investment investor investors legal lending m&a \
             managing manufacturing marketing markets media medical merchandising non-executive north operating \
             operations people planning portfolio presiding product public r&d regional reporting research \
             resources retail revenue risk sales science scientific senior shareholder strategic strategy supply \
             sustainability tax technology transformation treasury vice wealth worldwide",
            TITLE_WORDS,
        ),
        (
            "de da di du del della der den dos das do la le van von vom zu ten ter bin binti al el ibn y e af av",
            PARTICLES,
        ),
        (
            "capital securities markets market research partners bank group company investment investments \
             advisors management equity equities financial asset international global associates holdings and",
            FIRM_WORDS,
        ),
        ("mr mr. mrs mrs. ms ms. miss dr dr. sir prof prof. professor madam madame doctor lord dame", HONORIFICS),
        (
            "inc incorporated llc llp lllp companies ltd limited plc corp corporation company asa spa gmbh pte pty sas research \
             division equity equities broker institutional securities capital markets partners bank group \
             advisors advisers associates holdings investment investments international financial management \
             global asset fargo jpmorgan brothers trust fund funds ventures insurance university times journal",
            FIRMS,
        ),
        (
            "back be begin come comes coming from go goes hear is it its move moving start switch take that there we",
            GOING,
        ),
        ("i i'm it name this", SELF),
        ("filling from here in on sitting speaking standing stepping with", PLACES),
    ])
});
