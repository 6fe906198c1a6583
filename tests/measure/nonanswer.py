#!/usr/bin/env python3
"""How well whosaid flags answers that keep back what was asked: precision and recall on labelled answers.

    tests/measure/nonanswer.py [--shared DIR] [--bin PATH] [--show] [--part all|even|odd]

`nonanswer_labels.tsv` names answers by the hash of their file, their turn, and a digest of their text, and says of each
whether it `refuses`, is `unable`, `defers`, or none of these: as a person judged who read them before the program said
anything of them. It quotes nothing. Two samples, drawn by a fixed seed from ten of the corpora in `../shared/corpora`:

- `random`: 150 answers of eight words and more. Precision, recall and the share of answers that keep something back.
- `cue`: 120 other answers with a word that often goes with a refusal (`disclose`, `comment`, `can't`, `offline`, …). They
  are richer in what is looked for and in what only sounds like it: recall and precision there are harder.

- `second`: 100 answers of 100 other files, drawn later by another seed and labelled before the program was run on them. As
  it was then it had a precision of 0.867 (13 of 15) and a recall of 0.813 (13 of 16); three wordings were added after.

Counted are answers, not sentences: an answer that refuses a part and gives the rest counts as one that refuses. `kind` is
the share of rightly flagged answers of which the label's way is among those flagged. A random half of the samples
(`--part even`, by the digest) was looked at when rules were mended; `odd` was not. Before that the rules had a precision of
0.81 and a recall of 0.62 over both samples; the labels of long answers were made from the sentences with a negation or a
cue, and two that proved wrong for it were mended. Fails below its floors.
"""
import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = ["seekingalpha_txt", "seekingalpha_txt_cp1252", "seekingalpha_txt_blanklines", "bloomberg_txt",
           "streetevents_txt_ruled", "streetevents_txt_norule", "motleyfool_html", "motleyfool_structured_json",
           "motleyfool_bilingual", "alphavantage_json"]
FLOORS = {"random": {"precision": 0.92, "recall": 0.67}, "cue": {"precision": 0.91, "recall": 0.81},
          "second": {"precision": 0.86, "recall": 0.81}}


def labels():
    rows = [line.rstrip("\n").split("\t") for line in open(os.path.join(HERE, "nonanswer_labels.tsv"))][1:]
    return {(file, int(turn)): (sample, digest, label) for sample, file, turn, digest, label in rows}


def answers(binary, folder, wanted):
    """The labelled answers as the program reads them."""
    files = sorted(os.path.join(base, name) for base, _, names in os.walk(folder) for name in names)
    for at in range(0, len(files), 100):
        parsed = subprocess.run([binary, "parse"] + files[at:at + 100], capture_output=True, text=True).stdout
        for line in parsed.splitlines():
            call = json.loads(line)
            for turn in call["turns"]:
                key = (call["source"]["hash"], turn["ordinal"])
                if key in wanted:
                    yield key, turn


def main():
    binary = os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release/whosaid")
    a = argparse.ArgumentParser(description="precision and recall of non-answers")
    a.add_argument("--shared", default="../shared", help="the folder that holds corpora/unpack.sh")
    a.add_argument("--corpora", help="the corpora, unpacked already")
    a.add_argument("--bin", default=binary)
    a.add_argument("--part", default="all", choices=["all", "even", "odd"])
    a.add_argument("--show", action="store_true", help="print what is wrong")
    options = a.parse_args()
    wanted = labels()
    counts = {}
    seen = set()
    with tempfile.TemporaryDirectory() as folder:
        if options.corpora:
            for source in SOURCES:
                os.symlink(os.path.join(os.path.abspath(options.corpora), source), os.path.join(folder, source))
            roots = [os.path.join(folder, source) for source in SOURCES]
        else:
            subprocess.run(["sh", os.path.join(options.shared, "corpora/unpack.sh"), folder] + SOURCES, check=True)
            roots = [folder]
        for root in roots:
            for key, turn in answers(options.bin, root, wanted):
                sample, digest, label = wanted[key]
                if key in seen or hashlib.sha256(turn["text"].encode()).hexdigest()[:12] != digest:
                    continue
                seen.add(key)
                if options.part != "all" and (int(digest, 16) % 2 == 0) != (options.part == "even"):
                    continue
                found = [one["kind"] for one in turn.get("nonanswer", [])]
                c = counts.setdefault(sample, dict(answers=0, gold=0, flagged=0, right=0, kind=0))
                c["answers"] += 1
                c["gold"] += label != "none"
                c["flagged"] += bool(found)
                c["right"] += bool(found) and label != "none"
                c["kind"] += label in found
                if options.show and bool(found) != (label != "none"):
                    words = [one["text"] for one in turn.get("nonanswer", [])]
                    print(sample, key[0][:8], key[1], "want", label, "found", words, "\n   ", turn["text"][:300], file=sys.stderr)
    failed = False
    for sample, c in sorted(counts.items()):
        c["precision"] = round(c["right"] / max(1, c["flagged"]), 3)
        c["recall"] = round(c["right"] / max(1, c["gold"]), 3)
        print(json.dumps({"sample": sample, "part": options.part, **c}))
        for figure, floor in FLOORS.get(sample, {}).items():
            if options.part == "all" and c[figure] < floor:
                print("%s: %s %s is below %s" % (sample, figure, c[figure], floor), file=sys.stderr)
                failed = True
    if len(seen) < len(wanted):
        print("%d labelled answers were not found" % (len(wanted) - len(seen)), file=sys.stderr)
        failed = failed or len(seen) < 0.98 * len(wanted)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
