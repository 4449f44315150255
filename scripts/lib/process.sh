# shellcheck shell=bash
# Starting, watching and ending background processes by pid files. Source it; functions only.
# A pid file holds the pid and the process's start time, so that a pid which the system has given
# to somebody else in the meantime is never taken for ours.

# The moment the process started, in clock ticks since boot; empty when there is no such process.
process__started() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # The name in parentheses may hold anything; the state letter is the field after it.
    read -ra stat <<<"${stat##*) }"
    [[ ${stat[0]} != Z ]] || return 1
    echo "${stat[19]}"
}

# process_start PIDFILE LOG COMMAND...: in a session of its own, so that a closed terminal or ^C
# in the caller does not end it.
process_start() {
    local pidfile=$1 log=$2
    shift 2
    setsid "$@" </dev/null >>"$log" 2>&1 &
    local pid=$!
    disown "$pid"
    printf '%s %s\n' "$pid" "$(process__started "$pid" || echo 0)" >"$pidfile"
}

# Prints the pid when the process of PIDFILE still runs; fails otherwise.
process_pid() {
    local pid began
    read -r pid began 2>/dev/null <"$1" || return 1
    [[ $(process__started "$pid") == "$began" ]] || return 1
    echo "$pid"
}

# process_stop PIDFILE SECONDS: SIGTERM, and SIGKILL to one that outlives SECONDS.
process_stop() {
    local pid deadline=$((SECONDS + $2))
    if pid=$(process_pid "$1"); then
        kill -TERM "$pid" 2>/dev/null || true
        while process_pid "$1" >/dev/null; do
            if ((SECONDS >= deadline)); then
                kill -KILL "$pid" 2>/dev/null || true
            fi
            sleep 0.05
        done
    fi
    rm -f "$1"
}

# Whether somebody listens on a TCP port of this machine.
port_is_taken() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# free_port [TAKEN...]: a TCP port that nobody listens on now and that is none of TAKEN, below the
# range that outgoing connections use.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 10000))
        if [[ " $* " != *" $port "* ]] && ! port_is_taken "$port"; then
            echo "$port"
            return
        fi
    done
}

# wait_for_answer URL SECONDS PIDFILE: until URL answers 2xx; fails when the time is over or the
# process is gone.
wait_for_answer() {
    local deadline=$((SECONDS + $2))
    until curl --silent --fail --max-time 2 --noproxy '*' --output /dev/null "$1"; do
        if ((SECONDS >= deadline)) || ! process_pid "$3" >/dev/null; then
            return 1
        fi
        sleep 0.1
    done
}
