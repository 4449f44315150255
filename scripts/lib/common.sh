# shellcheck shell=bash
# What every script here shares. Source it first; it sets ROOT and nothing else of the caller's.

# A failing $(command) ends a script that asked for errexit, inside functions too.
shopt -s inherit_errexit

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export ROOT

# Tools that are fetched once (linters) live here, outside the working tree.
CACHE=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/thoughts
export CACHE

# One clear line on standard error, then the end.
die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Installs Debian packages: as root, or by sudo that asks for no password.
apt_install() {
    local as_root=()
    if [[ $(id -u) -ne 0 ]]; then
        sudo -n true 2>/dev/null || die "missing: $*; install with: sudo apt-get install $*"
        as_root=(sudo -n)
    fi
    "${as_root[@]}" apt-get update -qq >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >&2
}

# need COMMAND PACKAGE: installs Debian's PACKAGE when COMMAND is not there.
need() {
    command -v "$1" >/dev/null || apt_install "$2"
}
