#!/bin/sh
# Installs the Debian 12 packages that the build and the tests use; does nothing when
# all are there.  Needs root, or sudo.
set -eu

packages="gcc make pkg-config clang clang-format clang-tidy cppcheck libclang-rt-14-dev
protobuf-c-compiler protobuf-compiler libprotobuf-c-dev libzmq3-dev libsqlite3-dev
libcriterion-dev libfyaml-dev libinih-dev libjansson-dev libsodium-dev tzdata
libcairo2-dev libxlsxwriter-dev chromium nodejs libgmime-3.0-dev libcurl4-openssl-dev openssl
python3 python3-protobuf python3-zmq"
# Debian's npm is a package of its own; other sources' nodejs brings it along.
command -v npm >/dev/null || packages="$packages npm"

missing=""
for package in $packages; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "install-deps: these packages are missing, and this needs root:$missing" >&2
        exit 1
    }
    as_root=sudo
fi
echo "install-deps: installing$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086 # the list is meant to split
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
