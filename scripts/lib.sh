# shellcheck shell=bash
# Shared by all scripts, which source it: folders, output of steps, build stamps, tools on PATH.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${USERLIKE_LIMEOBJECT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/userlike-limeobject}
LOGS=$ROOT/build/log
STAMPS=$ROOT/build/stamp
mkdir -p "$CACHE" "$LOGS" "$STAMPS"
cd "$ROOT"

# The pinned Node and all other tools of npm. Missing before the first npm ci.
case ":$PATH:" in
*":$ROOT/node_modules/.bin:"*) ;;
*) export PATH="$ROOT/node_modules/.bin:$PATH" ;;
esac

log() { printf '==> %s\n' "$*" >&2; }

# die MESSAGE [HINT]
die() {
    printf 'error: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '  hint: %s\n' "$2" >&2
    exit 1
}

# step LOG NAME HINT COMMAND...: prints the name of the step and writes its output to build/log/LOG.log. If the command fails,
# prints the end of the output and HINT.
step() {
    local log=$LOGS/$1.log name=$2 hint=$3 begun=$SECONDS
    shift 3
    log "$name"
    if ! "$@" >"$log" 2>&1; then
        tail -n 150 "$log" >&2
        die "$name failed; the complete output is in ${log#"$ROOT"/}" "$hint"
    fi
    [ $((SECONDS - begun)) -lt 5 ] || printf '    done in %s s\n' $((SECONDS - begun)) >&2
}

# lock FILE: waits until no other process holds the lock; it is released when the process ends. No effect without flock (macOS).
lock() {
    command -v flock >/dev/null || return 0
    exec 9>"$1"
    flock -n 9 && return 0
    log "waiting for another run in this clone"
    flock -w 1800 9 || die "another run has held $1 for 30 minutes" "stop that run, then try again"
}

# digest PATH...: prints a hash of the names and contents of the files and of all files in the folders.
digest() {
    # A path that does not exist is no input.
    { find "$@" -type f -not -path '*/node_modules/*' -print0 2>/dev/null || true; } |
        LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

# up_to_date STAMP HASH OUTPUT...: succeeds if the outputs exist and were built from the input with this hash.
up_to_date() {
    local stamp=$STAMPS/$1 hash=$2 output
    shift 2
    for output in "$@"; do [ -e "$output" ] || return 1; done
    [ "$(cat "$stamp" 2>/dev/null)" = "$hash" ]
}

# mark_built STAMP HASH: records the hash of the input. Called last, so that an interrupted step runs again.
mark_built() { printf '%s\n' "$2" >"$STAMPS/$1"; }

# from_debian NAME VARIABLE PACKAGE COMMAND...: prints the path of a program: the one that VARIABLE names, otherwise the first of
# the commands that is installed. As root, installs Debian's package if there is none.
from_debian() {
    local name=$1 variable=$2 package=$3 given hint
    shift 3
    given="${!variable:-}"
    if [ -n "$given" ]; then
        [ -x "$given" ] || die "$variable=$given cannot be run" "set it to the path of a $name, or leave it unset"
        echo "$given"
        return
    fi
    first_command "$@" && return
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        die "no $name for the tests" "install it (apt-get install $package), or set $variable to the path of one"
    fi
    lock "$CACHE/debian.lock"
    if ! first_command "$@" >/dev/null; then
        hint="check that the Debian mirror can be reached, or set $variable to the path of a $name"
        step apt-update "$name: package lists" "$hint" apt-get update
        step "$package" "$name: apt-get install (about 40 s)" "$hint" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -o DPkg::Lock::Timeout=300 "$package"
    fi
    first_command "$@" || die "$name was installed, but there is no command $1" "set $variable to its path"
}

# first_command COMMAND...: prints the path of the first command that exists.
first_command() {
    local command
    for command in "$@"; do command -v "$command" && return; done
    return 1
}
