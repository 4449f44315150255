#!/usr/bin/env bash
# Fuzzes a server from its own OpenAPI document (schemathesis): every check that it has, and those of
# fuzz_checks.py, stateful too, as two users and a moderator, on SQLite. THOUGHTS_BIN names the program.
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

# ask METHOD PATH TOKEN [BODY]: the answer. An empty token is none.
ask() {
    local more=()
    [[ -z $3 ]] || more+=(-H "Authorization: Bearer $3")
    [[ $# -lt 4 ]] || more+=(-H 'Content-Type: application/json' --data "$4")
    curl --silent --show-error --fail --noproxy '*' -X "$1" "${more[@]}" "$url$2"
}

# Registers somebody who reports somebody, and prints a line: who that is, the token, and what belongs
# to nobody else, or to nobody else but moderators.
somebody() {
    local name=$1 accused=$2 email note account token sessions
    email=$name.$RANDOM$RANDOM@example.org
    note="what $name thinks: $RANDOM$RANDOM"
    account=$(ask POST /v1/auth/register '' "$(jq -n --arg h "$name" --arg e "$email" \
        --arg p "$password" '{handle: $h, displayName: $h, email: $e, password: $p}')")
    token=$(jq -r .accessToken <<<"$account")
    sessions=$(ask GET /v1/auth/sessions "$token" | jq '[.data[].id]')
    [[ -z $accused ]] || ask POST /v1/reports "$token" "$(jq -n --arg u "$accused" --arg n "$note" \
        '{userId: $u, reason: "other", note: $n}')" >/dev/null
    jq -n --arg name "$name" --arg token "$token" --arg email "$email" --arg note "$note" \
        --argjson sessions "$sessions" --argjson account "$account" '{
            name: $name, id: $account.user.id, authorization: "Bearer \($token)",
            facts: ([$email, $account.refreshToken] + $sessions), shownToModerators: [$note],
            moderator: ($name == "mod")}'
}

# One reports the moderator, the other one him.
somebody mod '' >mod.json
somebody ada "$(jq -r .id mod.json)" >ada.json
somebody bob "$(jq -r .id ada.json)" >bob.json
people=(ada.json bob.json mod.json)
jq -s '{auth: map({name, fixedHeaders: [{name: "Authorization", value: .authorization}]})}' \
    "${people[@]}" >users.json
jq -s 'map({(.name): .}) | add' "${people[@]}" >facts.json
export FUZZ_FACTS=$work/facts.json SCHEMATHESIS_HOOKS=$ROOT/scripts/lib/fuzz_checks.py
export PYTHONDONTWRITEBYTECODE=1
env -i DATABASE_URL="sqlite://$work/thoughts.db" "$program" user role @mod moderator >/dev/null

# What ends a session, an account or a right would end the whole run with it: it comes last, alone.
ending=(changePassword deleteMe endSession logOut suspendUser unsuspendUser)
included=()
excluded=()
for operation in "${ending[@]}"; do
    included+=(--include-operation-id "$operation")
    excluded+=(--exclude-operation-id "$operation")
done

# fuzz ARGUMENT...: fails when a check does. In place of use_after_free is used_after_deletion, of
# fuzz_checks.py.
fuzz() {
    "$tools/schemathesis" --no-color run "$url/openapi.json" --url "$url" --checks all \
        --exclude-checks use_after_free --warnings off "$@" >report.txt 2>&1 || {
        cat report.txt >&2
        die "the server does not do what its document says"
    }
    grep -E 'Operations:|generated|sent again|looked through|never reached' report.txt
}

# The first of the users who may, and bob alone: he finds what the first has made.
fuzz "${excluded[@]}"
fuzz "${excluded[@]}" --auth-wfc-user bob --max-examples 20
fuzz "${included[@]}" --phases examples,coverage,fuzzing

process_pid "$work/pid" >/dev/null || die "the server has ended"
# Everything that was sent is refused or done; nothing of it is a fault.
if jq -Rr 'fromjson? | select(.level == "ERROR")' server.log | grep .; then
    die "the server has logged errors"
fi
