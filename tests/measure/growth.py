#!/usr/bin/env python3
"""How time and memory grow with the number of calls.

    growth.py WORK [--sizes 1000,5000,25000] [--runs 9] [--chart FILE.svg]

Makes calls (tests/measure/generate.rs), the first of a larger size being those of a smaller, and for each size measures whole processes:
indexing them all, a second run over them unchanged, adding one call more, then each form of query from a cold process to its printed page.
Prints a table, with the exponent from the smallest size to the largest (1: twice the calls, twice the time), and draws it. Before:
cargo build --release --bin whosaid --example generate. Time is the median of --runs (indexing: one run), the worst beside it.
"""
import argparse, json, math, os, shutil, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
RELEASE = os.path.join(os.environ.get("CARGO_TARGET_DIR") or os.path.join(HERE, "..", "..", "target"), "release")
SEARCHES = {
    "word": ["wafer"],
    "common words": ["revenue growth guidance"],
    "phrase": ['"gross margin"'],
    "NEAR": ["margin NEAR/5 growth"],
    "prefix": ["invent*"],
    "NOT": ["margin NOT gross"],
    "role": ["china", "--role", "analyst"],
    "dates": ["margin", "--since", "2023"],
    "within turn": ["wafer china", "--within", "turn"],
    "within exchange": ["margin china", "--within", "exchange"],
    "within call": ["wafer foundry", "--within", "call"],
    "asked, answered": ["asked:(margin OR inventory) answered:china"],
    "count": ["margin", "--count"],
    "facets": ["margin", "--facets", "role,year"],
}
OTHERS = {"trend": ["trend", "margin"], "calls": ["calls", "-n", "5"]}


def process(command):
    """(s, CPU s, peak MB) of a process that found something."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output, complaint = child.stdout.read(), child.stderr.read()
    _, status, use = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode or not output: sys.exit("exit %d: %s: %s" % (child.returncode, command, complaint[-300:]))
    return time.perf_counter() - began, use.ru_utime + use.ru_stime, use.ru_maxrss * 1024 / 1e6


def size_mb(path):
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(path) for name in names) / 1e6


def segments(index):
    """Behind the list stands its seal."""
    with open(os.path.join(index, "meta.json")) as meta: return len(json.JSONDecoder().raw_decode(meta.read())[0]["segments"])


def measure(args, size):
    """Figures by name, times in ms: (median, worst), others as they are."""
    calls, index = os.path.join(args.work, "calls"), os.path.join(args.work, "index")
    generate = [args.generate, calls, "--from", str(args.done)]
    process([*generate, "--calls", str(size)])
    args.done = size
    shutil.rmtree(index, ignore_errors=True)
    run = lambda *words: [args.bin, *words, "--index", index]
    figures = {"transcripts MB": size_mb(calls)}
    seconds, cpu, peak = process(run("index", calls))
    figures |= {"index s": seconds, "index CPU s": cpu, "index peak MB": peak, "index MB": size_mb(index), "segments": segments(index)}

    def times(name, command, n):
        done = [process(command) for _ in range(n + 1)][1:]
        figures[name + " ms"] = (statistics.median(s for s, _, _ in done) * 1e3, max(s for s, _, _ in done) * 1e3)
        figures[name + " CPU ms"] = statistics.median(c for _, c, _ in done) * 1e3
        figures[name + " peak MB"] = max(m for _, _, m in done)

    done = [process(run("index", calls)) for _ in range(3)]
    figures["unchanged peak MB"] = max(m for _, _, m in done)
    figures["unchanged ms"] = (statistics.median(s for s, _, _ in done) * 1e3, max(s for s, _, _ in done) * 1e3)
    done = []
    for more in range(3):
        process([args.generate, calls, "--from", str(size + more), "--calls", str(size + more + 1)])
        done.append(process(run("index", calls)))
    args.done = size + 3
    figures["one more ms"] = (statistics.median(s for s, _, _ in done) * 1e3, max(s for s, _, _ in done) * 1e3)
    figures["segments after"] = segments(index)
    for name, query in SEARCHES.items(): times(name, run("search", *query), args.runs)
    for name, command in OTHERS.items():
        if subprocess.run(run(*command), capture_output=True).returncode == 0: times(name, run(*command), args.runs)
    return figures


def middle(figure): return figure[0] if isinstance(figure, tuple) else figure


def shown(figure):
    number = lambda x: "%.0f" % x if x >= 100 else "%.1f" % x if x >= 10 else "%.2f" % x
    return "%s (%s)" % tuple(map(number, figure)) if isinstance(figure, tuple) else str(figure) if isinstance(figure, int) else number(figure)


def exponent(first, last, sizes):
    return math.log(max(last, 1e-9) / max(first, 1e-9)) / math.log(sizes[-1] / sizes[0])


def chart(path, sizes, found):
    """Both axes in logarithms: a straight line is a power."""
    lines = {"indexing, s": ("index s", 1), "unchanged, ms": ("unchanged ms", 1), "one call more, ms": ("one more ms", 1), "index, MB": ("index MB", 1),
             "word, ms": ("word ms", 1), "phrase, ms": ("phrase ms", 1), "within exchange, ms": ("within exchange ms", 1),
             "asked and answered, ms": ("asked, answered ms", 1), "memory of indexing, MB": ("index peak MB", 1)}
    colors = ["#1b6ca8", "#d1495b", "#2e8b57", "#8d6a9f", "#222222", "#e08e45", "#5fa8d3", "#a44a3f", "#7a7a7a"]
    width, height, left, top = 760, 420, 60, 20
    points = {name: [(n, middle(found[n][key])) for n in sizes] for name, (key, _) in lines.items()}
    low = math.floor(math.log10(min(y for line in points.values() for _, y in line)))
    high = math.ceil(math.log10(max(y for line in points.values() for _, y in line)))
    span = math.log(sizes[-1] / sizes[0]) or 1
    x = lambda n: left + math.log(n / sizes[0]) / span * (width - left - 210)
    y = lambda v: top + (high - math.log10(v)) / (high - low) * (height - top - 40)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">' % (width, height),
           '<rect width="%d" height="%d" fill="#ffffff"/>' % (width, height)]
    for power in range(low, high + 1):
        out.append('<path d="M%d %.1fH%d" stroke="#dddddd"/><text x="%d" y="%.1f" text-anchor="end">%g</text>' % (left, y(10 ** power), width - 210, left - 6, y(10 ** power) + 4, 10 ** power))
    for n in sizes: out.append('<text x="%.1f" y="%d" text-anchor="middle">%s</text>' % (x(n), height - 18, format(n, ",")))
    out.append('<text x="%.1f" y="%d" text-anchor="middle">calls</text>' % ((left + width - 210) / 2, height - 3))
    ends, above = sorted((y(line[-1][1]), name) for name, line in points.items()), -99
    for color, (name, line) in zip(colors, points.items()):
        out.append('<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>' % (color, " ".join("%.1f,%.1f" % (x(n), y(v)) for n, v in line)))
    for at, name in ends:
        above = max(at, above + 14)
        out.append('<text x="%d" y="%.1f" fill="%s">%s</text>' % (width - 202, above + 4, colors[list(points).index(name)], name))
    with open(path, "w") as file: file.write("\n".join(out) + "\n</svg>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("--sizes", default="1000,5000,25000")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--chart")
    parser.add_argument("--bin", default=os.path.join(RELEASE, "whosaid"))
    parser.add_argument("--generate", default=os.path.join(RELEASE, "examples", "generate"))
    args = parser.parse_args()
    shutil.rmtree(os.path.join(args.work, "calls"), ignore_errors=True)
    args.done, found, sizes = 0, {}, [int(n) for n in args.sizes.split(",")]
    for size in sizes:
        found[size] = measure(args, size)
        print("%d: index %.1f s; load %.1f" % (size, found[size]["index s"], os.getloadavg()[0]), file=sys.stderr)
    start = statistics.median(process(["sh", "-c", "echo"])[0] for _ in range(15)) * 1e3
    print("%s, %d cores, load average %.1f at the end; starting a shell takes %.1f ms. Median (worst) of %d runs.\n" % (
        time.strftime("%Y-%m-%d"), os.cpu_count(), os.getloadavg()[0], start, args.runs))
    print("| | " + " | ".join(format(n, ",") for n in sizes) + " | exponent |\n" + "|---" * (len(sizes) + 2) + "|")
    for name in found[sizes[0]]:
        if all(name in found[n] for n in sizes):
            first, last = middle(found[sizes[0]][name]), middle(found[sizes[-1]][name])
            print("| %s | %s | %.2f |" % (name, " | ".join(shown(found[n][name]) for n in sizes), exponent(first, last, sizes)))
    if args.chart: chart(args.chart, sizes, found)


if __name__ == "__main__":
    main()
