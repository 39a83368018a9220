#!/bin/sh
# Looks at the sample pages in a real browser: see README.md.
# usage: run.sh DIRECTORY (of the built sample; takes the pages, pictures and node_modules)
set -eu
here=$(dirname "$0")
to=$1
echo "== browser"
skip() {
    echo "skipped: no browser ($1); deploy/install-deps.sh installs one"
    exit 0
}
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[ -n "$browser" ] || skip "no chromium"
command -v node >/dev/null || skip "no node"
command -v npm >/dev/null || skip "no npm"

"$to/sample" "$to"
# axe-core, exactly as the lock file says; once for each version of it.
if ! cmp -s "$here/package-lock.json" "$to/installed.json"; then
    cp "$here/package.json" "$here/package-lock.json" "$to/"
    npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund --silent
    cp "$here/package-lock.json" "$to/installed.json"
fi
exec timeout 300 node "$here/check.mjs" "$browser" "$to"
