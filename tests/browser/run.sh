#!/bin/sh
# Looks at the sample pages in a real browser: see README.md.
# usage: run.sh DIRECTORY (of the built sample; takes the pages, pictures and node_modules)
set -eu
here=$(dirname "$0")
to=$1
echo "== browser"
skip() {
    echo "skipped: no browser ($1); deploy/install-deps.sh installs what is missing"
    exit 0
}
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[ -n "$browser" ] || skip "no chromium"
command -v node >/dev/null || skip "no node"
command -v npm >/dev/null || skip "no npm"

LSAN_OPTIONS="suppressions=$here/../support/lsan.supp:print_suppressions=0" "$to/sample" "$to"
# axe-core, exactly as the lock file says; once for each version of it.
if ! cmp -s "$here/package-lock.json" "$to/installed.json"; then
    cp "$here/package.json" "$here/package-lock.json" "$to/"
    if ! npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund --silent; then
        [ -z "${CI:-}" ] || exit 1 # there it must run
        skip "npm cannot fetch axe-core"
    fi
    cp "$here/package-lock.json" "$to/installed.json"
fi
exec timeout 300 node "$here/check.mjs" "$browser" "$to"
