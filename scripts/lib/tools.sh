# shellcheck shell=bash
# Linters, pinned in scripts/lint and installed once per pin into $CACHE. Needs common.sh.

LINT=$ROOT/scripts/lint

# A folder of the cache that belongs to the exact contents of the given files.
pinned_folder() {
    local name=$1
    shift
    printf '%s/%s-%s\n' "$CACHE" "$name" "$(cat "$@" | sha256sum | cut -c1-16)"
}

# python_tools NAME: prints the folder with the programs of scripts/lint/NAME.txt.
python_tools() {
    local requirements=$LINT/$1.txt folder
    folder=$(pinned_folder "$1" "$requirements")
    if [[ ! -e $folder/done ]]; then
        python3 -c 'import ensurepip' 2>/dev/null || apt_install python3 python3-venv
        rm -rf "$folder"
        python3 -m venv "$folder" >&2
        "$folder/bin/pip" install -q --disable-pip-version-check -r "$requirements" >&2
        touch "$folder/done"
    fi
    printf '%s/bin\n' "$folder"
}

# Puts a Node.js on the PATH that the linters can run on: the machine's own when it is new
# enough, else the one that PyPI packages (Debian's is too old).
use_node() {
    local found
    found=$(node -p 'const [a, b] = process.versions.node.split(".").map(Number);
        (a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22' 2>/dev/null || true)
    if [[ $found != true ]] || ! command -v npm >/dev/null; then
        PATH=$(python_tools node):$PATH
    fi
}

# Prints the folder with the programs of scripts/lint/package.json. Call use_node before.
npm_tools() {
    local folder
    folder=$(pinned_folder npm "$LINT/package.json" "$LINT/package-lock.json")
    if [[ ! -e $folder/done ]]; then
        rm -rf "$folder"
        mkdir -p "$folder"
        cp "$LINT/package.json" "$LINT/package-lock.json" "$folder"
        (cd "$folder" && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error >&2)
        touch "$folder/done"
    fi
    printf '%s/node_modules/.bin\n' "$folder"
}
