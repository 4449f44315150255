"""The table, alone and beside an earlier run, and what is kept of a run."""

import json
import tempfile
import unittest
from pathlib import Path

import report
from shell import Failure

from .samples import line, result


def cells(table, name, way="replica"):
    """The words of the table's row for a line and a way, after the line's name."""
    rows = [row for row in table.splitlines() if row.startswith(name + "  ")]
    (row,) = [row.removeprefix(name).split() for row in rows if way in row.split()]
    return row


class Table(unittest.TestCase):
    def test_a_row_tells_the_limit_the_rate_and_their_ratio(self):
        table = report.table(result(line("a read", 0.25)))
        self.assertEqual(
            cells(table, "a read"),
            ["pgbench", "1,000", "replica", "250", "0.25", "1.5", "9.0", "100", "10", "50"],
        )
        self.assertNotIn("earlier", table)

    def test_a_goal_is_met_or_missed_and_only_through_a_replica(self):
        table = report.table(result(line("good", 0.5, goal=0.5), line("bad", 0.49, goal=0.5)))
        self.assertEqual(cells(table, "good")[5:7], ["0.5", "met"])
        self.assertEqual(cells(table, "bad")[5:7], ["0.5", "missed"])
        self.assertNotIn("met", cells(table, "good", "nginx"))

    def test_columns_stand_under_each_other(self):
        head, rule, *rows = report.table(result(line("a"), line("a longer name"))).splitlines()
        self.assertEqual(set(rule), {"-"})
        self.assertEqual({row.index("pgbench") for row in rows}, {head.index("limit")})


class Beside(unittest.TestCase):
    def test_the_change_is_that_of_the_ratio(self):
        table = report.table(result(line("a read", 0.6)), result(line("a read", 0.5)))
        self.assertEqual(cells(table, "a read")[-3:], ["500", "0.50", "+20%"])

    def test_a_line_or_way_that_the_earlier_run_had_not_has_no_change(self):
        earlier = result(line("a read", 0.5, ways=("nginx",)), line("old name"))
        table = report.table(result(line("a read", 0.5), line("new name")), earlier)
        self.assertEqual(cells(table, "a read")[-3:], ["-", "-", "-"])
        self.assertEqual(cells(table, "a read", "nginx")[-3:], ["500", "0.50", "+0%"])
        self.assertEqual(cells(table, "new name")[-3:], ["-", "-", "-"])

    def test_a_line_that_is_gone_is_named(self):
        earlier = result(line("old name"), line("a read"))
        table = report.table(result(line("a read")), earlier)
        self.assertEqual(table.splitlines()[-1], "only in the earlier run: old name")

    def test_an_earlier_ratio_of_nothing_divides_nothing(self):
        table = report.table(result(line("a read", 0.6)), result(line("a read", 0.0)))
        self.assertEqual(cells(table, "a read")[-3:], ["0", "0.00", "-"])


class Kept(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "deep" / "run.json"

    def test_what_is_written_reads_back_the_same(self):
        run = result(line("größer", 1 / 3, goal=0.4, errors={"status": 1}))
        report.write(self.file, report.to_json(run))
        self.assertEqual(report.earlier(self.file), run)
        self.assertEqual(report.table(report.earlier(self.file)), report.table(run))

    def test_a_file_that_is_no_result_is_refused_in_one_line(self):
        other = json.dumps({"format": report.FORMAT + 1, "lines": []})
        for text in ("", "not JSON", "[]", "{}", '{"format": 1, "lines": [{}]}', other):
            report.write(self.file, text)
            with self.assertRaises(Failure, msg=text) as refused:
                report.earlier(self.file)
            self.assertIn(str(self.file), str(refused.exception))
            self.assertEqual(len(str(refused.exception).splitlines()), 1)
