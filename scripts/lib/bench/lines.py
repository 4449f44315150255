"""What is measured: each line of the table, its requests and its limit."""

import dataclasses
import itertools
import random
from urllib.parse import quote

from client import PASSWORD
from load import Request

# So many different requests are prepared for each line; wrk walks over them round and round.
PREPARED = 4000
# How many accounts the readers of home feeds follow.
FOLLOWS = (50, 500, 2000)
TEXT = "The swifts came back over the river this morning, an hour before the rain. #spring"


@dataclasses.dataclass(frozen=True)
class Line:
    """One line: how to ask, and what it is held against."""

    name: str
    # The requests that make one unit of work, given a World and a source of chance.
    unit: callable
    # `database`, `front` or `hash`.
    limit: str = "database"
    ways: tuple = ("replica", "nginx")
    # The ways that a quick run takes.
    quick_ways: tuple = ("replica", "nginx")
    # The least ratio to the limit, through a replica, that is good enough.
    goal: float | None = None
    # Whether each request carries an Idempotency-Key of its own.
    keyed: bool = False
    # How many accounts the callers follow; none when that does not matter.
    follows: int | None = None

    def requests(self, world, seed):
        """Enough requests for a round, the same for equal seeds."""
        chance = random.Random(seed)
        units = (self.unit(world, chance) for _ in itertools.count())
        return list(itertools.islice(itertools.chain.from_iterable(units), PREPARED))

    def requests_per_unit(self, world):
        """How many answers make one unit of the line's rate."""
        return len(self.unit(world, random.Random(0)))


def newest(world, chance):
    return [Request("GET", "/v1/posts?limit=20", world.token(chance))]


def newest_anonymous(_world, _chance):
    return [Request("GET", "/v1/posts?limit=20")]


def post_with_comments(world, chance):
    post = chance.choice(world.posts)
    return [Request("GET", f"/v1/posts/{post}?comments=20", world.token(chance))]


def post_then_comments(world, chance):
    post, token = chance.choice(world.posts), world.token(chance)
    return [
        Request("GET", f"/v1/posts/{post}", token),
        Request("GET", f"/v1/posts/{post}/comments?limit=20", token),
    ]


def posts_of_user(world, chance):
    user = chance.choice(world.users)
    return [Request("GET", f"/v1/users/{user}/posts?limit=20", world.token(chance))]


def home_feed(follows):
    def unit(world, chance):
        return [Request("GET", "/v1/feed?limit=20", world.token_of_reader(follows, chance))]

    return unit


def hashtag_feed(world, chance):
    path = f"/v1/hashtags/{quote(chance.choice(world.hashtags))}/posts?limit=20"
    return [Request("GET", path, world.token(chance))]


def search(world, chance):
    path = f"/v1/search?type=posts&limit=20&q={quote(chance.choice(world.words))}"
    return [Request("GET", path, world.token(chance))]


def notifications(world, chance):
    return [Request("GET", "/v1/notifications?limit=20", world.token(chance))]


def create_post(world, chance):
    return [Request("POST", "/v1/posts", world.token(chance), {"body": TEXT}, 201)]


def create_comment(world, chance):
    path = f"/v1/posts/{chance.choice(world.posts)}/comments"
    return [Request("POST", path, world.token(chance), {"body": TEXT}, 201)]


def login(world, chance):
    body = {"login": chance.choice(world.handles), "password": PASSWORD}
    return [Request("POST", "/v1/auth/login", body=body)]


LINES = (
    Line("newest 20 posts", newest, goal=0.5),
    Line("one post with its first comments", post_with_comments, goal=0.5),
    Line("the same in two requests", post_then_comments, ways=("replica",)),
    Line("a user's posts", posts_of_user),
    *(
        Line(f"home feed, follows {count:,}", home_feed(count), ways=("replica",), follows=count)
        for count in FOLLOWS
    ),
    Line("a hashtag's posts", hashtag_feed, ways=("replica",)),
    Line("search", search, ways=("replica",)),
    Line("notifications", notifications, ways=("replica",)),
    Line("create a post", create_post),
    Line("create a comment", create_comment, goal=0.4),
    Line(
        "create a comment, with a retry key", create_comment, keyed=True, quick_ways=("replica",)
    ),
    Line("login", login, limit="hash", quick_ways=("replica",)),
    Line("newest 20 posts, anonymous", newest_anonymous, limit="front", ways=("nginx",)),
)


def chosen(names, quick=False):
    """The lines whose names hold one of the given texts, all when none is given; in a quick run
    only by the ways that tell most."""
    found = [
        line for line in LINES if not names or any(name in line.name for name in names)
    ]
    if not quick:
        return found
    return [
        dataclasses.replace(
            line, ways=tuple(way for way in line.ways if way in line.quick_ways)
        )
        for line in found
    ]
