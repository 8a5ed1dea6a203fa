#!/bin/bash
# The example as the command line shows it, then the page, served until Ctrl-C. After page.sh.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

example=pkg/examples/conversation.json
say "userlike-limeobject preview $example"
status=0
node node_modules/userlike-limeobject/bin/userlike-limeobject.js preview $example || status=$?
# 1 is an answer (the preview found errors); 2 says that there was none.
[ $status -ne 2 ] || die "the preview of $example could not be made" "see above"

exec node scripts/serve.mjs build/www
