"""Load over HTTP, by wrk."""

import dataclasses
import json
import os
import pathlib
import uuid

from shell import Failure, run

SCRIPT = pathlib.Path(__file__).with_name("load.lua")


@dataclasses.dataclass
class Request:
    """One request; `body` is sent as JSON, `status` is the answer that it must get."""

    method: str
    path: str
    token: str = ""
    body: dict | None = None
    status: int = 200

    def line(self):
        """The request as load.lua reads it."""
        body = "" if self.body is None else json.dumps(self.body)
        return f"{self.method}\t{self.path}\t{self.token}\t{body}\n"


def write_requests(path, requests):
    """Writes a file for load.lua."""
    path.write_text("".join(request.line() for request in requests), encoding="utf-8")


def put_under_load(url, requests, connections, seconds, keyed=False, rest=None):
    """Runs wrk over a file of requests and gives its counts. With `rest` each connection waits for
    so many milliseconds, on average, before each request."""
    out = run(
        ["wrk", "-t", min(2, os.cpu_count(), connections), "-c", connections, "-d", f"{seconds}s"]
        + ["--timeout", "10s", "-s", SCRIPT, url, "--", requests]
        + [uuid.uuid4().hex if keyed else ""]
        + ([] if rest is None else [rest])
    )
    results = [line for line in out.splitlines() if line.startswith("RESULT ")]
    if not results:
        raise Failure(f"wrk gave no result:\n{out}")
    counts = json.loads(results[0].removeprefix("RESULT "))
    kinds = ("connect", "read", "write", "status", "timeout")
    counts["errors"] = {kind: counts.pop(kind) for kind in kinds if counts[kind]}
    counts = {key: value for key, value in counts.items() if key not in kinds}
    counts["rate"] = counts["requests"] / (counts["microseconds"] / 1e6)
    return counts
