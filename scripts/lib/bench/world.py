"""The world that is asked about."""

import json
import os
import time

import client
import lines
from options import ROOT
from shell import Failure, run, say

# Enough authors that 32 connections seldom wait for the same counter.
AUTHORS = 200
SAMPLE = 20_000
FRESH_SECONDS = 300


def program():
    """The release binary, built by scripts/cluster; THOUGHTS_BIN names another to both."""
    if "THOUGHTS_BIN" in os.environ:
        return os.environ["THOUGHTS_BIN"]
    target = json.loads(run(["cargo", "metadata", "--format-version=1", "--no-deps"]))
    path = os.path.join(target["target_directory"], "release", "thoughts")
    if not os.path.exists(path):
        raise Failure(f"{path} is not there: scripts/cluster should have built it")
    return path


class World:
    """Ids of what the seed has made, and accounts that are signed in."""

    def __init__(self, options, cluster, database):
        self.cluster, self.database = cluster, database
        say(f"seeding {options.users} users, {options.posts} posts, {options.comments} comments")
        counts = [f"--users={options.users}", f"--posts={options.posts}"]
        counts += [f"--comments={options.comments}", "--rng-seed=42"]
        run([program(), "seed", *counts], env={"DATABASE_URL": cluster.facts["database_url"]})
        # What autovacuum would have done long ago in production, to tables that hold rows: of an
        # empty one it notes that it is empty, and plans made from that go on reading all of it
        # when it has grown.
        for (table,) in database.rows(
            "SELECT relid::regclass FROM pg_stat_user_tables WHERE pg_relation_size(relid) > 0"
        ):
            database.rows(f"VACUUM (ANALYZE) {table}")
        database.rows("CHECKPOINT")

        order = "ORDER BY md5(id || 'bench')"
        accounts = f"SELECT id, handle FROM users {order} LIMIT {SAMPLE}"
        self.users, self.handles = zip(*database.rows(accounts))
        posts = database.rows(f"SELECT id FROM posts {order} LIMIT {SAMPLE}")
        self.posts = [row[0] for row in posts]
        self.authors = self.users[:AUTHORS]
        self.tokens, self.signed_in_at = [], None

    def sign_in(self):
        """Signs the authors in, again when their tokens grow old: one lasts a quarter of an hour,
        and a round of a full run some minutes."""
        now = time.monotonic()
        if self.signed_in_at is not None and now - self.signed_in_at < FRESH_SECONDS:
            return
        self.signed_in_at = now

        def request(handle):
            body = {"login": handle, "password": client.PASSWORD}
            return lines.Request("POST", "/v1/auth/login", body=body)

        handles = self.handles[:AUTHORS]
        self.tokens = client.tokens(self.cluster.url("nginx"), handles, request)

    def token(self, chance):
        """The token of some author."""
        return chance.choice(self.tokens)

    def settle(self):
        """Waits until nothing is left to do of what was measured before."""
        self.cluster.settled(self.tokens[0])
        self.database.drained()
