"""What `cross_gold.py`, `vendors.py`, `labels.py` and `glued.py` share: calls read by the program, held against labels, and floors.

A case is a name, the labelled turns in the form of the scorer's readers (`eval/layouts.py`), and the text
that the program is given. Turns are aligned and counted as `eval/score.py` does it.
"""
import argparse
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile

COMPANY = re.compile(r"chief|officer|president|\bc[efotimr]o\b|[es]?vp\b|chair|director|head\b|founder|counsel|treasurer|"
                     r"controller|manager|executive|secretary|leader|partner|company representative|finance", re.I)


def scorer(shared):
    """The scorer's own modules: `score`, `layouts`."""
    sys.path.insert(0, os.path.join(shared, "eval"))
    return importlib.import_module("score"), importlib.import_module("layouts")


def labelled(doc):
    """The arguments of `labels.py` and `glued.py`."""
    a = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--shared", default="../shared")
    a.add_argument("--bin", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release/whosaid"))
    a.add_argument("--every", type=int, default=1)
    a.add_argument("--list", action="store_true")
    a.add_argument("folder")
    a.add_argument("sources", nargs="+")
    return a.parse_args()


def gold(o, source, layouts):
    """What the scorer reads of each file of a source that it can read, by path."""
    top, read = os.path.join(o.folder, source), {}
    for path in sorted(os.path.join(at, name) for at, _, names in os.walk(top) for name in names)[::o.every]:
        try:
            read[path] = layouts.read(path)
        except layouts.Unreadable:
            continue
    return read


def unpack(shared, folder, sources):
    subprocess.run(["sh", os.path.join(shared, "corpora/unpack.sh"), folder] + sources, check=True)


def role_of(title, layouts):
    """The role that a vendor's title at a turn means, as the scorer's readers have it."""
    if re.search(r"\boperator\b|moderator", title, re.I):
        return "operator"
    if re.search(r"\banalyst\b", title, re.I) and not layouts.IR.search(title):
        return "analyst"
    if layouts.IR.search(title):
        return "ir"
    return "executive" if COMPANY.search(title) else "other"


def written(turns):
    """The turns as bare `Name: text` lines."""
    lines = ["%s: %s" % (re.sub(r"[:\n]", " ", t["speaker"]), t["text"]) for t in turns]
    return "Earnings Call Transcript\n\n" + "\n\n".join(lines) + "\n"


def parse(binary, texts):
    """The program's reading of each text; None for what it could not read."""
    got = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, text in enumerate(texts):
            paths.append(os.path.join(folder, "%05d.txt" % number))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(text)
        for at in range(0, len(paths), 50):
            ran = subprocess.run([binary, "parse"] + paths[at:at + 50], capture_output=True)
            for line in ran.stdout.splitlines():
                call = json.loads(line)
                got[call["source"]["path"]] = call
        return [got.get(path) for path in paths]


def figures(score, cases, binary, show=0):
    """The scorer's figures over all cases; also prints the `show` worst of them."""
    tally, rates, named = score.Tally(), [], 0
    calls = parse(binary, [text for _, _, text in cases])
    for (name, turns, _), call in zip(cases, calls):
        if call is None:
            rates.append((1.0, name))
            continue
        before = dict(tally.c)
        score.score_file({"turns": turns}, call, "plain", {}, tally)
        asked = tally.c["role?"] - before.get("role?", 0)
        right = tally.c["role"] - before.get("role", 0)
        rates.append((1 - right / max(1, asked), name))
        named += bool(call["call"]["company"])
    for rate, name in sorted(rates, reverse=True)[:show]:
        print("%.3f %s" % (rate, name), file=sys.stderr)
    c, ratio = tally.c, tally.ratio
    return {
        "files": len(cases), "aligned": ratio("hit", "gold"), "roles": ratio("role", "role?"),
        "analyst": ratio("analyst", "analyst?"), "company": ratio("company", "company?"),
        "section": ratio("section", "section?"),
        "firms precision": ratio("firm", "firm!"), "firms recall": ratio("firm", "firm?"),
        "titles precision": ratio("title", "title!"), "titles recall": ratio("title", "title?"),
        "named": round(named / max(1, len(cases)), 4),
    }


def report(here, floors_name, got, floor):
    """Prints the figures, or as floors; what is below its floor ends the run."""
    with open(os.path.join(here, floors_name), encoding="utf-8") as file:
        floors = json.load(file)
    below = []
    for source, values in got.items():
        print(json.dumps({"source": source, **values}), flush=True)
        if not values["files"]:
            below.append("%s: no file was read" % source)
        for name, least in floors.get(source, {}).items():
            if values[name] is None or values[name] < least:
                below.append("%s: %s is %s, and was %s" % (source, name, values[name], least))
    if floor:
        down = lambda value: int(value * 1000) / 1000 if isinstance(value, float) else value
        keep = {s: {n: down(v) for n, v in values.items() if v is not None} for s, values in got.items()}
        print(json.dumps(keep, indent=2))
    elif below:
        sys.exit("\n".join(below))

def options(doc, floors):
    """What such a check is told on its command line."""
    binary = os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release/whosaid")
    a = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--shared", default="../shared")
    a.add_argument("--bin", default=binary)
    a.add_argument("--show", type=int, default=0, help="name the N worst calls of each source")
    a.add_argument("--floor", action="store_true", help=f"print the figures as {floors} has them")
    return a.parse_args()
