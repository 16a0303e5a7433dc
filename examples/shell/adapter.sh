#!/usr/bin/env bash
# Lets Understudy judge a client made of curl and jq: one JSON message a line, in on stdin, out on stdout.
#
#   understudy verify --adapter 'bash examples/shell/adapter.sh' --run 'redbark/**' \
#     --expected-failures examples/shell/expected-failures.txt
#
# The protocol is told in docs/adapter.md. This is a small client on purpose: it reads lists of Redbark, one case after the
# other, and what it cannot do stands in expected-failures.txt.
set -u

readonly PAGE=200 ATTEMPTS=5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

main() {
  local message
  while IFS= read -r message; do
    case $(jq -r .type <<<"$message") in
      hello) hello ;;
      case) play "$message" ;;
      bye) return ;;
    esac
  done
}

hello() {
  jq -nc '{
    type: "hello", client: "understudy-example-shell", version: "1.0.0", language: "shell", capabilities: ["clock"],
    operations: ["Connections", "Categories", "Accounts", "Holdings", "Trades"] | map("redbark.list" + .)
  }'
}

# Plays one case. Rows are gathered in $work/rows, a line each; what went wrong stands in $failure.
play() {
  local message=$1 failure='' filters
  seq=$(jq .seq <<<"$message")
  base=$(jq -r .baseUrl <<<"$message")
  key=$(jq -r .credentials.apiKey <<<"$message")
  patience=$(jq '.limits.requestTimeoutMs / 1000' <<<"$message")
  now=$(instant "$message")
  deadline=$(jq --argjson now "$now" '$now + .limits.deadlineMs / 1000' <<<"$message")
  # Filters as they go into the address; several accounts are one parameter, with commas.
  filters=$(jq -r '.input | to_entries[] | "\(.key)=\(.value | if type == "array" then join(",") else . end | @uri)&"' \
    <<<"$message" | tr -d '\n')
  : >"$work/rows"
  case $(jq -r .operation <<<"$message") in
    redbark.listConnections) list /v1/connections .data ;;
    redbark.listCategories) list /v1/categories .categories ;;
    redbark.listHoldings) list "/v1/holdings?$filters" .data ;;
    redbark.listAccounts) pages "/v1/accounts?" ;;
    redbark.listTrades) pages "/v1/trades?$filters" ;;
  esac
  case $? in
    0) jq -sc --argjson seq "$seq" '{type: "result", seq: $seq, value: .}' "$work/rows" ;;
    1) jq -nc --argjson seq "$seq" --argjson failure "$failure" '{type: "result", seq: $seq, failure: $failure}' ;;
    *) ;; # Cancelled: nobody waits for an answer.
  esac
}

list() { # PATH MEMBER
  get "$1" && jq -c "$2[]" "$work/body" >>"$work/rows"
}

# Only hasMore ends a listing: a page may be short, and others follow.
pages() { # PATH, with its "?"
  local offset=0 empty=0 before after
  while :; do
    before=$(wc -l <"$work/rows")
    get "$1limit=$PAGE&offset=$offset" || return
    jq -c '.data[]' "$work/body" >>"$work/rows"
    [ "$(jq .pagination.hasMore "$work/body")" = true ] || return 0
    after=$(wc -l <"$work/rows")
    [ "$after" -gt "$before" ] && empty=0 || empty=$((empty + 1))
    if [ "$empty" -eq 3 ]; then
      fail incomplete 'page after page without a row, and more are said to follow'
      return 1
    fi
    offset=$((offset + $(jq .pagination.limit "$work/body")))
  done
}

# Leaves the answer in $work/body. 1: there is none, see $failure; 2: the case was cancelled.
get() { # PATH
  local attempt wait
  for ((attempt = 1; ; attempt++)); do
    once "$1" && return
    [ "$again" = yes ] && [ "$attempt" -lt "$ATTEMPTS" ] || return 1
    wait=${told:-$((1 << (attempt - 1)))}
    [ "$(jq -n "$now + $wait < $deadline")" = true ] || return 1
    pause "$wait" || return 2
  done
}

once() { # PATH
  local status
  again=yes told=''
  # The key goes in by stdin: arguments can be seen by everybody on the machine.
  status=$(curl --silent --compressed --max-time "$patience" --header @- --dump-header "$work/headers" \
    --output "$work/body" --write-out '%{http_code}' "$base$1" <<<"Authorization: Bearer $key")
  case $? in
    0) ;;
    28) fail timeout 'no whole answer in time' && return 1 ;;
    23 | 61) fail broken-answer 'the body cannot be unpacked' && return 1 ;;
    *) fail network 'the connection broke' && return 1 ;;
  esac
  case $status in
    2*)
      jq -e . "$work/body" >"$work/checked" 2>&1 && return 0
      fail broken-answer 'the body is no JSON' "$status"
      return 1
      ;;
    429 | 503) told=$(sed -n 's/^retry-after: *\([0-9][0-9]*\)[[:space:]]*$/\1/Ip' "$work/headers") ;;
    5*) ;;
    *) again=no ;;
  esac
  refused "$status"
  return 1
}

fail() { # KIND MESSAGE [STATUS]
  failure=$(jq -nc --arg kind "$1" --arg message "$2" --argjson status "${3:-null}" \
    '{kind: $kind, message: $message, status: $status} | with_entries(select(.value != null))')
}

# {"error": {"message", "code"?}}. A missing code tells something too, so none is made up.
refused() { # STATUS
  local body=null kind
  case $1 in
    400) kind=invalid-request ;;
    401) kind=unauthorized ;;
    403) kind=plan-required ;; # It is about the plan here, with a code or without.
    404) kind=not-found ;;
    429) kind=rate-limited ;;
    5*) kind=unavailable ;;
    *) kind=other ;;
  esac
  jq -e . "$work/body" >"$work/checked" 2>&1 && body=$(<"$work/body")
  failure=$(jq -c --arg kind "$kind" --argjson status "$1" --argjson told "${told:-null}" \
    '(.error? // {}) as $error | {kind: $kind, status: $status, code: $error.code, message: $error.message,
      retryAfterMs: ($told | if . then . * 1000 else null end)} | with_entries(select(.value != null))' <<<"$body")
}

# A wait: the suite moves its clock on and says so, which takes no time.
pause() { # SECONDS
  local message
  jq -nc --argjson seq "$seq" --argjson ms "$(($1 * 1000))" '{type: "sleep", seq: $seq, ms: $ms}'
  while IFS= read -r message; do
    case $(jq -r .type <<<"$message") in
      sleepAck) now=$(instant "$message") && return 0 ;;
      cancel) return 1 ;;
    esac
  done
  return 1
}

instant() { # MESSAGE: its time, in seconds since 1970
  jq '.now | sub("\\.[0-9]+Z$"; "Z") | fromdate' <<<"$1"
}

main
