#!/usr/bin/env python3
"""Who is who on real bare `Name: text` calls, held against the same call as others printed it.

    tests/measure/cross_gold.py [--shared DIR] [--bin PATH] [--show N] [--floor]

`cross-gold.tsv` maps calls of `fmp_json`, which have no roster, no titles and no headings, to the same call in a
source with names, titles and firms. Each call's text is given to `whosaid parse` as it is, and its turns are
compared with those of the other source where speaker and opening words agree (`aligned`): roles, sections, firms of
analysts, positions of the company's people. `named` is the share of calls for which a company was found. Fails if a
figure is below its floor in `cross_gold_floors.json`.

The two texts are two transcriptions of one call: what one says and the other does not counts against the program.
Alpha Vantage prints no sections and no firms; its calls are scored apart.
"""
import csv
import json
import os
import tempfile

import against


def other(path, source, layouts):
    """The labelled turns of the call in the other source; None if its reader cannot read it."""
    if source == "alphavantage_json":
        with open(path, encoding="utf-8") as file:
            said = json.load(file)["transcript"]
        role = lambda turn: against.role_of(turn["title"], layouts)
        return [dict(speaker=t["speaker"], role=role(t), title=t["title"], firm=None, section="", text=t["content"])
                for t in said]
    try:
        return layouts.read(path)["turns"]
    except layouts.Unreadable:
        return None


def cases(shared, folder, layouts):
    """All cases, by the source of their labels."""
    where = {name: os.path.join(at, name) for at, _, names in os.walk(folder) for name in names}
    found = {}
    with open(os.path.join(shared, "corpora/cross-gold.tsv"), encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            try:
                with open(where[row["fmp_file"]], encoding="utf-8") as file:
                    text = json.load(file)[int(row["fmp_index"])]["content"]
                turns = other(where[row["gold_file"]], row["gold_source"], layouts)
            except (KeyError, ValueError):
                continue
            if turns:
                kind = "alphavantage" if row["gold_source"] == "alphavantage_json" else "printed"
                found.setdefault(kind, []).append((row["gold_file"], turns, text))
    return found


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    o = against.options(__doc__, "cross_gold_floors.json")
    score, layouts = against.scorer(o.shared)
    with tempfile.TemporaryDirectory() as folder:
        sources = ["fmp_json", "alphavantage_json", "bloomberg_txt", "motleyfool_structured_json",
                   "streetevents_txt_norule", "streetevents_txt_ruled"]
        against.unpack(o.shared, folder, sources)
        found = cases(o.shared, folder, layouts)
    got = {}
    for kind in ("printed", "alphavantage"):
        got[kind] = against.figures(score, found.get(kind, []), o.bin, o.show)
    for name in ("section", "firms precision", "firms recall"):
        got["alphavantage"].pop(name)
    against.report(here, "cross_gold_floors.json", got, o.floor)


if __name__ == "__main__":
    main()
