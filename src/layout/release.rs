//! Press releases: what a company writes about its quarter on the day of the call. Quotations stand in them, and headings
//! that end in a colon, but nobody says them to anybody.
//!
//! Signs of a release may stand in a transcript, too: remarks are filed as exhibits, and hosts speak of what was announced
//! today. So it takes several of them, that hardly anybody speaks twice, and that nobody is addressed: on calls every
//! fiftieth word or so is a `you`, a greeting or thanks, in releases not one in a thousand.

use std::collections::HashMap;

use super::{
    Draft, beginning,
    lines::{has, tail},
    plain,
};

/// How much of a text's beginning and of its end is looked at.
const END: usize = 1 << 13;

/// So many signs make a release of a text that addresses nobody.
const ENOUGH: usize = 3;

/// A heading is no longer.
const LONGEST_HEADING: usize = 80;

/// Why a text is no transcript, if it is a press release. `draft` is what was made of it.
pub(super) fn against(text: &str, draft: &Draft) -> Option<String> {
    if draft.turns.is_empty() || converses(draft) {
        return None;
    }
    let page = Page { head: beginning(text, END).to_lowercase(), tail: tail(text, END).to_lowercase() };
    let signs: Vec<&str> = SIGNS.iter().filter(|(_, stands)| stands(&page)).map(|(sign, _)| *sign).collect();
    let is_release = signs.len() >= ENOUGH && plain::addresses_nobody(text);
    is_release.then(|| format!("a press release, which nobody says to anybody ({})", signs.join(", ")))
}

/// Whether people speak by turns, as far as names say so.
fn converses(draft: &Draft) -> bool {
    const MOST: usize = 8;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for label in draft.turns.iter().filter_map(|turn| turn.label.as_ref()) {
        *counts.entry(label.name.as_str()).or_default() += 1;
        if counts.len() > MOST {
            return true;
        }
    }
    counts.values().filter(|count| **count > 1).count() > 1
}

/// The two ends of a text, in lower case.
struct Page {
    head: String,
    tail: String,
}

/// Whether a page has a sign.
type IsThere = fn(&Page) -> bool;

/// The signs, each in words.
const SIGNS: [(&str, IsThere); 7] = [
    ("an exhibit", |page| page.heads(&["exhibit 99", "ex-99", "(ex-99"])),
    ("it calls itself a release", |page| {
        let own = ["news release", "press release", "media release", "earnings release", "for immediate release"];
        page.heads(&own)
    }),
    ("“today reported”", |page| {
        let verbs = ["reported", "announced", "released", "reports", "announces", "posted"];
        verbs.iter().any(|verb| has(&page.head, &format!(" today {verb}")))
    }),
    ("sent by a wire", |page| {
        let wires = ["/prnewswire", "(business wire)", "globe newswire", "globenewswire", "accesswire"];
        wires.iter().any(|wire| has(&page.head, wire))
    }),
    ("whom the press may ask", |page| {
        let contacts = ["media contact", "press contact", "investor contact", "media inquiries", "contacts:"];
        page.headings()
            .any(|line| line.contains("media relations") || contacts.iter().any(|contact| line.starts_with(contact)))
    }),
    ("quotations", |page| {
        let verbs = ["said", "commented", "stated"];
        let quoted = |verb: &str| ["\"", "”"].iter().any(|quote| has(&page.head, &format!("{quote} {verb} ")));
        verbs.into_iter().any(quoted)
    }),
    ("what the company is", |page| page.headings().any(|line| line.starts_with("about "))),
];

impl Page {
    /// Lines that may be headings.
    fn headings(&self) -> impl Iterator<Item = &str> {
        let lines = self.head.lines().chain(self.tail.lines()).map(str::trim);
        lines.filter(|line| !line.is_empty() && line.len() <= LONGEST_HEADING && !line.ends_with(['.', '?', '!', ',']))
    }

    /// Whether one of them begins so.
    fn heads(&self, openings: &[&str]) -> bool {
        self.headings().any(|line| openings.iter().any(|opening| line.starts_with(opening)))
    }
}

#[cfg(test)]
mod tests {
    use crate::{layout, source::Source};

    const RELEASE: &str = "Exhibit 99.1\nNews Release\n\nNordlys Boats\nMedia Relations\n555.0100\n\n\
        Nordlys Announces Third-Quarter Results:\nRevenue Rises on Strong Demand for Boats\n\n\
        BERGVIK, Oct. 17, 2023 – Nordlys (NRDL) today reported results of its third quarter. The yards built \
        eleven boats, and a boat in ten was sold before its keel was laid.\n\n\
        \"Our people built them in a wet summer,\" said Nordlys CEO Ada Lund. \"The harbour at Bergvik is full of what they \
        built, and so are the books.\"\n\nNew Yard\n\
        The Board agreed to buy a third yard for up to $1.5 million.\n\nAbout Nordlys\nNordlys builds boats.\n";

    fn refusal(text: &str) -> Option<String> {
        let draft = layout::read(&Source::from_bytes("-", text.as_bytes())).remove(0);
        let told = draft.diagnostics.iter().find(|odd| odd.code == "not-a-transcript");
        assert_eq!(told.is_some(), draft.turns.is_empty(), "{text}");
        told.map(|told| told.text.clone())
    }

    #[test]
    fn press_releases_are_no_transcripts() {
        let reason = refusal(RELEASE).expect("a release");
        for sign in ["press release", "exhibit", "today reported", "quotations", "what the company is"] {
            assert!(reason.contains(sign), "{reason}");
        }
    }

    #[test]
    fn remarks_with_all_the_signs_of_a_release_are_read() {
        let remarks = "Ada Lund: Good morning, and thank you for joining us. Nordlys today reported its results.\n";
        let talk = "Ada Lund: I build boats.\n\nKai Moe: So do we.\n\nAda Lund: We float.\n\nKai Moe: We sink.\n";
        for text in [format!("{RELEASE}\n{remarks}"), format!("{RELEASE}\n{talk}")] {
            assert_eq!(refusal(&text), None, "{text}");
        }
    }
}
