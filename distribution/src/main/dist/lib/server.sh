# "drover server start|stop|status": the daemon of this installation, in the background.

data="${DROVER_DATA_DIR:-$DROVER_HOME/data}"
log="${DROVER_LOG_DIR:-$DROVER_HOME/log}"

# Sets pid to the process of the daemon that listens; fails where there is none.
server_pid() {
  pid="$(sed -n 's/.*"pid": \([0-9]*\).*/\1/p' "$data/run/http.json" 2>/dev/null || true)"
  [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q 'io\.drover\.'
}

server_url() {
  sed -n 's/.*"url": "\([^"]*\)".*/\1/p' "$data/run/http.json"
}

server_start() {
  if server_pid; then
    echo "The daemon runs already at $(server_url), process $pid."
    return 0
  fi
  rm -f "$data/run/http.json"
  mkdir -p "$log"
  nohup "$DROVER_HOME/bin/droverd" >>"$log/droverd.log" 2>&1 </dev/null &
  local started=$!
  for _ in $(seq 1800); do
    if server_pid; then
      echo "The daemon listens at $(server_url), process $pid; it logs to $log/droverd.log."
      return 0
    fi
    if ! kill -0 "$started" 2>/dev/null; then
      local code=0
      wait "$started" || code=$?
      echo "Expected the daemon to start, but it ended with $code. The end of $log/droverd.log:" >&2
      tail -n 20 "$log/droverd.log" >&2
      return "$code"
    fi
    sleep 0.1
  done
  echo "Expected the daemon to listen within 180 s, but it does not yet. See $log/droverd.log." >&2
  return 1
}

server_stop() {
  if ! server_pid; then
    echo "No daemon runs on $data."
    return 0
  fi
  kill "$pid"
  for _ in $(seq 1200); do
    if ! kill -0 "$pid" 2>/dev/null; then
      echo "The daemon stopped."
      return 0
    fi
    sleep 0.1
  done
  echo "Expected process $pid to stop within 120 s, but it still runs. A second 'drover server stop' ends it at once." >&2
  return 1
}

server_status() {
  if server_pid; then
    echo "The daemon listens at $(server_url), process $pid."
  else
    echo "No daemon runs on $data."
    return 3
  fi
}

server() {
  case "${1:-}" in
    start | stop | status) "server_$1" ;;
    *)
      echo "Expected 'drover server start', 'stop' or 'status', but found '$*'. 'droverd' runs it in the foreground." >&2
      return 2 ;;
  esac
}
