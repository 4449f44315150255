"""The rounds: every line against its limit, one after the other, again and again."""

import pathlib
import statistics
import time

from limits import Front, Hash
from load import put_under_load, write_requests
from processes import Meter
from shell import say

ABANDONED_SECONDS = 2


class Rounds:
    """Takes the measurements and keeps every one of them."""

    def __init__(self, options, cluster, world, scripts, front_body, folder):
        self.options, self.cluster, self.world = options, cluster, world
        self.scripts = scripts
        self.folder = pathlib.Path(folder)
        (self.folder / "front").mkdir()
        self.front = Front(self.folder / "front", front_body)
        # By line, then by way (`limit` is one): what each round has given.
        self.taken = {}

    def take(self, lines):
        """All rounds. Within one, a line and its limit follow each other, so that whatever else
        the machine does meets both."""
        for number in range(1, self.options.rounds + 1):
            self.world.sign_in()
            for line in lines:
                requests = line.requests(self.world, seed=number)
                self._keep(line, "limit", self._limit(line, requests))
                for way in line.ways:
                    self.world.settle()
                    if line.limit == "hash":
                        # What the last clients left behind is still hashed, and holds places.
                        time.sleep(ABANDONED_SECONDS)
                    self._keep(line, way, self._load(line, way, requests))
                self._progress(number, line)

    def _keep(self, line, way, result):
        self.taken.setdefault(line.name, {}).setdefault(way, []).append(result)

    def _progress(self, number, line):
        ways = self.taken[line.name]
        rates = "  ".join(f"{way} {results[-1]['rate']:,.0f}" for way, results in ways.items())
        say(f"round {number}, {line.name}: {rates} a second")

    def _limit(self, line, requests):
        options = self.options
        self.world.settle()
        with self.cluster.paused():
            if line.limit == "hash":
                return Hash().measure(options.seconds)
            if line.limit == "front":
                with self.front.running():
                    return self.front.measure(requests, options.connections, options.seconds)
            script = self.scripts[line.name]
            path = self.folder / "script.sql"
            return script.measure(
                self.world.database, path, options.clients, options.seconds
            )

    def _load(self, line, way, requests):
        path = self.folder / "requests"
        write_requests(path, requests)
        meter = Meter(self.cluster.processes())
        counts = put_under_load(
            self.cluster.url(way),
            path,
            self.options.connections,
            self.options.seconds,
            line.keyed,
        )
        answered = max(1, counts["requests"])
        spent = meter.spent()
        counts["cpu"] = {name: seconds / answered * 1e6 for name, seconds in spent.items()}
        # A line of two requests counts pairs; its times are those of single requests.
        counts["rate"] /= line.requests_per_unit(self.world)
        return counts


def summary(lines, taken):
    """Medians over the rounds; a ratio is taken within its round first."""
    found = []
    for line in lines:
        limits = [result["rate"] for result in taken[line.name]["limit"]]
        entry = {"name": line.name, "limit": line.limit, "goal": line.goal, "ways": {}}
        entry["limitRate"] = statistics.median(limits)
        entry["limitRates"] = limits
        for way in line.ways:
            results = taken[line.name][way]
            rates = [result["rate"] for result in results]
            ratios = [rate / limit for rate, limit in zip(rates, limits)]
            entry["ways"][way] = {
                "rate": statistics.median(rates),
                "rates": rates,
                "ratio": statistics.median(ratios),
                "p50Microseconds": statistics.median(result["p50"] for result in results),
                "p99Microseconds": statistics.median(result["p99"] for result in results),
                "cpuMicroseconds": {
                    name: statistics.median(result["cpu"][name] for result in results)
                    for name in results[0]["cpu"]
                },
                "errors": _sum(result["errors"] for result in results),
            }
        found.append(entry)
    return found


def _sum(counts):
    total = {}
    for count in counts:
        for kind, number in count.items():
            total[kind] = total.get(kind, 0) + number
    return total
