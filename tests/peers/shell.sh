# What the peer scripts share; read with `.`, not run.
# MERKWERK_PEERS holds what they install and their data (default: .peers beside tests/).
peers_home() {
  local repo
  repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
  HOME_OF_PEERS=${MERKWERK_PEERS:-$repo/.peers}
  mkdir -p "$HOME_OF_PEERS"
  HOME_OF_PEERS=$(cd "$HOME_OF_PEERS" && pwd)
}

fail() { echo "$(basename "$0"): $*" >&2; exit 1; }

# install_packages NAME...: Debian packages, without their daemons being started system-wide.
install_packages() {
  [ "$(id -u)" = 0 ] || fail "needs the packages $*: install them, or run this as root"
  command -v apt-get >/dev/null || fail "needs the packages $*: there is no apt-get here"
  local guard=/usr/sbin/policy-rc.d ours=
  [ -e $guard ] || { printf '#!/bin/sh\nexit 101\n' >$guard; chmod 755 $guard; ours=1; }
  local log=$HOME_OF_PEERS/apt.log rc=0
  { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" ||
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; }
  } >"$log" 2>&1 </dev/null || rc=1
  [ -z "$ours" ] || rm -f $guard
  [ $rc = 0 ] || fail "could not install $* (see $log)"
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# stop_pid FILE WORD: ends the process in FILE if its command line still holds WORD.
stop_pid() {
  [ -e "$1" ] || return 0
  local pid
  pid=$(cat "$1")
  if [ -n "$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q -- "$2"; then
    kill "$pid" 2>/dev/null || true
    for _ in $(seq 60); do kill -0 "$pid" 2>/dev/null || break; sleep .2; done
    kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$1"
}
