#!/bin/bash
# run.sh COMMAND...: the command, with this repository set up and its tools on PATH.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scripts/setup.sh
exec "$@"
