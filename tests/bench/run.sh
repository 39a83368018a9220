#!/bin/sh
# make bench: every figure with what it is compared with, in one run.
# BENCH_SECONDS (10) a window, BENCH_FILES (200000) for memory and disk.
set -eu
tree=$1
echo "== checks"
"$tree/bench/bench_checks" "$tree/share/pfq/catalogue" "$tree/share/pfq/reference" \
    tests/samples/43_gap.json tests/samples/41_ngap.json
"$tree/bench/bench_by_hand" "$tree/share/pfq/catalogue" "$tree/share/pfq/reference" \
    tests/samples/43_gap.json tests/samples/41_ngap.json
echo "== themes"
"$tree/bench/bench_themes"
echo "== commits"
"$tree/bench/bench_commits" "${BENCH_SECONDS:-10}" "${BENCH_FILES:-200000}" tests/samples/41_ngap.json
echo "== figures"
"$tree/bench/bench_figures"
echo "== digest"
"$tree/bench/bench_digest" "${BENCH_SECONDS:-10}" 1e7 tests/samples/41_ngap.json
