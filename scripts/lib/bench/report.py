"""The result, to read and to keep."""

import datetime
import json
import os
import platform

from options import ROOT
from shell import Failure, postgres_program, run

# Of the JSON; another number when an older reader would misunderstand it.
FORMAT = 1
LIMITS = {"database": "pgbench", "front": "nginx, a file", "hash": "argon2 x cores"}


def collect(options, lines, memory):
    """Everything that a later run may want to be set beside."""
    try:
        commit = run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"]).strip()
    except Failure:
        commit = None
    settings = ("quick", "rounds", "seconds", "connections", "clients")
    settings += ("users", "posts", "comments")
    return {
        "format": FORMAT,
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "commit": commit,
        "machine": {
            "cores": os.cpu_count(),
            "kernel": platform.release(),
            "postgres": run([postgres_program("postgres"), "--version"]).strip(),
        },
        "settings": {name: getattr(options, name) for name in settings},
        "lines": lines,
        "peakMemoryBytes": memory,
    }


def to_json(result):
    """The result as it is kept."""
    return json.dumps(result, indent=2, ensure_ascii=False) + "\n"


def earlier(path):
    """The result that an earlier run has kept in a file."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        known = found["format"] == FORMAT and all(
            line["name"] and way["rate"] >= 0 and way["ratio"] >= 0
            for line in found["lines"]
            for way in line["ways"].values()
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        known = False
    if not known:
        raise Failure(f"--compare: {path} is no result of this script")
    return found


def make_room(path):
    """Makes the folder of a file that will be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"{path.parent}: {error.strerror}") from error
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise Failure(f"{path} cannot be written")


def write(path, text):
    """Writes a file, and its folder when that is missing."""
    make_room(path)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}") from error


def failures(result):
    """Every line that was not answered as it must be, in words."""
    return [
        f"{line['name']}, {way}: {counts['errors']}"
        for line in result["lines"]
        for way, counts in line["ways"].items()
        if counts["errors"]
    ]


def _milliseconds(microseconds):
    return f"{microseconds / 1000:.1f}"


def table(result, earlier=None):
    """The table of medians."""
    head = ["line", "limit", "limit/s", "way", "rate/s", "ratio", "goal", "p50 ms", "p99 ms"]
    head += ["cpu us: replicas", "nginx", "postgres"]
    if earlier:
        head += ["earlier/s", "earlier ratio", "change"]
        before = {line["name"]: line["ways"] for line in earlier["lines"]}
    rows = []
    for line in result["lines"]:
        for way, found in line["ways"].items():
            goal = ""
            if line["goal"] and way == "replica":
                met = "met" if found["ratio"] >= line["goal"] else "missed"
                goal = f"{line['goal']} {met}"
            row = [line["name"], LIMITS[line["limit"]], f"{line['limitRate']:,.0f}", way]
            row += [f"{found['rate']:,.0f}", f"{found['ratio']:.2f}", goal]
            row += [_milliseconds(found[f"{p}Microseconds"]) for p in ("p50", "p99")]
            row += [f"{cpu:.0f}" for cpu in found["cpuMicroseconds"].values()]
            if earlier:
                row += _beside(found, before.get(line["name"], {}).get(way))
            rows.append(row)
    out = [_aligned([head, *rows])]
    if earlier:
        gone = [name for name in before if name not in {line["name"] for line in result["lines"]}]
        if gone:
            out.append(f"only in the earlier run: {', '.join(gone)}")
    return "\n".join(out)


def _beside(found, before):
    if not before:
        return ["-", "-", "-"]
    change = "-"
    if before["ratio"] > 0:
        change = f"{found['ratio'] / before['ratio'] - 1:+.0%}"
    return [f"{before['rate']:,.0f}", f"{before['ratio']:.2f}", change]


def _aligned(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    texts = {0, 1, 3, 6}
    out = []
    for row in rows:
        cells = [
            cell.ljust(width) if column in texts else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths))
        ]
        out.append("  ".join(cells).rstrip())
    out.insert(1, "-" * max(len(line) for line in out))
    return "\n".join(out)


def memory_line(memory):
    """Peak resident memory, the largest process of each kind."""
    parts = [f"{name} {size / 2**20:.0f} MiB" for name, size in memory.items()]
    return "peak memory of the largest process: " + ", ".join(parts)
