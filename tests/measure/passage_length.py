#!/usr/bin/env python3
"""How long should a passage be? Measured on transcripts of your own.

    passage_length.py [--bin target/release/whosaid] FILE...

Cuts the turns of `whosaid parse` into runs of whole sentences of at least N words, for several N, and
prints for each:

  near kept   of pairs of rare words said within 20 words of each other, how many stay in one passage
              (an AND query finds them)
  precise     of pairs of rare words in one passage, how many were said within 20 words of each other
              (what an AND query finds belongs together)
  words       the median and the 90th percentile of a passage's length
  lines       the share of passages that fit six lines of 100 columns
"""
import argparse
import collections
import json
import re
import statistics
import subprocess

NEAR = 20


def sentences(turn):
    return [s.split() for s in re.split(r"(?<=[.?!])\s+|\n\n", turn) if s.split()]


def cut(turn, full, paragraph):
    passages, now = [], []
    for part in turn.split("\n\n"):
        for sentence in sentences(part):
            now += sentence
            if len(now) >= full:
                passages.append(now)
                now = []
        if len(now) >= paragraph:
            passages.append(now)
            now = []
    if now:
        passages.append(now)
    return passages


def rare(words, common):
    return [(i, w) for i, w in enumerate(words) if w not in common and w.isalpha() and len(w) > 3]


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--bin", default="target/release/whosaid")
    a.add_argument("files", nargs="+")
    o = a.parse_args()
    turns = []
    for path in o.files:
        out = subprocess.run([o.bin, "parse", path], capture_output=True, text=True).stdout
        for line in out.splitlines():
            turns += [t["text"].lower() for t in json.loads(line)["turns"]]
    count = collections.Counter(w for t in turns for w in set(re.findall(r"\S+", t)))
    common = {w for w, n in count.items() if n > len(turns) / 20}
    near = 0
    for t in turns:
        words = rare(t.split(), common)
        for k, (i, _) in enumerate(words):
            for j, _ in words[k + 1:]:
                if j - i > NEAR:
                    break
                near += 1
    print("%d turns, %d pairs near each other" % (len(turns), near))
    print("%8s %10s %9s %12s %7s" % ("full", "near kept", "precise", "words", "lines"))
    for full in (1, 30, 50, 80, 120, 200, 100000):
        kept = together = 0
        lengths, short = [], 0
        for t in turns:
            for passage in cut(t, full, full / 2):
                lengths.append(len(passage))
                short += len(" ".join(passage)) <= 600
                words = rare(passage, common)
                together += len(words) * (len(words) - 1) // 2
                for k, (i, _) in enumerate(words):
                    for j, _ in words[k + 1:]:
                        if j - i > NEAR:
                            break
                        kept += 1
        p90 = statistics.quantiles(lengths, n=10)[-1]
        print("%8s %9.1f%% %8.1f%% %5d %6d %6.1f%%" % (
            "turn" if full == 100000 else full, 100 * kept / near, 100 * kept / together,
            statistics.median(lengths), p90, 100 * short / len(lengths)))


if __name__ == "__main__":
    main()
