#!/bin/sh
# Starts coturn with turnserver.conf of this folder and what differs from school to school:
#   RELAY_PEERS             the engines' addresses ("172.30.41.128-172.30.41.255"), several separated by spaces
#   RELAY_SECRET_FILE       the secret that the engines know as TURN_SECRET
#   RELAY_CERTIFICATE_DIR   fullchain.pem and privkey.pem; without them there is no TLS
set -eu
umask 077
scratch=${TMPDIR:-/tmp}
{
  cat "${0%/*}/turnserver.conf"
  printf 'static-auth-secret=%s\n' "$(cat "$RELAY_SECRET_FILE")"
  for peers in $RELAY_PEERS; do printf 'allowed-peer-ip=%s\n' "$peers"; done
  if [ -r "${RELAY_CERTIFICATE_DIR:-}/privkey.pem" ]; then
    printf 'cert=%s\npkey=%s\n' "$RELAY_CERTIFICATE_DIR/fullchain.pem" "$RELAY_CERTIFICATE_DIR/privkey.pem"
  else
    if [ -e "${RELAY_CERTIFICATE_DIR:-}/privkey.pem" ]; then echo "No TLS: user $(id -u) may not read privkey.pem." >&2; fi
    echo no-tls
  fi
  printf 'userdb=%s\npidfile=%s\n' "$scratch/turndb" "$scratch/turnserver.pid"
} >"$scratch/turnserver.conf"
# The image's program carries the right to open low ports and cannot start where no right may be gained: a copy has none.
cp "$(command -v turnserver)" "$scratch/turnserver"
exec "$scratch/turnserver" -c "$scratch/turnserver.conf" "$@"
