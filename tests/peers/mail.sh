#!/bin/bash
# A real mail server on loopback: Dovecot (apt) with IMAP, IMAP over TLS, and LMTP to bring letters in.
# usage: mail.sh setup | start | stop
# env: MERKWERK_PEERS, IMAP_PORT 10143, IMAPS_PORT 10993, LMTP_PORT 10024
# accounts: any name; one password for all, which `start` prints; the certificate is made for this run.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/shell.sh"
peers_home
IMAP_PORT=${IMAP_PORT:-10143} IMAPS_PORT=${IMAPS_PORT:-10993} LMTP_PORT=${LMTP_PORT:-10024}
H=$HOME_OF_PEERS/mail-$IMAP_PORT
WORD=een-lang-wachtwoord-é

setup() {
  PATH=$PATH:/usr/sbin
  command -v dovecot >/dev/null && [ -e /usr/lib/dovecot/lmtp ] || install_packages dovecot-imapd dovecot-lmtpd
  command -v openssl >/dev/null || install_packages openssl
}

owner() { # whose the letters are: never root's
  if [ "$(id -u)" = 0 ]; then echo mail; else id -un; fi
}

configure() {
  cat <<C
base_dir = $H/run
state_dir = $H/run
log_path = $H/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <$H/cert.pem
ssl_key = <$H/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %Ln
mail_location = maildir:$H/letters/%n
mail_uid = $(owner)
mail_gid = $(id -gn "$(owner)")
first_valid_uid = 1
first_valid_gid = 1
namespace inbox {
  inbox = yes
}
passdb {
  driver = static
  args = password=$WORD
}
userdb {
  driver = static
  args = uid=$(owner) gid=$(id -gn "$(owner)") home=$H/letters/%n allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = $IMAP_PORT
  }
  inet_listener imaps {
    port = $IMAPS_PORT
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = $LMTP_PORT
  }
}
C
  [ "$(id -u)" = 0 ] || cat <<C
default_internal_user = $(id -un)
default_internal_group = $(id -gn)
default_login_user = $(id -un)
service anvil {
  chroot =
}
service imap-login {
  chroot =
}
C
}

start() {
  setup
  stop
  rm -rf "$H"
  mkdir -p "$H/run" "$H/letters"
  chown "$(owner)" "$H/letters"
  # Whoever owns the letters must be able to walk to them.
  local way=$H
  while [ "$way" != / ]; do chmod o+x "$way" 2>/dev/null || true; way=$(dirname "$way"); done
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$H/key.pem" -out "$H/cert.pem" >"$H/openssl.log" 2>&1 </dev/null || fail "openssl failed (see $H/openssl.log)"
  configure >"$H/dovecot.conf"
  setsid dovecot -F -c "$H/dovecot.conf" >"$H/out" 2>&1 </dev/null &
  echo $! >"$H/pid"
  for _ in $(seq 120); do
    if grep -qs "starting up" "$H/log" && (exec 3<>"/dev/tcp/127.0.0.1/$IMAP_PORT") 2>/dev/null; then
      printf '{"imap": "%s", "imaps": "%s", "lmtp": "%s", "password": "%s", "certificate": "%s"}\n' \
        "$IMAP_PORT" "$IMAPS_PORT" "$LMTP_PORT" "$WORD" "$H/cert.pem"
      return
    fi
    kill -0 "$(cat "$H/pid")" 2>/dev/null || fail "dovecot did not start (see $H/out and $H/log)"
    sleep .25
  done
  fail "dovecot is not ready after half a minute (see $H/log)"
}

stop() { stop_pid "$H/pid" dovecot; }

case "${1:-}" in
  setup | start | stop) "$1" ;;
  *) echo "usage: $0 setup|start|stop" >&2; exit 2 ;;
esac
