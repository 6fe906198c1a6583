//! Answers that are none: the company refuses, is unable, or puts it off.
//!
//! Judged sentence by sentence, by wording alone, in the turns that answer. What fires is kept with its bytes. An
//! answer may withhold a part of what was asked and give the rest: it is flagged all the same, since the words show
//! which part. What is uncertain in the world ("hard to predict", "we will see") is no non-answer; neither is a
//! sentence that asks.

use std::{ops::Range, sync::LazyLock};

use aho_corasick::AhoCorasick;
use regex::bytes::{Regex, RegexBuilder};

use crate::{
    text::sentences,
    transcript::{Nonanswer, Withheld},
};

/// Every rule needs one of these in its sentence: most sentences have none, and cost one pass.
static CUES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let cues = [
        "not ",
        "n't",
        "n’t",
        "cannot",
        "never",
        "no comment",
        "no idea",
        "declin",
        "confidential",
        "premature",
        "early",
        "offline",
        "off-line",
        "off line",
        "back to you",
        "follow up",
        "following up",
        "circle back",
        "stay tuned",
        "ask me",
        "next quarter",
        "next call",
        "next year",
        "next month",
        "day",
        "wait",
        "later",
        "we'll",
        "we’ll",
        "will ",
        "going to",
        "more to come",
        "wish i",
        "hope to be",
        "have to check",
        "have to look",
        "board",
        "due course",
        "refrain",
        "leave it",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(cues).expect("a small set of cues")
});

/// Not doing it: the auxiliaries, and what may stand between them and the verb.
const NOT: &str = r"(?:(?:do|did|wo|would|ca|could|are|is|have|has|wouldn|should)n't|cannot|can't|won't|(?:do|did|will|would|can|could|are|is|am|have|has|'re|'m|'ve|'d|'s|should|probably) not|never|rather not|prefer(?:red)? not to|prefer to not|going to not|to not|not to)";
const BETWEEN: &str = r"(?: (?:really|yet|actually|currently|typically|generally|normally|usually|necessarily|specifically|publicly|historically|ever|even|just|quite|also|obviously|ready|prepared|able|allowed|permitted|going|gonna|planning|intending|inclined|want|wanting|like|care|at liberty|in a position|at a point|where we can|at this (?:time|point|stage)|right now|today|to|be|been|comfortable|here|that we|we|at all|formally|break|out and|do|you|and|or|any|a lot of|share or|know (?:that|if)|think(?: that)?|we're|start|starting|try|trying|sure (?:that )?it makes (?:that much |much |any )?sense|for me|for us|it's)){0,7}";

/// To tell: with any object it is a refusal not to do it.
const TELL: &str = r"(?:disclos(?:e|ed|ing)|comment(?:ed|ing)?(?: on| about| further| beyond|[.,;]| at| to)|speculat(?:e|ing)|quantif(?:y|ied|ying)|divulg(?:e|ing)|break(?:ing)? (?:that|this|it|those|them|out|down|apart|up)|broken? (?:that|this|it|those|them|out|down)|guid(?:e|ed|ing) (?:to|on|for|that|specific|beyond|by|past|into|at|out)|(?:get|getting|go|going|gotten|gone) into (?:the |any |too many |too much |that |those |a lot of |more |further |all |much |great )*(?:specific|detail|number|particular|level|granular|that|those|what|how|individual|exact)\w*|pre-?announc(?:e|ing)|parse (?:that|it|out)|split (?:that|it|those|them) out|itemiz\w+|(?:talk|speak|discuss)\w* (?:about |to |on |in detail about )?(?:individual|specific|particular|named?|any (?:individual|specific|particular|one)) (?:customer|client|compan|product|account|deal|contract|transaction|program|regulat|negotiat|partner)\w*)";

/// To give, say, share: a refusal only if what is not given is information.
const GIVE: &str = r"(?:provid(?:e|ed|ing)|giv(?:e|en|ing)|gave|shar(?:e|ed|ing)|discuss(?:ed|ing)?|talk(?:ed|ing)? (?:about|to)|spe(?:ak|aking|ll) (?:to|about)|report(?:ed|ing)?|nam(?:e|ed|ing)|forecast(?:ed|ing)?|predict(?:ing)?|project(?:ing)?|put(?:ting)?(?: out| forth)?|releas(?:e|ed|ing)|reveal(?:ed|ing)?|specif(?:y|ied|ying)|publish(?:ed|ing)?|communicat(?:e|ed|ing)|answer(?:ing)?|address(?:ed|ing)?|offer(?:ed|ing)?|commit(?:ted|ting)?(?: to)?|lay(?:ing)? out|laid out|throw(?:ing)? out|ma(?:ke|de) (?:any |a )?(?:comment|statement|prediction|forecast|projection)s?)";
/// What is not said, if a refusal: "I wouldn't say it's robust" is none.
const SAY: &str = r"(?:say|saying) (?:anything|much|more|how (?:much|many)|exactly|any more|specifically|beyond that|which|who|that (?:today|now|yet))";
const INFORMATION: &str = r"(?:(?:[\w'%-]+,? ){0,7}?(?:guidance|details?|numbers?|specifics?|figures?|break-?downs?|break-?outs?|colou?r|outlooks?|information|splits?|amounts?|metrics?|forecasts?|percentages?|targets?|ranges?|time-?lines?|names?|pricing|prices?|terms|granularity|granular|disclosures?|projections?|estimates?|statistics|visibility on|customers|data points?|comments?|predictions?|statements?|expectations|timing|fee|question|exact|precise|specifically|beyond that|more than that|anything (?:more|else|beyond|further|on|about)|how (?:much|many)|by (?:region|product|segment|customer|country|brand|quarter|geography|market|channel|business|category|model))\b|(?:you )?(?:that|this|it|those|them|any of that|anything|more|too much)(?:[,.;]| at this| today| right now| now| yet| publicly| specifically| separately| level| here| on (?:this|the) call| at the moment| because| out| for (?:competitive|obvious)))";

/// Refusals that need no "not", or have it inside.
const REFUSALS: &str = r"\bno comment\b|\bdeclin(?:e|ed|ing) to (?:comment|answer|say|give|disclose|discuss|provide|share)|\brefrain from|\bnot at liberty\b|\b(?:is|are|that's|it's|remains?|all|very|pretty|quite) confidential\b|\bconfidentiality\b|\bfor competitive reasons\b|\b(?:too|bit|very|little|still|pretty) (?:early|premature|soon) (?:for us |for me |days |at this (?:point|stage|time) |yet |right now |really |in the \w+ )*(?:to \w+|for (?:a|us|me|any) \w+)|\btoo early[.;]|\b(?:it's|it is|it would be|would be|be|that's|still|bit|little|somewhat|probably) premature\b|\bnot (?:something|a number|a metric|an area|one|anything|information|data) (?:that )?(?:we|we're|we've|I|I'm)(?: are| have| would)? ?(?:\w+ ){0,4}(?:disclos|shar|talk|discuss|break|guid|provid|report|comment|giv|gone|go|get|speak|want|put|call)\w*|\b(?:matter|question|decision) for (?:the|our) board\b|\b(?:difficult|hard|tough|inappropriate|not appropriate|wouldn't be (?:appropriate|right|fair|prudent|helpful))[^.?!]{0,20}? (?:to|for (?:us|me) to) (?:comment|speculate|discuss|talk about|get into|go into|give|share|disclose|guide|answer)|\bdon't have (?:anything|a lot|much|any(?: more| new| other)?|a whole lot|nothing)(?: \w+){0,2} to (?:add|announce|share|say|report|disclose|offer|update)|\b(?:won't|not going to) go (?:beyond|there|past|any further|further|deeper)\b|\bpin me down\b|\bkeep (?:that|it|those|this) (?:to ourselves|close|confidential|private)\b|\bI'?(?:'d| would|'ll| will) (?:just )?leave it (?:at that|there)\b|\bwon't (?:say|tell you)\b|\b(?:can't|cannot|can not|couldn't) (?:answer|speak to|give you|tell you (?:that|the|exactly|which|who|any|much|more|a lot))\b|\bnot (?:able|prepared|ready|in a position) to (?:really |specifically |publicly |fully |actually )?(?:answer|say|tell|give|provide|share|disclose|discuss|talk|comment|quantify|announce|speak|guide|make)|\bnot going to (?:answer|be specific|be more specific|be able to (?:answer|give|comment|share|help|say|tell|provide)|say (?:any|how|what|more)|tell you|name|get ahead|give (?:you )?(?:a|an|any|that|the|specific))\b|\bdon't think (?:I|we)(?:'m| am|'re| are)? ?(?:going to|'ll|will|want to|should|can|could) (?:answer|comment|speculate|go into|get into|give)\b|\b(?:don't|do not) (?:really |typically |generally |usually |normally |actually |necessarily )?(?:guide|comment|break out|break down|disclose|give guidance|provide guidance|give out)\b";

const UNABLE: &str = r"\b(?:don't|do not|didn't|won't|not sure (?:that )?(?:I|we)|may not) (?:actually |really |think (?:I|we) |know (?:that|if) (?:I|we) |even |currently |necessarily |quite )*have (?:[\w'%,-]+ ){0,12}?(?:in front of|with me\b|with us\b|at hand\b|on hand\b|handy|off the top|at my fingertips|at our fingertips|on me\b|in my head|top of (?:mind|my)|right here|here right now|available to me)|\b(?:don't|do not|didn't) (?:actually |really |even |think (?:I|we) |currently )*have (?:that|the|those|these|this|an?|any|its?|exact|specific|precise) (?:[\w'-]+ ){0,4}?(?:number|figure|split|detail|breakdown|breakout|percentage|information|statistic|stat|answer|metric|estimate|insight|colou?r|view|data point)s?\b|\b(?:don't|do not) (?:really |actually )?have (?:good|updated|specific|exact|precise|current|recent|detailed|reliable|hard|such|many|enough) (?:[\w'-]+ ){0,2}?(?:number|figure|split|detail|breakdown|breakout|percentage|information|statistic|stat|metric|estimate|insight|colou?r|data|data point)s?\b|\bdon't have (?:an|a good|a great|the|a real|a specific) answer\b|\bI wish I (?:knew|had)\b|\b(?:I|we) (?:don't|do not) (?:really |actually |honestly |even )*know (?:the (?:answer|exact|number|specific)|exactly|offhand|off the top|yet|at this (?:point|time|stage)|right now|today)|^(?:(?:well|so|yes|yeah|look|listen|honestly|frankly|no|and|but|again|you know|I mean|to be honest|candidly|actually)[,.]? )*(?:I|we) (?:just |really |honestly |simply )?(?:don't|do not) (?:really |honestly |actually )?know(?:[.;]|, (?:but|to be honest|frankly))|\b(?:don't|do not|can't|cannot) (?:recall|remember) (?:the|exact|off|what|that|specific|precise|if|how)|\b(?:have|got) no idea\b|\bnot sure (?:I|we) (?:know|have) (?:the|an|that|exactly)|\boff the top of my head,? (?:I (?:don't|do not|can't)|no\b|not\b)|\b(?:I'd|I would|I'll|we'd|we would|I|we) (?:will |would )?(?:have|need) to (?:go )?(?:back and )?(?:check|look (?:it|that|at|into|up)|double-?check|verify|go back)";

const LATER: &str = r"(?:next (?:quarter|call|month|week|year|earnings|quarter's|update|time)|(?:investor|analyst|capital markets|R&D|strategy|financial analyst) (?:day|meeting|event|update|conference|presentation)|(?:fourth|first|second|third|year-end|Q[1-4]|4Q|1Q|2Q|3Q|full-year|full year|annual|half-year|[a-z]+'s) (?:quarter )?(?:\d{4} )?(?:call|earnings|results|release|report|conference call)|at that (?:time|point)|when we (?:report|get (?:there|to)|have (?:more|something|that|it|any)|announce|give|provide|are ready|'re ready|come|issue|do|release|close|put|file|publish|speak|talk|go through|roll)|later (?:this|in the|on|date|time)|(?:over|in) the (?:coming|next|upcoming) (?:few |couple of |several )?(?:quarters|months|weeks|days|year|call)|in due (?:course|time)|down the road|in the (?:near )?future|at (?:the|an) (?:appropriate|right|later|proper) (?:time|date|point|moment)|when (?:it's |it is |the time is |we're |we are )?(?:appropriate|right|ready)|as (?:we|the year|things|time|it) (?:get closer|get further|get more|go|progress\w*|evolves?|develops?|unfolds?|complete|learn|move|near)|in (?:January|February|March|April|May|June|July|August|September|October|November|December)|once (?:we|it|the|that)|after (?:we|the close|closing)|soon)";

/// A rule over bytes in lower case: classes of Unicode, each repeated some dozen times, would take longer to build than all calls of
/// a folder take to read. What lies beyond ASCII stands in the rule by its bytes.
fn rule(text: &str) -> Regex {
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

static RULES: LazyLock<[(Withheld, Regex); 4]> = LazyLock::new(|| {
    [
        (Withheld::Unable, rule(UNABLE)),
        (
            Withheld::Refuses,
            rule(&format!(r"\b{NOT}{BETWEEN} (?:{TELL}|{SAY})|\b{NOT}{BETWEEN} {GIVE} {INFORMATION}|{REFUSALS}")),
        ),
        (
            Withheld::Defers,
            rule(
                r"\b(?:take|takes|taking|follow(?:ing)?[ -]?up|discuss|talk|handle|do|catch up|connect|come back|get back|go through|walk through|walk you through|cover|call|give you|get you|deal with|work with you|help you|address|speak|pick up|get into|provide|happy to)\b[^.?!]{0,60}\boff-? ?line\b|\boff-? ?line\b[^.?!]{0,40}\b(?:can|we'll|I'll|follow)\b|\b(?:get|come|getting|coming|circle|revert|report) back to you\b|\bfollow(?:ing)?[ -]?up with you\b|\bcircle back\b|\bstay tuned\b|\bask me (?:again )?(?:in|at|next|that|on|when)\b|\bmore to come\b|\bmore (?:on|about) that (?:later|next|in|when|soon|at|as)\b|\b(?:call|reach out to|contact|talk to|speak with|email) (?:me|us|our (?:IR|investor relations)\w*|investor relations|the IR) (?:after|later|team|department|offline|following|directly)",
            ),
        ),
        (
            Withheld::Defers,
            rule(&format!(
                r"\b(?:we'll|I'll|we will|I will|will be|we'd|going to|we can|we expect to|we plan to|we intend to|you'll|we would|we may|we should|we're|hope to be able to) (?:\w+ ){{0,3}}?(?:talk(?:ing)?|updat(?:e|ing)|shar(?:e|ing)|provid(?:e|ing)|giv(?:e|ing)|say(?:ing)?|discuss(?:ing)?|disclos(?:e|ing)|announc(?:e|ing)|communicat(?:e|ing)|guid(?:e|ing)|hear|address(?:ing)?|cover(?:ing)?|speak(?:ing)?|come back|lay(?:ing)? out|walk(?:ing)? you through|comment(?:ing)?|tell(?:ing)? you|more to say|let you know|do that|give you|get into|go into|report back) [^.?!]{{0,70}}?\b{LATER}\b|\b(?:opportunity|chance) (?:in|at|later|next) [^.?!]{{0,40}}?\bto (?:give|provide|update|walk|tell) you\b|\b(?:have to|need to|should|let's|got to|rather|prefer to|going to) wait (?:until|till|for)\b[^.?!]{{0,50}}\b(?:call|quarter|report|results|announce|guidance|day|update|meeting|plan|release|data|January|February|March|April|May|June|July|August|September|October|November|December|that)\b|\b(?:haven't|have not|not yet|hasn't|has not|not) (?:yet )?(?:announced|made (?:a|any|that|the) (?:final )?(?:decision|determination|announcement))\b",
            )),
        ),
    ]
});

/// The sentences of an answer that withhold what was asked, and how.
pub(super) fn withheld(text: &str) -> Vec<Nonanswer> {
    if !CUES.is_match(text) {
        return Vec::new();
    }
    let mut found: Vec<Nonanswer> = Vec::new();
    let mut lower = Vec::new();
    for range in sentences(text) {
        let sentence = text[range.clone()].trim_end();
        if sentence.ends_with('?') || !CUES.is_match(sentence) {
            continue;
        }
        lower.clear();
        lower.extend(sentence.bytes().map(|byte| byte.to_ascii_lowercase()));
        let fires = |(kind, rule): &(Withheld, Regex)| Some((*kind, rule.find(&lower)?.range()));
        let Some((kind, words)) = RULES.iter().find_map(fires) else { continue };
        if is_excused(sentence, &words) {
            continue;
        }
        let start =
            range.start + words.start + (sentence[words.clone()].len() - sentence[words.clone()].trim_start().len());
        let end = range.start + words.start + sentence[words].trim_end().len();
        if start < end {
            found.push(Nonanswer { kind, words: start..end });
        }
    }
    found
}

/// Whether the words before say that it is no refusal: a condition, or what others do.
fn is_excused(sentence: &str, words: &Range<usize>) -> bool {
    const OTHERS: &[&str] = &[
        "they",
        "he",
        "she",
        "customer",
        "customers",
        "people",
        "if you",
        "if we",
        "if they",
        "if it",
        "competitors",
        "unless",
        "who",
        "what i",
    ];
    let before = sentence.as_bytes().get(..words.start).unwrap_or_default().trim_ascii_end();
    OTHERS.iter().any(|other| {
        let Some(start) = before.len().checked_sub(other.len()) else { return false };
        let begins = start == 0 || !(before[start - 1].is_ascii_alphanumeric() || before[start - 1] == b'_');
        begins && before[start..].eq_ignore_ascii_case(other.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_keep_something_back_are_told_from_those_that_only_sound_so() {
        use Withheld::{Defers, Refuses, Unable};
        for (text, expected) in [
            ("We don't disclose that.", Some((Refuses, "don't disclose"))),
            ("Thanks. We don’t break that out by port.", Some((Refuses, "don’t break that"))),
            ("We are not providing guidance for next year at this point.", Some((Refuses, "not providing guidance"))),
            ("It's a bit too early to say how the boats will sell.", Some((Refuses, "too early to say"))),
            ("No comment.", Some((Refuses, "No comment"))),
            ("I don't have anything to announce today.", Some((Refuses, "don't have anything to announce"))),
            ("It's not something that we would share.", Some((Refuses, "not something that we would share"))),
            ("I don't have that number in front of me.", Some((Unable, "don't have that number in front of"))),
            ("I don't know the exact share, sorry.", Some((Unable, "I don't know the exact"))),
            ("I'd have to check.", Some((Unable, "I'd have to check"))),
            ("Let's take that offline.", Some((Defers, "take that offline"))),
            ("We'll get back to you on the yard.", Some((Defers, "get back to you"))),
            (
                "We will talk about that at our investor day.",
                Some((Defers, "We will talk about that at our investor day")),
            ),
            ("I don't think I am going to answer that question.", Some((Refuses, "don't think I am going to answer"))),
            ("We hope to be able to give an update on our next earnings call.", Some((Defers, "hope to be able"))),
            ("We'll have an opportunity in March, Ann, to give you an update.", Some((Defers, "opportunity in March"))),
            ("We'll have an opportunity in China to provide better boats.", None),
            ("We don't provide financing to small yards.", None),
            ("I don't know, we sold maybe forty boats.", None),
            ("I wouldn't say it's weak, but it is within our range.", None),
            ("Our customers don't disclose prices.", None),
            ("Boats sell online and offline.", None),
            ("We will open the second yard next year.", None),
            ("It's hard to predict the weather.", None),
            ("Do we disclose that? We sold forty.", None),
            ("Why don't we break that out?", None),
        ] {
            let found = withheld(text);
            let found = found.first().map(|one| (one.kind, &text[one.words.clone()]));
            match (found, expected) {
                (Some((kind, words)), Some((want, opening))) => {
                    assert!(kind == want && words.contains(opening), "{text}: {kind} {words}");
                }
                (found, expected) => assert_eq!(found, expected, "{text}"),
            }
        }
    }
}
