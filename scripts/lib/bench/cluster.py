"""The topology that is measured: scripts/cluster on ports of its own."""

import collections
import contextlib
import os
import pathlib
import re
import signal
import time
import urllib.error
import urllib.request

from options import ROOT
from shell import Failure, free_port, run


class Cluster:
    """Two replicas behind Nginx on a PostgreSQL of their own, for as long as the block runs."""

    def __init__(self):
        self.port = free_port()
        self.facts = {}

    def __enter__(self):
        try:
            out = self._script("up", {"RATE_LIMIT": "off", "DRAIN_SECONDS": "1"})
        except BaseException:
            self.__exit__()
            raise
        self.facts = dict(line.split("=", 1) for line in out.splitlines() if "=" in line)
        missing = {"url", "replica1", "replica2", "database_url"} - self.facts.keys()
        if missing:
            self.__exit__()
            raise Failure(f"scripts/cluster up has not printed {', '.join(sorted(missing))}")
        return self

    def __exit__(self, *_):
        with contextlib.suppress(Failure):
            self._script("down", {})

    def _script(self, verb, env):
        env = {**env, "CLUSTER_PORT": str(self.port)}
        return run([ROOT / "scripts" / "cluster", verb], env=env)

    def url(self, way):
        """The base URL of a way in: `replica` (the first one) or `nginx`."""
        return self.facts["replica1" if way == "replica" else "url"].rstrip("/")

    def processes(self):
        """The roots of the process trees, by the name under which they are accounted."""
        pids = {name: int(self.facts[f"{name}_pid"]) for name in ("nginx", "postgres")}
        replicas = [int(self.facts[f"replica{number}_pid"]) for number in (1, 2)]
        return {"replicas": replicas, "nginx": [pids["nginx"]], "postgres": [pids["postgres"]]}

    @contextlib.contextmanager
    def paused(self):
        """Stops the replicas: a limit is measured on a machine that does nothing else."""
        pids = self.processes()["replicas"]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def refusals(self):
        """How often each log of the cluster tells of a status that is no success."""
        found = collections.Counter()
        for log in pathlib.Path(self.facts["state"]).glob("*.log"):
            with log.open(encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    status = re.search(r'"status":([3-5]\d\d)', line)
                    if status:
                        found[f"{log.name}: {status[1]}"] += 1
        return dict(found)

    def settled(self, token):
        """Waits until both replicas serve a signed-in caller, after they were stopped: what
        they know of ended sessions must be fresh again."""
        end = time.monotonic() + 15
        for replica in ("replica1", "replica2"):
            request = urllib.request.Request(
                f"{self.facts[replica].rstrip('/')}/v1/me",
                headers={"Authorization": f"Bearer {token}"},
            )
            while True:
                try:
                    with urllib.request.urlopen(request, timeout=5) as answer:
                        answer.read()
                    break
                except (urllib.error.URLError, OSError) as error:
                    if time.monotonic() > end:
                        raise Failure(f"{replica} does not come back: {error}") from error
                    time.sleep(0.1)
