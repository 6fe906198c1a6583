"""Writes where the fuzzers begin: pieces of the fixtures, the query lines of the README. seeds.py FOLDER"""

import pathlib
import sys

HOME = pathlib.Path(__file__).resolve().parents[2]
# Longer than a fuzzer likes, and long enough for a heading, a roster and some turns.
PIECE, WHOLE = 6000, 20000
# More than there are layouts, and files in an index.
N_LAYOUTS, N_FILES = 32, 24
# Eight ways to change a file, and two bits more which say together whether it is rebuilt then.
WAYS = [*range(8), *range(24, 32)]


def main() -> None:
    work = pathlib.Path(sys.argv[1])
    files = sorted(path for path in (HOME / "fixtures").rglob("*") if path.is_file())
    for n, path in enumerate(files):
        data = path.read_bytes()
        (work / "read" / f"seed-{n}").write_bytes(data[:PIECE])
        (work / "container" / f"seed-{n}").write_bytes(data[:WHOLE])
        for layout in range(n % 4, N_LAYOUTS, 4):
            (work / "layout" / f"seed-{n}-{layout}").write_bytes(bytes([layout]) + data[:PIECE])
    lines = [line.split("`")[1] for line in (HOME / "README.md").read_text().splitlines() if line.startswith("| `")]
    for n, line in enumerate(lines):
        (work / "query" / f"seed-{n}").write_text(line)
    for file in range(N_FILES):
        for way in WAYS:
            # At byte 40 of the file, a few others.
            (work / "index" / f"seed-{file}-{way}").write_bytes(bytes([file, way, 0, 40]) + b'0,"a":1\xff')


if __name__ == "__main__":
    main()
