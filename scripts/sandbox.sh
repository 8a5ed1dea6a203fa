#!/bin/bash
# Serves the sandbox Lime CRM without the other workers, until Ctrl-C.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/workers.sh
source scripts/workers.sh

port=$(next_free_port "${PORT:-8788}")
state=${SANDBOX_STATE:-$ROOT/build/sandbox-state}
start_workers sandbox-dev "$port" /sandbox/client/ --config sandbox/wrangler.jsonc --persist-to "$state"

url=http://127.0.0.1:$port/sandbox
cat <<EOF

  The sandbox Lime CRM is at $url
  Its API key is: sandbox
  Its objects are listed at $url/client/

    curl -sS -H 'x-api-key: sandbox' '$url/api/v1/limeobject/person/?_limit=2'

  Stop with Ctrl-C. The data stays in $state until make clean. The routes are described in sandbox/README.md.

EOF
wait $server
