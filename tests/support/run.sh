#!/bin/sh
# Runs each test binary under a time limit; fails if any fails, after all have run. What a sanitizer says
# of a test, or of a program that it started, fails too, although the runner asks for no exit code of theirs.
# usage: run.sh SECONDS BINARY...
limit=$1
shift
failed=0
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
# Criterion and fontconfig keep a few bytes; ours are not let off.
export LSAN_OPTIONS="suppressions=$(dirname "$0")/lsan.supp:print_suppressions=0"
export ASAN_OPTIONS="log_path=$said/asan" UBSAN_OPTIONS="print_stacktrace=1:log_path=$said/ubsan"
for binary in "$@"; do
    echo "== $(basename "$binary")"
    timeout --kill-after=10 "$limit" "$binary" --jobs 2 --timeout "$limit" || failed=1
done
if [ -n "$(ls "$said")" ]; then
    cat "$said"/*
    echo "the sanitizers found faults, above"
    failed=1
fi
exit $failed
