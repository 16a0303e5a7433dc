#!/usr/bin/env bash
# Lets Understudy judge a client made of curl and jq: one JSON message a line, in on stdin, out on stdout.
#
#   understudy verify --adapter 'bash examples/shell/adapter.sh' --run 'redbark/**' \
#     --expected-failures examples/shell/expected-failures.txt
#
# The protocol is told in docs/adapter.md. This is a small client on purpose: it reads lists of Redbark, one case after the
# other, and what it gets wrong stands in expected-failures.txt.
set -u

readonly PAGE=200 ATTEMPTS=6 MOST_EMPTY_PAGES=3
# A message's time, in whole seconds since 1970.
readonly INSTANT='def instant: (.now // "1970-01-01T00:00:00.000Z") | sub("\\.[0-9]+Z$"; "Z") | fromdate;'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

main() {
  local message type
  while IFS= read -r message; do
    # jq quotes what a message says, so that the shell takes it for text and nothing else.
    eval "$(jq -r "$INSTANT"' @sh "
      type=\(.type) seq=\(.seq // 0) operation=\(.operation // "") base=\(.baseUrl // "")
      key=\(.credentials.apiKey // "") patience=\((.limits.requestTimeoutMs // 0) / 1000)
      now=\(instant) deadline=\(instant + ((.limits.deadlineMs // 0) / 1000 | floor))
      filters=\([.input // {} | to_entries[] | "\(.key)=\(.value | if type == "array" then join(",") else . end | @uri)"]
        | join("&"))
    "' <<<"$message" | tr '\n' ' ')"
    case $type in
      hello) hello ;;
      case) play ;;
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

# Gathers rows in $work/rows, a line each; what went wrong stands in $failure.
play() {
  local failure=''
  : >"$work/rows"
  case $operation in
    redbark.listConnections) list /v1/connections data ;;
    redbark.listCategories) list /v1/categories categories ;;
    redbark.listHoldings) list "/v1/holdings?$filters" data ;;
    redbark.listAccounts) pages "/v1/accounts?" ;;
    redbark.listTrades) pages "/v1/trades?$filters&" ;;
  esac
  case $? in
    0) printf '{"type":"result","seq":%s,"value":[%s]}\n' "$seq" "$(paste -sd, "$work/rows")" ;;
    1) printf '{"type":"result","seq":%s,"failure":%s}\n' "$seq" "$failure" ;;
    *) ;; # Cancelled: nobody waits for an answer.
  esac
}

list() { # PATH MEMBER
  get "$1" ".$2[] | tojson" && cat "$work/out" >>"$work/rows"
}

# Only hasMore ends a listing: a page may be short, and even empty, and others follow.
pages() { # PATH, so that parameters can follow
  local offset=0 empty=0 more limit row
  while ((empty < MOST_EMPTY_PAGES)); do
    get "$1limit=$PAGE&offset=$offset" '(.pagination | "\(.hasMore) \(.limit)"), (.data[] | tojson)' || return
    {
      read -r more limit
      if IFS= read -r row; then
        printf '%s\n' "$row"
        cat
        empty=0
      else
        empty=$((empty + 1))
      fi
    } <"$work/out" >>"$work/rows"
    [ "$more" = true ] || return 0
    offset=$((offset + limit))
  done
  fail incomplete 'page after page without a row, and more are said to follow'
  return 1
}

# Leaves what jq makes of the answer in $work/out. 1: there is none, see $failure; 2: the case was cancelled.
get() { # PATH FILTER
  local attempt wait again told
  for ((attempt = 1; ; attempt++)); do
    once "$1" "$2" && return
    [ "$again" = yes ] && ((attempt < ATTEMPTS)) || return 1
    wait=${told:-$((1 << (attempt - 1)))}
    ((now + wait < deadline)) || return 1
    pause "$wait" || return 2
  done
}

once() { # PATH FILTER
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
      # Of an empty body jq makes nothing, and is content.
      [ -s "$work/body" ] && jq -r "$2" "$work/body" >"$work/out" 2>/dev/null && return
      fail broken-answer "the body is not what it should be"
      return 1
      ;;
    429 | 503) told=$(sed -n 's/^retry-after: *\([0-9][0-9]*\)[[:space:]]*$/\1/Ip' "$work/headers") ;;
    5*) ;;
    *) again=no ;;
  esac
  refused "$status"
  return 1
}

fail() { # KIND MESSAGE
  failure=$(jq -nc --arg kind "$1" --arg message "$2" '{kind: $kind, message: $message}')
}

# {"error": {"message", "code"?}}. A missing code tells something too, so none is made up.
refused() { # STATUS
  local kind
  case $1 in
    400) kind=invalid-request ;;
    401) kind=unauthorized ;;
    403) kind=plan-required ;; # It is about the plan here, with a code or without.
    404) kind=not-found ;;
    429) kind=rate-limited ;;
    5*) kind=unavailable ;;
    *) kind=other ;;
  esac
  # The body may be a proxy's page.
  failure=$(jq -Rsc --arg kind "$kind" --argjson status "$1" --argjson told "${told:-null}" \
    '((fromjson? // {}) | .error? // {}) as $error | {kind: $kind, status: $status, code: $error.code,
      message: $error.message, retryAfterMs: (if $told then $told * 1000 else null end)} | with_entries(select(.value != null))' "$work/body")
}

# A wait: the suite moves its clock on and says so, which takes no time.
pause() { # SECONDS
  local message type
  printf '{"type":"sleep","seq":%s,"ms":%s}\n' "$seq" "$(($1 * 1000))"
  while IFS= read -r message; do
    eval "$(jq -r "$INSTANT"' @sh "type=\(.type) now=\(instant)"' <<<"$message")"
    case $type in
      sleepAck) return 0 ;;
      cancel) return 2 ;;
    esac
  done
  return 2
}

main
