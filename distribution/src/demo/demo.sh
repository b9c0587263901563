#!/usr/bin/env bash
# "Facilitated troubleshooting", live: see ./drover-dev demo.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.." && pwd)"
once=""
[ "${1:-}" = "--exit" ] && once=1

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n== %s\n' "$*"; }
fail() { printf 'The demonstration failed: %s\n' "$*" >&2; exit 1; }

build() {
  local archive
  archive="$(ls "$root"/distribution/target/drover-*.tar.gz 2>/dev/null | head -1 || true)"
  if [ -n "$archive" ] && [ -z "$(find "$root" -name '*.java' -newer "$archive" -not -path '*/target/*' -print -quit)" ]; then
    return
  fi
  say "Building Drover; the first time Maven fetches its libraries, which takes some minutes."
  (cd "$root" && mvn --batch-mode --no-transfer-progress -DskipTests -Dcheckstyle.skip -Dspotless.check.skip package 2>&1) |
    sed -u -n -E 's/^\[INFO\] Building (Drover [^[]*).*\[([0-9]+\/[0-9]+)\].*/  \2  \1/p; /ERROR/p' ||
    fail "the build did not succeed; run ./drover-dev test to see why."
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# What the rules did, from the audit trail as it is written.
follow_rules() {
  tail -n +1 -F "$1" 2>/dev/null | sed -u -n -E \
    -e 's/.*"what":"enforced","kind":"rule","subject":"([^"]*)".*/        rule \1 matched/p' \
    -e 's/.*"what":"shadowed","kind":"rule","subject":"([^"]*)".*/        rule \1 matched, in shadow mode: nothing is executed/p' \
    -e 's/.*"what":"(succeeded|failed|timeout)","kind":"execution".*"action":"([^"]*)".*/        action \2 \1/p'
}

stop() {
  trap - EXIT INT TERM
  local pid
  for pid in ${lab_pid:-} ${follow_pid:-} ${daemon_pid:-}; do
    kill "$pid" 2>/dev/null || true
  done
  pkill -P "${follow_pid:-0}" 2>/dev/null || true
  [ -n "${daemon_pid:-}" ] && wait "$daemon_pid" 2>/dev/null || true
}

build
archive="$(ls "$root"/distribution/target/drover-*.tar.gz | head -1)"
work="$root/target/demo"
rm -rf "$work"
mkdir -p "$work/spool"
tar -xzf "$archive" -C "$work" --strip-components=1
drover() { "$work/bin/drover" "$@"; }

chat_port="$(free_port)"
cp -r "$root/distribution/src/demo/lab" "$work/packs/lab"
printf 'chat_url: http://127.0.0.1:%s/hooks/demo\nspool: %s\n' "$chat_port" "$work/spool" >"$work/conf/packs/lab.yaml"

say "Starting the daemon on embedded H2 in $work"
export DROVER_HTTP_PORT="${DROVER_HTTP_PORT:-0}" DROVER_HTTP_AUTH_PORT="" DROVER_HTTP_STREAM_PORT=""
"$work/bin/droverd" >"$work/droverd.log" 2>&1 &
daemon_pid=$!
trap stop EXIT
trap 'stop; exit 130' INT TERM
for _ in $(seq 600); do
  [ -f "$work/data/run/http.json" ] && break
  kill -0 "$daemon_pid" 2>/dev/null || { cat "$work/droverd.log" >&2; fail "the daemon ended."; }
  sleep 0.1
done
[ -f "$work/data/run/http.json" ] || fail "the daemon did not start within 60 s; see $work/droverd.log."
url="$(sed -E 's/.*"url": "([^"]*)".*/\1/' "$work/data/run/http.json")"
tail -1 "$work/droverd.log"
drover sensor list
drover rule list

say "The monitoring server and the chat server play twelve seconds in the life of four hosts"
follow_rules "$work/log/audit.jsonl" &
follow_pid=$!
. "$work/lib/java.sh"
find_java "$work"
lab_classes="$(ls "$root"/testkit/target/drover-testkit-*.jar | head -1)"
for jar in "$work"/lib/{drover-model,vertx-core,netty-*,jackson-*,jspecify}.jar; do
  lab_classes="$lab_classes:$jar"
done
"$JAVA" -Xmx64m -XX:TieredStopAtLevel=1 -cp "$lab_classes" io.drover.testkit.lab.DemoLab \
  --webhook "$url/v1/webhooks/alerts" --spool "$work/spool" --token-file "$work/data/run/admin-token" \
  --chat-port "$chat_port" --once &
lab_pid=$!
wait "$lab_pid" || fail "the lab ended with an error."
lab_pid=""
kill "$follow_pid" 2>/dev/null || true
pkill -P "$follow_pid" 2>/dev/null || true

say "Why did a rule not fire? The alert that said the disk is well again:"
event="$(drover report query "select id from report_v1.events where trigger_type = 'core.st2.webhook' and payload like '%\"state\":\"OK\"%' order by accepted_at limit 1" -o json |
  sed -n -E 's/.*"([0-9a-f]{24})".*/\1/p' | head -1)"
[ -n "$event" ] || fail "no event came by the webhook."
drover why "$event" lab.diagnose_webhook

say "The audit trail of one trace, by SQL"
trace="$(drover report query "select trace_id from report_v1.executions where action_ref = 'lab.tell' order by requested_at limit 1" -o json |
  sed -n -E 's/.*"([0-9a-f]{24})".*/\1/p' | head -1)"
[ -n "$trace" ] || fail "nothing was told in the chat."
drover report query "select happened_at, who, what, kind, subject from report_v1.audit where trace_id = '$trace' order by happened_at"
[ -z "$(ls "$work/spool")" ] || fail "alerts were left in the spool folder."

say "Three commands worth trying next"
command="$(printf %q "$work/bin/drover")"
cat <<TEXT
  $command execution list
  $command run core.local cmd=date
  $command report query "select rule_ref, count(*) from report_v1.matches group by rule_ref"
TEXT
if [ -n "$once" ]; then
  kill "$daemon_pid"
  code=0
  wait "$daemon_pid" || code=$?
  daemon_pid=""
  [ "$code" = 0 ] || fail "the daemon ended with $code."
  say "All went as it should."
else
  say "The daemon runs at $url until Ctrl-C."
  wait "$daemon_pid"
fi
