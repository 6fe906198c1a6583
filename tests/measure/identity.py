#!/usr/bin/env python3
"""How well whosaid tells who is one person across calls: joins that are wrong, and people who are split.

    tests/measure/identity.py [--shared DIR | --corpora DIR] [--bin PATH] [--show N] [--floor]

Indexes the sources below and holds what `speakers` makes of them against labels that do not come from the program:

- `copies`: which calls are one event. Two are, if three in ten of the eight-word runs of the shorter one are in the
  other: what was said decides, neither names nor days. Counted are pairs of calls with three people or more who are
  named in both, since the program goes by people.
- `one event`: people on two sources of one event. Long turns of one that are also in the other say who is whom, however
  each spells the name. A pair that is one person must be one identity (recall); two who are not must be two
  (precision: of all pairs across two sources that the program joins, those that are one person).
- `two events`: analysts on calls of different events of one source with full printed names and firms (`PRINTED`): the
  same name with the same firm must be one identity (recall).
- `forms`: pairs of different names with one family name, one initial, and for a company's own one company, and whatever
  else the program makes one person of. Names that differ in middle names only are one person's where a firm or a company
  is. Every other pair was labelled with its firms and companies in view, mostly by rule, `same`, `two`, or `skip` where the names are
  those of several people: `identity_labels.tsv` has the labels, by a digest of the names. The rule was mended with these
  pairs in view: the figures say that it holds, not how well it does elsewhere. `unlabelled` are pairs nobody has judged.

Not counted: labels that say nobody knows the name, and operators. No source labels two people with the very same full
name. Fails if a figure is below its floor in `identity_floors.json`.
"""
import argparse
import collections
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import zlib

import against

SOURCES = ["alphavantage_json", "bloomberg_deepgram_json", "bloomberg_txt", "company_ir_txt_mixed", "factiva_fdwire_txt",
           "fmp_json", "motleyfool_bilingual", "motleyfool_html", "motleyfool_structured_json",
           "seekingalpha_bilingual_html", "seekingalpha_txt", "seekingalpha_txt_blanklines", "seekingalpha_txt_cp1252",
           "streetevents_txt_norule", "streetevents_txt_ruled"]
PRINTED = ["streetevents_txt_norule", "streetevents_txt_ruled", "seekingalpha_txt", "seekingalpha_txt_cp1252",
           "motleyfool_structured_json"]
NAMELESS = re.compile(r"unidentified|unknown|unnamed|operator|analyst|participant|speaker|shareholder|audience|representative"
                      r"|executive|moderator|corporate", re.I)
SHARED_RUNS = 0.3
RUN = 8


def words_of(text):
    return re.findall(r"[a-z0-9]+", text.lower())


def runs_of(words, keep):
    """Hashes of runs of words; of all runs one in `keep`, the same in every text."""
    found = set()
    for at in range(len(words) - RUN + 1):
        digest = zlib.crc32(" ".join(words[at:at + RUN]).encode())
        if digest % keep == 0:
            found.add(digest)
    return found


def fold(name):
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"\(.*?\)|,.*", "", plain)
    return " ".join(re.findall(r"\w+", re.sub(r"[.'’‘`]", "", plain.lower())))


class Index:
    """What the program says of the corpora."""

    def __init__(self, binary, roots, folder):
        self.base = [binary, "--index", os.path.join(folder, "index")]
        subprocess.run(self.base + ["index"] + roots, check=True, capture_output=True)
        self.calls = {call["call"]["id"]: call for call in self.ask("calls")}
        self.people = [p for p in self.ask("speakers")]
        # Whose is a name on a call?
        self.who = collections.defaultdict(set)
        for number, person in enumerate(self.people):
            copies = [copy for copies in person["copies"].values() for copy in copies]
            for call in person["calls"] + copies:
                for name in [person["name"]] + person["aliases"]:
                    self.who[call, fold(name)].add(number)

    def ask(self, *args):
        ran = subprocess.run(self.base + list(args) + ["--json"], capture_output=True, check=True)
        return [json.loads(line) for line in ran.stdout.splitlines()]

    def source(self, call):
        return self.calls[call]["call"]["source"].split(os.sep)

    def identity(self, call, name):
        """The number of the person, if the name tells."""
        found = self.who[call, fold(name)]
        return next(iter(found)) if len(found) == 1 else None

    def turns(self):
        """All turns, by call."""
        said = collections.defaultdict(lambda: collections.defaultdict(list))
        speaker = {}
        ran = subprocess.Popen(self.base + ["export"], stdout=subprocess.PIPE)
        for line in ran.stdout:
            hit = json.loads(line)
            call, turn = hit["call"]["id"], hit["turn"]["ordinal"]
            said[call][turn].append(hit["passage"]["text"])
            speaker[call, turn] = hit["speaker"]["name"]
        ran.wait()
        return {call: [(speaker[call, n], words_of(" ".join(texts))) for n, texts in sorted(turns.items())]
                for call, turns in said.items()}


def top_folder(index, call, roots):
    path = index.calls[call]["call"]["source"]
    return next((os.path.basename(root) for root in roots if path.startswith(root + os.sep)), path)


def same_events(turns):
    """Pairs of calls of which one says much of what the other says."""
    runs = {call: runs_of([w for _, words in said for w in words], 16) for call, said in turns.items()}
    where = collections.defaultdict(list)
    for call in sorted(runs):
        for run in runs[call]:
            where[run].append(call)
    shared = collections.Counter()
    for calls in where.values():
        # What is said on many calls is boilerplate.
        if len(calls) <= 6:
            shared.update((a, b) for i, a in enumerate(calls) for b in calls[i + 1:])
    return {(a, b) for (a, b), n in shared.items()
            if n >= 16 and n >= SHARED_RUNS * min(len(runs[a]), len(runs[b])) and n >= 0.1 * max(len(runs[a]), len(runs[b]))}


def counterparts(a, b):
    """For the names of one transcript those of another, by who says the same things there."""
    runs = collections.defaultdict(set)
    for name, words in b:
        for run in runs_of(words, 1):
            runs[run].add(name)
    votes = collections.defaultdict(collections.Counter)
    for name, words in a:
        if len(words) < 20:
            continue
        for run in runs_of(words, 1):
            if len(runs[run]) == 1:
                votes[name][next(iter(runs[run]))] += 1
    best = {name: count.most_common(1)[0] for name, count in votes.items()}
    pairs = {}
    for name, (other, n) in best.items():
        total = sum(votes[name].values())
        rivals = [v[other] for who, v in votes.items() if who != name]
        if n >= 15 and n >= 0.9 * total and all(rival * 5 <= n for rival in rivals):
            pairs[name] = other
    return pairs


def is_named(name):
    return not NAMELESS.search(name) and len(fold(name).split()) > 1


def share(part, whole):
    return round(part / whole, 4) if whole else None


def copies(index, turns, events, note):
    """Pairs of calls that the program counts as one."""
    named = lambda a, b: sum(is_named(x) and is_named(y) for x, y in counterparts(turns[a], turns[b]).items())
    pairs = {(a, b) for a, b in events if named(a, b) >= 3}
    told = set()
    for person in index.people:
        for call, others in person["copies"].items():
            together = sorted([call] + others)
            told.update((a, b) for i, a in enumerate(together) for b in together[i + 1:])
    wrong = told - events
    for a, b in sorted(wrong):
        note("false join", a, b)
    for a, b in sorted(pairs - told):
        note("split", a, b)
    return {"pairs": len(pairs), "precision": share(len(told - wrong), len(told)),
            "recall": share(len(told & pairs), len(pairs))}


def on_one_event(index, turns, pairs, note):
    """Joins of people on two sources of one event."""
    gold = right = joined = wrong = 0
    for a, b in sorted(pairs):
        there = counterparts(turns[a], turns[b])
        names = {name for name, _ in turns[b] if is_named(name)}
        for name, other in sorted(there.items()):
            if not (is_named(name) and is_named(other)):
                continue
            mine, theirs = index.identity(a, name), index.identity(b, other)
            gold += 1
            right += mine is not None and mine == theirs
            if mine is None or mine != theirs:
                note("split", a, b, name, other)
            for stranger in names:
                if mine is not None and index.identity(b, stranger) == mine:
                    joined += 1
                    if stranger != other and fold(stranger) != fold(name):
                        wrong += 1
                        note("false join", a, b, name, stranger)
    return {"people": gold, "precision": share(joined - wrong, joined), "recall": share(right, gold)}


def on_two_events(index, turns, source, note):
    """Analysts who are printed alike, with one firm, on several calls."""
    groups = collections.defaultdict(list)
    for call, card in sorted(index.calls.items()):
        if source[call] not in PRINTED:
            continue
        speak = {fold(name) for name, _ in turns[call]}
        for person in card["participants"]:
            if fold(person["name"]) not in speak:
                continue
            if person["role"] == "analyst" and person["firm"] and is_named(person["name"]):
                key = (fold(person["name"]), fold(person["firm"]))
                groups[key].append((call, index.identity(call, person["name"])))
    gold = right = 0
    for (name, firm), found in groups.items():
        numbers = [number for _, number in found]
        for i, number in enumerate(numbers):
            gold += len(numbers) - i - 1
            right += sum(number is not None and number == other for other in numbers[i + 1:])
        if len(set(numbers)) > 1:
            note("split", name, firm, *sorted({call for call, _ in found})[:4])
    return {"pairs": gold, "recall": share(right, gold)}


def candidates(index):
    """Pairs of names that are or might be one person's: what there is to see of them, and whether they are joined."""
    families = collections.defaultdict(list)
    for number, person in enumerate(index.people):
        if "operator" in person["roles"]:
            continue
        side = "own" if set(person["roles"]) & {"executive", "ir"} else "out"
        for name in [person["name"]] + person["aliases"]:
            if is_named(name):
                families[side, fold(name).split()[-1]].append((name, number))
    for (side, _), found in sorted(families.items()):
        for i, (a, m) in enumerate(found):
            for b, n in found[i + 1:]:
                if fold(a) == fold(b):
                    continue
                people = index.people[m], index.people[n]
                company = set(map(fold, people[0]["companies"])) & set(map(fold, people[1]["companies"]))
                if m != n and (fold(a)[0] != fold(b)[0] or (side == "own" and not company)):
                    continue
                yield side, a, b, m, n
    # Joined in spite of their family names.
    for number, person in enumerate(index.people):
        names = [name for name in [person["name"]] + person["aliases"] if is_named(name)]
        side = "own" if set(person["roles"]) & {"executive", "ir"} else "out"
        for i, a in enumerate(names):
            for b in names[i + 1:]:
                if fold(a).split()[-1] != fold(b).split()[-1]:
                    yield side, a, b, number, number


def is_middle(a, b, people):
    """Whether two names differ in middle names only, of people with a firm or a company in common."""
    a, b = fold(a).split(), fold(b).split()
    fits = lambda x, y: x.startswith(y) or y.startswith(x)
    few, many = sorted([a[1:-1], b[1:-1]], key=len)
    middle = (a[0], a[-1]) == (b[0], b[-1]) and all(any(fits(x, y) for y in many) for x in few)
    shared = lambda field: set(map(fold, people[0][field])) & set(map(fold, people[1][field]))
    return middle and bool(shared("firms") or shared("companies"))


def digest(side, a, b):
    return hashlib.sha256("|".join([side] + sorted([fold(a), fold(b)])).encode()).hexdigest()[:12]


def forms(index, here, note):
    path = os.path.join(here, "identity_labels.tsv")
    labels = dict(line.rstrip("\n").split("\t")[:2] for line in open(path)) if os.path.exists(path) else {}
    joined = right = same = found = unlabelled = 0
    seen = set()
    for side, a, b, m, n in candidates(index):
        key = digest(side, a, b)
        label = labels.get(key) or ("same" if is_middle(a, b, (index.people[m], index.people[n])) else None)
        if (key, m == n) in seen:
            continue
        seen.add((key, m == n))
        if label == "skip":
            continue
        if label is None:
            unlabelled += 1
            show = lambda p: "%s (%s; %s)" % (", ".join(p["firms"][-3:] or p["titles"][-1:]), "; ".join(p["companies"][:3]), len(p["calls"]))
            note("unlabelled", key, "joined" if m == n else "apart", a, b, show(index.people[m]), show(index.people[n]))
            continue
        joined += m == n
        right += m == n and label == "same"
        same += label == "same"
        found += label == "same" and m == n
        if (m == n) != (label == "same"):
            note("false join" if m == n else "split", a, b, ", ".join(index.people[m]["firms"]), ", ".join(index.people[n]["firms"]))
    return {"pairs": joined + same - found, "precision": share(right, joined), "recall": share(found, same),
            "unlabelled": unlabelled}


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--shared", default="../shared")
    a.add_argument("--corpora", help="the corpora, unpacked already")
    a.add_argument("--bin", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release/whosaid"))
    a.add_argument("--show", type=int, default=0, help="print so many of each kind of what is wrong, or unjudged")
    a.add_argument("--floor", action="store_true", help="print the figures as identity_floors.json has them")
    o = a.parse_args()
    shown = collections.Counter()

    def note_in(part):
        def note(kind, *words):
            shown[part, kind] += 1
            if shown[part, kind] <= o.show:
                print(part, kind, *words, sep=" | ", file=sys.stderr)
        return note

    with tempfile.TemporaryDirectory() as folder:
        root = o.corpora
        if not root:
            root = os.path.join(folder, "corpora")
            os.mkdir(root)
            against.unpack(o.shared, root, SOURCES)
        roots = [os.path.join(os.path.abspath(root), source) for source in SOURCES]
        index = Index(o.bin, roots, folder)
        turns = index.turns()
    source = {call: top_folder(index, call, roots) for call in index.calls}
    pairs = same_events(turns)
    got = {
        "copies": copies(index, turns, pairs, note_in("copies")),
        "one event": on_one_event(index, turns, pairs, note_in("one event")),
        "two events": on_two_events(index, turns, source, note_in("two events")),
        "forms": forms(index, here, note_in("forms")),
    }
    got["one event"]["files"] = len(pairs)
    for values in got.values():
        values.setdefault("files", len(index.calls))
    against.report(here, "identity_floors.json", got, o.floor)


if __name__ == "__main__":
    main()
