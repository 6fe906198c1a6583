//! The rules of what is withheld, each with the signs without which it cannot fire.

use std::{ops::Range, sync::LazyLock};

use regex::bytes::{Regex, RegexBuilder};

use super::chain;
use crate::{text::Cues, transcript::Withheld};

/// A negation.
const NOT: u32 = 1 << 0;
const HAVE: u32 = 1 << 1;
const KNOW: u32 = 1 << 2;
const RECALL: u32 = 1 << 3;
const NO_IDEA: u32 = 1 << 4;
const NOT_SURE: u32 = 1 << 5;
const TOP: u32 = 1 << 6;
const CHECK: u32 = 1 << 7;
const NEED: u32 = 1 << 8;
const WISH: u32 = 1 << 9;
/// To tell, in all its forms.
const TELL: u32 = 1 << 10;
/// Refusals in words of their own.
const PLAIN: u32 = 1 << 11;
const EARLY: u32 = 1 << 12;
const NOT_ONE: u32 = 1 << 13;
const HARD: u32 = 1 << 14;
const GO: u32 = 1 << 15;
const NOT_ABLE: u32 = 1 << 16;
const NOT_GOING: u32 = 1 << 17;
const OFFLINE: u32 = 1 << 18;
const BACK: u32 = 1 << 19;
const CONTACT: u32 = 1 << 20;
const AFTER: u32 = 1 << 21;
/// A promise.
const WILL: u32 = 1 << 22;
/// Further words of telling.
const MORE: u32 = 1 << 23;
/// Words of which one stands in what says when.
const LATER: u32 = 1 << 24;
const WAIT: u32 = 1 << 25;
const ANNOUNCED: u32 = 1 << 26;
const CHANCE: u32 = 1 << 27;

/// Each sign by the words of which one must stand in the sentence.
static SIGNS: LazyLock<Cues> = LazyLock::new(|| {
    let signs: &[(u32, &str)] = &[
        (NOT, "don't|didn't|won't|wouldn't|can't|couldn't|aren't|isn't|haven't|hasn't|shouldn't|cannot|not |never"),
        (HAVE, "have "),
        (KNOW, "know"),
        (RECALL, "recall|remember"),
        (NO_IDEA, "no idea"),
        (NOT_SURE, "not sure"),
        (TOP, "off the top"),
        (CHECK, "check|look|double|verify|go back"),
        (NEED, "have to|need to"),
        (WISH, "wish i"),
        (
            TELL,
            "disclos|comment|speculat|quantif|divulg|break|broke|guid|into |announc|preannounc|pre-announc|parse|\
             split|itemiz|talk|speak|spell|discuss|say |saying|provid|give|gave|giving|shar|report|name|naming|\
             forecast|predict|project|put |putting|releas|reveal|specif|publish|communicat|answer|address|offer|\
             commit|lay |laying|laid|throw|make|making|made|tell",
        ),
        (
            PLAIN,
            "no comment|declin|refrain|not at liberty|confidential|for competitive|pin me|won't say|won't tell|leave it|keep |\
             for the board|for our board",
        ),
        (EARLY, "early|premature|soon "),
        (NOT_ONE, "not something|not a number|not a metric|not an area|not one|not anything|not information|not data"),
        (HARD, "difficult|hard|tough|inappropriate|not appropriate|wouldn't be"),
        (GO, "go beyond|go there|go past|go any|go further|go deeper"),
        (NOT_ABLE, "not able|not prepared|not ready|not in a position"),
        (NOT_GOING, "not going to"),
        (OFFLINE, "offline|off line|off-line"),
        (
            BACK,
            "back to you|follow up with|follow-up with|followup with|following up with|following-up with|\
             followingup with|circle back|stay tuned|ask me|more to come|more on that|more about that",
        ),
        (
            CONTACT,
            "call me|call us|call our ir|call our investor|call investor|call the ir|reach out to me|\
             reach out to us|reach out to our ir|reach out to our investor|reach out to investor|\
             reach out to the ir|contact me|contact us|contact our ir|contact our investor|contact investor|\
             contact the ir|talk to me|talk to us|talk to our ir|talk to our investor|talk to investor|\
             talk to the ir|speak with me|speak with us|speak with our ir|speak with our investor|\
             speak with investor|speak with the ir|email me|email us|email our ir|email our investor|\
             email investor|email the ir",
        ),
        (AFTER, "after|later|team|department|offline|following|directly"),
        (
            WILL,
            "we'll|i'll|we will|i will|will be|we'd|going to|we can|we expect to|we plan to|we intend to|you'll|\
             we would|we may|we should|we're|hope to be able to",
        ),
        (MORE, "updat|hear|cover|come back|walk|let you|do that|get into|go into|go through|report back|more to say"),
        (
            LATER,
            "next|investor|analyst|capital markets|r&d |strategy|financial analyst|call|earnings|results|release|\
             report|conference|at that|when |later|over the|in the|in due|down the|at the|at an|as we|as the|\
             as things|as time|as it|in january|in february|in march|in april|in may|in june|in july|in august|\
             in september|in october|in november|in december|once|after|soon",
        ),
        (WAIT, "wait "),
        (ANNOUNCED, "announced|made "),
        (CHANCE, "opportunity|chance "),
    ];
    debug_assert!(signs.iter().all(|(_, words)| !words.contains(['.', '?', '!', '\n'])));
    let lists: Vec<(Vec<&str>, u32)> = signs.iter().map(|(sign, words)| (words.split('|').collect(), *sign)).collect();
    let lists: Vec<(&[&str], u32)> = lists.iter().map(|(words, sign)| (&words[..], *sign)).collect();
    Cues::new(&lists)
});

/// The signs of a text, each with the place where it ends, in the order in which they begin. None goes on in another
/// sentence: there is no end of one in any.
pub(super) fn signs(text: &str) -> impl Iterator<Item = (usize, u32)> {
    SIGNS.places(text).map(|(place, signs)| (place.end, signs))
}

/// One way to say it.
struct Part {
    /// Each of these signs must be there.
    needs: &'static [u32],
    form: Form,
}

/// How it is found in a sentence in lower case.
enum Form {
    Rule(LazyLock<Regex>),
    Chain(fn(&[u8]) -> Option<Range<usize>>),
}

impl Part {
    fn find(&self, sentence: &[u8]) -> Option<Range<usize>> {
        match &self.form {
            Form::Rule(rule) => rule.find(sentence).map(|found| found.range()),
            Form::Chain(find) => find(sentence),
        }
    }
}

/// What a sentence in lower case withholds, and in which words; `signs` are those that stand in it.
pub(super) fn first(sentence: &[u8], signs: u32) -> Option<(Withheld, Range<usize>)> {
    let ways: [(Withheld, &[Part]); 4] = [
        (Withheld::Unable, &UNABLE),
        (Withheld::Refuses, &REFUSES),
        (Withheld::Defers, &PUTS_OFF),
        (Withheld::Defers, &DEFERS),
    ];
    ways.iter().find_map(|(kind, parts)| {
        let may = |part: &&Part| part.needs.iter().all(|sign| signs & sign > 0);
        let found = parts.iter().filter(may).filter_map(|part| part.find(sentence));
        // The first of those that begin first.
        Some((*kind, found.min_by_key(|found| found.start)?))
    })
}

/// Whether anything can be withheld in a sentence with these signs.
pub(super) fn may(signs: u32) -> bool {
    [&UNABLE[..], &REFUSES, &PUTS_OFF, &DEFERS]
        .iter()
        .any(|parts| parts.iter().any(|part| part.needs.iter().all(|sign| signs & sign > 0)))
}

/// The company does not know, or not here.
static UNABLE: [Part; 8] = [
    Part {
        needs: &[HAVE, NOT],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:don't|do not|didn't|won't|not sure (?:that )?(?:I|we)|may not) (?:actually |really |think (?:I|we) |know (?:that|if) (?:I|we) |even |currently |necessarily |quite )*have (?:[\w'%,-]+ ){0,12}?(?:in front of|with me\b|with us\b|at hand\b|on hand\b|handy|off the top|at my fingertips|at our fingertips|on me\b|in my head|top of (?:mind|my)|right here|here right now|available to me)|\b(?:don't|do not|didn't) (?:actually |really |even |think (?:I|we) |currently )*have (?:that|the|those|these|this|an?|any|its?|exact|specific|precise) (?:[\w'-]+ ){0,4}?(?:number|figure|split|detail|breakdown|breakout|percentage|information|statistic|stat|answer|metric|estimate|insight|colou?r|view|data point)s?\b|\b(?:don't|do not) (?:really |actually )?have (?:good|updated|specific|exact|precise|current|recent|detailed|reliable|hard|such|many|enough) (?:[\w'-]+ ){0,2}?(?:number|figure|split|detail|breakdown|breakout|percentage|information|statistic|stat|metric|estimate|insight|colou?r|data|data point)s?\b|\bdon't have (?:an|a good|a great|the|a real|a specific) answer\b",
            )
        })),
    },
    Part { needs: &[WISH], form: Form::Rule(LazyLock::new(|| rule(r"\bI wish I (?:knew|had)\b"))) },
    Part {
        needs: &[KNOW, NOT],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:I|we) (?:don't|do not) (?:really |actually |honestly |even )*know (?:the (?:answer|exact|number|specific)|exactly|offhand|off the top|yet|at this (?:point|time|stage)|right now|today)|^(?:(?:well|so|yes|yeah|look|listen|honestly|frankly|no|and|but|again|you know|I mean|to be honest|candidly|actually)[,.]? )*(?:I|we) (?:just |really |honestly |simply )?(?:don't|do not) (?:really |honestly |actually )?know(?:[.;]|, (?:but|to be honest|frankly))",
            )
        })),
    },
    Part {
        needs: &[RECALL, NOT],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:don't|do not|can't|cannot) (?:recall|remember) (?:the|exact|off|what|that|specific|precise|if|how)",
            )
        })),
    },
    Part { needs: &[NO_IDEA], form: Form::Rule(LazyLock::new(|| rule(r"\b(?:have|got) no idea\b"))) },
    Part {
        needs: &[NOT_SURE],
        form: Form::Rule(LazyLock::new(|| rule(r"\bnot sure (?:I|we) (?:know|have) (?:the|an|that|exactly)"))),
    },
    Part {
        needs: &[TOP],
        form: Form::Rule(LazyLock::new(|| rule(r"\boff the top of my head,? (?:I (?:don't|do not|can't)|no\b|not\b)"))),
    },
    Part {
        needs: &[CHECK, NEED],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:I'd|I would|I'll|we'd|we would|I|we) (?:will |would )?(?:have|need) to (?:go )?(?:back and )?(?:check|look (?:it|that|at|into|up)|double-?check|verify|go back)",
            )
        })),
    },
];

/// It knows, and does not say.
static REFUSES: [Part; 11] = [
    Part { needs: &[NOT, TELL], form: Form::Chain(chain::refusal) },
    Part {
        needs: &[PLAIN],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\bno comment\b|\bdeclin(?:e|ed|ing) to (?:comment|answer|say|give|disclose|discuss|provide|share)|\brefrain from|\bnot at liberty\b|\b(?:is|are|that's|it's|remains?|all|very|pretty|quite) confidential\b|\bconfidentiality\b|\bfor competitive reasons\b|\b(?:matter|question|decision) for (?:the|our) board\b|\bpin me down\b|\bkeep (?:that|it|those|this) (?:to ourselves|close|confidential|private)\b|\bI'?(?:'d| would|'ll| will) (?:just )?leave it (?:at that|there)\b|\bwon't (?:say|tell you)\b",
            )
        })),
    },
    Part {
        needs: &[EARLY],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:too|bit|very|little|still|pretty) (?:early|premature|soon) (?:for us |for me |days |at this (?:point|stage|time) |yet |right now |really |in the \w+ )*(?:to \w+|for (?:a|us|me|any) \w+)|\btoo early[.;]|\b(?:it's|it is|it would be|would be|be|that's|still|bit|little|somewhat|probably) premature\b",
            )
        })),
    },
    Part {
        needs: &[NOT_ONE],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\bnot (?:something|a number|a metric|an area|one|anything|information|data) (?:that )?(?:we're|we've|we|I'm|I)(?: are| have| would)? (?:\w+ ){0,4}(?:disclos|shar|talk|discuss|break|guid|provid|report|comment|giv|gone|go|get|speak|want|put|call)\w*",
            )
        })),
    },
    Part {
        needs: &[HARD],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:difficult|hard|tough|inappropriate|not appropriate|wouldn't be (?:appropriate|right|fair|prudent|helpful))[^.?!]{0,20}? (?:to|for (?:us|me) to) (?:comment|speculate|discuss|talk about|get into|go into|give|share|disclose|guide|answer)",
            )
        })),
    },
    Part {
        needs: &[HAVE, NOT],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\bdon't have (?:anything|a lot|much|any(?: more| new| other)?|a whole lot|nothing)(?: \w+){0,2} to (?:add|announce|share|say|report|disclose|offer|update)",
            )
        })),
    },
    Part {
        needs: &[GO],
        form: Form::Rule(LazyLock::new(|| {
            rule(r"\b(?:won't|not going to) go (?:beyond|there|past|any further|further|deeper)\b")
        })),
    },
    Part {
        needs: &[TELL, NOT],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:can't|cannot|can not|couldn't) (?:answer|speak to|give you|tell you (?:that|the|exactly|which|who|any|much|more|a lot))\b|\b(?:don't|do not) (?:really |typically |generally |usually |normally |actually |necessarily )?(?:guide|comment|break out|break down|disclose|give guidance|provide guidance|give out)\b",
            )
        })),
    },
    Part {
        needs: &[NOT_ABLE],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\bnot (?:able|prepared|ready|in a position) to (?:really |specifically |publicly |fully |actually )?(?:answer|say|tell|give|provide|share|disclose|discuss|talk|comment|quantify|announce|speak|guide|make)",
            )
        })),
    },
    Part {
        needs: &[NOT_GOING],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\bnot going to (?:answer|be specific|be more specific|be able to (?:answer|give|comment|share|help|say|tell|provide)|say (?:any|how|what|more)|tell you|name|get ahead|give (?:you )?(?:a|an|any|that|the|specific))\b",
            )
        })),
    },
    Part {
        needs: &[NOT, TELL],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\bdon't think (?:I|we)(?:'m| am|'re| are)? ?(?:going to|'ll|will|want to|should|can|could) (?:answer|comment|speculate|go into|get into|give)\b",
            )
        })),
    },
];

/// It will be told elsewhere.
static PUTS_OFF: [Part; 3] = [
    Part {
        needs: &[OFFLINE],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:take|takes|taking|follow(?:ing)?[ -]?up|discuss|talk|handle|do|catch up|connect|come back|get back|go through|walk through|walk you through|cover|call|give you|get you|deal with|work with you|help you|address|speak|pick up|get into|provide|happy to)\b[^.?!]{0,60}\boff-? ?line\b|\boff-? ?line\b[^.?!]{0,40}\b(?:can|we'll|I'll|follow)\b",
            )
        })),
    },
    Part {
        needs: &[BACK],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:get|come|getting|coming|circle|revert|report) back to you\b|\bfollow(?:ing)?[ -]?up with you\b|\bcircle back\b|\bstay tuned\b|\bask me (?:again )?(?:in|at|next|that|on|when)\b|\bmore to come\b|\bmore (?:on|about) that (?:later|next|in|when|soon|at|as)\b",
            )
        })),
    },
    Part {
        needs: &[CONTACT, AFTER],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:call|reach out to|contact|talk to|speak with|email) (?:me|us|our (?:IR|investor relations)\w*|investor relations|the IR) (?:after|later|team|department|offline|following|directly)",
            )
        })),
    },
];

/// It will be told later.
static DEFERS: [Part; 4] = [
    Part { needs: &[WILL, TELL | MORE, LATER], form: Form::Chain(chain::deferral) },
    Part {
        needs: &[CHANCE],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:opportunity|chance) (?:in|at|later|next) [^.?!]{0,40}?\bto (?:give|provide|update|walk|tell) you\b",
            )
        })),
    },
    Part {
        needs: &[WAIT],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:have to|need to|should|let's|got to|rather|prefer to|going to) wait (?:until|till|for)\b[^.?!]{0,50}\b(?:call|quarter|report|results|announce|guidance|day|update|meeting|plan|release|data|January|February|March|April|May|June|July|August|September|October|November|December|that)\b",
            )
        })),
    },
    Part {
        needs: &[NOT, ANNOUNCED],
        form: Form::Rule(LazyLock::new(|| {
            rule(
                r"\b(?:haven't|have not|not yet|hasn't|has not|not) (?:yet )?(?:announced|made (?:a|any|that|the) (?:final )?(?:decision|determination|announcement))\b",
            )
        })),
    },
];

/// A rule over bytes in lower case: classes of Unicode, each repeated some dozen times, would take longer to build than all calls of
/// a folder take to read. What lies beyond ASCII stands in the rule by its bytes.
pub(super) fn rule(text: &str) -> Regex {
    /// Letters with accents; enough of them, since all rules are English.
    const ACCENTED: &str = r"[\xc3-\xca][\x80-\xbf]";
    /// One character, not a byte, that ends no sentence.
    const INSIDE: &str = r"(?:[^.?!\x80-\xff]|[\xc2-\xf4][\x80-\xbf]{1,3})";
    let mut pattern = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(at) = rest.find(['\'', '[']) {
        pattern.push_str(&rest[..at]);
        let class = rest[at..].find(']').map_or(rest.len(), |end| at + end + 1);
        match &rest[at..class] {
            _ if rest[at..].starts_with('\'') => {
                pattern.push_str("(?:'|’)");
                rest = &rest[at + 1..];
                continue;
            }
            "[^.?!]" => pattern.push_str(INSIDE),
            words if words.contains('\'') => pattern.push_str(&format!("(?:{words}|’|{ACCENTED})")),
            plain => pattern.push_str(plain),
        }
        rest = &rest[class..];
    }
    pattern.push_str(rest);
    RegexBuilder::new(&pattern.to_ascii_lowercase()).unicode(false).build().expect("a rule of this file")
}
