#!/usr/bin/env python3
"""Who is who on calls whose vendors print it at each turn: the labels are taken away, and have to be found again.

    tests/measure/vendors.py [--shared DIR] [--bin PATH] [--show N] [--floor]

`motleyfool_html` has a role and a firm for every statement, and the section; `alphavantage_json` a title at every
turn, with no firm and no section. Each call is written as bare `Name: text` lines and read by `whosaid parse`. Fails
if a figure is below its floor in `vendors_floors.json`.

Alpha Vantage's titles are a machine's: on some calls they are another call's, or one person's title stands at
another's turns. They are counted as they are, and the floors are what is reached with them.
"""
import json
import os
import re
import tempfile

import against


def motleyfool(path, layouts):
    with open(path, encoding="utf-8") as file:
        said = json.load(file)["call_transcript"]
    turns = []
    for t in said:
        text = re.sub(r"\s+", " ", t["text"]).strip()
        analyst = "analyst" in t["role"].lower() or (t["statement_type"] == "Q" and not t["role"])
        role = ("operator" if t["statement_type"] == "O" or not t["speaker"] else "analyst" if analyst
                else layouts.company_role(t["role"]) if t["role"] else "other")
        turns.append(dict(speaker=t["speaker"] or "Operator", role=role, title=t["role"] or None,
                          firm=t["affiliation"] or None, section="qa" if t["section"] == "qa" else "prepared", text=text))
    return [t for t in turns if t["text"]]


def alphavantage(path, layouts):
    with open(path, encoding="utf-8") as file:
        call = json.load(file)
    said = call.get("transcript", []) if isinstance(call, dict) else []
    return [dict(speaker=t["speaker"], role=against.role_of(t["title"], layouts), title=t["title"], firm=None,
                 section="", text=re.sub(r"\s+", " ", t["content"]).strip()) for t in said if t["content"].strip()]


SOURCES = {"motleyfool_html": motleyfool, "alphavantage_json": alphavantage}


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    o = against.options(__doc__, "vendors_floors.json")
    score, layouts = against.scorer(o.shared)
    got = {}
    with tempfile.TemporaryDirectory() as folder:
        against.unpack(o.shared, folder, list(SOURCES))
        for source, reader in SOURCES.items():
            found = []
            for at, _, names in sorted(os.walk(os.path.join(folder, source))):
                for name in sorted(names):
                    if name.endswith(".json"):
                        turns = reader(os.path.join(at, name), layouts)
                        if turns:
                            found.append((name, turns, against.written(turns)))
            got[source] = against.figures(score, found, o.bin, o.show)
    for name in ("section", "firms precision", "firms recall"):
        got["alphavantage_json"].pop(name)
    against.report(here, "vendors_floors.json", got, o.floor)


if __name__ == "__main__":
    main()
