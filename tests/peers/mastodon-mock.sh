#!/bin/bash
# A stateful Mastodon client API (PyPI mastodon-mock, from requirements/test.txt) on loopback.
# usage: mastodon-mock.sh setup | start | stop
# env: MERKWERK_PEERS, MOCK_PORT 8104, PYTHON (default: .venv/bin/python beside tests/, else python3)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/shell.sh"
peers_home
P=${MOCK_PORT:-8104}
RUN=$HOME_OF_PEERS/mastodon-mock-$P
python=${PYTHON:-$here/../../.venv/bin/python}
[ -x "$python" ] || python=$(command -v python3)
mock=$(dirname "$python")/mastodon_mock

setup() {
  [ -x "$mock" ] || "$python" -m pip install -q mastodon-mock || fail "could not install mastodon-mock"
}

start() {
  setup
  stop
  mkdir -p "$RUN"
  setsid "$mock" serve --in-memory --host 127.0.0.1 --port "$P" >"$RUN/log" 2>&1 </dev/null &
  echo $! >"$RUN/pid"
  for _ in $(seq 120); do
    if curl -fs -o /dev/null "http://127.0.0.1:$P/api/v1/instance"; then
      printf '{"server": "http://127.0.0.1:%s", "token": "mock_token"}\n' "$P"
      return
    fi
    kill -0 "$(cat "$RUN/pid")" 2>/dev/null || fail "the mock did not start (see $RUN/log)"
    sleep .25
  done
  fail "the mock is not ready after half a minute (see $RUN/log)"
}

stop() { stop_pid "$RUN/pid" mastodon_mock; }

case "${1:-}" in
  setup | start | stop) "$1" ;;
  *) echo "usage: $0 setup|start|stop" >&2; exit 2 ;;
esac
