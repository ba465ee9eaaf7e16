# To be sourced: a local system that runs for a while, and what a service of an image needs to join it. Wants $root and fail.

readonly patience=120
system_process=
system_port=

# A port of this machine that nobody listens on just now.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# Waits until the service on port $1, process $2, is ready; what it says is in file $3.
await_ready() {
  local deadline=$((SECONDS + patience))
  until curl -fsS -m 2 -o /dev/null "http://127.0.0.1:$1/health/readiness" 2>/dev/null; do
    kill -0 "$2" 2>/dev/null || fail "It ended: $(tail -n 5 "$3")"
    ((SECONDS < deadline)) || fail "It was not ready within $patience s: $(tail -n 5 "$3")"
    sleep 0.1
  done
}

# Starts the system; it says what it says in folder $1.
start_system() {
  # Builds what is missing, so that the wait below is for the start alone.
  "$root/deploy/budkavle" --help >"$1/build.log" 2>&1 || fail "The build failed: $(tail -n 5 "$1/build.log")"
  system_port=$(free_port)
  # The leader of a group: what it starts, a registry for one, ends with it.
  set -m
  "$root/deploy/budkavle" up --ephemeral --no-demo --port "$system_port" >"$1/up.log" 2>&1 &
  system_process=$!
  set +m
  await_ready "$system_port" "$system_process" "$1/up.log"
}

# Ends it, where it runs.
stop_system() {
  [[ -n $system_process ]] || return 0
  kill -- "-$system_process" 2>/dev/null || true
  wait "$system_process" 2>/dev/null || true
  system_process=
}

# The variables with which service $1 joins the system, on port $2, with its state in folder $3; a notifier listens on port $4 where given.
variables() {
  local broker=$((system_port + 4)) registry=$((system_port + 3))
  echo "BUDKAVLE_KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:$broker BUDKAVLE_KAFKA_SCHEMA_REGISTRY_URL=http://127.0.0.1:$registry/apis/ccompat/v7" \
    "BUDKAVLE_INTERNAL_TOKEN=of-the-images MICRONAUT_SERVER_HOST=127.0.0.1 BUDKAVLE_TOPICS_PARTITIONS=2 MICRONAUT_SERVER_PORT=$2"
  case $1 in
    router) echo "BUDKAVLE_ROUTER_STREAMS_INSTANCE_ID=image BUDKAVLE_ROUTER_STREAMS_STATE_DIRECTORY=$3" ;;
    notifier) echo "BUDKAVLE_NOTIFIER_INSTANCE_ID=image BUDKAVLE_NOTIFIER_ADVERTISED_HOST=127.0.0.1 BUDKAVLE_NOTIFIER_STATE_DIRECTORY=$3" ;;
    gateway) echo "BUDKAVLE_GATEWAY_NOTIFIER_URLS=http://127.0.0.1:${4:-$2} BUDKAVLE_GATEWAY_ISSUERS_LOCAL_ISSUER=urn:budkavle:local" \
      "BUDKAVLE_GATEWAY_ISSUERS_LOCAL_JWKS_URL=http://127.0.0.1:$system_port/dev/jwks" ;;
  esac
}
