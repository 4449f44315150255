"""What is left of the service when more is asked of it than it can do.

First the peak: as many good answers as one replica gives to clients that each wait for theirs. Then
ever more clients, each asking at its own pace whatever it is answered, so that up to ten times the
peak arrives. Good answers are counted by the replica's own metrics; meanwhile its health is asked for
over a connection of its own, and its memory looked at. At the end, how long until it serves as before.
"""

import collections
import contextlib
import dataclasses
import http.client
import math
import pathlib
import re
import tempfile
import threading
import time
import urllib.parse
import urllib.request

import lines
from load import put_under_load, write_requests
from processes import memory
from shell import Failure, say

# How many times the peak is asked for.
TIMES = (1, 2, 5, 10)
# Of the peak; what is left of it at ten times the load.
GOAL = 0.8
# How long a client rests between two requests, in milliseconds on average: short, so that ten times
# the peak needs hundreds of clients and not thousands.
REST = 50
# How often health is asked for, and memory looked at, in seconds.
GLANCE = 0.02
# So many requests in a row that are answered in about the usual time: it serves as before.
CALM = 20
PATIENCE = 30.0


@dataclasses.dataclass
class Step:
    """What came of one load. Rates are in answers for a second, times in milliseconds."""

    name: str
    clients: int
    offered: float
    good: float
    shed: float
    wrong: dict
    health_p99: float
    health_worst: float
    # Resident memory at its most, in bytes.
    memory: int


class Watch:
    """Asks for health and looks at memory, for as long as the block runs."""

    def __init__(self, base, pid):
        self.pid, self.times, self.most, self.failed = pid, [], 0, 0
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=30)
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        self.connection.close()

    def _run(self):
        while not self.over.is_set():
            try:
                took, status = timed(self.connection, "/readyz")
                self.times.append(took)
            except (OSError, http.client.HTTPException):
                self.connection.close()
                status = None
            self.failed += status != 200
            self.most = max(self.most, memory(self.pid))
            self.over.wait(GLANCE)


def timed(connection, path, headers=None):
    """Milliseconds until an answer, and its status."""
    began = time.perf_counter()
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    answer.read()
    return (time.perf_counter() - began) * 1000, answer.status


def answers(text):
    """Answers by status, from metrics in Prometheus' text format; none of those about health."""
    found = collections.Counter()
    for line in text.splitlines():
        match = re.match(r'http_requests_total\{(.*)\} (\d+)$', line)
        if not match:
            continue
        labels = dict(re.findall(r'(\w+)="([^"]*)"', match[1]))
        if labels["route"] not in ("/readyz", "/livez", "/healthcheck", "/metrics"):
            found[int(labels["status"])] += int(match[2])
    return found


def count(base):
    """Answers by status since the replica has started."""
    with urllib.request.urlopen(f"{base}/metrics", timeout=15) as answer:
        return answers(answer.read().decode())


def sort(before, after):
    """Good answers, those that were shed, and all others by status."""
    given = after - before
    good = sum(number for status, number in given.items() if 200 <= status < 300)
    wrong = {str(s): n for s, n in sorted(given.items()) if not 200 <= s < 300 and s != 503}
    return good, given[503], wrong


def percentile(values, share):
    """The least value that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def clients_for(rate, rest=REST):
    """How many clients, each resting between its requests, ask at this rate."""
    return max(1, math.ceil(rate * rest / 1000))


def mixed(world, chance):
    """What a client does: reads the feed, opens a post, and now and then says something."""
    return (
        lines.newest(world, chance)
        + lines.post_with_comments(world, chance)
        + lines.newest(world, chance)
        + lines.create_comment(world, chance)
    )


class Overload:
    """One replica, and what is put on it."""

    def __init__(self, cluster, world, seconds, folder):
        self.base, self.seconds = cluster.url("replica"), seconds
        self.pid = cluster.processes()["replicas"][0]
        self.requests = pathlib.Path(folder) / "mixed"
        line = lines.Line("a mix", mixed)
        write_requests(self.requests, line.requests(world, seed=1))
        self.headers = {"Authorization": f"Bearer {world.tokens[0]}"}

    def take(self, name, clients, rest=None):
        """Puts it under load and tells what came of it."""
        say(f"{name}: {clients} clients for {self.seconds} s")
        before = count(self.base)
        with Watch(self.base, self.pid) as watch:
            ran = put_under_load(
                self.base, self.requests, clients, self.seconds, keyed=True, rest=rest
            )
        good, shed, wrong = sort(before, count(self.base))
        for kind in ("connect", "read", "write", "timeout"):
            if ran["errors"].get(kind):
                wrong[kind] = ran["errors"][kind]
        if watch.failed:
            wrong["health"] = watch.failed
        took = ran["microseconds"] / 1e6
        return Step(
            name=name,
            clients=clients,
            offered=ran["requests"] / took,
            good=good / took,
            shed=shed / took,
            wrong=wrong,
            health_p99=percentile(watch.times, 0.99),
            health_worst=max(watch.times, default=math.nan),
            memory=watch.most,
        )

    def usual(self):
        """How long a read takes when nobody else asks, in milliseconds."""
        with contextlib.closing(self._connect()) as connection:
            found = [timed(connection, "/v1/posts", self.headers) for _ in range(10 * CALM)]
        return percentile([took for took, _ in found], 0.9)

    def recovery(self, usual):
        """Seconds until reads are answered as before, once the load has ended."""
        began, calm, since = time.monotonic(), 0, None
        with contextlib.closing(self._connect()) as connection:
            while calm < CALM:
                asked = time.monotonic()
                took, status = timed(connection, "/v1/posts", self.headers)
                if asked - began > PATIENCE:
                    raise Failure("it does not come back")
                if status == 200 and took <= 5 * usual:
                    since, calm = since if calm else asked, calm + 1
                else:
                    calm = 0
        return since - began

    def _connect(self):
        return http.client.HTTPConnection(urllib.parse.urlsplit(self.base).netloc, timeout=30)


def measure(cluster, world, options):
    """The peak, every load, and what comes after."""
    world.sign_in()
    with tempfile.TemporaryDirectory(prefix="thoughts-bench.") as folder:
        overload = Overload(cluster, world, options.seconds, folder)
        # Once to warm up: caches, prepared statements, the allocator.
        overload.take("warm-up", options.connections)
        usual = overload.usual()
        idle = memory(overload.pid)
        peak = overload.take("the peak", options.connections)
        steps = [peak]
        for times in TIMES:
            world.sign_in()
            steps.append(overload.take(f"{times} x", clients_for(times * peak.good), REST))
        recovered = overload.recovery(usual)
        time.sleep(2)
        return {
            "steps": [dataclasses.asdict(step) for step in steps],
            "recoverySeconds": recovered,
            "memory": {"before": idle, "after": memory(overload.pid)},
        }


def table(found):
    """The lines to print."""
    rows = [
        "load      clients  offered/s   good/s  of peak   shed/s  health p99 ms  worst ms  memory MB"
    ]
    peak = found["steps"][0]["good"]
    for step in found["steps"]:
        rows.append(
            f"{step['name']:<8}  {step['clients']:>7}  {step['offered']:>9,.0f}"
            f"  {step['good']:>7,.0f}  {step['good'] / peak:>7.2f}  {step['shed']:>7,.0f}"
            f"  {step['health_p99']:>13.1f}  {step['health_worst']:>8.1f}"
            f"  {step['memory'] / 2**20:>9.1f}"
        )
    before, after = (found["memory"][name] / 2**20 for name in ("before", "after"))
    left = found["steps"][-1]["good"] / peak
    verdict = "met" if left >= GOAL else "missed"
    rows.append(f"memory: {before:.1f} MB before, {after:.1f} MB after")
    rows.append(f"serves as before {found['recoverySeconds']:.2f} s after the load")
    rows.append(f"left of the peak: {left:.2f}, goal {GOAL}, {verdict}")
    return "\n".join(rows)


def failures(found):
    """Every load that had answers which are neither good nor a refusal."""
    return [f"{step['name']}: {step['wrong']}" for step in found["steps"] if step["wrong"]]
