#!/bin/bash
# run.sh COMMAND...: sets up this repository and runs the command with its tools on PATH.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scripts/setup.sh
exec "$@"
