#!/bin/bash
# Prints the preview of the example, then runs page, worker and sandbox in wrangler dev until Ctrl-C. Requires page.sh.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

example=pkg/examples/conversation.json
say "userlike-limeobject preview $example"
status=0
node node_modules/userlike-limeobject/bin/userlike-limeobject.js preview $example || status=$?
# 1 means that the preview has errors; 2 that there is no preview.
[ $status -ne 2 ] || die "$example could not be previewed" "see the error above"

# wrangler dev reads secrets from this file, which git ignores.
secrets=edge/.dev.vars
if ! [ -e $secrets ]; then
    random() { node -p 'crypto.randomBytes(24).toString("base64url")'; }
    (umask 077 && printf 'ADMIN_TOKEN=%s\nWEBHOOK_SECRET=%s\n' "$(random)" "$(random)" >$secrets)
fi

# PORT, or the next port on which no server listens.
wanted=${PORT:-5173}
{ [[ $wanted =~ ^[1-9][0-9]{0,4}$ ]] && [ "$wanted" -le 65535 ]; } || die "invalid PORT=$wanted" "choose a number, e.g. PORT=8080"
port=$wanted
while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
note=
[ "$port" = "$wanted" ] || note=" (port $wanted is in use)"
state=${EDGE_STATE:-build/edge-state}
[[ $state == /* ]] || state_path=$ROOT/$state

# In a process group of its own, so that wrangler, its Node and workerd can be ended together.
set -m
env WRANGLER_SEND_METRICS=false WRANGLER_HIDE_BANNER=true CLOUDFLARE_CF_FETCH_ENABLED=false \
    WRANGLER_LOG_PATH="$LOGS/wrangler" \
    wrangler dev --config edge/wrangler.jsonc --config sandbox/wrangler.jsonc --ip 127.0.0.1 --port "$port" \
    --persist-to "${state_path:-$state}" --inspector-port 0 --show-interactive-dev-session=false --log-level warn </dev/null >"$LOGS/dev.log" 2>&1 &
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

url=http://127.0.0.1:$port
say "worker: wrangler dev"
for _ in $(seq 600); do
    kill -0 $server 2>/dev/null || break
    if node -e 'fetch(process.argv[1]).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' $url/healthz; then
        ready=yes
        break
    fi
    sleep 0.1
done
if [ -z "${ready:-}" ]; then
    tail -n 50 "$LOGS/dev.log" >&2
    die "the worker did not start; the complete output is in build/log/dev.log" \
        "see the error above; make serve serves the page without the worker"
fi

cat <<EOF

  The page is at $url/$note
  To send from the page, open $url/#token=$(sed -n 's/^ADMIN_TOKEN=//p' $secrets)
  The sandbox Lime CRM is at $url/sandbox/client/
  The API is at $url/api/ and requires: Authorization: Bearer $(sed -n 's/^ADMIN_TOKEN=//p' $secrets)

  Send the example as Userlike's add-on for Lime CRM does, then open the link in the response:
    curl -sS -H 'x-api-key: sandbox' --data-binary @$example $url/limepkg-userlike/userlike/

  Stop with Ctrl-C. The sandbox's data stays in $state until make clean. The worker's log is build/log/dev.log.

EOF
wait $server
