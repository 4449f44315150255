"""The limit that the database sets: pgbench, running the statements of a route.

pgbench binds variables but cannot choose an id. So a script runs the route BATCH times, and before
that fetches the ids for all of them in one row: the one thing that the route does not do.
"""

import os
import random
import re

from shell import Failure, postgres_program, run
from statements import AUTHOR, FIXED, FRESH_ID, NOW, POST, USER, place, reader

BATCH = 16
ROWS = 2000
TABLE = "bench_ids"

# What the program sets for its own connections (connection/pool.rs of the adapter): without it
# the limit would be lower.
SETTINGS = "-c jit=off -c plan_cache_mode=force_generic_plan -c enable_memoize=off"

# Of CUID2's form, by chance.
FRESH_SQL = "'b' || substr(md5(random()::text), 1, 23)"


def prepare(database, world):
    """Makes the table from which the scripts fetch ids: BATCH of each kind in a row."""
    chance = random.Random(1)
    kinds = {POST: world.posts, USER: world.users, AUTHOR: world.authors}
    kinds |= {reader(follows): ids for follows, ids in world.readers.items()}
    columns = [f"{kind}_{n}" for kind in kinds for n in range(BATCH)]
    lines = [
        f"DROP TABLE IF EXISTS {TABLE};",
        f"CREATE UNLOGGED TABLE {TABLE} (row integer PRIMARY KEY,",
        ", ".join(f"{column} text" for column in columns) + ");",
        f"COPY {TABLE} FROM STDIN;",
    ]
    for row in range(1, ROWS + 1):
        ids = [chance.choice(ids) for ids in kinds.values() for _ in range(BATCH)]
        lines.append("\t".join([str(row), *ids]))
    lines += ["\\.", f"ANALYZE {TABLE};", ""]
    database.rows("\n".join(lines))


class Script:
    """A pgbench script for the templates of a route."""

    def __init__(self, templates):
        self.templates = templates
        self.constants = {}
        self.fetched = {}
        body = [text for n in range(BATCH) for text in self._once(n)]
        columns = ", ".join(f"{source} AS {name}" for name, source in self.fetched.items())
        fetch = []
        if columns:
            fetch = [f"\\set row random(1, {ROWS})"]
            fetch += [f"SELECT {columns} FROM {TABLE} WHERE row = :row \\gset"]
        self.text = "\n".join(fetch + body) + "\n"

    def _once(self, n):
        """The statements of the route, with the variables of the n-th run."""
        fresh = {}

        def name_of(parameter):
            if parameter.role == FIXED:
                names = {value: name for name, value in self.constants.items()}
                name = names.get(parameter.value, f"fixed_{len(self.constants)}")
                self.constants[name] = parameter.value
                return name
            if parameter.role == NOW:
                name, source = "now", "now()::text"
            elif parameter.role == FRESH_ID:
                # The same id at two places stays the same.
                number = fresh.setdefault(parameter.value, len(fresh))
                name, source = f"fresh_{n}_{number}", FRESH_SQL
            else:
                name = source = f"{parameter.role}_{n}"
            self.fetched[name] = source
            return name

        return [place(template, name_of) + ";" for template in self.templates]

    def measure(self, database, path, clients, seconds):
        """Runs the script and gives how often the route ran in a second, and its mean time."""
        path.write_text(self.text, encoding="utf-8")
        constants = [f"--define={name}={value}" for name, value in self.constants.items()]
        command = [postgres_program("pgbench"), "-M", "prepared", "-n", "-f", path]
        command += ["-c", clients, "-j", min(2, os.cpu_count()), "-T", seconds, *constants]
        out = run([*command, database.url], env={"PGOPTIONS": SETTINGS})
        rate = re.search(r"^tps = ([0-9.]+)", out, re.M)
        if not rate or re.search(r"number of failed transactions: [1-9]", out):
            raise Failure(f"pgbench failed:\n{out}")
        runs = float(rate[1]) * BATCH
        return {"rate": runs, "mean": clients / runs * 1e6}
