"""Questions to the throwaway database."""

import time

from shell import Failure, postgres_program, run


class Database:
    """The database of the cluster, reached by the same URL as the replicas reach it."""

    def __init__(self, url):
        self.url = url

    def rows(self, sql):
        """The rows of a query, each a list of texts. Values must hold no tab and no newline."""
        out = run(
            [postgres_program("psql"), "-X", "-q", "-At", "-F", "\t", "-v", "ON_ERROR_STOP=1"]
            + ["-d", self.url],
            stdin=sql,
        )
        return [line.split("\t") for line in out.splitlines()]

    def value(self, sql):
        """The first column of the first row."""
        return self.rows(sql)[0][0]

    def wait_until(self, condition, what, seconds=60):
        """Waits until a query gives true."""
        end = time.monotonic() + seconds
        while self.value(condition) != "t":
            if time.monotonic() > end:
                raise Failure(f"{what} has not come about in {seconds} s")
            time.sleep(0.05)

    def drained(self):
        """Waits until the sequencer has moved every event, so that no measurement pays for
        what another one wrote."""
        self.wait_until("SELECT NOT EXISTS (SELECT FROM outbox)", "an empty outbox")
