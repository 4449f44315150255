# shellcheck shell=bash
# shellcheck disable=SC2154 # state and edge_port are the script's
# The parts of scripts/cluster. They use its variables: state, edge_port, and what `remember` sets
# and `recall` reads again: binary, port1, port2, tls_port.

# Prints the path of the program, built when no ready one is named.
cluster_binary() {
    if [[ -n ${THOUGHTS_BIN:-} ]]; then
        [[ -x $THOUGHTS_BIN ]] || die "THOUGHTS_BIN=$THOUGHTS_BIN is not a program"
        realpath "$THOUGHTS_BIN"
        return
    fi
    (cd "$ROOT" && cargo build --release --bin thoughts >&2) || die "the build failed"
    local target=${CARGO_TARGET_DIR:-target}
    (cd "$ROOT" && realpath "$target/release/thoughts")
}

# Fails unless there is a cluster on this port. Its folder lies where others may make folders too, and
# what stands in it is run: it must be nobody else's, and no link to somewhere else.
require_own() {
    [[ -e $state || -L $state ]] || die "no cluster on port $edge_port"
    [[ -d $state && ! -L $state && -O $state ]] || die "$state belongs to somebody else"
}

# Chooses the ports and writes down, for later calls, these and the caller's environment.
remember() {
    port1=$(free_port "$edge_port")
    port2=$(free_port "$edge_port" "$port1")
    tls_port=${CLUSTER_TLS_PORT:-$(free_port "$edge_port" "$port1" "$port2")}
    printf '%s\n' "$binary" "$port1" "$port2" "$tls_port" >"$state/settings"
    if [[ -z ${AUTH_SIGNING_KEY:-} ]]; then
        AUTH_SIGNING_KEY=$(openssl genpkey -algorithm ed25519 -outform DER | base64 -w 0)
        export AUTH_SIGNING_KEY
    fi
    remember_environment
}

# Whole or not at all: a restart that is broken off must leave something to recall.
remember_environment() {
    env -0 >"$state/environment.new"
    mv "$state/environment.new" "$state/environment"
}

# The environment of `up` again; what the caller sets now goes before it.
recall() {
    local entry
    { read -r binary && read -r port1 && read -r port2 && read -r tls_port; } \
        2>/dev/null <"$state/settings" || die "$state is not complete; use down"
    while IFS= read -r -d '' entry; do
        # Functions that a shell exported are no names.
        [[ ${entry%%=*} =~ ^[A-Za-z_][A-Za-z0-9_]*$ && -z ${!BASH_REMATCH+set} ]] || continue
        export "${entry?}"
    done <"$state/environment"
}

# What is the cluster's own to say to every replica.
cluster_environment() {
    DATABASE_URL=$(postgres_url "$state/postgres")
    replica_hops=127.0.0.1${TRUSTED_PROXIES:+,$TRUSTED_PROXIES}
    export DATABASE_URL
    unset METRICS_ADDR
}

start_replica() {
    local number=$1 port
    [[ $number == 1 ]] && port=$port1 || port=$port2
    process_start "$state/replica$number.pid" "$state/replica$number.log" \
        env HOST=127.0.0.1 PORT="$port" TRUSTED_PROXIES="$replica_hops" \
        LOG_FORMAT="${LOG_FORMAT:-json}" "$binary" serve
}

await_replica() {
    local number=$1 port
    [[ $number == 1 ]] && port=$port1 || port=$port2
    wait_for_answer "http://127.0.0.1:$port/readyz" 60 "$state/replica$number.pid" || {
        tail -n 20 "$state/replica$number.log" >&2
        return 1
    }
}

start_nginx() {
    local edge=$state/nginx
    mkdir -p "$edge"
    [[ $(id -u) -ne 0 ]] || chmod 711 "$edge"
    STATE_DIR=$edge LISTEN=127.0.0.1:$edge_port TLS_LISTEN=127.0.0.1:$tls_port \
        REPLICA1=127.0.0.1:$port1 REPLICA2=127.0.0.1:$port2 EDGE_TRUSTED=${TRUSTED_PROXIES:-} \
        ACCESS_LOG=$state/access.log ERROR_LOG=$state/error.log \
        "$ROOT/nginx/render" >"$edge/nginx.conf"
    nginx -q -t -c "$edge/nginx.conf" -e "$state/error.log"
    process_start "$state/nginx.pid" "$state/error.log" \
        nginx -c "$edge/nginx.conf" -e "$state/error.log" -g 'daemon off;'
    wait_for_answer "http://127.0.0.1:$edge_port/healthcheck" 15 "$state/nginx.pid" || {
        tail -n 20 "$state/error.log" >&2
        return 1
    }
}
