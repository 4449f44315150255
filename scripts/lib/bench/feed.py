"""What a home feed costs by how many accounts its reader follows: the route's own statements, in a
database that is filled by SQL, without the program.

Three kinds of readers follow 50, 500 and 2,000 accounts: chosen by chance among all; among those who
write most; and among those who have never written anything, which is the worst that can be.
"""

import dataclasses
import glob
import json
import os
import pathlib
import statistics
import tempfile

import pgbench
import statements
from database import Database
from options import ROOT
from shell import Failure, postgres_program, run, say
from statements import FIXED, Parameter, Template

MIGRATIONS = ROOT / "crates" / "infrastructure" / "postgres" / "migrations"
FOLLOWS = (50, 500, 2000)
READERS = 10
# Pages of 20, and the row that tells whether more follows.
ROWS = 21
# Where the page begins that is deep in the feed.
DEEP = 200
BEGIN = ("9999-12-31 00:00:00+00", "~")

# Authors by Zipf: the n-th writes about 1/n of what the first does. The last fifth of the users
# never writes; the readers are the last of them. User 1 is followed by everybody.
WORLD = """
    SET synchronous_commit = off;
    -- What refers to what is right by itself: no need to look for each row.
    SET session_replication_role = replica;
    SELECT setseed(0.42);
    CREATE FUNCTION cuid(letter text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE
        AS $$ SELECT letter || substr(md5(letter || n), 1, 23) $$;
    CREATE FUNCTION zipf(upto bigint) RETURNS bigint LANGUAGE sql VOLATILE
        AS $$ SELECT ceil(power(upto, random()))::bigint $$;
    INSERT INTO users (id, handle, display_name, email, password_hash, role, language, created_at,
        version)
    SELECT cuid('u', n), 'user' || n, 'User', n || '@example.org', 'hash', 'user', 'en', now(), 1
    FROM generate_series(1, {users}) n;
    INSERT INTO posts (id, author_id, body, created_at, version)
    SELECT cuid('p', n), cuid('u', zipf({users} * 4 / 5)), repeat('The swifts came back. ', 5),
        now() - ({posts} - n) * interval '10 seconds', 1
    FROM generate_series(1, {posts}) n;
    INSERT INTO reposts (user_id, post_id, created_at)
    SELECT cuid('u', zipf({users} * 4 / 5)), p.id,
        p.created_at + random() * random() * least(now() - p.created_at, interval '2 days')
    FROM (SELECT ceil({posts} * random())::bigint AS n
          FROM generate_series(1, {posts} * 3 / 10)) r JOIN posts p ON p.id = cuid('p', r.n)
    ON CONFLICT DO NOTHING;
    -- What everybody is talking about.
    INSERT INTO reposts (user_id, post_id, created_at)
    SELECT cuid('u', n), cuid('p', {posts} - 10000),
        now() - random() * random() * interval '1 day'
    FROM generate_series(1, {users} * 4 / 5, 8) n ON CONFLICT DO NOTHING;
    UPDATE posts p SET repost_count = r.n
    FROM (SELECT post_id, count(*) AS n FROM reposts GROUP BY post_id) r WHERE r.post_id = p.id;
    INSERT INTO follows (follower_id, followed_id, created_at)
    SELECT cuid('u', n), cuid('u', m), now()
    FROM (SELECT n, zipf({users}) AS m
          FROM generate_series(1, {users} - {readers}) n, generate_series(1, 20) k) f
    WHERE n <> m ON CONFLICT DO NOTHING;
    INSERT INTO follows (follower_id, followed_id, created_at)
    SELECT cuid('u', n), cuid('u', 1), now() FROM generate_series(2, {users} - {readers}) n
    ON CONFLICT DO NOTHING;
"""

# Whom the readers of each kind choose among, and in what order.
KINDS = {
    "by chance": "true ORDER BY md5(n || '-{reader}')",
    "who write most": "true ORDER BY n * power(0.5 + random(), 2)",
    "who never write": "n > {users} * 4 / 5 ORDER BY md5(n || '-{reader}')",
}
FOLLOW = """
    INSERT INTO follows (follower_id, followed_id, created_at)
    SELECT cuid('u', {reader}), cuid('u', n), now() FROM (
        SELECT n FROM generate_series(1, {users} - {readers}) n WHERE {choice} LIMIT {follows}) c;
"""
COUNTS = """
    UPDATE users u SET following_count = f.n
    FROM (SELECT follower_id, count(*) AS n FROM follows GROUP BY follower_id) f
    WHERE f.follower_id = u.id;
    VACUUM (ANALYZE)
"""


@dataclasses.dataclass
class Reader:
    """A reader, by number, and how many he follows of which kind."""

    number: int
    kind: str
    follows: int


class Feed:
    """The two statements of the route."""

    def __init__(self):
        queries = statements.checked_queries()
        self.places = self._only(queries, "walked AS MATERIALIZED", "(p.created_at, p.id) < ($2")
        self.posts = self._only(queries, "WITH ORDINALITY AS m", "FROM posts q WHERE q.id = m.id")

    @staticmethod
    def _only(queries, *marks):
        found = [text for text in queries if all(mark in text for mark in marks)]
        if len(found) != 1:
            raise Failure(f"{len(found)} statements hold {marks}")
        return found[0], queries[found[0]]

    @staticmethod
    def _bound(query, values):
        """The statement, with these values in their order where its types want them."""
        text, types = query
        rest, parameters = list(values), {}
        for number, kind in enumerate(types, 1):
            parameters[number] = Parameter(FIXED, rest.pop(0), str(kind))
        return Template(text, parameters)

    def of_page(self, reader, edge):
        return self._bound(self.places, [reader, *edge, str(ROWS)])

    def of_posts(self, reader, ids):
        return self._bound(self.posts, [reader, "{" + ",".join(ids) + "}", str(ROWS)])


def fill(database, users, posts):
    """Makes the world; gives the readers."""
    say(f"filling a database: {users:,} users, {posts:,} posts")
    for path in sorted(glob.glob(str(MIGRATIONS / "*.sql"))):
        database.rows(pathlib.Path(path).read_text(encoding="utf-8"))
    readers = [
        Reader(0, kind, follows) for kind in KINDS for follows in FOLLOWS for _ in range(READERS)
    ]
    facts = {"users": users, "posts": posts, "readers": len(readers)}
    database.rows(WORLD.format(**facts))
    for number, reader in enumerate(readers, users - len(readers) + 1):
        reader.number = number
        choice = KINDS[reader.kind].format(reader=number, **facts)
        follow = FOLLOW.format(reader=number, choice=choice, follows=reader.follows, **facts)
        database.rows(follow)
    database.rows(COUNTS)
    return readers


def literal(value):
    return "'" + value.replace("'", "''") + "'"


class Session:
    """Runs the statements as the program's connections would."""

    def __init__(self, database, folder):
        self.database, self.folder = database, pathlib.Path(folder)
        # The same settings for psql and pgbench.
        os.environ["PGOPTIONS"] = pgbench.SETTINGS

    def _execute(self, template, explain):
        values = ", ".join(literal(p.value) for p in template.parameters.values())
        types = ", ".join(statements.SQL_TYPES[p.type] for p in template.parameters.values())
        call = f"{explain}EXECUTE q({values})"
        # The first run plans.
        return f"PREPARE q ({types}) AS {template.text};\nEXECUTE q({values});\n{call};"

    def rows(self, template):
        """What the statement gives."""
        values = ", ".join(literal(p.value) for p in template.parameters.values())
        types = ", ".join(statements.SQL_TYPES[p.type] for p in template.parameters.values())
        return self.database.rows(f"PREPARE q ({types}) AS {template.text};\nEXECUTE q({values})")

    def buffers(self, template):
        """How many pages of 8 KiB it touches."""
        explain = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) "
        out = self.database.rows("\\t on\n" + self._execute(template, explain))
        text = "\n".join("\t".join(row) for row in out)
        plan = json.loads(text[text.index("[\n") :])[0]["Plan"]
        return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]

    def times(self, templates, seconds):
        """Microseconds of every run of the statements, one client."""
        constants, body = {}, []
        for template in templates:

            def name_of(parameter):
                name = f"value_{len(constants)}"
                constants[name] = parameter.value
                return name

            body.append(statements.place(template, name_of) + ";")
        script = self.folder / "script.sql"
        script.write_text("\n".join(body) + "\n", encoding="utf-8")
        for old in self.folder.glob("times.*"):
            old.unlink()
        command = [postgres_program("pgbench"), "-M", "prepared", "-n", "-f", script, "-c", 1]
        command += ["-T", seconds, "-l", "--log-prefix", self.folder / "times"]
        command += [f"--define={name}={value}" for name, value in constants.items()]
        run([*command, self.database.url])
        taken = []
        for path in self.folder.glob("times.*"):
            lines = path.read_text(encoding="utf-8").splitlines()
            taken += [int(line.split()[2]) for line in lines]
        # The first ones plan.
        return taken[10:]


def measure(options):
    """Fills a database and measures every kind of reader; gives the lines of the table."""
    database = Database(os.environ["THOUGHTS_TEST_POSTGRES_URL"])
    readers, feed, lines = fill(database, options.users, options.posts), Feed(), []
    with tempfile.TemporaryDirectory(prefix="thoughts-feed.") as folder:
        session = Session(database, folder)
        for kind in KINDS:
            for follows in FOLLOWS:
                wanted = [r for r in readers if (r.kind, r.follows) == (kind, follows)]
                lines.append(_line(session, feed, kind, follows, wanted))
                say(f"{kind}, {follows}: {lines[-1]['p50']} us")
    return lines


def _line(session, feed, kind, follows, readers):
    times, deep, buffers = [], [], []
    for reader in readers:
        name = session.database.value(f"SELECT cuid('u', {reader.number})")
        first = feed.of_page(name, BEGIN)
        ids = [row[2] for row in session.rows(first) if row[2]]
        route = [first, *([feed.of_posts(name, ids)] if ids else [])]
        times += session.times(route, 1)
        buffers.append(sum(session.buffers(template) for template in route))
        long = feed.of_page(name, BEGIN)
        long.parameters[4].value = str(DEEP)
        rows = [row for row in session.rows(long) if row[2]]
        if len(rows) == DEEP:
            at, edge = min((row[3], row[2]) for row in rows)
            deep += session.times([feed.of_page(name, (at, edge))], 1)
    p99 = statistics.quantiles(times, n=100)[98]
    return {
        "kind": kind,
        "follows": follows,
        "statements": 2,
        "p50": round(statistics.median(times)),
        "p99": round(p99),
        "buffers": round(statistics.mean(buffers)),
        "deep": round(statistics.median(deep)) if deep else None,
    }


def table(lines):
    """The lines to print."""
    rows = ["follows                  p50 us  p99 us  times 50  buffers  places after 200 rows, p50 us"]
    for line in lines:
        few = next(other for other in lines if other["kind"] == line["kind"])
        deep = "-" if line["deep"] is None else line["deep"]
        name = f"{line['follows']:,} {line['kind']}"
        rows.append(
            f"{name:<23}  {line['p50']:>6}  {line['p99']:>6}  {line['p50'] / few['p50']:>8.1f}"
            f"  {line['buffers']:>7}  {deep:>29}"
        )
    return "\n".join(rows)
