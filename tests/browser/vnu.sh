#!/bin/bash
# Brings the Nu HTML checker (npm package vnu-jar) to MERKWERK_PEERS/vnu.jar. Needs npm; java runs it.
set -eu
. "$(cd "$(dirname "$0")/../peers" && pwd)/shell.sh"
peers_home
[ ! -e "$HOME_OF_PEERS/vnu.jar" ] || exit 0
command -v npm >/dev/null || fail "needs npm to fetch the HTML checker"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent vnu-jar@26.9.27 >/dev/null && tar xzf vnu-jar-*.tgz) ||
  fail "could not fetch the HTML checker"
mv "$work/package/build/dist/vnu.jar" "$HOME_OF_PEERS/vnu.jar"
