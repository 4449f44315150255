"""From PostgreSQL's log to the script that pgbench runs."""

import unittest

import recording
import statements
from pgbench import BATCH, Script
from shell import Failure
from statements import AUTHOR, FIXED, FRESH_ID, NOW, POST

POST_ID, ADA, FRESH = "p" + "1" * 23, "a" + "2" * 23, "c" + "3" * 23
READ = "SELECT body FROM posts WHERE id = $1"
INSERT = (
    "INSERT INTO comments (id, post_id, author_id, body, created_at, parent_id)\n"
    "VALUES ($1, $2, $3, $4, $5, $6)"
)
QUERIES = {
    " ".join(READ.split()): ["Text"],
    " ".join(INSERT.split()): ["Text", "Text", "Text", "Text", "Timestamptz", "Text"],
}


def entry(pid, level, text):
    """An entry as the server logs it: further lines begin with a tab."""
    return f"{recording.MARK}{pid}@{level}:  " + text.replace("\n", "\n\t") + "\n"


def bound(values):
    quoted = ("NULL" if v is None else "'" + v.replace("'", "''") + "'" for v in values)
    return ", ".join(f"${number} = {value}" for number, value in enumerate(quoted, 1))


def prepared(pid, text, *values):
    return entry(pid, "LOG", f"execute sqlx_s_7: {text}") + entry(
        pid, "DETAIL", f"parameters: {bound(values)}"
    )


COMMENT = (
    entry(1, "LOG", "statement: SELECT 1; BEGIN")
    + prepared(1, INSERT, FRESH, POST_ID, ADA, "it's, $1 = 'x'", "2026-01-02 03:04:05.678+00", None)
    + prepared(1, READ, POST_ID)
    + entry(1, "LOG", "statement: COMMIT")
)
FACTS = {POST_ID: POST, ADA: AUTHOR}


def of_route(log, writes=True, noise=()):
    return statements.of_route(recording.parse(log), set(noise), FACTS, writes, QUERIES)


class Log(unittest.TestCase):
    def test_a_statement_is_read_with_its_parameters(self):
        begin, insert, read, commit = recording.parse(COMMENT)
        self.assertEqual((begin.text, begin.prepared), ("SELECT 1; BEGIN", False))
        self.assertEqual((insert.text, insert.prepared), (INSERT, True))
        self.assertEqual(insert.parameters[4], "it's, $1 = 'x'", "quotes are taken off")
        self.assertIsNone(insert.parameters[6])
        self.assertEqual(read.parameters, {1: POST_ID})
        self.assertEqual((commit.text, commit.parameters), ("COMMIT", {}))

    def test_newer_servers_write_parameters_with_a_capital(self):
        (read,) = recording.parse(prepared(1, READ, POST_ID).replace("parameters", "Parameters"))
        self.assertEqual(read.parameters, {1: POST_ID})

    def test_other_entries_are_left_out(self):
        log = entry(1, "LOG", "checkpoint starting: time") + entry(1, "LOG", "duration: 1 ms")
        self.assertEqual(recording.parse("half a line\n" + log), [])

    def test_transactions_of_two_connections_are_told_apart(self):
        log = (
            entry(1, "LOG", "statement: BEGIN")
            + prepared(2, READ, POST_ID)
            + prepared(1, READ, POST_ID)
            + entry(2, "LOG", "statement: BEGIN")
            + entry(1, "LOG", "statement: COMMIT")
            + entry(2, "LOG", "statement: ROLLBACK")
            + prepared(1, READ, POST_ID)
        )
        groups = recording.transactions(recording.parse(log))
        self.assertEqual(
            [[one.pid for one in group] for group in groups], [[1, 1, 1], [2], [2, 2], [1]]
        )


class Route(unittest.TestCase):
    def test_a_parameter_is_told_by_what_it_meant(self):
        begin, insert, read, commit = of_route(COMMENT)
        self.assertEqual([begin.text, commit.text], ["BEGIN", "COMMIT"])
        roles = [parameter.role for parameter in insert.parameters.values()]
        self.assertEqual(roles, [FRESH_ID, POST, AUTHOR, FIXED, NOW, FIXED])
        self.assertEqual(read.parameters[1].role, POST)

    def test_what_the_replicas_run_by_themselves_is_left_out(self):
        other = entry(9, "LOG", "statement: BEGIN") + prepared(9, READ, FRESH)
        other += entry(9, "LOG", "statement: COMMIT")
        self.assertEqual(len(of_route(other + COMMENT)), 4, "a write binds one of the facts")
        read = prepared(1, READ, POST_ID)
        self.assertEqual(len(of_route(read, writes=False)), 1)
        with self.assertRaises(Failure):
            of_route(read, writes=False, noise=[READ])

    def test_a_statement_that_sqlx_has_not_checked_is_refused(self):
        with self.assertRaises(Failure) as refused:
            of_route(prepared(1, "SELECT 2", POST_ID))
        self.assertIn("SELECT 2", str(refused.exception))

    def test_the_checked_queries_of_the_adapter_are_found(self):
        queries = statements.checked_queries()
        self.assertGreater(len(queries), 50)
        types = {str(kind) for kinds in queries.values() for kind in kinds}
        self.assertIn("Text", types)


class Scripts(unittest.TestCase):
    def setUp(self):
        self.script = Script(of_route(COMMENT))

    def test_the_route_runs_once_for_each_of_the_ids_that_one_row_gives(self):
        text = self.script.text
        self.assertEqual(text.count("INSERT INTO comments"), BATCH)
        self.assertEqual((text.count("BEGIN;"), text.count("COMMIT;")), (BATCH, BATCH))
        self.assertEqual(text.count("\\gset"), 1)
        first = text[text.index("INSERT") : text.index("COMMIT")]
        for bound_as in (":fresh_0_0::text", ":post_0::text", ":author_0::text", "NULL::text"):
            self.assertIn(bound_as, first)
        self.assertIn(":now::timestamptz", first)
        self.assertNotIn("$1", first, "every place is filled")

    def test_one_id_is_the_same_at_every_place(self):
        twice = "UPDATE comments SET parent_id = $1 WHERE id = $2"
        queries = {**QUERIES, twice: ["Text", "Text"]}
        begin, commit = (entry(1, "LOG", f"statement: {word}") for word in ("BEGIN", "COMMIT"))
        log = begin + prepared(1, twice, FRESH, FRESH) + prepared(1, READ, POST_ID) + commit
        found = statements.of_route(recording.parse(log), set(), FACTS, True, queries)
        text = Script(found).text
        self.assertIn("parent_id = :fresh_3_0::text WHERE id = :fresh_3_0::text", text)

    def test_a_read_makes_no_ids(self):
        (read,) = of_route(prepared(1, READ, FRESH), writes=False)
        self.assertEqual((read.parameters[1].role, read.parameters[1].value), (FIXED, FRESH))

    def test_a_value_of_no_meaning_is_bound_as_it_was(self):
        self.assertEqual(self.script.constants, {"fixed_0": "it's, $1 = 'x'"})

    def test_what_pgbench_would_take_for_a_variable_is_refused(self):
        text = "SELECT body FROM posts WHERE tag = ':tag'"
        template = statements.Template(text, {})
        with self.assertRaises(Failure):
            statements.place(template, None)
        cast = statements.Template("SELECT now()::text", {})
        self.assertEqual(statements.place(cast, None), "SELECT now()::text")
