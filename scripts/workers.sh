# shellcheck shell=bash
# Runs workers in wrangler dev until Ctrl-C. Sourced after lib.sh.

# next_free_port PORT: prints PORT or the next port on which no server listens.
next_free_port() {
    local port=$1
    { [[ $port =~ ^[1-9][0-9]{0,4}$ ]] && [ "$port" -le 65535 ]; } || die "invalid PORT=$port" "choose a number, e.g. PORT=8080"
    while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$port"
}

# start_workers LOG PORT PATH OPTION...: starts wrangler dev with these options in the background and waits until it responds
# to PATH. Its output is in build/log/LOG.log, its process in $server. It is stopped when the script ends.
start_workers() {
    local output=$LOGS/$1.log port=$2 path=$3 ready=
    shift 3
    log "wrangler dev"
    # In a process group of its own, so that wrangler, its Node and workerd can be ended together.
    set -m
    env WRANGLER_SEND_METRICS=false WRANGLER_HIDE_BANNER=true CLOUDFLARE_CF_FETCH_ENABLED=false WRANGLER_LOG_PATH="$LOGS/wrangler" \
        wrangler dev "$@" --ip 127.0.0.1 --port "$port" --inspector-port 0 --show-interactive-dev-session=false --log-level warn \
        </dev/null >"$output" 2>&1 &
    server=$!
    set +m
    trap stop_workers EXIT
    trap 'exit 0' INT TERM HUP
    for _ in $(seq 600); do
        kill -0 $server 2>/dev/null || break
        if node -e 'fetch(process.argv[1]).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "http://127.0.0.1:$port$path"; then
            ready=yes
            break
        fi
        sleep 0.1
    done
    [ -z "$ready" ] || return 0
    tail -n 50 "$output" >&2
    die "wrangler dev did not start; the complete output is in ${output#"$ROOT"/}" "see the error above"
}

stop_workers() {
    trap '' INT TERM HUP
    kill -TERM -- -$server 2>/dev/null || true
    for _ in $(seq 50); do
        kill -0 -- -$server 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL -- -$server 2>/dev/null || true
}
