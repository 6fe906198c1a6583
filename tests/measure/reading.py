#!/usr/bin/env python3
"""How fast one core reads transcripts and works out who is who: reading.py WORK [ROUNDS] [WHOSAID...]

Over 1,000 made-up calls of bare `Name: text` lines, in one process on one core, and no transcript is printed. MB of text a second of the
processor's time: the best of ROUNDS (15) and the median. Beside it what the same core does in Python and with SHA-256 in the same minute:
machines that are shared do these half as fast in one hour as in another. Several WHOSAID are run by turns. Before:
cargo build --release --bin whosaid --example generate
"""
import hashlib, os, statistics, subprocess, sys, time

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


def main():
    if len(sys.argv) < 2: sys.exit(__doc__)
    calls, rounds, programs = os.path.join(sys.argv[1], "reading"), int((sys.argv[2:3] or ["15"])[0]), sys.argv[3:]
    programs = programs or [os.path.join(RELEASE, "whosaid")]
    if not os.path.isdir(calls):
        subprocess.run([os.path.join(RELEASE, "examples/generate"), calls, "--calls", "1000"], check=True, stdout=subprocess.DEVNULL)
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
        print("%s: %.1f MB/s at best, %.1f at the median of %d rounds (%.1f MB)" % (program, max(found), statistics.median(found), rounds, mb))
    print("meanwhile: %.0f ns a turn of a loop in Python at best, %.0f at the median; SHA-256 %.0f MB/s, %.0f"
          % (min(loops), statistics.median(loops), max(hashes), statistics.median(hashes)))


main()
