#!/usr/bin/env python3
"""What a look-up costs from a cold process to its end: cold.py WHOSAID INDEX [ROUNDS]

Wall time in milliseconds, median, 99th percentile (of 100 rounds or more it is one) and worst, and what is resident at most, mapped files included. The files are in the
kernel's cache, as they are for whoever searches twice.
"""
import os, subprocess, sys, time

LOOK_UPS = [line.split("|") for line in """\
search|wafer
search|revenue
search|"gross margin"
search|revenue growth guidance
search|margin NEAR/5 growth
search|margin ADJ/3 (growth OR decline)
search|invent*
search|china role:analyst
search|china date:2022..2023
search|margin|--company|materials
search|wafer -china
search|wafer OR foundry
search|margin|--sort|newest
search|margin china|--within|exchange
search|asked:(margin OR inventory) answered:china
trend|margin
search|zzqq
search|margin|--count
search|margin|--facets|role,year
calls|-n|20
speakers|smith
analyst|smith""".splitlines()]


def run(command):
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, use = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1): sys.exit("exit %d: %s" % (child.returncode, command))
    return (time.perf_counter() - began) * 1e3, use.ru_maxrss * 1024 / 1e6


def main():
    if len(sys.argv) not in (3, 4): sys.exit(__doc__)
    whosaid, index, rounds = sys.argv[1], sys.argv[2], int((sys.argv + ["11"])[3])
    for look_up in LOOK_UPS:
        found = sorted(run([whosaid, *look_up, "--index", index]) for _ in range(rounds))
        times = [ms for ms, _ in found]
        print("%-60s %8.1f %8.1f %8.1f ms %5.0f MB" % (" ".join(look_up), times[rounds // 2], times[(99 * rounds + 99) // 100 - 1], times[-1],
                                                       max(mb for _, mb in found)), flush=True)


main()
