#!/usr/bin/env python3
"""How fast one core reads transcripts and works out who is who: reading.py [--shared DIR] WORK [ROUNDS] [WHOSAID...]

Over 1,000 made-up calls of bare `Name: text` lines, or with --shared over the real ones of `fmp_json`, in one process on one core, and no
transcript is printed. MB of text a second of the processor's time, the start of the process with it: the best of ROUNDS (15) and the median.
Beside it what the same core does in Python and with SHA-256 in the same minute: one machine does these half as fast as another, and in one
hour as in another where it is shared. Several WHOSAID are run by turns. WORK is scratch. Before:
cargo build --release --bin whosaid --example generate
"""
import argparse, glob, hashlib, json, os, statistics, subprocess, sys, time

import against

RELEASE = os.path.join(os.environ.get("CARGO_TARGET_DIR") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "target"), "release")


def seconds(command):
    """Processor time of a process."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, use = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode: sys.exit("exit %d: %s" % (child.returncode, command[:3]))
    return use.ru_utime + use.ru_stime


def yardsticks():
    """Nanoseconds a turn of a loop in Python, MB/s of SHA-256."""
    began, total = time.process_time(), 0
    for n in range(1_000_000): total += n
    loop, block = (time.process_time() - began) * 1e3, bytes(20_000_000)
    began = time.process_time()
    hashlib.sha256(block)
    return loop, len(block) / 1e6 / (time.process_time() - began)


def lay_out_real(shared, work, calls):
    """The text of each real call as a file of its own."""
    against.unpack(shared, work, ["fmp_json"])
    os.makedirs(calls)
    for path in glob.glob(os.path.join(work, "fmp_json/**/*.json"), recursive=True):
        try:
            with open(path, encoding="utf-8") as file: found = json.load(file)
        except ValueError:
            continue  # some are no JSON
        for number, call in enumerate(found):
            with open(os.path.join(calls, "%s-%d.txt" % (call["symbol"], number)), "w", encoding="utf-8") as file: file.write(call["content"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared")
    parser.add_argument("work")
    parser.add_argument("rounds", nargs="?", type=int, default=15)
    parser.add_argument("programs", nargs="*", default=[os.path.join(RELEASE, "whosaid")])
    o = parser.parse_args()
    rounds, programs, calls = o.rounds, o.programs, os.path.join(o.work, "real" if o.shared else "reading")
    if not os.path.isdir(calls):
        if o.shared: lay_out_real(o.shared, o.work, calls)
        else: subprocess.run([os.path.join(RELEASE, "examples/generate"), calls, "--calls", "1000"], check=True, stdout=subprocess.DEVNULL)
    files = sorted(os.path.join(at, name) for at, _, names in os.walk(calls) for name in names)
    mb = sum(map(os.path.getsize, files)) / 1e6
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    speeds, loops, hashes = {program: [] for program in programs}, [], []
    for _ in range(rounds):
        for program in programs: speeds[program].append(mb / seconds([program, "parse", "--print-layout", *files]))
        loop, sha = yardsticks()
        loops.append(loop)
        hashes.append(sha)
    for program, found in speeds.items():
        print("%s: %.1f MB/s at best, %.1f at the median of %d rounds (%d calls, %.1f MB)" % (program, max(found), statistics.median(found), rounds, len(files), mb))
    print("meanwhile: %.0f ns a turn of a loop in Python at best, %.0f at the median; SHA-256 %.0f MB/s, %.0f"
          % (min(loops), statistics.median(loops), max(hashes), statistics.median(hashes)))


main()
