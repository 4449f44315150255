"""What the command line asks for."""

import argparse
import pathlib

import lines

ROOT = pathlib.Path(__file__).resolve().parents[3]


def parse(arguments=None):
    """Reads the command line; what --quick shortens can still be set one by one."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measures the program against the limits of what it stands on.",
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="a smaller world and short rounds")
    add("--rounds", type=int, default=3, help="how often each measurement is taken (3)")
    add("--seconds", type=int, help="how long each takes (6, quick: 1)")
    add("--connections", type=int, default=32, help="open HTTP connections (32)")
    add("--clients", type=int, default=8, help="connections of pgbench (8)")
    add("--users", type=int, help="users of the world (10000, quick: 1000)")
    add("--posts", type=int, help="its posts (200000, quick: 20000)")
    add("--comments", type=int, help="its comments (1000000, quick: 100000)")
    add("--only", action="append", metavar="LINE", help="only this line; may be repeated")
    add("--out", type=pathlib.Path, metavar="FILE", help="the JSON (target/bench/latest.json)")
    add("--chart", type=pathlib.Path, metavar="FILE", help="the SVG (beside the JSON)")
    add("--compare", type=pathlib.Path, metavar="FILE", help="the JSON of an earlier run")
    add(
        "--logins",
        type=int,
        metavar="SAMPLES",
        help="only time refused logins of known and unknown users, so many of each",
    )
    add(
        "--overload",
        action="store_true",
        help="only ask for up to ten times of what one replica can serve",
    )
    add(
        "--feed",
        action="store_true",
        help="only measure what a home feed costs by how many accounts its reader follows, in a "
        "world of 100,000 users and 1,000,000 posts unless others are asked for (quick: a fifth)",
    )
    add("--statements", action="store_true", help="also print what the limits run")
    options = parser.parse_args(arguments)
    numbers = ("rounds", "seconds", "connections", "clients", "users", "posts", "comments")
    for name in (*numbers, "logins"):
        value = getattr(options, name)
        if value is not None and value < 1:
            parser.error(f"--{name}: at least one")
    for name in options.only or []:
        if not lines.chosen([name]):
            known = ", ".join(f"'{line.name}'" for line in lines.LINES)
            parser.error(f"--only: no line has '{name}' in its name; there are {known}")
    if options.compare and not options.compare.is_file():
        parser.error(f"--compare: there is no file {options.compare}")

    usual = {"seconds": (6, 1), "users": (10_000, 1_000), "posts": (200_000, 20_000)}
    if options.feed:
        usual |= {"users": (100_000, 20_000), "posts": (1_000_000, 200_000)}
    usual["comments"] = (1_000_000, 100_000)
    for name, (full, quick) in usual.items():
        if getattr(options, name) is None:
            setattr(options, name, quick if options.quick else full)
    # git ignores target, so that a run leaves nothing to commit unless it is asked to.
    options.out = options.out or ROOT / "target" / "bench" / "latest.json"
    options.chart = options.chart or options.out.with_suffix(".svg")
    return options
