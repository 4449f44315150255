"""What is counted and said of more load than can be served."""

import http.server
import math
import os
import threading
import unittest

import overload
from overload import Step

METRICS = """# HELP http_requests_total of no use here
http_requests_total{method="GET",route="/v1/posts",status="200"} 10
http_requests_total{method="POST",route="/v1/posts/{id}/comments",status="201"} 4
http_requests_total{method="GET",route="unmatched",status="503"} 7
http_requests_total{method="GET",route="/v1/posts",status="503"} 1
http_requests_total{method="GET",route="/readyz",status="200"} 90
http_request_duration_seconds_count{route="/v1/posts"} 11
"""


def step(name, good, **more):
    usual = {"clients": 1, "offered": good, "shed": 0.0, "wrong": {}}
    usual |= {"health_p99": 1.0, "health_worst": 2.0, "memory": 50 * 2**20}
    return vars(Step(name=name, good=good, **(usual | more)))


def result(*steps):
    memory = {"before": 40 * 2**20, "after": 41 * 2**20}
    return {"steps": list(steps), "recoverySeconds": 0.25, "memory": memory}


class Counting(unittest.TestCase):
    def test_answers_are_sorted_and_health_is_none_of_them(self):
        before = overload.answers(METRICS)
        self.assertEqual(before, {200: 10, 201: 4, 503: 8})
        after = before + overload.collections.Counter({200: 5, 201: 1, 503: 30, 504: 2})
        self.assertEqual(overload.sort(before, after), (6, 30, {"504": 2}))

    def test_percentiles(self):
        values = list(range(1, 101))
        self.assertEqual(overload.percentile(values, 0.99), 99)
        self.assertEqual(overload.percentile([7.0], 0.99), 7.0)
        self.assertTrue(math.isnan(overload.percentile([], 0.99)))

    def test_clients_that_rest_ask_at_the_wanted_rate(self):
        self.assertEqual(overload.clients_for(2_000, rest=50), 100)
        self.assertEqual(overload.clients_for(1, rest=50), 1)


class Saying(unittest.TestCase):
    def test_the_goal_is_what_is_left_at_the_most_load(self):
        peak = step("the peak", 1_000.0)
        text = overload.table(result(peak, step("2 x", 500.0), step("10 x", 850.0, shed=9_000.0)))
        self.assertIn("0.85, goal 0.8, met", text)
        self.assertIn("0.25 s after the load", text)
        self.assertEqual(len({len(line) for line in text.splitlines()[:4]}), 1)
        text = overload.table(result(peak, step("10 x", 790.0)))
        self.assertIn("0.79, goal 0.8, missed", text)

    def test_only_answers_that_are_neither_good_nor_refused_are_failures(self):
        good = step("2 x", 500.0, shed=700.0)
        self.assertEqual(overload.failures(result(good)), [])
        bad = step("10 x", 500.0, wrong={"500": 1})
        self.assertEqual(overload.failures(result(good, bad)), ["10 x: {'500': 1}"])


class Tired(http.server.BaseHTTPRequestHandler):
    """A server that refuses a few times, and then serves."""

    protocol_version = "HTTP/1.1"
    refusals = 0

    def do_GET(self):
        cls = type(self)
        self.send_response(503 if cls.refusals > 0 else 200)
        cls.refusals -= 1
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Nobody reads it."""


class Recovering(unittest.TestCase):
    def setUp(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tired)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.base = f"http://127.0.0.1:{server.server_port}"
        self.overload = overload.Overload.__new__(overload.Overload)
        self.overload.base, self.overload.headers = self.base, {}

    def test_it_is_back_with_the_first_of_enough_good_answers(self):
        Tired.refusals = 0
        self.assertLess(self.overload.recovery(usual=60_000), 60)
        self.assertEqual(Tired.refusals, -overload.CALM)
        Tired.refusals = 3
        self.overload.recovery(usual=60_000)
        self.assertEqual(Tired.refusals, -overload.CALM, "three more were asked")

    def test_health_and_memory_are_looked_at(self):
        Tired.refusals = 2
        with overload.Watch(self.base, os.getpid()) as watch:
            while len(watch.times) < 4:
                watch.over.wait(0.01)
        self.assertEqual(watch.failed, 2)
        self.assertGreater(watch.most, 0)
