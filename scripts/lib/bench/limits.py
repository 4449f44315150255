"""The limits: each does one line's work with nothing of the program in the way."""

import contextlib
import os
import pathlib
import re
import subprocess
import time

from client import PASSWORD, ask
from load import put_under_load, write_requests
from shell import Failure, free_port


class Hash:
    """Argon2id as the program computes it (19 MiB, two passes, one lane), by Debian's argon2,
    one at a time on each core."""

    COMMAND = ("argon2", "somesaltsomesalt", "-id", "-t", "2", "-k", "19456", "-p", "1")

    def measure(self, seconds):
        """How many a second, and the mean time of one: what argon2 itself says it took, so that
        the start of its process is not counted."""
        cores, end = os.cpu_count(), time.monotonic() + seconds
        took = []
        while time.monotonic() < end or not took:
            batch = [self._start() for _ in range(cores)]
            for process in batch:
                out, _ = process.communicate(PASSWORD)
                found = re.search(r"([0-9.]+) seconds", out)
                if not found:
                    raise Failure(f"argon2 said: {out}")
                took.append(float(found[1]))
        mean = sum(took) / len(took)
        return {"rate": cores / mean, "mean": mean * 1e6}

    def _start(self):
        pipe = subprocess.PIPE
        return subprocess.Popen(self.COMMAND, stdin=pipe, stdout=pipe, text=True)


CONFIGURATION = """
daemon off;
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    default_type application/json;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=10;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/files;
    }}
}}
"""


class Front:
    """Nginx that serves the bytes of an answer from a file."""

    def __init__(self, folder, body):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        files = self.folder / "files" / "v1"
        files.mkdir(parents=True)
        (files / "posts").write_bytes(body)
        # Started as root, its workers run as another account.
        for path in (self.folder.parent, self.folder, self.folder / "files", files):
            path.chmod(0o755)
        text = CONFIGURATION.format(folder=self.folder, port=self.port)
        (self.folder / "nginx.conf").write_text(text, encoding="utf-8")

    @contextlib.contextmanager
    def running(self):
        """Runs it for as long as the block."""
        command = ["nginx", "-c", self.folder / "nginx.conf", "-p", self.folder]
        command += ["-e", self.folder / "error.log"]
        process = subprocess.Popen([str(part) for part in command])
        try:
            yield self
        finally:
            process.terminate()
            process.wait()

    def measure(self, requests, connections, seconds):
        """Its rate under the same load as the cluster."""
        url = f"http://127.0.0.1:{self.port}"
        path = self.folder / "requests"
        write_requests(path, requests)
        for _ in range(50):
            with contextlib.suppress(OSError):
                ask(url, requests[0])
                break
            time.sleep(0.1)
        counts = put_under_load(url, path, connections, seconds)
        if counts["errors"]:
            raise Failure(f"the front limit failed: {counts['errors']}")
        return {"rate": counts["rate"], "mean": connections / counts["rate"] * 1e6}
