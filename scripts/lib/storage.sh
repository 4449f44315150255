# shellcheck shell=bash
# What scripts/backup and scripts/restore share: where the data lies, as the program reads it.

# Prints the file behind sqlite://path, without the options after a question mark.
sqlite_file() {
    local path=${1#sqlite:}
    path=${path#//}
    printf '%s\n' "${path%%\?*}"
}

# Prints one of: postgres, sqlite.
storage_kind() {
    case $1 in
        postgres://* | postgresql://*) echo postgres ;;
        sqlite:*) echo sqlite ;;
        *) die "DATABASE_URL begins neither with postgres:// nor with sqlite:" ;;
    esac
}

# The client programs of the newest PostgreSQL here: an older pg_dump refuses a newer server.
postgres_client() {
    local dir
    while IFS= read -r dir; do
        if [[ -x $dir/$1 ]]; then
            printf '%s\n' "$dir/$1"
            return
        fi
    done < <(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV)
    need "$1" postgresql-client
    command -v "$1"
}

# Prints the program that renews the epoch: THOUGHTS_BIN, one on the PATH, or one built here.
thoughts_program() {
    local candidate target=${CARGO_TARGET_DIR:-$ROOT/target}
    for candidate in "${THOUGHTS_BIN:-}" "$(command -v thoughts || true)" \
        "$target/release/thoughts" "$target/debug/thoughts"; do
        if [[ -n $candidate && -x $candidate ]]; then
            realpath "$candidate"
            return
        fi
    done
    die "the program thoughts is not built; build it, or name it in THOUGHTS_BIN"
}
