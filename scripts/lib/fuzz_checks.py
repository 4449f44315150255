"""What schemathesis checks of this service beside what it checks of any (see fuzz-api.sh).

It loads this file because SCHEMATHESIS_HOOKS names it. FUZZ_FACTS names a file with what belongs to one
user alone: `{"ada": {"authorization": "Bearer ...", "facts": [...], "shownToModerators": [...]}}`.
"""

import json
import os
import re
import uuid

import requests
import schemathesis
from schemathesis.openapi.checks import UseAfterFree
from schemathesis.specs.openapi.checks import use_after_free

KEY = "Idempotency-Key"
GOOD_KEY = re.compile(r"[\x20-\x7e]{1,255}")

with open(os.environ["FUZZ_FACTS"], encoding="utf-8") as file:
    OWNERS = json.load(file)
MODERATORS = {name for name, owner in OWNERS.items() if owner.get("moderator")}
NAMES = {owner["authorization"]: name for name, owner in OWNERS.items()}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Gives every request a key of its own, as long as the one that was made up.

    Nothing else tells them apart: examples and shrunk cases come again and again, and what the first
    answer to a key names may be deleted by then. How a retry is answered is `Retried`'s to check.
    """
    key = case.headers.get(KEY)
    if isinstance(key, str) and GOOD_KEY.fullmatch(key):
        fresh = uuid.uuid4().hex
        case.headers[KEY] = key[: -len(fresh)] + fresh if len(key) > len(fresh) else fresh


@schemathesis.check
class Retried:
    """Whoever sends a write again is told the same, and that it is not done twice."""

    def __init__(self):
        self.session = requests.Session()
        self.session.trust_env = False
        self.count = 0
        self.declared = False

    def after_response(self, context, response, case):
        declared = any(it.name == KEY for it in case.operation.iter_parameters())
        self.declared = self.declared or declared
        sent = response.request
        posted = declared and sent.method == "POST" and sent.headers.get(KEY)
        if not (posted and 200 <= response.status_code < 300):
            return True
        assert "idempotency-replayed" not in response.headers, "the key is not fresh"
        again = self.session.send(sent, timeout=20, allow_redirects=False)
        told = (again.status_code, again.content, again.headers.get("Idempotency-Replayed"))
        assert told == (response.status_code, response.content, "true"), f"a retry got {told}"
        self.count += 1
        return None

    def after_run(self, context):
        assert self.count or not self.declared, "nothing was sent again"
        print(f"{self.count} writes sent again")


@schemathesis.check
def used_after_deletion(context, response, case):
    """`use_after_free`, but for paths that only begin alike.

    To that check the likes of a post (`/likes`) should be gone once one's own (`/like`) is.
    """
    try:
        return use_after_free(context, response, case)
    except UseAfterFree as failure:
        freed, used = (request.split(" ", 1)[1] for request in (failure.free, failure.usage))
        if f"{used}/".startswith(f"{freed}/"):
            raise
        return None


@schemathesis.check
class Private:
    """Nobody is told what is another's own: a mail address, a session, what he has reported."""

    def __init__(self):
        self.asked = set()
        self.count = 0
        self.told = set()
        self.read_own = False

    def after_response(self, context, response, case):
        sent = response.request
        who = NAMES.get(_text(sent.headers.get("Authorization")))
        headers = "\n".join(value for values in response.headers.values() for value in values)
        answer = headers + "\n" + response.content.decode("utf-8", "replace")
        request = f"{sent.url}\n{_text(sent.body)}"
        self.asked.add(who)
        self.count += 1
        for name, owner in OWNERS.items():
            shown = owner["shownToModerators"]
            for fact in owner["facts"] + shown:
                if fact not in answer:
                    continue
                if name == who or (fact in shown and who in MODERATORS):
                    self.told.add(name)
                # Whoever says it himself may hear it again.
                elif fact not in request:
                    raise AssertionError(f"{who or 'nobody'} is told what is {name}'s: {fact}")
        if who is not None and 200 == response.status_code and case.operation.path == "/v1/me":
            self.read_own = True
        # Of those who came while it ran too: an address is told to its owner alone, who may be whoever
        # signs in.
        if not case.operation.path.startswith("/v1/auth/"):
            own = OWNERS[who]["facts"] if who is not None else []
            for email in _emails(_json(response.content)):
                known = email is None or email in own or email in request
                assert known, f"{who or 'nobody'} is told the address {email}"

    def after_run(self, context):
        everybody = ", ".join(sorted(str(who) for who in self.asked))
        print(f"{self.count} answers looked through, of {everybody}")
        # Whoever reads his own account has seen what is his, or this check sees nothing.
        assert self.told or not self.read_own, "nobody was told anything of his own"


def _text(value):
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else ""


def _json(content):
    try:
        return json.loads(content)
    except ValueError:
        return None


def _emails(value):
    """What stands under `email`, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "email" and not isinstance(inner, (dict, list)):
                yield inner
            yield from _emails(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _emails(inner)


@schemathesis.check
class Reached:
    """Says which operations have never done what they are for: of those not much is checked."""

    def __init__(self):
        self.asked = set()
        self.reached = set()

    def after_response(self, context, response, case):
        self.asked.add(case.operation.label)
        if 200 <= response.status_code < 400 and response.request.method == case.operation.method.upper():
            self.reached.add(case.operation.label)

    def after_run(self, context):
        never = ", ".join(sorted(self.asked - self.reached)) or "none"
        print(f"operations never reached: {never}")
