"""One whole run."""

import signal
import sys
import tempfile

import chart
import client
import feed
import lines
import logins
import options as command_line
import overload
import pgbench
import report
import routes
from cluster import Cluster
from database import Database
from processes import peak_memory
from recording import Recorder
from rounds import Rounds, summary
from shell import Failure, say
from world import World


def measure(options, folder):
    """Starts everything, takes all rounds, and ends everything; gives the result."""
    wanted = lines.chosen(options.only, options.quick)
    say("starting the cluster (a release build first, when there is none)")
    with Cluster() as cluster:
        database = Database(cluster.facts["database_url"])
        world = World(options, cluster, database)
        world.gather(wanted)
        world.sign_in()
        pgbench.prepare(database, world)
        recorder = Recorder(database, int(cluster.facts["postgres_pid"]))
        scripts = routes.scripts(wanted, recorder, database, world, options.statements)
        body = client.ask(cluster.url("nginx"), lines.newest_anonymous(None, None)[0])
        rounds = Rounds(options, cluster, world, scripts, body, folder)
        rounds.take(wanted)
        memory = {
            name: max(peak_memory(pid) for pid in pids)
            for name, pids in cluster.processes().items()
        }
        found = summary(wanted, rounds.taken)
        if any(way["errors"] for line in found for way in line["ways"].values()):
            say(f"refusals by log of the cluster: {cluster.refusals()}")
    return report.collect(options, found, memory)


def time_logins(options):
    """Starts everything, times refused logins, and ends everything; gives the table."""
    with Cluster() as cluster:
        world = World(options, cluster, Database(cluster.facts["database_url"]))
        found = logins.measure(cluster.url("replica"), world.handles, options.logins)
    return logins.table(found)


def told(found):
    """Prints what came of asking too much; gives the exit code."""
    print(overload.table(found))
    failed = overload.failures(found)
    for failure in failed:
        say(f"bench: answers that are neither good nor a refusal: {failure}")
    return 1 if failed else 0


def ask_too_much(options):
    """Starts everything, asks for more than can be served, and ends everything."""
    with Cluster() as cluster:
        world = World(options, cluster, Database(cluster.facts["database_url"]))
        return overload.measure(cluster, world, options)


def main(arguments=None):
    """Gives the exit code."""
    options = command_line.parse(arguments)
    # So that the cluster goes down too when the run is asked to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if options.logins:
            print(time_logins(options))
            return 0
        if options.feed:
            print(feed.table(feed.measure(options)))
            return 0
        if options.overload:
            return told(ask_too_much(options))
        # Before anything is measured: what cannot be read or written then cannot be later.
        earlier = report.earlier(options.compare) if options.compare else None
        for path in (options.out, options.chart):
            report.make_room(path)
        with tempfile.TemporaryDirectory(prefix="thoughts-bench.") as folder:
            result = measure(options, folder)
        report.write(options.out, report.to_json(result))
        report.write(options.chart, chart.draw(result))
    except Failure as failure:
        say(f"bench: {failure}")
        return 1
    except KeyboardInterrupt:
        return 130
    print(report.table(result, earlier))
    print(report.memory_line(result["peakMemoryBytes"]))
    print(f"written: {options.out}, {options.chart}")
    failed = report.failures(result)
    for failure in failed:
        say(f"bench: not all answers were good: {failure}")
    return 1 if failed else 0
