#!/bin/sh
# Runs each test binary under a time limit; fails if any fails, after all have run.
# usage: run.sh SECONDS BINARY...
limit=$1
shift
failed=0
# Criterion itself keeps a few bytes; ours are not let off.
export LSAN_OPTIONS="suppressions=$(dirname "$0")/lsan.supp:print_suppressions=0"
for binary in "$@"; do
    echo "== $(basename "$binary")"
    timeout --kill-after=10 "$limit" "$binary" --jobs 2 --timeout "$limit" || failed=1
done
exit $failed
