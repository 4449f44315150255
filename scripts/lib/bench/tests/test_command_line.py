"""What the command line takes and refuses, and what the exit code says."""

import contextlib
import io
import json
import tempfile
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path
from unittest import mock

import lines
import options
import run
from shell import Failure

from .samples import line, result


def parse(*arguments):
    return options.parse(list(arguments))


class Options(unittest.TestCase):
    def refused(self, *arguments):
        """Asserts exit code 2, and gives what was said."""
        said = io.StringIO()
        with contextlib.redirect_stderr(said), self.assertRaises(SystemExit) as ended:
            parse(*arguments)
        self.assertEqual(ended.exception.code, 2)
        return said.getvalue()

    def test_unknown_arguments_are_refused_by_name(self):
        self.assertIn("--quik", self.refused("--quik"))
        self.assertIn("quick", self.refused("quick"))

    def test_numbers_that_measure_nothing_are_refused(self):
        for name in ("rounds", "seconds", "connections", "clients", "users", "posts", "comments"):
            self.assertIn(f"--{name}", self.refused(f"--{name}=0"))
        self.assertIn("--rounds", self.refused("--rounds=many"))

    def test_a_file_to_compare_with_must_be_there(self):
        self.assertIn("/nowhere.json", self.refused("--compare", "/nowhere.json"))

    def test_an_unknown_line_is_refused_with_the_known_ones(self):
        self.assertIn("login", self.refused("--only", "logout"))
        self.assertIn("logout", self.refused("--only", "login", "--only", "logout"))

    def test_quick_shortens_only_what_is_not_said(self):
        quick = parse("--quick", "--users", "7")
        self.assertEqual((quick.users, quick.posts, quick.seconds), (7, 20_000, 1))
        whole = parse()
        self.assertEqual((whole.users, whole.posts, whole.comments), (10_000, 200_000, 1_000_000))

    def test_the_chart_lies_beside_the_json(self):
        self.assertEqual(parse("--out", "/x/run.json").chart, Path("/x/run.svg"))
        self.assertEqual(parse("--chart", "/y.svg").chart, Path("/y.svg"))

    def test_lines_are_chosen_by_a_part_of_their_name(self):
        self.assertEqual(len(lines.chosen(None)), len(lines.LINES))
        self.assertEqual([line.name for line in lines.chosen(["login"])], ["login"])
        names = [line.name for line in lines.LINES]
        self.assertEqual(len(names), len(set(names)), "--compare goes by them")


class ExitCode(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = Path(folder.name) / "run.json"
        self.printed, self.said = io.StringIO(), io.StringIO()

    def main(self, measured, *more):
        """Runs all but the measuring; gives the exit code."""
        measure = mock.patch.object(run, "measure", **measured)
        printed = contextlib.redirect_stdout(self.printed)
        with measure, printed, contextlib.redirect_stderr(self.said):
            return run.main(["--out", str(self.out), *more])

    def test_good_answers_end_well_and_everything_is_written(self):
        found = result(line("a read", 0.1, goal=0.5))
        self.assertEqual(self.main({"return_value": found}), 0, "a missed goal is no failure")
        self.assertEqual(json.loads(self.out.read_text(encoding="utf-8")), found)
        xml.parse(self.out.with_suffix(".svg"))
        self.assertIn("missed", self.printed.getvalue())
        self.assertIn(str(self.out), self.printed.getvalue())

    def test_too_much_load_is_told_of_and_wrong_answers_are_a_failure(self):
        for failed, code in (([], 0), (["10 x: {'500': 1}"], 1)):
            told = mock.patch.multiple(
                run.overload, table=lambda _: "a table", failures=lambda _, found=failed: found
            )
            asked = mock.patch.object(run, "ask_too_much", return_value={})
            with told, asked:
                self.assertEqual(self.main({"side_effect": AssertionError}, "--overload"), code)
        self.assertIn("a table", self.printed.getvalue())
        self.assertIn("{'500': 1}", self.said.getvalue())

    def test_one_wrong_answer_is_a_failure_that_names_its_line(self):
        found = result(line("reads"), line("a write", errors={"status": 1}))
        self.assertEqual(self.main({"return_value": found}), 1)
        self.assertIn("a write, replica: {'status': 1}", self.said.getvalue())
        self.assertTrue(self.out.exists(), "the run is kept to be looked at")

    def test_a_run_that_makes_no_sense_is_one_line(self):
        self.assertEqual(self.main({"side_effect": Failure("wrk gave no result")}), 1)
        self.assertEqual(self.said.getvalue(), "bench: wrk gave no result\n")
        self.assertFalse(self.out.exists())

    def test_what_to_compare_with_is_looked_at_before_anything_is_measured(self):
        self.out.write_text("no JSON", encoding="utf-8")
        never = {"side_effect": AssertionError("measured")}
        self.assertEqual(self.main(never, "--compare", str(self.out)), 1)
        self.assertIn("--compare", self.said.getvalue())

    def test_an_earlier_run_stands_beside_this_one(self):
        earlier = self.out.with_name("earlier.json")
        earlier.write_text(json.dumps(result(line("a read", 0.5))), encoding="utf-8")
        found = {"return_value": result(line("a read", 0.25))}
        self.assertEqual(self.main(found, "--compare", str(earlier)), 0)
        self.assertIn("-50%", self.printed.getvalue())

    def test_a_place_that_cannot_be_written_is_told_before_anything_is_measured(self):
        never = {"side_effect": AssertionError("measured")}
        self.out.write_text("in the way", encoding="utf-8")
        self.assertEqual(self.main(never, "--chart", str(self.out / "run.svg")), 1)
        self.assertEqual(self.main(never, "--chart", str(self.out.parent)), 1)
        self.assertEqual(len(self.said.getvalue().splitlines()), 2, self.said.getvalue())
