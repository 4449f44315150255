#!/usr/bin/env bash
# Lints the deployment files: Dockerfile (hadolint), docker-compose.yml (the Compose
# specification's JSON schema) and the Nginx configuration (nginx -t, and gixy for its security),
# with and without TLS. YAML style and shell scripts are scripts/test's own stages.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/lib/tools.sh
source "$ROOT/scripts/lib/tools.sh"

cd "$ROOT"
PATH=$PATH:/usr/sbin
need nginx nginx-light
need openssl openssl
tools=$(python_tools deploy)
work=$(mktemp -d "${TMPDIR:-/tmp}/thoughts-lint.XXXXXX")
trap 'rm -rf "$work"' EXIT

"$tools/hadolint" --failure-threshold style Dockerfile
"$tools/check-jsonschema" --builtin-schema vendor.compose-spec docker-compose.yml

openssl req -x509 -newkey ed25519 -nodes -days 1 -subj /CN=localhost \
    -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
export STATE_DIR=$work/state
for tls in without with; do
    if [[ $tls == with ]]; then
        export TLS_CERT=$work/cert.pem TLS_KEY=$work/key.pem
    fi
    EDGE_TRUSTED='192.0.2.1, 198.51.100.0/24' nginx/render >"$work/$tls-tls.conf"
    nginx -q -t -c "$work/$tls-tls.conf" -e stderr
done
# host_spoofing: one service answers under every name, and links are relative or from PUBLIC_URL.
# hsts_header: plain HTTP stands beside HTTPS on purpose; whoever ends it adds the header.
# try_files_is_evil_too: the file is never there, it only orders two phases.
skips=host_spoofing,hsts_header,try_files_is_evil_too
"$tools/gixy" -l --skips "$skips" "$work/with-tls.conf" >"$work/gixy" 2>&1 || {
    cat "$work/gixy" >&2
    die "gixy objects to nginx/nginx.conf"
}
echo "deployment files: nothing found"
