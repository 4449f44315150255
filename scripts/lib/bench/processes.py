"""What processes cost, from /proc (proc(5))."""

import os

TICK = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    """The fields of /proc/PID/stat from the third on; the second may hold spaces."""
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
        return file.read().rpartition(")")[2].split()


def tree(root):
    """A process and all below it."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                children.setdefault(int(_stat(name)[1]), []).append(int(name))
            except (OSError, IndexError):
                continue
    found = [root]
    for pid in found:
        found.extend(children.get(pid, []))
    return found


def cpu_seconds(root):
    """User and system time of a process, of all below it, and of those it has outlived."""
    ticks = 0
    for pid in tree(root):
        try:
            fields = _stat(pid)
        except OSError:
            continue
        # utime and stime; of the root also cutime and cstime, where ended children went.
        ticks += sum(int(ticks) for ticks in fields[11 : 15 if pid == root else 13])
    return ticks / TICK


def peak_memory(root):
    """The largest peak (VmHWM) of resident memory among a process and those below it, in bytes.
    Shared memory counts in each, so a sum would count PostgreSQL's buffers many times."""
    peak = 0
    for pid in tree(root):
        try:
            with open(f"/proc/{pid}/status", encoding="utf-8") as file:
                lines = [line.split() for line in file if line.startswith("VmHWM")]
        except OSError:
            continue
        peak = max([peak] + [int(fields[1]) * 1024 for fields in lines])
    return peak


def memory(pid):
    """Resident memory (VmRSS) of one process, in bytes."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        lines = [line.split() for line in file if line.startswith("VmRSS")]
    return int(lines[0][1]) * 1024


class Meter:
    """CPU time by name, between two looks."""

    def __init__(self, roots):
        self.roots = roots
        self.before = self._look()

    def _look(self):
        return {
            name: sum(cpu_seconds(pid) for pid in pids) for name, pids in self.roots.items()
        }

    def spent(self):
        """Seconds of CPU since the meter was made."""
        now = self._look()
        return {name: now[name] - self.before[name] for name in now}
