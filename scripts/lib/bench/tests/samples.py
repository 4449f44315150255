"""What several tests begin with."""

import report


def taken(rate, **more):
    """What a round keeps of a way."""
    cpu = {"replicas": 100.0, "nginx": 10.0, "postgres": 50.0}
    kept = {"rate": rate, "p50": 1_000, "p99": 9_000, "errors": {}, "cpu": cpu}
    return {**kept, **more}


def line(name, ratio=0.5, goal=None, errors=None, ways=("replica", "nginx")):
    """A line of a result."""
    way = {
        "rate": 1_000.0 * ratio,
        "rates": [1_000.0 * ratio],
        "ratio": ratio,
        "p50Microseconds": 1_500,
        "p99Microseconds": 9_000,
        "cpuMicroseconds": {"replicas": 100.0, "nginx": 10.0, "postgres": 50.0},
        "errors": errors or {},
    }
    return {
        "name": name,
        "limit": "database",
        "goal": goal,
        "limitRate": 1_000.0,
        "limitRates": [1_000.0],
        "ways": {name: dict(way) for name in ways},
    }


def result(*lines):
    """A whole result, as far as it is read again."""
    return {
        "format": report.FORMAT,
        "lines": list(lines),
        "peakMemoryBytes": {"replicas": 2**20, "nginx": 2**21, "postgres": 2**22},
    }
