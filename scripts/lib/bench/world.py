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
# So many of those who follow a number of others.
READERS = 20

# Whom a reader follows is chosen by chance among all: the hardest for a feed, because those who
# write much are then as few among them as among everybody.
FOLLOW = """
    DELETE FROM follows WHERE follower_id = '{reader}';
    INSERT INTO follows (follower_id, followed_id, created_at)
    SELECT '{reader}', id, now() FROM users WHERE id <> '{reader}' AND deleted_at IS NULL
    ORDER BY md5(id || '{reader}') LIMIT {follows}
"""
RECOUNT = """
    UPDATE users u SET
        following_count = (SELECT count(*) FROM follows f WHERE f.follower_id = u.id),
        follower_count = (SELECT count(*) FROM follows f WHERE f.followed_id = u.id);
    VACUUM (ANALYZE) users;
    VACUUM (ANALYZE) follows
"""


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
        # Of those who follow so many: ids, handles, tokens.
        self.readers, self.handles_of_readers, self.tokens_of_readers = {}, {}, {}
        self.hashtags = self._texts(
            "SELECT tag FROM post_hashtags GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 50"
        )
        self.words = self._texts(
            "SELECT word FROM (SELECT regexp_split_to_table(lower(body), '[^a-z]+') AS word"
            " FROM (SELECT body FROM posts ORDER BY md5(id) LIMIT 2000) p) w"
            " WHERE length(word) > 4 GROUP BY word ORDER BY count(*) DESC, word LIMIT 200"
        )

    def _texts(self, sql):
        return [row[0] for row in self.database.rows(sql)]

    def gather(self, wanted):
        """Finds readers for each of these lines, and has each follow exactly as many as its line
        says, as far as there are so many."""
        taken = AUTHORS
        for follows in sorted({line.follows for line in wanted if line.follows}):
            chosen = slice(taken, taken + READERS)
            taken += READERS
            self.readers[follows] = self.users[chosen]
            self.handles_of_readers[follows] = self.handles[chosen]
            for reader in self.readers[follows]:
                self.database.rows(FOLLOW.format(reader=reader, follows=follows))
        self.database.rows(RECOUNT)

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
        url = self.cluster.url("nginx")
        self.tokens = client.tokens(url, handles, request)
        for follows, handles in self.handles_of_readers.items():
            self.tokens_of_readers[follows] = client.tokens(url, handles, request)

    def token(self, chance):
        """The token of some author."""
        return chance.choice(self.tokens)

    def token_of_reader(self, follows, chance):
        """The token of somebody who follows so many."""
        return chance.choice(self.tokens_of_readers[follows])

    def settle(self):
        """Waits until nothing is left to do of what was measured before."""
        self.cluster.settled(self.tokens[0])
        self.database.drained()
