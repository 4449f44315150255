"""From a line to the script that pgbench runs for it."""

import base64
import json

import client
import statements
from pgbench import Script
from shell import Failure, say
from statements import AUTHOR, FRESH_ID, POST, USER, reader


def scripts(lines, recorder, database, world, show):
    """A script for each line that the database limits."""
    queries = statements.checked_queries()
    found = {}
    with recorder.listening():
        for line in lines:
            if line.limit == "database":
                templates = _record(line, recorder, database, world, queries)
                found[line.name] = Script(templates)
                if show:
                    say(f"--- {line.name}")
                    say("\n".join(template.text for template in templates))
    return found


def _record(line, recorder, database, world, queries):
    """Asks a replica once and looks what PostgreSQL ran."""
    base = world.cluster.url("replica")
    requests = line.requests(world, seed=7)[: line.requests_per_unit(world)]
    key = "recorded-key" if line.keyed else None
    # The first time a connection is used, sqlx prepares; that is not what is limited.
    for request in requests:
        client.ask(base, request)
    database.drained()
    facts = {}
    for request in requests:
        facts.update(_facts(request, line))
    if key:
        facts[key] = FRESH_ID

    templates = []
    for request in requests:
        ran = recorder.statements(lambda asked=request: client.ask(base, asked, key))
        writes = request.method != "GET"
        templates += statements.of_route(ran, recorder.noise, facts, writes, queries)
    if not any(template.parameters for template in templates) and facts:
        raise Failure(f"the statements of '{line.name}' bind nothing of the request")
    return templates


def _facts(request, line):
    """The ids that a request names, by what they are."""
    facts = {}
    if request.token:
        caller = reader(line.follows) if line.follows else AUTHOR
        facts[_subject(request.token)] = caller
    parts = request.path.partition("?")[0].split("/")
    kinds = {"posts": POST, "users": USER}
    if len(parts) > 3 and parts[2] in kinds:
        facts[parts[3]] = kinds[parts[2]]
    return facts


def _subject(token):
    """Who a token (RFC 7519) is about."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"]
