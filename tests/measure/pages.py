#!/usr/bin/env python3
"""How well whosaid reads the PDFs that banks publish, and text made of them: who says what.

    tests/measure/pages.py [--shared DIR] [--bin PATH] [--show N]

Labels are the tables of `bank_qa_gold` (a row is a speaker's turn, cleaned by hand) and `bank_pdf/gold_json`
(made by a model, checked by its author), for the calls whose PDF or text is there. A label is found by
its words from the eighth to the fifteenth, letters only, somewhere in the turns that `whosaid parse` gives
for the file; it is right if the surname of the one who speaks there is the label's. Labels of fewer than
16 words are not looked for. `found` says how many labels' words are in any turn at all, `speaker` how many
of those found have the right speaker.

Then, for every file of page-wise text, what is suspicious: names of speakers with digits, with more than
six words, or that are given once a page; and text of running heads inside turns (`furniture`: lines that
stand in some turn on three pages and more, but for their numbers).
"""
import argparse
import collections
import csv
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

csv.field_size_limit(10 ** 8)
FOLDERS = ["bank_qa_gold", "bank_pdf", "bank_pdf_asia_uk", "india_concall_pdf", "nonec_fomc_presser"]


def letters(text):
    return re.sub(r"[^a-z]", "", text.lower())


def key(text):
    words = [w for w in re.findall(r"[^\s]+", text) if letters(w)]
    return letters("".join(words[7:15])) if len(words) >= 16 else None


def parse(binary, path):
    run = subprocess.run([binary, "parse", path], capture_output=True, text=True)
    return [json.loads(line) for line in run.stdout.splitlines() if line.strip()]


def labels_of(root):
    """{PDF's stem: [(speaker, text)]}"""
    gold = collections.defaultdict(list)
    for path in glob.glob(f"{root}/bank_qa_gold/csv/*.csv"):
        with open(path, newline="", encoding="utf-8", errors="replace") as f:
            rows = list(csv.DictReader(f))
        for row in rows:
            stem = row.get("source_pdf") or re.sub(r"(_qa|_parsed_final)?\.csv$", "", os.path.basename(path))
            stem = re.sub(r"^hsbc_|\.pdf$", "", stem)
            if "content" in row:
                gold[stem].append((row["speaker_name"], row["content"]))
            elif row.get("banker_name"):
                gold[stem].append((row["analyst_name"], row["question"]))
                gold[stem].append((row["banker_name"], row["answer"]))
    for path in glob.glob(f"{root}/bank_pdf/gold_json/*.json"):
        call = json.load(open(path, encoding="utf-8"))
        stem = os.path.basename(path).replace("_final.json", "")
        for said in call.get("utterances", []):
            name = said.get("speaker") or said.get("speaker_name") or ""
            gold[stem].append((name, said.get("utterance") or said.get("text") or ""))
    return gold


def compare(labels, calls, shown):
    turns = [(turn["speaker"], letters(turn["text"])) for call in calls for turn in call["turns"]]
    n = found = right = 0
    for name, text in labels:
        words = key(text)
        if not words or not letters(name):
            continue
        n += 1
        there = [speaker for speaker, said in turns if words in said]
        if not there:
            if shown:
                print("   not found:", name, "|", text[:80].replace("\n", " "))
            continue
        found += 1
        surname = letters(name.split()[-1])
        if any(surname in letters(speaker) for speaker in there):
            right += 1
        elif shown:
            print("   wrong:", name, "is", there, "|", text[:80].replace("\n", " "))
    return n, found, right


def suspicious(calls, n_pages):
    odd = []
    for call in calls:
        given = collections.Counter(turn["speaker"] for turn in call["turns"])
        for name, times in given.items():
            if re.search(r"\d", name) and not re.match(r"(?i)(speaker|unidentified|unknown|analyst|participant)", name) \
                    or len(name.split()) > 6:
                odd.append(name)
        lines = collections.Counter()
        for turn in call["turns"]:
            for part in re.split(r"\n", turn["text"]):
                if len(part) < 100:
                    lines[re.sub(r"\d+", "#", part)] += 1
        odd += [f"{n}x {line}" for line, n in lines.items() if n >= max(3, n_pages // 2) and len(line) > 25]
    return odd


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", default="../shared")
    options.add_argument("--bin", default="target/release/whosaid")
    options.add_argument("--show", type=int, default=0)
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as root:
        subprocess.run(["bash", f"{args.shared}/corpora/unpack.sh", root, *FOLDERS], check=True, stdout=subprocess.DEVNULL)
        gold = labels_of(root)
        paths = [p for f in FOLDERS for p in sorted(glob.glob(f"{root}/{f}/**/*", recursive=True))
                 if p.endswith(".pdf") or "/txt_" in p and p.endswith(".txt")]
        totals = collections.defaultdict(lambda: [0, 0, 0, 0, 0])
        for path in paths:
            stem = os.path.splitext(os.path.basename(path))[0]
            kind = "pdf" if path.endswith(".pdf") else path.split("/")[-2]
            calls = parse(args.bin, path)
            pages = open(path, "rb").read().count(b"\f") if kind != "pdf" else 12
            odd = suspicious(calls, pages)
            n, found, right = compare(gold.get(stem, []), calls, args.show)
            n_turns = sum(len(call["turns"]) for call in calls)
            named = sum(turn["speaker"] not in ("Unknown", "unknown") for call in calls for turn in call["turns"])
            if args.show:
                print(os.path.relpath(path, root)[:80], "turns", n_turns, "named", named, "gold", n, found, right, odd[:6])
            total = totals[kind]
            for i, value in enumerate([1, n, found, right, len(odd)]):
                total[i] += value
        for kind, (files, n, found, right, odd) in sorted(totals.items()):
            figures = {"kind": kind, "files": files, "labels": n, "found": round(found / max(n, 1), 4),
                       "speaker": round(right / max(found, 1), 4), "suspicious": odd}
            print(json.dumps(figures))


if __name__ == "__main__":
    sys.exit(main())
