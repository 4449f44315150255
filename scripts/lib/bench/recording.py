"""Which statements a route runs, by listening to PostgreSQL while it runs them.

PostgreSQL logs every statement with its parameters (log_statement = all) while a request or two
are sent. So the limit runs what the route runs, whatever the adapter is changed to; that each
statement is also in crates/infrastructure/postgres/.sqlx is looked at by statements.py.
"""

import contextlib
import dataclasses
import os
import re
import time

from shell import Failure

MARK = "@bench@"
ENTRY = re.compile(rf"^{MARK}(\d+)@(LOG|DETAIL):  (.*?)(?=^{MARK}|\Z)", re.M | re.S)
PARAMETER = re.compile(r"\$(\d+) = (NULL|'((?:[^']|'')*)')")


@dataclasses.dataclass
class Statement:
    """A statement as PostgreSQL got it; a parameter that is None was NULL."""

    pid: int
    text: str
    parameters: dict[int, str | None]
    prepared: bool


class Recorder:
    """Reads the log of the throwaway server."""

    def __init__(self, database, postmaster):
        self.database = database
        # pg_ctl has sent the server's standard error to its log file.
        self.log = os.readlink(f"/proc/{postmaster}/fd/2")
        if not os.path.isfile(self.log):
            raise Failure(f"PostgreSQL logs to {self.log}, which cannot be read")
        self.noise = set()

    @contextlib.contextmanager
    def listening(self):
        """Logs every statement, and first learns what the replicas run by themselves."""
        settings = {"log_statement": "all", "log_line_prefix": f"{MARK}%p@"}
        self._set([f"ALTER SYSTEM SET {name} = '{value}'" for name, value in settings.items()])
        try:
            statements = self.statements(lambda: time.sleep(2.5))
            self.noise = {statement.text for statement in statements}
            yield self
        finally:
            self._set([f"ALTER SYSTEM RESET {name}" for name in settings])

    def _set(self, commands):
        for command in commands:
            self.database.rows(command)
        self.database.rows("SELECT pg_reload_conf()")
        # The backends look at it before their next statement.
        time.sleep(0.3)

    def statements(self, act):
        """What PostgreSQL ran while `act` did its work, in order."""
        begin = os.path.getsize(self.log)
        act()
        time.sleep(0.2)
        with open(self.log, encoding="utf-8", errors="replace") as file:
            file.seek(begin)
            return parse(file.read())


def parse(text):
    """The statements of a piece of log."""
    found = []
    for pid, level, message in ENTRY.findall(text):
        # PostgreSQL puts a tab before every further line of an entry.
        message = message.removesuffix("\n").replace("\n\t", "\n")
        kind, _, rest = message.partition(": ")
        if level == "LOG" and kind.startswith("execute "):
            found.append(Statement(int(pid), rest, {}, True))
        elif level == "LOG" and kind == "statement":
            found.append(Statement(int(pid), rest, {}, False))
        elif level == "DETAIL" and kind.lower() == "parameters" and found:
            found[-1].parameters = {
                int(number): None if whole == "NULL" else inner.replace("''", "'")
                for number, whole, inner in PARAMETER.findall(rest)
            }
    return found


def transactions(statements):
    """Groups the statements by connection into transactions; one outside any is one by itself."""
    open_ones, groups = {}, []
    for statement in statements:
        control = "" if statement.prepared else statement.text.upper()
        if re.search(r"(^|;)\s*(BEGIN|START TRANSACTION)\b", control):
            open_ones[statement.pid] = group = [statement]
            groups.append(group)
        elif statement.pid in open_ones:
            open_ones[statement.pid].append(statement)
            if re.match(r"\s*(COMMIT|END|ROLLBACK|ABORT)\b", control):
                del open_ones[statement.pid]
        else:
            groups.append([statement])
    return groups
