"""Medians and ratios out of what the rounds have given."""

import unittest

from lines import Line
from rounds import summary

from .samples import taken

READ = Line("a read", None, goal=0.5)
EDGE = Line("a cached read", None, limit="front", ways=("nginx",))


def limit(rate):
    return {"rate": rate, "mean": 1e6 / rate}


class Summary(unittest.TestCase):
    def test_a_ratio_is_taken_within_its_round_before_the_median(self):
        # The machine was slow in the second round; the ratio of the medians would be 0.5.
        rounds = {
            "limit": [limit(1_000), limit(100), limit(800)],
            "replica": [taken(500), taken(90), taken(600)],
            "nginx": [taken(400), taken(10), taken(200)],
        }
        (found,) = summary([READ], {"a read": rounds})
        self.assertEqual((found["name"], found["limit"], found["goal"]), ("a read", "database", 0.5))
        self.assertEqual(found["limitRate"], 800)
        self.assertEqual(found["limitRates"], [1_000, 100, 800])
        replica, nginx = found["ways"]["replica"], found["ways"]["nginx"]
        self.assertEqual((replica["rate"], replica["ratio"]), (500, 0.75))
        self.assertEqual(replica["rates"], [500, 90, 600])
        self.assertEqual((nginx["rate"], nginx["ratio"]), (200, 0.25))

    def test_an_even_number_of_rounds_gives_the_mean_of_the_middle(self):
        rounds = {
            "limit": [limit(100), limit(100)],
            "replica": [taken(40), taken(60)],
            "nginx": [taken(10), taken(20)],
        }
        (found,) = summary([READ], {"a read": rounds})
        self.assertAlmostEqual(found["ways"]["replica"]["ratio"], 0.5)
        self.assertAlmostEqual(found["ways"]["nginx"]["rate"], 15)

    def test_times_and_cpu_are_medians_and_errors_add_up(self):
        def answer(p50, p99, cpu, errors):
            return taken(10, p50=p50, p99=p99, cpu={"replicas": cpu}, errors=errors)

        rounds = {
            "limit": [limit(100)] * 3,
            "nginx": [
                answer(1, 70, 5.0, {"status": 2}),
                answer(3, 50, 9.0, {}),
                answer(2, 60, 7.0, {"status": 1, "timeout": 4}),
            ],
        }
        (found,) = summary([EDGE], {"a cached read": rounds})
        self.assertEqual(list(found["ways"]), ["nginx"], "only the ways of the line")
        way = found["ways"]["nginx"]
        self.assertEqual((way["p50Microseconds"], way["p99Microseconds"]), (2, 60))
        self.assertEqual(way["cpuMicroseconds"], {"replicas": 7.0})
        self.assertEqual(way["errors"], {"status": 3, "timeout": 4})
