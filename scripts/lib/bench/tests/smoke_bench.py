"""The whole thing, once, with the program that THOUGHTS_BIN names: a tiny world, short rounds."""

import http.server
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest
import xml.etree.ElementTree as xml

import load
from options import ROOT

SMALL = ["--users=20", "--posts=60", "--comments=200", "--rounds=1", "--seconds=1"]
SMALL += ["--connections=4", "--clients=2"]


def still_running(folder):
    """Command lines of processes that have something to do with the folder."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if folder in command:
            found.append(command)
    return found


class Whole(unittest.TestCase):
    def test_a_run_writes_its_result_and_leaves_nothing_behind(self):
        with tempfile.TemporaryDirectory(prefix="bench-smoke.") as folder:
            place = pathlib.Path(folder)
            # PostgreSQL and Nginx's workers pass through it under accounts of their own.
            place.chmod(0o711)
            state = place / "state"
            state.mkdir(mode=0o711)
            out = place / "run.json"
            command = [str(ROOT / "scripts" / "bench"), *SMALL, f"--out={out}"]
            # One line of each kind of limit.
            for name in ("create a comment, with", "login", "anonymous"):
                command += ["--only", name]
            ran = subprocess.run(
                command,
                env={**os.environ, "TMPDIR": str(state)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            self.assertEqual(ran.returncode, 0, ran.stderr)
            result = json.loads(out.read_text(encoding="utf-8"))
            lines = {line["name"]: line for line in result["lines"]}
            self.assertEqual(
                {name: line["limit"] for name, line in lines.items()},
                {
                    "create a comment, with a retry key": "database",
                    "login": "hash",
                    "newest 20 posts, anonymous": "front",
                },
            )
            for line in lines.values():
                self.assertGreater(line["limitRate"], 0, line)
                for way in line["ways"].values():
                    self.assertGreater(way["rate"], 0, line)
                    self.assertGreater(way["p99Microseconds"], 0, line)
                    self.assertGreater(sum(way["cpuMicroseconds"].values()), 0, line)
                    self.assertIn(f"{way['ratio']:.2f}", ran.stdout)
            self.assertGreater(min(result["peakMemoryBytes"].values()), 0)
            xml.parse(out.with_suffix(".svg"))
            self.assertEqual(list(state.iterdir()), [])
            self.assertEqual(still_running(folder), [])


class Overload(unittest.TestCase):
    def test_each_load_has_its_line_and_nothing_is_left_behind(self):
        with tempfile.TemporaryDirectory(prefix="bench-smoke.") as folder:
            place = pathlib.Path(folder)
            place.chmod(0o711)
            ran = subprocess.run(
                [str(ROOT / "scripts" / "bench"), "--overload", *SMALL],
                env={**os.environ, "TMPDIR": folder},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            told = ran.stdout
            names = [line.split("  ")[0] for line in told.splitlines()[1:6]]
            self.assertEqual(names, ["the peak", "1 x", "2 x", "5 x", "10 x"], ran.stderr)
            self.assertIn("serves as before", told)
            self.assertIn("left of the peak", told)
            # How a busy machine bears it is not for a test to say; that refusals are told apart is.
            self.assertNotIn("'503'", ran.stderr)
            self.assertEqual(list(place.iterdir()), [])
            self.assertEqual(still_running(folder), [])


class Broken(http.server.BaseHTTPRequestHandler):
    """A server that cannot."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Nobody reads it."""


class Load(unittest.TestCase):
    def test_answers_that_are_no_success_are_counted(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Broken)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        with tempfile.TemporaryDirectory() as folder:
            requests = pathlib.Path(folder) / "requests"
            load.write_requests(requests, [load.Request("GET", "/v1/posts")])
            url = f"http://127.0.0.1:{server.server_port}"
            counts = load.put_under_load(url, requests, connections=2, seconds=1)
        self.assertGreater(counts["requests"], 0)
        self.assertEqual(counts["errors"], {"status": counts["requests"]})
