#!/bin/bash
# Prints the preview of the example, then runs page, worker and sandbox in wrangler dev until Ctrl-C. Requires page.sh.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/workers.sh
source scripts/workers.sh

example=pkg/examples/conversation.json
log "userlike-limeobject preview $example"
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

wanted=${PORT:-5173}
port=$(next_free_port "$wanted")
note=
[ "$port" = "$wanted" ] || note=" (port $wanted is in use)"
state=${EDGE_STATE:-build/edge-state}
[[ $state == /* ]] && state_path=$state || state_path=$ROOT/$state
start_workers dev "$port" /healthz --config edge/wrangler.jsonc --config sandbox/wrangler.jsonc --persist-to "$state_path"

url=http://127.0.0.1:$port
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
