#!/usr/bin/env bash
# Fuzzes a server from its own OpenAPI document (schemathesis): every check, stateful too, as two users
# and a moderator, on SQLite. THOUGHTS_BIN names the program.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/lib/tools.sh
source "$ROOT/scripts/lib/tools.sh"
# shellcheck source=scripts/lib/process.sh
source "$ROOT/scripts/lib/process.sh"

readonly program=${THOUGHTS_BIN:?names no program}
readonly password='a long and quiet evening'
need curl curl
need jq jq
tools=$(python_tools fuzz)
work=$(mktemp -d "${TMPDIR:-/tmp}/thoughts-fuzz.XXXXXX")
trap 'process_stop "$work/pid" 20; rm -rf "$work"' EXIT
cd "$work"
cp "$ROOT/scripts/lint/schemathesis.toml" .

# shellcheck disable=SC2119 # the ports taken, of which there are none
port=$(free_port)
url=http://127.0.0.1:$port
process_start "$work/pid" "$work/server.log" env -i HOST=127.0.0.1 PORT="$port" RATE_LIMIT=off \
    DRAIN_SECONDS=0 DATABASE_URL="sqlite://$work/thoughts.db" LOG_FORMAT=json "$program" serve
wait_for_answer "$url/readyz" 30 "$work/pid" || {
    cat "$work/server.log" >&2
    die "the server does not start"
}

# post PATH BODY: the answer.
post() {
    curl --silent --show-error --fail --noproxy '*' -H 'Content-Type: application/json' \
        --data "$2" "$url$1"
}

# Registers somebody and prints his entry of the file of users.
somebody() {
    post /v1/auth/register "$(jq -n --arg h "$1" --arg p "$password" \
        '{handle: $h, displayName: $h, email: "\($h)@example.org", password: $p}')" |
        jq --arg h "$1" \
            '{name: $h, fixedHeaders: [{name: "Authorization", value: "Bearer \(.accessToken)"}]}'
}

{
    somebody ada
    somebody bob
    somebody mod
} | jq -s '{auth: .}' >users.json
env -i DATABASE_URL="sqlite://$work/thoughts.db" "$program" user role @mod moderator >/dev/null

# What ends a session, an account or a right would end the whole run with it: it comes last, alone.
ending=(changePassword deleteMe endSession logOut suspendUser unsuspendUser)
included=()
excluded=()
for operation in "${ending[@]}"; do
    included+=(--include-operation-id "$operation")
    excluded+=(--exclude-operation-id "$operation")
done

# fuzz ARGUMENT...: fails when a check does, and when the server has failed. What was made is not asked
# to be there: a POST that repeats an Idempotency-Key gets its first answer, and what that one made may
# be deleted by then.
fuzz() {
    "$tools/schemathesis" --no-color run "$url/openapi.json" --url "$url" --checks all \
        --exclude-checks ensure_resource_availability --warnings off "$@" >report.txt 2>&1 || {
        cat report.txt >&2
        die "the server does not do what its document says"
    }
    grep -E 'Operations:|generated' report.txt
}

fuzz "${excluded[@]}"
fuzz "${included[@]}" --phases examples,coverage,fuzzing

process_pid "$work/pid" >/dev/null || die "the server has ended"
# Everything that was sent is refused or done; nothing of it is a fault.
if jq -Rr 'fromjson? | select(.level == "ERROR")' server.log | grep .; then
    die "the server has logged errors"
fi
