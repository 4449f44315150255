# shellcheck shell=bash
# A throwaway PostgreSQL for scripts that need a server for the length of one run.
#
#   throwaway_postgres_start   makes a cluster in a new temporary folder, listening on a Unix
#                              socket there and nowhere else, and sets THROWAWAY_POSTGRES_URL
#                              (a superuser's URL of the database `postgres`)
#   throwaway_postgres_stop    ends it and removes the folder; harmless when nothing runs
#
# Durability is off: a crash of this server loses nothing that anybody wants to keep.

throwaway_dir=""
throwaway_pid=""
# shellcheck disable=SC2034 # read by the scripts that source this file
THROWAWAY_POSTGRES_URL=""

# Where PostgreSQL's server programs are: the newest of Debian's, or those on the PATH.
throwaway_bindir() {
    local newest
    newest=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    if [[ -n $newest ]]; then
        dirname "$newest"
    elif command -v initdb >/dev/null; then
        dirname "$(command -v initdb)"
    else
        return 1
    fi
}

# PostgreSQL refuses to run as root; root runs it as the system user `postgres`.
throwaway_exec() {
    if [[ $(id -u) -eq 0 ]]; then
        exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
    else
        exec "$@"
    fi
}

throwaway_postgres_start() {
    local bin data
    if ! bin=$(throwaway_bindir); then
        apt_install postgresql
        bin=$(throwaway_bindir)
    fi
    throwaway_dir=$(mktemp -d "${TMPDIR:-/tmp}/thoughts-pg.XXXXXX")
    data=$throwaway_dir/data
    [[ $(id -u) -eq 0 ]] && chown postgres:postgres "$throwaway_dir"
    (
        cd "$throwaway_dir"
        throwaway_exec "$bin/initdb" --pgdata="$data" --username=thoughts --auth=trust \
            --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$throwaway_dir/initdb.log" 2>&1
    ) || { cat "$throwaway_dir/initdb.log" >&2; return 1; }
    (
        cd "$throwaway_dir" || exit
        # The shell that stands here becomes the server, so that $! is the server's own pid.
        throwaway_exec "$bin/postgres" -D "$data" -k "$throwaway_dir" -c listen_addresses= \
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 \
            -c shared_buffers=64MB -c max_wal_size=4GB -c autovacuum=off \
            >"$throwaway_dir/server.log" 2>&1 &
        echo $! >"$throwaway_dir/pid"
    )
    throwaway_pid=$(cat "$throwaway_dir/pid")
    THROWAWAY_POSTGRES_URL="postgres://thoughts@localhost/postgres?host=$throwaway_dir"
    for _ in $(seq 200); do
        "$bin/pg_isready" -q -h "$throwaway_dir" && return 0
        sleep 0.05
    done
    cat "$throwaway_dir/server.log" >&2
    return 1
}

throwaway_postgres_stop() {
    if [[ -n $throwaway_pid ]]; then
        # SIGINT is PostgreSQL's fast shutdown; its data goes away anyway.
        kill -INT "$throwaway_pid" 2>/dev/null || true
        for _ in $(seq 100); do
            kill -0 "$throwaway_pid" 2>/dev/null || break
            sleep 0.05
        done
        throwaway_pid=""
    fi
    [[ -n $throwaway_dir ]] && rm -rf "$throwaway_dir"
    throwaway_dir=""
}
