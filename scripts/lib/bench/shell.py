"""Running other programs."""

import os
import socket
import subprocess
import sys


class Failure(Exception):
    """Something that makes the run pointless; its text is the one line the operator needs."""


def run(command, env=None, stdin=None):
    """The standard output of a program that must succeed."""
    done = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **(env or {})},
        input=stdin,
        stdin=None if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        tail = "\n".join((done.stderr or done.stdout).strip().splitlines()[-15:])
        raise Failure(f"{command[0]} ended with {done.returncode}:\n{tail}")
    return done.stdout


def postgres_program(name):
    """A program of the PostgreSQL that scripts/lib/postgres.sh has found."""
    return os.path.join(os.environ["POSTGRES_BIN_DIR"], name)


def free_port():
    """A port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def say(text):
    """Progress goes to standard error: standard output carries the result."""
    print(text, file=sys.stderr, flush=True)
