#!/usr/bin/env python3
"""What the native figure for turns would be if the scorer's reader knew every printed heading, and what differs then.

    tests/measure/glued.py [--shared DIR] [--bin PATH] [--every N] [--list] FOLDER SOURCE...

FOLDER holds the unpacked sources. The scorer's reader knows a heading by its list of people and by how it is written;
a heading that it does not know it takes for speech (the turns before and after are glued), or loses the turn.

Every gold turn is found again in the lines of its file, and cut at each line that is a heading by what is printed
there. Our reading has no say in this, so a heading that we miss counts against us. A line of its own is one if it is

- `form`: `Q - Name`, `A - Name`;
- `listed`: a name, alone or as `Name - Company`, that stands in the file's list of people or over another gold turn;
- `nobody`: `Unknown Analyst`, `Unidentified Company Representative`;
- `again`: like a name, alone or as `Name - Company`, and the same line stands in the file more than once;
- `firm`: `Name - Company`, with a company that stands after another name;
- `called`: like a name, and the line before or after says the first or the last name.

`f1 cut` is the scorer's F1 against the turns so cut. `glued` counts gold turns that were cut, `lost` turns that were in
no gold turn, `void` gold turns that have no line but headings. What still differs is sorted, and none of it excused:

- `garbled`: the same words; the gold speaker is UTF-8 read as Latin-1, and ours is that name mended;
- `noted`: the same but for a note that we leave out: a time (`(53:48)`), `End of Q&A`;
- `renamed`: the same words, and we give the speaker another name than the heading;
- `opening`: the same place, and words that do not begin alike;
- `missed`: a turn that we have not; `extra`: a turn of ours at no such heading.

`f1 mended` has the garbled names mended as well. Prints a line of JSON per source, and for all. `--list` names every
difference with its place.
"""
import collections
import difflib
import json
import os
import re
import subprocess
import sys

import against

DASH = re.compile(r"\s+[-\u2013\u2014]+(?:\s+|$)|[-\u2013\u2014]+\s+")
ASKED = re.compile(r"[QA]\s*[-\u2013\u2014]+\s*(?=\S)")
NOBODY = re.compile(r"(?:unknown|unidentified|unnamed) \w+(?: \w+)?", re.I)
WORD = r"[^\W\d_][\w.'\u2019-]*"
NAME = re.compile(WORD + r"(?: (?:%s|\"\w+\"|\(\w+\))){0,5}(?:,? (?:Jr|Sr|CFA|M\.?D|Ph\.?D)\.?)?" % WORD)
PARTICLES = {"de", "del", "della", "der", "den", "di", "da", "du", "van", "von", "la", "le", "ten", "bin", "al", "el"}
LISTS = {"executives", "analysts", "company participants", "corporate participants", "other participants",
         "conference call participants", "presentation", "questions and answers"}
SESSION = re.compile(r"question-and-answer session|\(?questions? and answers?\)?$", re.I)
NOTE = re.compile(r"\(\d?\d(?::\d\d)+\)|End of Q&A", re.I)
LONG = 140  # the scorer's reader takes no longer line for a heading
KINDS = ["glued", "lost", "void", "form", "listed", "nobody", "again", "firm", "called",
         "garbled", "noted", "renamed", "opening", "missed", "extra"]


def mended(line):
    """The line, with UTF-8 that was read as Latin-1 made whole."""
    try:
        return line.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return line


def printed(path):
    """The lines of a file that are not blank, as the scorer's reader has them, with their numbers."""
    with open(path, "rb") as file:
        raw = file.read()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    lines = ((number, re.sub(r"\s+", " ", line).strip()) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in lines if line]


def spans(turns, lines):
    """For each gold turn, the range of lines that its words are."""
    at = 0
    for turn in turns:
        for start in range(at + 1, len(lines)):
            if turn["speaker"].lower() not in lines[start - 1][1].lower():
                continue
            rest, end = turn["text"] + " ", start
            while rest and end < len(lines):
                line = lines[end][1]
                if rest.startswith(line + " "):
                    rest = rest[len(line) + 1:]
                elif not SESSION.match(line):
                    break
                end += 1
            if not rest:
                yield start, end
                at = end
                break
        else:
            raise LookupError(turn["text"][:60])


def split(line):
    """The parts of a heading: whether it says `Q -` or `A -`, the name, and what stands after the name."""
    line = re.sub(r"\{BIO [^}]*\}", "", mended(line)).strip()
    asked = ASKED.match(line)
    name, *tail = DASH.split(line[asked.end():] if asked else line, maxsplit=1)
    return bool(asked), name.strip(), tail[0].strip() if tail else ""


def is_name(text):
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).replace(",", "").split()
    return bool(NAME.fullmatch(text)) and len(words) > 1 and all(
        word.strip("\"(")[:1].isupper() or word in PARTICLES for word in words)


class Headings:
    """What is a heading in one file."""

    def __init__(self, turns, lines, layouts):
        self.key = lambda name: layouts.key(name).replace(" ", "")
        self.ends, self.lines = layouts.ends, lines
        entry = lambda line: is_name(split(line)[1])
        # Speech begins after the last heading before the first paragraph, or where the file says so.
        words = next((i for i, (_, line) in enumerate(lines) if len(line) >= LONG and not entry(line)), len(lines))
        said = next((i for i, (_, line) in enumerate(lines) if line.lower() == "presentation"), len(lines))
        self.speech = min(words - 1, said)
        people = [split(line.strip("[]"))[1].partition(",")[0] for _, line in lines[:self.speech]]
        people = [name for name in people if is_name(name)] + [mended(turn["speaker"]) for turn in turns]
        self.names = {self.key(name): name for name in reversed(people)}
        self.names.pop("", None)
        self.count = collections.Counter(line for _, line in lines)
        self.firms = collections.Counter(split(line)[2] for line in self.count if len(line) < LONG and entry(line))

    def called(self, i, name):
        beside = " ".join(line for _, line in self.lines[i - 1:i] + self.lines[i + 1:i + 2])
        return any(re.search(r"\b%s\b" % re.escape(word), beside, re.I) for word in self.ends(name) if len(word) > 2)

    def find(self, i):
        """The kind of heading that a line is, and the name in it."""
        line = self.lines[i][1]
        asked, name, tail = split(line)
        if len(line) >= LONG or line.lower() in LISTS or not NAME.fullmatch(name):
            return None, None
        if NOBODY.fullmatch(name):
            return "nobody", name
        if self.key(name) in self.names:
            return "form" if asked else "listed", self.names[self.key(name)]
        if asked:
            return "form", name
        if not is_name(name) or (line.endswith((".", "?", "!", ",")) and not tail):
            return None, None
        if self.count[line] > 1:
            return "again", name
        if tail and self.firms[tail] > 1:
            return "firm", name
        return ("called", name) if self.called(i, name) else (None, None)


def cut(turns, lines, layouts, count, note):
    """The gold turns, cut at every printed heading."""
    headings, pieces = Headings(turns, lines, layouts), []
    inside = {}
    for turn, (start, end) in zip(turns, spans(turns, lines)):
        inside.update((i, (turn, start)) for i in range(start, end))
    piece, last = None, None
    for i, (number, line) in enumerate(lines):
        turn, start = inside.get(i, (None, None))
        if turn is not last:
            piece, last = None, turn
            if turn is not None:
                piece = {"speaker": turn["speaker"], "lines": [], "at": lines[start - 1][0], "gold": True, "in": turn}
                pieces.append(piece)
        kind, name = headings.find(i)
        if line.lower() in LISTS or SESSION.match(line):
            piece = piece if turn else None
        elif turn is None and inside.get(i + 1, (None, None))[1] == i + 1:
            piece = None  # the heading that the gold turn has
        elif kind and (turn or i >= headings.speech):
            piece = {"speaker": name, "lines": [], "at": number, "gold": False, "in": turn, "kind": kind}
            pieces.append(piece)
        elif piece is not None:
            piece["lines"].append(line)
    for piece in pieces:
        piece["text"] = " ".join(piece["lines"])
        if piece["text"] and not piece["gold"]:
            count[piece["kind"]] += 1
            count["lost"] += piece["in"] is None
            note("lost" if piece["in"] is None else "glued", piece["at"], piece["speaker"], piece["kind"])
    full = [piece for piece in pieces if piece["text"]]
    held = collections.Counter(id(piece["in"]) for piece in full)
    for turn in turns:
        whole = any(piece["gold"] and piece["in"] is turn for piece in full) and held[id(turn)] == 1
        count["void"] += not held[id(turn)]
        count["glued"] += bool(held[id(turn)]) and not whole
    return full


def align(gold, got, score, layouts):
    """What is alike and what is not, as the scorer aligns turns."""
    keys = lambda turns: [(" ".join(layouts.ends(t["speaker"])), score.opening(t["text"])) for t in turns]
    return difflib.SequenceMatcher(None, keys(gold), keys(got), autojunk=False).get_opcodes()


def hits(codes):
    return sum(b - a for op, a, b, _, _ in codes if op == "equal")


def differ(gold, got, score, layouts, line_of, count, note):
    """Sorts what is not alike."""
    for op, a, b, c, d in align(gold, got, score, layouts):
        if op == "equal":
            continue
        ours = list(got[c:d])
        left = []
        for turn in gold[a:b]:
            same = next((u for u in ours if score.opening(u["text"]) == score.opening(turn["text"])), None)
            if same is None:
                left.append(turn)
                continue
            ours.remove(same)
            whole = layouts.ends(mended(turn["speaker"]))
            is_garbled = whole != layouts.ends(turn["speaker"]) and whole == layouts.ends(same["speaker"])
            kind = "garbled" if is_garbled else "renamed"
            count[kind] += 1
            note(kind, turn["at"], turn["speaker"], same["speaker"])
        for turn in left:
            same = next((u for u in ours if line_of(u) == turn["at"]), None)
            words = " ".join(line for line in turn.get("lines", []) if not NOTE.fullmatch(line))
            if same is not None:
                ours.remove(same)
            if words != turn["text"] and score.opening(words) == score.opening(same["text"] if same else ""):
                kind = "noted"
            else:
                kind = "missed" if same is None else "opening"
            count[kind] += 1
            note(kind, turn["at"], turn["speaker"], "" if same is None else same["speaker"])
        for turn in ours:
            count["extra"] += 1
            note("extra", line_of(turn), turn["speaker"], "")


def native(binary, paths):
    """The program's reading of each file as published."""
    got = {}
    for at in range(0, len(paths), 50):
        ran = subprocess.run([binary, "parse"] + paths[at:at + 50], capture_output=True)
        for line in ran.stdout.splitlines():
            call = json.loads(line)
            got[call["source"]["path"]] = call
    return got


def places(path):
    """Where our turns stand: the number of the line of the heading."""
    with open(path, "rb") as file:
        raw = file.read()
    return lambda turn: raw[:turn["source_bytes"][0]].rstrip().count(b"\n") + 1


def figures(source, count):
    def f1(hit, gold):
        precision, recall = (round(count[hit] / max(1, count[of]), 4) for of in ("ours", gold))
        return round(2 * precision * recall / max(precision + recall, 1e-9), 4)
    return {"source": source, "gold": count["gold"], "ours": count["ours"], "gold cut": count["cut"],
            "f1": f1("hit", "gold"), "f1 cut": f1("hit cut", "cut"), "f1 mended": f1("hit mended", "cut"),
            **{kind: count[kind] for kind in KINDS}}


def main():
    o = against.labelled(__doc__)
    score, layouts = against.scorer(o.shared)
    every = collections.Counter()
    for source in o.sources:
        gold = against.gold(o, source, layouts)
        count = collections.Counter()
        calls = native(o.bin, list(gold))
        for path, read in gold.items():
            note = lambda kind, at, *words: o.list and print(
                kind, "%s:%d" % (os.path.relpath(path, o.folder), at), *words, sep=" | ", file=sys.stderr)
            turns = read["turns"]
            got = calls[path]["turns"] if path in calls else []
            if read["layout"] in ("bloomberg", "seekingalpha"):
                right = cut(turns, printed(path), layouts, count, note)
            else:
                right = [dict(turn, at=0) for turn in turns]
            count.update({"gold": len(turns), "ours": len(got), "cut": len(right)})
            count["hit"] += hits(align(turns, got, score, layouts))
            count["hit cut"] += hits(align(right, got, score, layouts))
            differ(right, got, score, layouts, places(path), count, note)
            whole = [dict(turn, speaker=mended(turn["speaker"])) for turn in right]
            count["hit mended"] += hits(align(whole, got, score, layouts))
        every.update(count)
        print(json.dumps(figures(source, count)), flush=True)
    print(json.dumps(figures("all", every)), flush=True)


if __name__ == "__main__":
    main()
