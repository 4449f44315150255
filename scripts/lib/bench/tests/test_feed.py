"""What a home feed costs: the statements that are measured, and the table."""

import unittest

import feed


class Statements(unittest.TestCase):
    def test_those_of_the_route_are_among_the_checked_ones(self):
        route = feed.Feed()
        page = route.of_page("u" * 24, feed.BEGIN)
        self.assertEqual([p.value for p in page.parameters.values()][3], str(feed.ROWS))
        posts = route.of_posts("u" * 24, ["p" * 24, "q" * 24])
        self.assertEqual(posts.parameters[2].value, "{" + "p" * 24 + "," + "q" * 24 + "}")

    def test_a_statement_that_is_not_there_is_said(self):
        with self.assertRaises(feed.Failure):
            feed.Feed._only({"SELECT 1": []}, "SELECT 2")


class Table(unittest.TestCase):
    def test_each_line_is_set_against_the_few_of_its_kind(self):
        def line(kind, follows, p50, deep=None):
            shown = {"kind": kind, "follows": follows, "p50": p50, "p99": 3 * p50}
            return {**shown, "statements": 2, "buffers": 100, "deep": deep}

        table = feed.table(
            [line("by chance", 50, 400, 300), line("by chance", 2000, 1000), line("other", 50, 90)]
        )
        rows = [row.split() for row in table.splitlines()[1:]]
        self.assertEqual(rows[0], "50 by chance 400 1200 1.0 100 300".split())
        self.assertEqual(rows[1], "2,000 by chance 1000 3000 2.5 100 -".split())
        self.assertEqual(rows[2][-5:], "90 270 1.0 100 -".split())
