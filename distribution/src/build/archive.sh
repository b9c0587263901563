#!/usr/bin/env bash
# Finishes the distribution: runs it once, so that it comes with class-data archives for the JDK that built it, then packs it.
# usage: archive.sh IMAGE_FOLDER ARCHIVE.tar.gz
set -euo pipefail
image="$(cd "$1" && pwd)"
archive="$2"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# of an earlier build: its libraries have the same dates, whatever is in them
rm -rf "$image/lib/archive"
export DROVER_HTTP_PORT=0 DROVER_HTTP_AUTH_PORT="" DROVER_HTTP_STREAM_PORT="" DROVER_DATA_DIR="$work/data" \
  DROVER_LOG_DIR="$work/log" DROVER_PACKS_DIR="$work/packs" JAVA_HOME="${JAVA_HOME:-}"
[ -n "$JAVA_HOME" ] || unset JAVA_HOME

mkdir -p "$work/packs/train/rules" "$work/packs/train/routes"
cat >"$work/packs/train/pack.yaml" <<'YAML'
ref: train
name: train
description: Exercises what a daemon does.
version: 0.1.0
author: Drover
YAML
cat >"$work/packs/train/rules/greet.yaml" <<'YAML'
name: greet
enabled: true
trigger: {type: core.st2.webhook, parameters: {url: train}}
criteria:
  trigger.body.kind: {type: equals, pattern: greeting}
where: "trigger.body.name is defined"
action: {ref: core.echo, parameters: {message: "Hello {{ trigger.body.name | upper }}"}}
YAML
cat >"$work/packs/train/routes/spool.camel.yaml" <<YAML
- route:
    id: spool
    from:
      uri: file:$work/spool
      parameters: {delete: true}
      steps:
        - to: {uri: "drover:trigger/train.none"}
YAML

"$image/bin/droverd" >"$work/droverd.log" 2>&1 &
daemon=$!
for _ in $(seq 1200); do
  [ -f "$work/data/run/http.json" ] && break
  kill -0 "$daemon" 2>/dev/null || break
  sleep 0.1
done
if [ ! -f "$work/data/run/http.json" ]; then
  cat "$work/droverd.log" >&2
  echo "Expected the packaged daemon to start, but it did not." >&2
  exit 1
fi
"$image/bin/drover" rule list >/dev/null
"$image/bin/drover" run core.local cmd=date >/dev/null
"$image/bin/drover" run core.noop >/dev/null
url="$(sed -E 's/.*"url": "http:\/\/([^"]*)".*/\1/' "$work/data/run/http.json")"
body='{"kind": "greeting", "name": "Ada"}'
for _ in 1 2 3; do
  exec 3<>"/dev/tcp/${url%:*}/${url#*:}"
  printf 'POST /v1/webhooks/train HTTP/1.1\r\nHost: drover\r\nX-Auth-Token: %s\r\nContent-Type: application/json\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s' \
    "$(cat "$work/data/run/admin-token")" "${#body}" "$body" >&3
  cat <&3 >/dev/null
  exec 3<&-
done
"$image/bin/drover" execution list >/dev/null
kill "$daemon"
wait "$daemon"
for written in "$image"/lib/archive/*.jsa.*; do
  [ -f "$written" ] && mv -f "$written" "${written%.*}"
done
chmod u+w "$image"/lib/archive/* 2>/dev/null || true
tar --sort=name --owner=0 --group=0 --numeric-owner -cf - -C "$(dirname "$image")" "$(basename "$image")" | gzip -6 >"$archive.new"
mv "$archive.new" "$archive"
