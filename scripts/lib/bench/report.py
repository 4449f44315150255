"""The result, to read and to keep."""

import datetime
import os
import platform

from options import ROOT
from shell import Failure, postgres_program, run

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
        "format": 1,
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
    return _aligned([head, *rows])


def _beside(found, before):
    if not before:
        return ["-", "-", "-"]
    change = found["ratio"] / before["ratio"] - 1
    return [f"{before['rate']:,.0f}", f"{before['ratio']:.2f}", f"{change:+.0%}"]


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
