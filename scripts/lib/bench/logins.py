"""Whether the time of a refused login tells that an account is there.

Known and unknown logins take turns with the same wrong password over one connection, and the two
groups of times are set against each other by a rank test (Mann and Whitney, 1947): how often does
a known login take longer than an unknown one? One half means that time tells nothing.
"""

import http.client
import json
import math
import statistics
import time
import urllib.parse

from client import PASSWORD
from shell import Failure, say

WRONG = PASSWORD + "-wrong"
# Where the seed's accounts have their mail.
DOMAIN = "seed.thoughts.example"
WARM_UP = 20


class Clock:
    """Times logins over one kept connection."""

    def __init__(self, base):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=30)

    def refused(self, login):
        """Milliseconds until a login is refused, and the answer without what no two share."""
        body = json.dumps({"login": login, "password": WRONG})
        began = time.perf_counter()
        self.connection.request(
            "POST", "/v1/auth/login", body, {"Content-Type": "application/json"}
        )
        answer = self.connection.getresponse()
        text = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status != 401:
            raise Failure(f"a wrong password gave {answer.status}: {text[:200]!r}")
        problem = json.loads(text)
        problem.pop("requestId", None)
        return took, (len(text), json.dumps(problem, sort_keys=True))


def measure(base, handles, samples):
    """Both groups of times for handles and for mail addresses; answers must be alike."""
    groups = {
        "handle": (handles, [f"zz_nobody_{n}" for n in range(samples)]),
        "email": (
            [f"{handle}@{DOMAIN}" for handle in handles],
            [f"zz_nobody_{n}@{DOMAIN}" for n in range(samples)],
        ),
    }
    clock, found = Clock(base), {}
    for name, (known, unknown) in groups.items():
        say(f"timing {samples} refused logins by {name} of each kind")
        times, answers = {"known": [], "unknown": []}, set()
        for number in range(-WARM_UP, samples):
            for kind, logins in (("known", known), ("unknown", unknown)):
                took, answer = clock.refused(logins[number % len(logins)])
                answers.add(answer)
                if number >= 0:
                    times[kind].append(took)
        found[name] = {**compare(times["known"], times["unknown"]), "answers": len(answers)}
    return found


def compare(known, unknown):
    """Medians, and the rank test with ties, by the normal approximation."""
    ranked = sorted([(took, 0) for took in known] + [(took, 1) for took in unknown])
    count, sum_of_ranks, ties, at = len(ranked), 0.0, 0, 0
    while at < count:
        end = at
        while end < count and ranked[end][0] == ranked[at][0]:
            end += 1
        rank = (at + 1 + end) / 2
        sum_of_ranks += rank * sum(1 for took in ranked[at:end] if took[1] == 0)
        ties += (end - at) ** 3 - (end - at)
        at = end
    n, m = len(known), len(unknown)
    above = sum_of_ranks - n * (n + 1) / 2
    spread = math.sqrt(n * m / 12 * ((count + 1) - ties / (count * (count - 1))))
    z = (above - n * m / 2) / spread if spread else 0.0
    return {
        "samples": n,
        "knownMedian": statistics.median(known),
        "unknownMedian": statistics.median(unknown),
        "knownLongerShare": above / (n * m),
        "z": z,
        "p": math.erfc(abs(z) / math.sqrt(2)),
    }


def table(found):
    """The lines to print."""
    rows = ["login by  samples each  known ms  unknown ms  known longer  z      p      answers"]
    for name, entry in found.items():
        rows.append(
            f"{name:<8}  {entry['samples']:>12}  {entry['knownMedian']:>8.2f}"
            f"  {entry['unknownMedian']:>10.2f}  {entry['knownLongerShare']:>12.3f}"
            f"  {entry['z']:>5.2f}  {entry['p']:>5.3f}  {entry['answers']:>7}"
        )
    return "\n".join(rows)
