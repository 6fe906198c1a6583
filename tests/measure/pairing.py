#!/usr/bin/env python3
"""How well whosaid pairs answers with questions: precision and recall of "this turn answers that question".

    tests/measure/pairing.py [--shared DIR] [--bin PATH] [--limit N] [--show N] [--floor] [SOURCE...]

Unpacks the corpora that carry labels of vendors or people into a temporary folder, writes each call's
turns as bare `Name: text` lines, so that no flag and no heading is seen by the reader, and compares the
exchanges of `whosaid parse` with the labels. Prints a line of JSON per source and fails if a figure is
below its floor in `pairing_floors.json`; `--floor` prints this run's figures in that form. With `--limit`
floors are not checked.

Sources: `bloomberg_txt` (Q and A flags), `motleyfool_html` (a type per statement), `bank_qa_gold` (numbers
of questions and answers).

A gold pair is an answering turn and the question that it answers: by number where there are numbers, else
the last turn flagged Q that is a question on its face (a question mark, or 40 words and more). An answer
is right if the exchange that it is in has the gold question among its question turns. `thread_recall` asks
for less: that the exchange's questioner is the one who asked.

What is not counted, and so what the figures do not say:

- turns flagged A after courtesies, of fewer than four words, with words that run the line ("next
  question", "let's go to", "that's all the time we have"), or that begin by taking leave or go on to closing remarks when
  nobody asks any more: the flags say who spoke, and not whether it answered anything;
- one turn of the banks' that the table calls an answer, of an analyst who had just been called by name and firm: it is a question;
- answers of the program where there is no label against them: precision counts only answers with a gold
  pair, and turns of eight words and more that the labels say are no answer;
- exchanges that a host opens by reading a question aloud: the flags call that the company's words;
- which of two questions without a question mark and under 40 words was meant: any of them is right;
- calls whose turns come out differently from how they went in (`misaligned`): a floor of none keeps it so;
- in `bank_qa_gold`, the operator's introductions: the tables leave them out, and one is written for each
  analyst. Names and roles are still found by the program.

The labels of the first two sources are read by rules of this file, which were written by the people who
wrote the program. The numbers of the third are not.
"""
import argparse
import collections
import csv
import json
import os
import re
import subprocess
import sys
import tempfile

csv.field_size_limit(10 ** 8)
FAREWELL = re.compile(r"for (joining|participating|attending|listening|being with us|your (participation|continued|interest|time))"
                      r"|replay|look(ing)? forward to|have a (great|good|nice|wonderful)|conclude|feel free to|thank you all|thank everyone"
                      r"|thanks,? everyone|thank you,? everyone|thanks,? everybody"
                      r"|closing remarks|all the time we have|everyone (who joined|joining)", re.I)
COURTESY = re.compile(r"(can|do|could) you (guys )?hear me|how are you|how's it going", re.I)


def asks(text):
    """On its face a question; None if one cannot tell."""
    text = re.sub(r"\[[^\]]*\]|\([^)]*\)", " ", text)
    words = re.findall(r"[A-Za-z0-9']+", text)
    if COURTESY.search(text) and len(words) < 25:
        return False
    if "?" in text:
        return True
    if len(words) >= 40:
        return True
    if len(words) < 6 or re.search(r"thank|appreciate|helpful|congrat|good luck|queue", text, re.I):
        return False
    return None


def bloomberg(path):
    text = open(path, encoding="utf-8", errors="replace").read()
    if "Company Participants" not in text[:400] or "{BIO" not in text:
        return
    turns, section, current, blank = [], None, None, True
    for line in text.splitlines():
        s = line.strip()
        if s.lower() in ("presentation", "questions and answers"):
            section, current = s.lower()[0], None
            blank = True
            continue
        if section:
            m = re.fullmatch(r"(?:([QA]) - )?([^{}]{3,60}?)\{BIO [^}]*\}", s) or re.fullmatch(r"(?:([QA]) - )?(Operator|Unidentified \w+)", s)
            if blank and m:
                current = [m.group(1) or ("O" if m.group(2) == "Operator" else "P"), m.group(2), ""]
                turns.append(current)
            elif current and s and s.lower() != "(question and answer)":
                current[2] += s + " "
        blank = not s
    yield [t for t in turns if t[2].strip()], flagged


def motleyfool(path):
    d = json.load(open(path))
    turns = []
    for s in d["call_transcript"]:
        text = re.sub(r"\s+", " ", s["text"])
        # The vendor's parse glues the next heading to the text; what is behind it belongs to the next statement's speaker.
        turns.append([s["statement_type"], s["speaker"] or "Operator", text])
    yield [t for t in turns if t[2].strip()], flagged


def bank(path):
    rows = list(csv.DictReader(open(path, encoding="utf-8")))
    turns = []
    for r in rows:
        content = re.sub(r"\s+", " ", r["content"])
        q, a = r["question_number"].split(".")[0], r["answer_number"].split(".")[0]
        analyst = "analyst" in r["role"].lower()
        kind = ("q", q) if analyst and q and not a else ("a", q) if a and not analyst and r["is_pleasantry"] != "True" else ("", "")
        if "hsbc" in path:
            kind = ("q", q) if q else ("a", "") if a else ("", "")
        name = r["speaker_name"] or content.split(":")[0].title()
        if not r["speaker_name"]:
            content = content.partition(":")[2].strip()
        # Rows that cut a sentence at a colon, or a heading at its second line, belong to the turn before.
        if turns and (len(name.split()) > 5 or "Officer" in name or kind == ("", "") and name == "In Terms Of Buyback"):
            turns[-1][2] += " " + content
            continue
        content = re.sub(r"^Operator: ", "", content)
        head, cut, tail = content.partition(" Operator: ")
        turns.append([kind, name, head])
        if cut:
            turns.append([("o", ""), "Operator", tail])
    turns = [t for t in turns if t[2].strip() and not re.fullmatch(r"In Terms Of \w+", t[1])]
    # Whoever was called by name and firm a moment ago asks, also where the table forgot the number of the question.
    for before, t in zip(turns, turns[1:]):
        if t[0][0] == "a" and re.search(r"\b%s (from|of|with|at) [^.]{2,40}, please\.$" % re.escape(t[1]), before[2].strip()):
            t[0] = ("q", "called")
    # The tables leave out most of the operator's words: give each new analyst the introduction that the call had.
    whole, asker = [], None
    for t in turns:
        if t[0][0] == "q" and t[1] != asker:
            asker = t[1]
            if not whole or whole[-1][1] != "Operator":
                whole.append([("o", ""), "Operator", "Our next question comes from the line of %s. Please go ahead." % asker])
        whole.append(t)
    yield whole, numbered


def flagged(turns):
    """Gold: answering turn -> question turns that it may answer."""
    gold, question, open_ = {}, [], False
    for i, (flag, who, text) in enumerate(turns):
        if flag == "Q":
            verdict = asks(text)
            if verdict is None:
                question = question + [i] if open_ else [i]
                open_ = True
            elif verdict:
                question, open_ = [i], True
            elif len(re.findall(r"\w+", text)) >= 4:
                open_ = False
        elif flag == "O":
            if re.search(r"next question|line of|question (comes|is) from|our next|question from|conclud|closing (remark|comment)|no (further|more|additional) question|end of", text):
                open_ = False
        elif flag == "A" and open_ and len(re.findall(r"\w+", text)) >= 4:
            words = re.findall(r"\w+", text)
            stage = len(words) < 30 and re.search(r"next (question|call|one)|(more|additional) question|last question|final question|operator|repeat (the|your|that)|catch that|hear you|still there", text, re.I)
            stage = stage or len(words) <= 8 and re.search(r"thank", text, re.I)
            runs = r"let's go to \w+ \w+|(that's|is) all the time we have|unmute"
            stage = stage or len(words) < 60 and re.search(runs, text, re.I)
            if not stage and not re.fullmatch(r"\W*(okay|thank|thanks|great|yes|good|hi|hey|sure|[,.\w]+\W){0,4}\W*(next question|operator).*", text, re.I):
                gold[i] = list(question)
    # Nobody asks any more: who then begins by taking leave of all answers nothing.
    last = max((i for i, (flag, _, _) in enumerate(turns) if flag == "Q"), default=-1)
    for i in [i for i in gold if i > last + 1 and FAREWELL.search(turns[i][2][:160])]:
        del gold[i]
    return gold


def numbered(turns):
    gold, number = {}, {}
    last = None
    for i, ((kind, q), who, text) in enumerate(turns):
        if kind == "q":
            number.setdefault(q, []).append(i)
            last = i
        elif kind == "" and text.endswith("?") and last is not None:
            last = None  # an unnumbered follow-up: what answers it cannot be told
        elif kind == "a":
            words = re.findall(r"\w+", text)
            if len(words) < 4 or len(words) <= 12 and re.search(r"thank|you there|go ahead|hear", text, re.I):
                continue
            if q and q in number:
                gold[i] = number[q]
            elif not q and last is not None:
                gold[i] = [last]
    return gold


def check(binary, turns, gold, tally, show, label):
    text = "Earnings Call Transcript\n\n" + "\n\n".join("%s: %s" % (re.sub(r"[:\n]", " ", n), re.sub(r"\s+", " ", t)) for _, n, t in turns)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as f:
        f.write(text)
        f.flush()
        p = subprocess.run([binary, "parse", f.name], capture_output=True, timeout=60)
    got = json.loads(p.stdout.splitlines()[0])
    if len(got["turns"]) != len(turns):
        tally["misaligned"] += 1
        if show:
            print("misaligned", label, len(got["turns"]), len(turns), file=sys.stderr)
            have = {u["text"][:40] for u in got["turns"]}
            for t in turns:
                if re.sub(r"\s+", " ", t[2]).strip()[:40] not in have:
                    print("   lost", t[1], "|", t[2][:80], file=sys.stderr)
        return
    has = {}
    for e in got["exchanges"]:
        for a in e["answer"]:
            has[a] = e
    notes = []
    counted = set(gold) | {a for a, e in has.items() if any(True for _ in e["question"])}
    for a in sorted(counted):
        e, want = has.get(a), gold.get(a)
        if want is not None:
            tally["gold"] += 1
        if e is not None and (want is not None or turns[a][0] not in ("A", ("a", ""))):
            flag = turns[a][0]
            if e["question"] and turns[e["question"][0]][0] == "A":
                continue  # a host reads out a question: the vendor flags it as the company's words
            if want is None and len(re.findall(r"\w+", turns[a][2])) < 8:
                continue
            if want is None and (flag in ("A", "P") or flag[0] in ("", "a")):
                continue  # no label to hold against it
            tally["got"] += 1
        ok = e is not None and want is not None and bool(set(want) & set(e["question"]))
        tally["hit"] += ok
        tally["thread"] += e is not None and want is not None and turns[want[-1]][1] == turns[e["question"][0]][1]
        if not ok and (want is not None or e is not None):
            notes.append((a, want, e and e["question"]))
    for a, want, have in notes[:show]:
        print("%s turn %d: want %s, have %s" % (label, a, want, have), file=sys.stderr)
        for i in sorted({a, a - 1, *(want or []), *(have or [])}):
            t, u = turns[i], got["turns"][i]
            print("   %3d %s %s [%s %s %s] %s … %s" % (i, t[0], t[1], u["role"], u["kind"], u["exchange"], t[2][:110], t[2][-60:]), file=sys.stderr)


# For each source: which of its files, and how they are read.
SOURCES = {
    "bloomberg_txt": (r"\.txt$", bloomberg),
    "motleyfool_html": (r"\.json$", motleyfool),
    "bank_qa_gold": (r"csv/.*(transcript_qa|parsed_final)\.csv$", bank),
}


def measure(source, folder, options):
    """The figures of one source."""
    wanted, reader = SOURCES[source]
    found = sorted(os.path.join(at, name) for at, _, names in os.walk(os.path.join(folder, source)) for name in names)
    found = [path for path in found if re.search(wanted, path)]
    tally = collections.Counter()
    for path in found[::max(1, len(found) // options.limit)] if options.limit else found:
        for turns, golden in reader(path):
            tally["files"] += 1
            check(options.bin, turns, golden(turns), tally, options.show, os.path.basename(path))
    p = tally["hit"] / max(1, tally["got"])
    r = tally["hit"] / max(1, tally["gold"])
    return {
        "files": tally["files"], "misaligned": tally["misaligned"], "gold": tally["gold"], "got": tally["got"],
        "precision": round(p, 4), "recall": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if p + r else 0,
        "thread_recall": round(tally["thread"] / max(1, tally["gold"]), 4),
    }


def failures(source, got, floors):
    """What is below its floor."""
    for name, floor in floors.get(source, {}).items():
        if got[name] < floor:
            yield "%s: %s %s is below %s" % (source, name, got[name], floor)
    if got["misaligned"]:
        yield "%s: %d calls with other turns than they were written with" % (source, got["misaligned"])


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    binary = os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release/whosaid")
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--shared", default="../shared", help="the folder that holds corpora/unpack.sh")
    a.add_argument("--bin", default=binary)
    a.add_argument("--limit", type=int, default=0, help="about so many files of each source")
    a.add_argument("--show", type=int, default=0, help="print up to N errors of each file")
    a.add_argument("--floor", action="store_true", help="print the figures as pairing_floors.json has them")
    a.add_argument("sources", nargs="*", metavar="SOURCE", help=", ".join(SOURCES))
    options = a.parse_args()
    sources = options.sources or list(SOURCES)
    unknown = [source for source in sources if source not in SOURCES]
    if unknown:
        a.error("no such source: " + ", ".join(unknown))
    with open(os.path.join(here, "pairing_floors.json"), encoding="utf-8") as file:
        floors = json.load(file)
    below, figures = [], {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["sh", os.path.join(options.shared, "corpora/unpack.sh"), folder] + sources, check=True)
        for source in sources:
            got = measure(source, folder, options)
            if got["files"] == 0:
                sys.exit("%s: no file was read" % source)
            print(json.dumps({"source": source, **got}), flush=True)
            figures[source] = {name: got[name] for name in ("files", "gold", "precision", "recall", "f1")}
            below += failures(source, got, floors)
    if options.floor:
        print(json.dumps(figures, indent=2))
    elif below and not options.limit:
        sys.exit("\n".join(below))


if __name__ == "__main__":
    main()
