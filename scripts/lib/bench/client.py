"""Single requests, looked at closely."""

import concurrent.futures
import json
import os
import urllib.error
import urllib.request

from shell import Failure

# What `thoughts seed` gives every made-up user.
PASSWORD = "thoughts-seed"


def ask(base, request, key=None):
    """Sends one request and gives the bytes of its answer, which must have the right status."""
    data = None if request.body is None else json.dumps(request.body).encode()
    headers = {"Content-Type": "application/json"} if data else {}
    if request.token:
        headers["Authorization"] = f"Bearer {request.token}"
    if key:
        headers["Idempotency-Key"] = key
    message = urllib.request.Request(
        base + request.path, data=data, headers=headers, method=request.method
    )
    try:
        with urllib.request.urlopen(message, timeout=15) as answer:
            status, body = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read()
    if status != request.status:
        text = body.decode(errors="replace")[:400]
        raise Failure(
            f"{request.method} {request.path} gave {status} instead of {request.status}: {text}"
        )
    return body


def tokens(base, logins, make_request):
    """Access tokens of many accounts."""
    with concurrent.futures.ThreadPoolExecutor(2 * os.cpu_count()) as pool:
        answers = pool.map(lambda login: ask(base, make_request(login)), logins)
        return [json.loads(answer)["accessToken"] for answer in answers]
