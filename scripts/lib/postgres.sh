# shellcheck shell=bash
# Throwaway PostgreSQL instances from the machine's own binaries. Source this file; it only defines
# functions, and is safe under `set -euo pipefail`.
#
#   postgres_bin                         prints the folder that holds initdb and postgres
#   postgres_ensure                      the same, installing the Debian package when it is missing
#   postgres_start DIR [FSYNC] [S=V...]  makes (when DIR is new) and starts an instance under DIR
#   postgres_url DIR [DATABASE]          its URL, over the Unix socket, for sqlx and for libpq
#   postgres_pid DIR                     the pid of its postmaster; fails when it is not running
#   postgres_create_database DIR NAME    makes an empty database
#   postgres_stop DIR [MODE]             stops it (MODE as in pg_ctl: smart, fast, immediate)
#   postgres_remove DIR                  stops it at once and deletes DIR
#
# FSYNC is `on` (the default: an acknowledged commit survives a power cut) or `off` (unit tests:
# faster, and a crash may lose everything). Further arguments are settings of postgresql.conf, such
# as max_connections=200 or `listen_addresses=127.0.0.1 port=5544`; without the latter pair nothing
# listens on TCP. The superuser and the first database are both called `thoughts`.

postgres__fail() {
  printf 'postgres: %s\n' "$*" >&2
  return 1
}

# Newest version first; POSTGRES_BIN_DIR overrides the search.
postgres_bin() {
  local dir
  if [[ -n ${POSTGRES_BIN_DIR:-} ]]; then
    [[ -x $POSTGRES_BIN_DIR/initdb ]] || { postgres__fail "POSTGRES_BIN_DIR=$POSTGRES_BIN_DIR has no initdb"; return 1; }
    printf '%s\n' "$POSTGRES_BIN_DIR"
    return 0
  fi
  while IFS= read -r dir; do
    if [[ -x $dir/initdb && -x $dir/postgres ]]; then
      printf '%s\n' "$dir"
      return 0
    fi
  done < <(printf '%s\n' /usr/lib/postgresql/*/bin /usr/local/opt/postgresql*/bin | sort -rV)
  if command -v initdb >/dev/null && command -v postgres >/dev/null; then
    dirname "$(command -v initdb)"
    return 0
  fi
  return 1
}

postgres_ensure() {
  postgres_bin && return 0
  local as_root=()
  if ! command -v apt-get >/dev/null; then
    postgres__fail "no PostgreSQL server binaries found; install PostgreSQL 15 or later, or set POSTGRES_BIN_DIR"
    return 1
  fi
  if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
      postgres__fail "no PostgreSQL server binaries found; run: sudo apt-get install postgresql"
      return 1
    fi
    as_root=(sudo -n)
  fi
  # Debian would create and start a system-wide cluster on 5432, which nobody asked for.
  local conf=/etc/postgresql-common/createcluster.d/thoughts-no-main-cluster.conf
  {
    "${as_root[@]}" mkdir -p "${conf%/*}" &&
      echo 'create_main_cluster = false' | "${as_root[@]}" tee "$conf" &&
      "${as_root[@]}" apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends postgresql
  } >&2 || postgres__fail "apt-get could not install postgresql" || true
  "${as_root[@]}" rm -f "$conf"
  postgres_bin || { postgres__fail "PostgreSQL is still missing"; return 1; }
}

# PostgreSQL refuses to run as root, so root lends it an unprivileged account.
postgres__account() {
  if id -u postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

postgres__run() {
  if [[ $(id -u) -ne 0 ]]; then
    "$@"
    return
  fi
  local account
  account=$(postgres__account)
  if command -v setpriv >/dev/null; then
    setpriv --reuid="$account" --regid="$(id -g "$account")" --init-groups -- "$@"
  else
    runuser -u "$account" -- "$@"
  fi
}

# A socket path may hold 107 bytes; a deep DIR gets its socket folder in /tmp instead.
postgres__socket_dir() {
  cat "$1/socket.path"
}

postgres__prepare() {
  local dir=$1 bin=$2 socket
  mkdir -p "$dir" || return 1
  socket=$dir/socket
  if ((${#socket} > 80)); then
    socket=$(mktemp -d /tmp/thoughts-pg.XXXXXX) || return 1
  else
    mkdir -p "$socket" || return 1
  fi
  chmod 700 "$dir" "$socket" || return 1
  printf '%s\n' "$socket" >"$dir/socket.path"
  if [[ $(id -u) -eq 0 ]]; then
    chown -R "$(postgres__account):" "$dir" "$socket" || return 1
  fi
  if ! (cd / && postgres__run test -w "$dir"); then
    postgres__fail "the account $(postgres__account) cannot reach $dir: a parent folder is closed to it"
    return 1
  fi
  (cd / && postgres__run "$bin/initdb" --pgdata="$dir/data" --username=thoughts --encoding=UTF8 \
    --locale=C.UTF-8 --auth=trust --no-sync --no-instructions) >"$dir/initdb.log" 2>&1 || {
    cat "$dir/initdb.log" >&2
    postgres__fail "initdb failed in $dir"
    return 1
  }
}

postgres_start() {
  local dir=$1 fsync=${2:-on} bin socket setting fresh=no
  shift
  (($# == 0)) || shift
  bin=$(postgres_ensure) || return 1
  if [[ ! -e $dir/data/PG_VERSION ]]; then
    postgres__prepare "$dir" "$bin" || return 1
    fresh=yes
  fi
  socket=$(postgres__socket_dir "$dir") || return 1
  {
    printf "unix_socket_directories = '%s'\n" "$socket"
    printf "listen_addresses = ''\n"
    printf 'fsync = %s\nsynchronous_commit = %s\nfull_page_writes = %s\n' "$fsync" "$fsync" "$fsync"
    printf "timezone = 'UTC'\nlog_timezone = 'UTC'\n"
    for setting in "$@"; do
      printf "%s = '%s'\n" "${setting%%=*}" "${setting#*=}"
    done
  } >"$dir/data/thoughts.conf"
  # The server's account reads it, whatever the caller's umask; the folder is closed to others.
  chmod 644 "$dir/data/thoughts.conf"
  grep -q '^include = .thoughts.conf' "$dir/data/postgresql.conf" ||
    echo "include = 'thoughts.conf'" >>"$dir/data/postgresql.conf"
  postgres_pid "$dir" >/dev/null || rm -f "$dir/data/postmaster.pid"
  (cd / && postgres__run "$bin/pg_ctl" start --pgdata="$dir/data" --log="$dir/postgres.log" \
    --wait --timeout=60 --silent) >&2 </dev/null || {
    tail -n 20 "$dir/postgres.log" >&2
    postgres__fail "the server in $dir did not start"
    return 1
  }
  if [[ $fresh == yes ]]; then
    postgres_create_database "$dir" thoughts
  fi
}

# The port is part of the socket's name.
postgres__port() {
  local port
  port=$(sed -n "s/^port = '\([0-9]*\)'$/\1/p" "$1/data/thoughts.conf" | tail -n 1)
  echo "${port:-5432}"
}

postgres_url() {
  local dir=$1 database=${2:-thoughts} socket
  socket=$(postgres__socket_dir "$dir") || return 1
  printf 'postgres:///%s?host=%s&port=%s&user=thoughts\n' "$database" "$socket" "$(postgres__port "$dir")"
}

postgres_pid() {
  local pid
  pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) || return 1
  # After a power cut the number may be anybody's; the postmaster stands in its data folder.
  [[ $(readlink "/proc/$pid/cwd") == "$(readlink -f "$1/data")" ]] || return 1
  printf '%s\n' "$pid"
}

postgres_create_database() {
  local bin
  bin=$(postgres_bin) || return 1
  "$bin/createdb" --maintenance-db="$(postgres_url "$1" postgres)" "$2"
}

postgres_stop() {
  local dir=$1 mode=${2:-fast} bin
  postgres_pid "$dir" >/dev/null || return 0
  bin=$(postgres_bin) || return 1
  (cd / && postgres__run "$bin/pg_ctl" stop --pgdata="$dir/data" --mode="$mode" --wait --silent) >&2
}

postgres_remove() {
  local dir=$1 socket
  [[ -e $dir/socket.path ]] || return 0
  postgres_stop "$dir" immediate || return 1
  socket=$(postgres__socket_dir "$dir")
  rm -rf -- "$dir"
  if [[ $socket == /tmp/thoughts-pg.* ]]; then
    rm -rf -- "$socket"
  fi
}
