#!/bin/bash
# Prints the path of valgrind, which counts instructions; as root, installs Debian's if there is none.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

from_debian valgrind VALGRIND valgrind valgrind
