#!/bin/bash
# Serves the sandbox Lime CRM alone, on wrangler dev, until Ctrl-C.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

port=${PORT:-8788}
state=${SANDBOX_STATE:-$ROOT/build/sandbox-state}

# A process group of its own, so that all of it can be ended: wrangler, its Node, workerd.
set -m
env WRANGLER_SEND_METRICS=false WRANGLER_HIDE_BANNER=true CLOUDFLARE_CF_FETCH_ENABLED=false \
    WRANGLER_LOG_PATH="$LOGS/wrangler" \
    wrangler dev --config sandbox/wrangler.jsonc --ip 127.0.0.1 --port "$port" --persist-to "$state" \
    --inspector-port 0 --show-interactive-dev-session=false --log-level warn </dev/null >"$LOGS/sandbox-dev.log" 2>&1 &
server=$!
set +m
finish() {
    trap '' INT TERM HUP
    kill -TERM -- -$server 2>/dev/null || true
    for _ in $(seq 50); do
        kill -0 -- -$server 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL -- -$server 2>/dev/null || true
}
trap finish EXIT
trap 'exit 0' INT TERM HUP

url=http://127.0.0.1:$port/sandbox
say "sandbox: wrangler dev"
for _ in $(seq 600); do
    kill -0 $server 2>/dev/null || break
    ! node -e 'fetch(process.argv[1]).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$url/client/" || {
        up=yes
        break
    }
    sleep 0.1
done
if [ -z "${up:-}" ]; then
    tail -n 50 "$LOGS/sandbox-dev.log" >&2
    die "the sandbox did not start; all of its output is in build/log/sandbox-dev.log" "see above; PORT=8080 make sandbox takes another port"
fi

cat <<EOF

  The sandbox Lime CRM is at $url
  Its API key is: sandbox
  Its objects are shown at $url/client/

    curl -sS -H 'x-api-key: sandbox' '$url/api/v1/limeobject/person/?_limit=2'

  Ctrl-C ends it. What it holds stays in $state until make clean. sandbox/README.md has its routes.

EOF
wait $server
