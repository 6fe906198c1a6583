#!/usr/bin/env python3
"""whosaid beside other search engines, over the same turns: answers beside times, and ratios.

    peers.py WORK [--calls 1000 | --raw FOLDER] [--rounds 3] [--only NAME,...]

Over made-up calls (tests/measure/generate.rs), or over a folder of transcripts, whose turns whosaid then reads out for the others.
whosaid starts from the transcripts and works out who is who; the others are fed ready-made turns as JSON. Every build is a process of its
own into an empty folder, peers take turns within a round, and figures are medians: on a busy machine only the ratios mean something.
WORK is scratch. Before: cargo build --release --bin whosaid --examples, and the same in tests/measure/stock. cli needs tantivy-cli, sqlite the sqlite3 program,
xapian Debian's python3-xapian and xapian-tools (run this with the system's Python), rg ripgrep. What is missing is said and left out.
"""
import argparse, collections, glob, json, os, re, shutil, sqlite3, statistics, subprocess, sys, time

try:
    import xapian
except ImportError:
    xapian = None

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.environ.get("CARGO_TARGET_DIR") or os.path.join(HERE, "..", "..", "target")
WHOSAID, GENERATE, WARM = (os.path.join(TARGET, "release", name) for name in ("whosaid", "examples/generate", "examples/warm"))
STOCK = next((path for path in (os.path.join(HERE, "stock", "target", "release", "stock"), os.path.join(TARGET, "stock", "release", "stock"))
              if os.path.exists(path)), None)

# As people say it, and as each peer has to be asked: whosaid, stock tantivy, its program, then FTS5, Xapian, ripgrep (one pattern piped into the next).
Query = collections.namedtuple("Query", "whosaid stock tantivy sqlite xapian rg")
QUERIES = [
    Query("wafer", "wafer", "text:wafer", "text:wafer", "wafer", (r"\bwafers?\b",)),
    Query('"gross margin"', '"gross margin"', 'text:"gross margin"', 'text:"gross margin"', '"gross margin"', (r"\bgross margins?\b",)),
    Query("revenue growth guidance", "revenue growth guidance", "text:revenue AND text:growth AND text:guidance", "text:revenue AND text:growth AND text:guidance",
          "revenue growth guidance", (r"\brevenues?\b", r"\bgrowth\b", r"\bguidance\b",)),
    Query("china role:analyst", "china AND role:analyst", "text:china AND role:analyst", "text:china AND role:analyst", "china role:analyst", None),
    Query("margin NEAR/5 growth", None, None, "NEAR(margin growth, 4)", "margin NEAR/5 growth", None),
    Query("invent*", None, None, "text:invent*", "invent*", (r"\binvent",)),
    Query("exchange:margin china", None, None, None, None, None),
    Query("asked:(margin OR inventory) answered:china", None, None, None, None, None),
]


def process(command, env=None):
    """A whole process, its output read to the end: (s, CPU s, peak MB, output)."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = child.stdout.read()
    _, status, use = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode: sys.exit("exit %d: %s" % (child.returncode, command))
    return time.perf_counter() - began, use.ru_utime + use.ru_stime, use.ru_maxrss * 1024 / 1e6, output


def size_mb(path):
    if os.path.isfile(path): return os.path.getsize(path) / 1e6
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(path) for name in names) / 1e6


def in_process(ask, rounds):
    """Milliseconds of each round, after one that warms."""
    ask()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1e3)
    return times


def from_outside(command):
    """(hits, milliseconds) as `warm` and `stock warm` print them."""
    hits, *times = process(command)[3].decode().split()
    return int(hits), [float(t) for t in times[1:]]


class Whosaid:
    name = "whosaid"
    def __init__(self, args): self.raw, self.at = args.raw, os.path.join(args.work, "whosaid")
    def absent(self): return None if os.path.exists(WHOSAID) and os.path.exists(WARM) else "not built"
    def build(self): return [WHOSAID, "index", self.raw, "--index", self.at]
    def warm(self, q): return from_outside([WARM, self.at, "11", q.whosaid])
    def cold(self, q):
        scope, line = ("exchange", q.whosaid[9:]) if q.whosaid.startswith("exchange:") else ("passage", q.whosaid)
        return [WHOSAID, "search", line, "--within", scope, "-n", "10", "--index", self.at]


class Stock:
    name = "stock tantivy 0.27"
    def __init__(self, args): self.turns, self.at = args.turns, os.path.join(args.work, "stock")
    def absent(self): return None if STOCK else "not built"
    def build(self): return [STOCK, "index", self.turns, self.at]
    def warm(self, q): return q.stock and from_outside([STOCK, "warm", self.at, "11", q.stock])
    def cold(self, q): return q.stock and [STOCK, "search", self.at, q.stock]


class TantivyCli:
    """The program around tantivy, with the settings of `stock`. Its `search` prints every hit unranked, so `bench` is asked: best ten with a count."""
    def __init__(self, args):
        self.turns, self.at, self.asked = args.turns, os.path.join(args.work, "tantivy-cli"), os.path.join(args.work, "tantivy-cli-asked")
        self.name = "tantivy-cli" + ("" if self.absent() else " " + process(["tantivy", "--version"])[3].decode().split()[-1])

    def absent(self): return None if shutil.which("tantivy") else "no `tantivy` program: cargo install tantivy-cli"

    def build(self):
        def text(name, tokenizer, record):
            indexing = {"record": record, "fieldnorms": True, "tokenizer": tokenizer}
            return {"name": name, "type": "text", "options": {"indexing": indexing, "stored": True, "fast": False}}
        schema = [text("text", "en_stem", "position")] + [text(f, "raw", "basic") for f in ("speaker", "role", "firm", "section", "call")]
        schema.append({"name": "turn", "type": "u64", "options": {"indexed": False, "fieldnorms": False, "fast": False, "stored": True}})
        os.makedirs(self.at)
        with open(os.path.join(self.at, "meta.json"), "w") as meta:
            settings = {"docstore_compression": "lz4", "docstore_blocksize": 16384}
            json.dump({"index_settings": settings, "segments": [], "opstamp": 0, "schema": schema}, meta)
        return ["tantivy", "index", "-i", self.at, "-f", self.turns, "-t", "2"]

    def bench(self, q, n):
        with open(self.asked, "w") as asked: asked.write(q.tantivy + "\n")
        return ["tantivy", "bench", "-i", self.at, "-q", self.asked, "-n", str(n)]

    def warm(self, q):
        """Of each repetition it prints a line with hits and microseconds, and one with the microseconds of fetching ten."""
        if not q.tantivy: return None
        lines = [line.split("\t") for line in process(self.bench(q, 11))[3].decode().splitlines()]
        searched = [(int(line[1]), int(line[2])) for line in lines if len(line) == 3 and line[1].isdigit()]
        fetched = [int(line[1]) for line in lines if len(line) == 2 and line[1].isdigit()]
        assert len(searched) == len(fetched) == 11, lines
        return searched[0][0], [(s + f) / 1e3 for (_, s), f in zip(searched, fetched)][1:]

    def cold(self, q): return q.tantivy and self.bench(q, 1)


class Scripted:
    """A peer that this script drives itself, in a process of its own."""
    def build(self): return [sys.executable, os.path.abspath(__file__), "--build", type(self).__name__, self.turns, self.at]


class Sqlite(Scripted):
    name = "SQLite FTS5 " + sqlite3.sqlite_version
    select = "select text, speaker, role, call from t where t match ? order by rank limit 10"

    def __init__(self, args): self.turns, self.at = args.turns, os.path.join(args.work, "sqlite.db")
    def absent(self): return None if shutil.which("sqlite3") else "no sqlite3 program"

    @staticmethod
    def fill(turns, at):
        if os.path.exists(at): os.remove(at)
        db = sqlite3.connect(at)
        db.execute("pragma journal_mode=off")
        db.execute("pragma synchronous=off")
        columns = ["text", "speaker", "role", "firm", "section", "call", "turn"]
        db.execute("create virtual table t using fts5(text, speaker, role, firm, section, call unindexed, turn unindexed, tokenize='porter unicode61')")
        with open(turns, encoding="utf-8") as lines:
            db.executemany("insert into t values(?,?,?,?,?,?,?)", ([turn.get(c) for c in columns] for turn in map(json.loads, lines)))
        db.commit()

    def warm(self, q):
        if not q.sqlite: return None
        db = sqlite3.connect(self.at)
        hits = db.execute("select count(*) from t where t match ?", (q.sqlite,)).fetchone()[0]
        return hits, in_process(lambda: db.execute(self.select, (q.sqlite,)).fetchall(), 10)

    def cold(self, q): return q.sqlite and ["sqlite3", self.at, self.select.replace("?", "'%s'" % q.sqlite)]


class Xapian(Scripted):
    name = "Xapian " + (xapian.version_string() if xapian else "")

    def __init__(self, args): self.turns, self.at = args.turns, os.path.join(args.work, "xapian")
    def absent(self): return "no Python binding" if not xapian else None if shutil.which("quest") else "no quest program"

    @staticmethod
    def fill(turns, at):
        shutil.rmtree(at, ignore_errors=True)
        db, terms = xapian.WritableDatabase(at, xapian.DB_CREATE_OR_OVERWRITE), xapian.TermGenerator()
        terms.set_stemmer(xapian.Stem("english"))
        with open(turns, encoding="utf-8") as lines:
            for line in lines:
                turn, document = json.loads(line), xapian.Document()
                terms.set_document(document)
                terms.index_text(turn["text"])
                document.add_boolean_term("XROLE" + turn["role"])
                document.set_data(line)
                db.add_document(document)
        db.commit()

    def warm(self, q):
        if not q.xapian: return None
        db, parser = xapian.Database(self.at), xapian.QueryParser()
        parser.set_database(db)
        parser.set_stemmer(xapian.Stem("english"))
        parser.set_stemming_strategy(parser.STEM_SOME)
        parser.set_default_op(xapian.Query.OP_AND)
        parser.add_boolean_prefix("role", "XROLE")

        def ask(checked=0):
            enquire = xapian.Enquire(db)
            enquire.set_query(parser.parse_query(q.xapian, parser.FLAG_DEFAULT | parser.FLAG_WILDCARD))
            found = enquire.get_mset(0, 10, checked)
            return found.get_matches_estimated(), [match.document.get_data() for match in found]
        return ask(db.get_doccount())[0], in_process(ask, 10)

    def cold(self, q):
        return q.xapian and ["quest", "-d", self.at, "-s", "english", "-o", "and", "-f", "default,wildcard", "-b", "role:XROLE", "-m", "10", q.xapian]


class Ripgrep:
    name, build, at = "ripgrep (lines)", None, None
    def __init__(self, args): self.raw = args.raw
    def absent(self): return None if shutil.which("rg") else "not installed"
    def warm(self, q): return q.rg and (process(self.cold(q))[3].count(b"\n"), [])
    def cold(self, q):
        if not q.rg: return None
        first, *rest = q.rg
        pipe = "".join(" | rg --no-config -i '%s'" % pattern for pattern in rest)
        return ["sh", "-c", "rg --no-config -i -I -N '%s' '%s'%s" % (first, self.raw, pipe)]


PEERS = {"whosaid": Whosaid, "stock": Stock, "cli": TantivyCli, "sqlite": Sqlite, "xapian": Xapian, "rg": Ripgrep}


def prepare(args):
    """The transcripts, and the same turns as JSON; (calls, turns, MB of transcripts, MB of text)."""
    args.turns = os.path.join(args.work, "turns.jsonl")
    if not args.raw:
        args.raw = os.path.join(args.work, "calls")
        shutil.rmtree(args.raw, ignore_errors=True)
        process([GENERATE, args.raw, "--calls", str(args.calls), "--turns", args.turns])
    else:
        files = sorted(glob.glob(os.path.join(glob.escape(args.raw), "**", "*"), recursive=True))
        with open(args.turns, "w", encoding="utf-8") as out:
            for at in range(0, len(files), 10):
                batch = [name for name in files[at:at + 10] if os.path.isfile(name)]
                for line in process([WHOSAID, "parse", *batch])[3].decode().splitlines() if batch else []:
                    call = json.loads(line)
                    for turn in call["turns"]:
                        kept = {k: turn[k] for k in ("speaker", "role", "firm", "title", "section", "text")}
                        out.write(json.dumps({"call": call["call"]["id"], "turn": turn["ordinal"], **kept}, ensure_ascii=False) + "\n")
    calls, n, text, told = set(), 0, 0, args.turns + ".told"
    with open(args.turns, encoding="utf-8") as lines, open(told, "w", encoding="utf-8") as out:
        for turn in map(json.loads, lines):
            calls.add(turn["call"])
            n, text = n + 1, text + len(turn["text"].encode())
            # tantivy-cli passes over a document with a null, without failing.
            out.write(json.dumps({k: v for k, v in turn.items() if v is not None}, ensure_ascii=False) + "\n")
    os.replace(told, args.turns)
    return len(calls), n, size_mb(args.raw), text / 1e6


def shown(value): return "-" if value is None else "%.0f" % value if value >= 100 else "%.1f" % value if value >= 10 else "%.2f" % value


def main():
    if sys.argv[1:2] == ["--build"]:
        return globals()[sys.argv[2]].fill(*sys.argv[3:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--raw")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join(PEERS))
    args = parser.parse_args()
    os.makedirs(args.work, exist_ok=True)
    n_calls, n_turns, raw_mb, text_mb = prepare(args)
    peers, missing = [], []
    for name in args.only.split(","):
        peer = PEERS[name](args)
        why = peer.absent()
        missing.append("%s (%s)" % (peer.name, why)) if why else peers.append(peer)

    load = [os.getloadavg()[0]]
    built = collections.defaultdict(list)
    for _ in range(args.rounds):
        for peer in [p for p in peers if p.build]:
            shutil.rmtree(peer.at, ignore_errors=True)
            built[peer].append(process(peer.build())[:3])
            print("%s: %.1f s" % (peer.name, built[peer][-1][0]), file=sys.stderr)
    load.append(os.getloadavg()[0])
    hits, warm, cold, memory = {}, collections.defaultdict(list), collections.defaultdict(list), collections.defaultdict(float)
    for _ in range(args.rounds):
        for q in QUERIES:
            for peer in peers:
                answer = peer.warm(q)
                if not answer: continue
                hits[peer, q] = answer[0]
                warm[peer, q] += answer[1]
                for _ in range(5 if peer.build else 1):
                    seconds, _, peak, output = process(peer.cold(q))
                    assert bool(output) == bool(answer[0]), (peer.name, q)
                    cold[peer, q].append(seconds * 1e3)
                    memory[peer] = max(memory[peer], peak)
    load.append(os.getloadavg()[0])

    middle = lambda values: statistics.median(values) if values else None
    print("%s, %d cores, load average %s. %s calls, %s turns; transcripts %.1f MB, text %.1f MB. Medians of %d rounds.\n" % (
        time.strftime("%Y-%m-%d"), os.cpu_count(), " → ".join("%.1f" % x for x in load), format(n_calls, ","), format(n_turns, ","), raw_mb, text_mb, args.rounds))
    print("| | index s | CPU s | MB of text/s | speed, whosaid = 1 | peak MB | index MB | index / text | search peak MB |\n|---|---|---|---|---|---|---|---|---|")
    speed = {peer: text_mb / middle([b[0] for b in built[peer]]) for peer in built}
    for peer in peers:
        if not peer.build:
            print("| %s | - | - | - | - | - | - | - | %s |" % (peer.name, shown(memory[peer])))
            continue
        wall, cpu, peak = (middle([b[i] for b in built[peer]]) for i in range(3))
        own = next((speed[p] for p in speed if isinstance(p, Whosaid)), speed[peer])
        print("| %s | %s | %s | %s | %.2f | %s | %s | %.2f | %s |" % (peer.name, shown(wall), shown(cpu), shown(speed[peer]), speed[peer] / own,
              shown(peak), shown(size_mb(peer.at)), size_mb(peer.at) / text_mb, shown(memory[peer])))
    print("\nHits / warm ms / cold process ms (whosaid counts passages, ripgrep lines, the others turns).\n")
    print("| | " + " | ".join("`%s`" % q.whosaid for q in QUERIES) + " |\n" + "|---" * (len(QUERIES) + 1) + "|")
    for peer in peers:
        cell = lambda q: "-" if (peer, q) not in hits else "%s / %s / %s" % (
            format(hits[peer, q], ","), shown(middle(warm[peer, q])), shown(middle(cold[peer, q])))
        print("| %s | %s |" % (peer.name, " | ".join(map(cell, QUERIES))))
    if missing: print("\nNot measured: " + ", ".join(missing) + ".")


if __name__ == "__main__":
    main()
