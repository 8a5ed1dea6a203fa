#!/bin/bash
# The example as the command line shows it, then page and worker together on wrangler dev, until Ctrl-C. After page.sh.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

example=pkg/examples/conversation.json
say "userlike-limeobject preview $example"
status=0
node node_modules/userlike-limeobject/bin/userlike-limeobject.js preview $example || status=$?
# 1 is an answer (the preview found errors); 2 says that there was none.
[ $status -ne 2 ] || die "the preview of $example could not be made" "see above"

# Wrangler reads secrets for local work from this file, which git ignores.
secrets=edge/.dev.vars
if ! [ -e $secrets ]; then
    random() { node -p 'crypto.randomBytes(24).toString("base64url")'; }
    (umask 077 && printf 'ADMIN_TOKEN=%s\nWEBHOOK_SECRET=%s\n' "$(random)" "$(random)" >$secrets)
fi

wanted=${PORT:-5173}
port=$(node scripts/free-port.mjs "$wanted") || exit 1
state=${EDGE_STATE:-build/edge-state}
[[ $state == /* ]] || state_path=$ROOT/$state

# A process group of its own, so that all of it can be ended: wrangler, its Node, workerd.
set -m
env WRANGLER_SEND_METRICS=false WRANGLER_HIDE_BANNER=true CLOUDFLARE_CF_FETCH_ENABLED=false \
    WRANGLER_LOG_PATH="$LOGS/wrangler" \
    wrangler dev --config edge/wrangler.jsonc --config sandbox/wrangler.jsonc --ip 127.0.0.1 --port "$port" --persist-to "${state_path:-$state}" \
    --inspector-port 0 --show-interactive-dev-session=false --log-level warn </dev/null >"$LOGS/dev.log" 2>&1 &
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
    ! node -e 'fetch(process.argv[1]).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' $url/healthz || {
        up=yes
        break
    }
    sleep 0.1
done
if [ -z "${up:-}" ]; then
    tail -n 50 "$LOGS/dev.log" >&2
    die "the worker did not start; all of its output is in build/log/dev.log" "see above; or make serve, for the page alone"
fi

note=
[ "$port" = "$wanted" ] || note=" (port $wanted is taken)"
cat <<EOF

  The page is at $url/$note
  To send from it, open $url/#token=$(sed -n 's/^ADMIN_TOKEN=//p' $secrets)
  The sandbox Lime CRM is at $url/sandbox/client/
  The API is at $url/api/, for: Authorization: Bearer $(sed -n 's/^ADMIN_TOKEN=//p' $secrets)

  Send the example, as Userlike's add-on for Lime CRM does, and open the link that is answered:
    curl -sS -H 'x-api-key: sandbox' --data-binary @$example $url/limepkg-userlike/userlike/

  Ctrl-C ends it. What the sandbox holds stays in $state until make clean; the worker's log is build/log/dev.log.

EOF
wait $server
