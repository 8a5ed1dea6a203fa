#!/bin/bash
# browser.sh chromium|firefox: prints the path of that browser for the tests; as root, installs Debian's if there is none.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case "${1:-}" in
chromium) from_debian Chromium CHROME chromium chromium google-chrome chromium-browser ;;
firefox) from_debian Firefox FIREFOX firefox-esr firefox-esr firefox ;;
*) die "browser.sh knows chromium and firefox, not '${1:-}'" "name one of them" ;;
esac
