#!/usr/bin/env python3
"""What the plain figures for firms and titles would be without wrong labels, and how many of these there are.

    tests/measure/labels.py [--shared DIR] [--bin PATH] [--every N] [--list] FOLDER SOURCE...

FOLDER holds the unpacked sources. Counts apart what can be seen to be the label's fault without judging:

- `void`: a firm that is no name (`LLC`, `-`, `Securities`, the analyst's own name), a company person without a title,
  or whose title names no office (`Acme plc`);
- `said`: the words of the call give the other answer in so many words: the introduction holds the analyst's surname
  and the firm found (`Ann Roe with Acme`), the welcome the person's surname and the title found side by side. Other
  names of one house (`SIG`, `Susquehanna`) are among these: firms are kept as said.

Also counts missing titles of which the text does not say a word (`unsaid`): no sentence holds the person's surname,
or first name, and the position. `titles recall` is of those that are said. Prints a line of JSON per source. `--list` names every one.
"""
import collections
import difflib
import json
import os
import re
import sys

import against

OFFICE = re.compile(r"chief|officer|president|\bc[a-z]o\b|\b[aes]?vp\b|chair|director|head|founder|counsel|treasurer|"
                    r"controller|manager|secretary|relations|\bir\b|partner|lead|principal|analyst|spokes", re.I)
ENDINGS = {"llc", "inc", "lp", "ltd", "plc", "securities", "analyst", "co", "corp", "ag", "sa", "company", "group", "llp"}


def void_firm(label, name):
    words = re.findall(r"[a-z]+", label.lower().replace(".", ""))
    return all(word in ENDINGS for word in words) or label.strip().lower() == name.strip().lower()


def said_firm(call, participant, firm, surname):
    """Whether the evidence of a person holds their surname and the firm found, in one introduction, and nobody between."""
    others = {p["name"].split()[-1].lower() for p in call["participants"] if p["name"].split()} - {surname}
    for text in (e["text"] for e in participant["evidence"]):
        name, place = text.lower().find(surname), text.find(firm)
        between = text[min(name, place):max(name, place)].lower()
        if name >= 0 and place >= 0 and not others & set(re.findall(r"\w+", between)):
            return True
    return False


def said_title(participant, title, surname):
    """Whether surname and title stand side by side in the evidence."""
    beside = r"%s\W+(?:\w+\W+){0,4}?%s|%s\W+(?:\w+\W+){0,4}?%s" % (
        re.escape(surname), re.escape(title.lower()), re.escape(title.lower()), re.escape(surname))
    return any(re.search(beside, e["text"].lower()) for e in participant["evidence"])


def pairs(gold, got, score, layouts):
    """Turns that are the same in both, as the scorer aligns them."""
    keys = lambda turns: [(" ".join(layouts.ends(t["speaker"])), score.opening(t["text"])) for t in turns]
    blocks = difflib.SequenceMatcher(None, keys(gold), keys(got), autojunk=False).get_matching_blocks()
    return [(gold[a + i], got[b + i]) for a, b, n in blocks for i in range(n)]


def judge(call, turns, score, layouts, count, note):
    people = {p["name"]: p for p in call["participants"]}
    firms, titles = {}, {}
    for gold, got in pairs(turns, call["turns"], score, layouts):
        who = layouts.ends(gold["speaker"])
        if gold["role"] == "analyst" and gold["firm"]:
            firms[who] = (gold, got)
        elif gold["role"] in score.COMPANY:
            titles[who] = (gold, got)
    for (_, surname), (gold, got) in firms.items():
        have, person = got.get("firm"), people.get(got["speaker"], {"evidence": []})
        right = bool(have) and score.same_firm(gold["firm"], have)
        void = not right and void_firm(gold["firm"], gold["speaker"])
        said = bool(have) and not right and not void and said_firm(call, person, have, surname)
        count["firm void"] += void
        count["firm said"] += said
        count["firm!"] += bool(have) and not (void or said)
        count["firm"] += right
        if have and not right:
            note("firm", "void" if void else "said" if said else "ours", gold["speaker"], gold["firm"], have)
    for (first, surname), (gold, got) in titles.items():
        person, title = people.get(got["speaker"], {"evidence": []}), got.get("title") or ""
        want = score.functions(gold["title"])
        have = score.functions(title) | ({"ir"} if got["role"] == "ir" else set())
        wrong = have - want
        void = bool(wrong) and not OFFICE.search(gold["title"] or "")
        said = bool(wrong) and not void and bool(title) and said_title(person, title, surname)
        count["title void"] += len(wrong) if void else 0
        count["title said"] += len(wrong) if said else 0
        count["title!"] += len(have & want) + (0 if void or said else len(wrong))
        count["title"] += len(have & want)
        if wrong:
            note("title", "void" if void else "said" if said else "ours", gold["speaker"], gold["title"], title)
        for function in want - have:
            pattern = dict(score.FUNCTIONS)[function]
            sentences = (s for t in call["turns"] for s in re.split(r"(?<=[.?!])\s", t["text"]))
            spoken = any(pattern.search(s) and (surname in s.lower() or first in s.lower().split()) for s in sentences)
            count["title unsaid"] += not spoken
            count["title missed"] += spoken
            if spoken:
                note("missing", function, gold["speaker"], gold["title"], title)


def main():
    o = against.labelled(__doc__)
    score, layouts = against.scorer(o.shared)
    for source in o.sources:
        cases = [(path, read["turns"]) for path, read in against.gold(o, source, layouts).items()]
        count = collections.Counter()
        for (path, turns), call in zip(cases, against.parse(o.bin, [score.plain({"turns": t}, "plain")[0] for _, t in cases])):
            note = lambda *words: o.list and print(os.path.basename(path)[:40], *words, sep=" | ", file=sys.stderr)
            if call is not None:
                judge(call, turns, score, layouts, count, note)
        count["title?"] = count["title"] + count["title missed"]
        share = lambda part, whole: round(count[part] / count[whole], 4) if count[whole] else None
        print(json.dumps({
            "source": source, "firms precision": share("firm", "firm!"), "titles precision": share("title", "title!"),
            "titles recall": share("title", "title?"),
            **{name: count[name] for name in
               ("firm void", "firm said", "title void", "title said", "title unsaid", "title missed")}}), flush=True)


if __name__ == "__main__":
    main()
