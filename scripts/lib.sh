# shellcheck shell=bash
# What every script shares: where things are, how a step is shown, and the tools on PATH. Sourced.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${USERLIKE_LIMEOBJECT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/userlike-limeobject}
LOGS=$ROOT/build/log
STAMPS=$ROOT/build/stamp
mkdir -p "$CACHE" "$LOGS" "$STAMPS"
cd "$ROOT"

# npm puts the pinned Node and every other tool here; before the first `npm ci` it is just missing.
case ":$PATH:" in
*":$ROOT/node_modules/.bin:"*) ;;
*) export PATH="$ROOT/node_modules/.bin:$PATH" ;;
esac

say() { printf '==> %s\n' "$*" >&2; }

# die WHAT [WHAT-TO-DO]
die() {
    printf 'error: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '  what to do: %s\n' "$2" >&2
    exit 1
}

# step LOG NAME HINT COMMAND...: names the step while it runs and keeps its output in build/log/LOG.log;
# only a failure shows the end of it.
step() {
    local log=$LOGS/$1.log name=$2 hint=$3 begun=$SECONDS
    shift 3
    say "$name"
    if ! "$@" >"$log" 2>&1; then
        tail -n 150 "$log" >&2
        die "$name: failed; all of its output is in ${log#"$ROOT"/}" "$hint"
    fi
    [ $((SECONDS - begun)) -lt 5 ] || printf '    done in %s s\n' $((SECONDS - begun)) >&2
}

# lock FILE: one process at a time; the lock ends with the process. Without flock (macOS) there is none.
lock() {
    command -v flock >/dev/null || return 0
    exec 9>"$1"
    flock -n 9 && return 0
    say "waiting for another run that is at work here"
    flock -w 1800 9 || die "another run has held $1 for 30 minutes" "end that run, then try again"
}

# digest PATH...: one hash over the names and contents of these files and everything in these folders.
digest() {
    find "$@" -type f -not -path '*/node_modules/*' -print0 2>/dev/null |
        LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

# fresh STAMP HASH OUTPUT...: was this already made from the same input, and is it all still there?
fresh() {
    local stamp=$STAMPS/$1 hash=$2 output
    shift 2
    for output in "$@"; do [ -e "$output" ] || return 1; done
    [ "$(cat "$stamp" 2>/dev/null)" = "$hash" ]
}

# made STAMP HASH: written last, so that a step that was killed half way runs again.
made() { printf '%s\n' "$2" >"$STAMPS/$1"; }
