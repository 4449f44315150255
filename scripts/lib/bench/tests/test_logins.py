"""The rank test, against values that are known, and what the table says."""

import unittest

import logins


class Ranks(unittest.TestCase):
    def test_equal_groups_tell_nothing(self):
        found = logins.compare([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0])
        self.assertEqual(found["knownLongerShare"], 0.5)
        self.assertEqual((found["z"], found["p"]), (0.0, 1.0))

    def test_groups_apart_tell_everything(self):
        low, high = [float(n) for n in range(20)], [float(n) for n in range(100, 120)]
        self.assertEqual(logins.compare(low, high)["knownLongerShare"], 0.0)
        found = logins.compare(high, low)
        self.assertEqual(found["knownLongerShare"], 1.0)
        self.assertLess(found["p"], 1e-6)

    def test_the_statistic_of_a_worked_example(self):
        # Counted by hand: of the 20 pairs, known is longer in 6 and equal in 2.
        found = logins.compare([1, 3, 5, 7], [2, 3, 6, 7, 9])
        self.assertAlmostEqual(found["knownLongerShare"], (6 + 2 / 2) / 20)

    def test_constant_times_are_no_division_by_zero(self):
        found = logins.compare([2.0] * 5, [2.0] * 5)
        self.assertEqual((found["z"], found["p"]), (0.0, 1.0))

    def test_the_table_has_a_line_for_each_kind_of_login(self):
        entry = {**logins.compare([1.0, 2.0], [1.0, 2.0]), "answers": 1}
        lines = logins.table({"handle": entry, "email": entry}).splitlines()
        self.assertEqual(len(lines), 3)
        self.assertTrue(lines[1].startswith("handle") and lines[2].startswith("email"))
        self.assertEqual(len({len(line) for line in lines[1:]}), 1)
