#!/bin/bash
# A private PostgreSQL cluster on loopback, trust authentication, for tests only.
# usage: postgres.sh setup | start | stop
# env: MERKWERK_PEERS, PG_PORT (default: a free one, remembered until stop), PG_NAME (cluster's name)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/shell.sh"
peers_home
H=$HOME_OF_PEERS/postgres-${PG_NAME:-main}

bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

setup() {
  [ -n "$(bin)" ] && [ -x "$(bin)/initdb" ] || install_packages postgresql
  mkdir -p "$H"
  [ "$(id -u)" != 0 ] || chown postgres "$H"
  as_owner test -x "$H" || fail "the user postgres cannot enter $H: set MERKWERK_PEERS elsewhere"
  [ -e "$H/data/PG_VERSION" ] || as_owner "$(bin)/initdb" -D "$H/data" -A trust -U postgres \
    -E UTF8 --no-locale >"$H.log" 2>&1 || fail "initdb failed (see $H.log)"
}

running() { as_owner "$(bin)/pg_ctl" -D "$H/data" status >/dev/null 2>&1; }

start() {
  setup
  if ! running; then
    port=${PG_PORT:-$(free_port)}
    as_owner "$(bin)/pg_ctl" -D "$H/data" -w -t 30 -l "$H/log" start -o "-p $port \
      -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
      -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" \
      >/dev/null 2>&1 </dev/null || fail "postgres did not start (see $H/log)"
  fi
  port=$(sed -n 4p "$H/data/postmaster.pid")
  printf '{"host": "127.0.0.1", "port": %s, "user": "postgres", "url": "postgresql://postgres@127.0.0.1:%s/postgres"}\n' "$port" "$port"
}

stop() {
  [ -e "$H/data/postmaster.pid" ] || return 0
  as_owner "$(bin)/pg_ctl" -D "$H/data" -m fast -w stop >/dev/null 2>&1 </dev/null || true
}

case "${1:-}" in
  setup | start | stop) "$1" ;;
  *) echo "usage: $0 setup|start|stop" >&2; exit 2 ;;
esac
