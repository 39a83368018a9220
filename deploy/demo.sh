#!/bin/sh
# demo.sh - the main job in a minute: fictitious files of four forces and a digest, on a database of
# its own under var/demo.  Each command is shown as you would type it.
# usage: deploy/demo.sh BIN-DIRECTORY        (make demo)
set -u
bin=${1:?usage: demo.sh BIN-DIRECTORY}
dir=var/demo
run=$dir/run
samples=tests/samples
PATH=$bin:$PATH
export PATH
unset PFQ_RUN
failed=0

# Show, run, and hold the exit code to what is expected.
step() {
    want=$1
    shift
    printf '\n$ %s\n' "$*"
    "$@"
    code=$?
    if [ "$code" -ne "$want" ]; then
        printf 'demo: exit code %s, where %s was expected\n' "$code" "$want" >&2
        failed=1
    fi
}

# Until the theme that was planted has been found; the figures follow the commits.
wait_for_theme() {
    tries=0
    until pfq themes --run $run --force 42 2>/dev/null | grep -q recurring || [ $tries -ge 60 ]; do
        sleep 0.5
        tries=$((tries + 1))
    done
}

say() {
    printf '\n== %s\n' "$*"
}

# Once: what is stopped at its place is not stopped again at the end.
stop() {
    running=${up:-}
    up=
    [ -z "$running" ] || { kill -TERM "$running" 2>/dev/null && wait "$running"; }
}

mkdir -p "$dir"
# Themes are looked at every two seconds, not every minute.
printf '[feedback]\nthemes_ms = 2000\n' >"$dir/pfq.conf"
# Another run makes the same files again, so that they are known and not in conflict.
if [ ! -e "$dir/months" ]; then
    this=$(date +%Y-%m-15)
    printf 'step, 42, all, INTERVIEW, %s, , odds 4\n' "$(date -d "$this 5 months ago" +%Y-%m)" >"$dir/plant.csv"
    date -d "$this 24 months ago" +%Y-%m >"$dir/months"
    date -d "$this 1 month ago" +%Y-%m >>"$dir/months"
fi
from=$(sed -n 1p "$dir/months")
last=$(sed -n 2p "$dir/months")
if [ -e "$dir/pfq.db" ]; then
    say "The database of an earlier run is used again: what was sent then is a DUPLICATE now"
    say "(for a fresh one: rm -r $dir)"
else
    say "A fresh database: $dir/pfq.db"
fi

printf '\n$ pfq up --dir %s --config %s/pfq.conf &\n' "$dir" "$dir"
pfq up --dir "$dir" --config "$dir/pfq.conf" >"$dir/up.out" 2>"$dir/up.log" &
up=$!
trap stop EXIT                     # however it ends, nothing stays behind
trap 'exit 1' HUP INT TERM PIPE

waited=0
while [ ! -s "$dir/up.out" ]; do
    if ! kill -0 "$up" 2>/dev/null || [ "$waited" -ge 300 ]; then
        echo "demo: the services did not start:" >&2
        cat "$dir/up.log" >&2
        stop
        exit 1
    fi
    sleep 0.1
    waited=$((waited + 1))
done
cat "$dir/up.out"

say "Force 40 sends a file with faults, then the same file mended"
step 1 pfq submit --run $run $samples/40_first.json
step 0 pfq submit --run $run $samples/40_mended.json

say "Forces 41 and 43 send theirs; one is a Digital Case File"
step 1 pfq submit --run $run $samples/41_ngap.json $samples/43_gap.json
step 4 pfq submit --run $run --force 43 $samples/43_dcf.json

say "A broken file is answered with the place of the fault, and nothing is stored"
step 2 pfq submit --run $run $samples/broken.json

urn=$(sed -n 's/.*"urn" *: *"\([^"]*\)".*/\1/p' $samples/40_first.json | head -n 1)
say "One case: both submissions, and what was mended"
step 0 pfq case --run $run "$urn"

say "One mailbox: what force 43 is told"
step 0 pfq feedback 43 --run $run --after 0

say "Two years of made-up files of force 42, in which interviews became worse, and what its lead reads"
step 0 pfq simulate --run $run --forces 42 --files 150 --months "$from..$last" --plant $dir/plant.csv --submit
wait_for_theme
step 0 pfq digest 42 --month "$last" --run $run -o $dir/digest.txt
sed -n '1,/^Theme 2 of/p' $dir/digest.txt | sed '$d'
step 0 pfq digest 42 --month "$last" --run $run --html -o $dir/digest.html

say "And how it all is"
step 0 pfq status --run $run

say "Stop"
printf '\n$ kill %%1\n'
stop
code=$?
[ "$code" -eq 0 ] || { echo "demo: the services stopped with code $code" >&2; failed=1; }

cat <<END

Next:
  $bin/pfq check $samples/43_gap.json      what would be said of a file; nothing runs
  $bin/pfq up                              the services on ./var, until Ctrl-C
  $bin/pfq submit FILE                     a file of your own (proto/submission.proto)
  $bin/pfq help
  $dir/digest.html                         the digest as a page, in a browser
END
exit $failed
