"""Redbark: bank and brokerage data in pages by offset. Everything is a GET."""

from collections import Counter

import webhook
from client import Api, Failure, each_once, member

PAGE = 200
MOST_BALANCES = 100
# Pages without a row one after another, after which a listing that claims to go on is taken to lead nowhere.
MOST_EMPTY_PAGES = 3
# Answers are kept for ten minutes on the other side.
POLL = 5 * 60.0


def api(case):
    # 403 is about the plan here, with a code or without.
    return Api(case, {"Authorization": f"Bearer {case.credentials['apiKey']}"}, {403: "plan-required"})


def list_connections(case):
    return member(api(case).get("/v1/connections"), "data")


def list_categories(case):
    return member(api(case).get("/v1/categories"), "categories")


def list_accounts(case):
    return listing(case, "/v1/accounts", {})


def list_balances(case):
    """Of bank accounts only: one brokerage account among the ids would fail the whole call. The service takes a hundred."""
    banks = {connection["id"] for connection in list_connections(case) if connection["category"] == "banking"}
    ids = [account["id"] for account in list_accounts(case) if account["connectionId"] in banks]
    balances = []
    for start in range(0, len(ids), MOST_BALANCES):
        part = ",".join(ids[start : start + MOST_BALANCES])
        balances += member(api(case).get("/v1/balances", {"accountIds": part}), "data")
    return balances


def list_transactions(case):
    """Account by account: calls for a whole connection are on their way out."""
    given = case.input.get("accountId")
    ids = [given] if given else accounts_of(case, case.input["connectionId"])
    found = []
    # No account that we know of: the service shall say why.
    for account in ids or [None]:
        filters = {**wanted(case, "connectionId", "from", "to"), "accountId": account}
        found += listing(case, "/v1/transactions", filters)
    return each_once(found)


def accounts_of(case, connection):
    return [account["id"] for account in list_accounts(case) if account["connectionId"] == connection]


def list_holdings(case):
    return holdings(case, wanted(case, "connectionId", "accountId", "accountIds"))


def list_trades(case):
    return trades(case, wanted(case, "connectionId", "accountId", "accountIds", "from", "to"))


def export_brokerage(case):
    """One after the other, so that there is never more than one request in flight."""
    brokers = [connection["id"] for connection in list_connections(case) if connection["category"] == "brokerage"]
    return {
        "holdings": [row for broker in brokers for row in holdings(case, {"connectionId": broker})],
        "trades": [row for broker in brokers for row in trades(case, {"connectionId": broker})],
    }


def mirror(read):
    """The copy is what the last reading gave: ids change, and what is no longer listed is no longer there."""

    def kept(case):
        copy = read(case)
        for _ in range(case.input["reads"] - 1):
            case.sleep(case.input["waitMs"] / 1000)
            copy = read(case)
        return copy

    return kept


def await_new_trades(case):
    """Trades that were not there at first; of equal ones with one id, those beyond the first count."""
    before = Counter(row["id"] for row in list_trades(case))
    while case.now() + POLL < case.deadline:
        case.sleep(POLL)
        seen = Counter()
        new = []
        for row in list_trades(case):
            seen[row["id"]] += 1
            if seen[row["id"]] > before[row["id"]]:
                new.append(row)
        if new:
            return new
    raise Failure("timeout", "no new trade in time")


def holdings(case, filters):
    return member(api(case).get("/v1/holdings", filters), "data")


def trades(case, filters):
    """Kept as often as they come: two equal trades have one id, and are two trades."""
    return listing(case, "/v1/trades", filters)


def listing(case, path, filters):
    """
    All rows of all pages. Only `hasMore` ends a listing: a page may be short, and even empty, and others follow.
    """
    redbark = api(case)
    found = []
    offset = 0
    empty = 0
    while True:
        answer = redbark.get(path, {**filters, "limit": PAGE, "offset": offset})
        page = member(answer, "data")
        found += page
        if not member(answer, "pagination", "hasMore"):
            return found
        empty = 0 if page else empty + 1
        if empty == MOST_EMPTY_PAGES:
            raise Failure("incomplete", f"{path}: no row in {empty} pages, and the service says that more follow")
        offset += member(answer, "pagination", "limit")


def wanted(case, *names):
    """The filters that the job names. Several accounts are one parameter, with commas."""
    given = {name: case.input.get(name) for name in names}
    return {name: ",".join(value) if isinstance(value, list) else value for name, value in given.items()}


JOBS = {
    "redbark.listConnections": list_connections,
    "redbark.listCategories": list_categories,
    "redbark.listAccounts": list_accounts,
    "redbark.listBalances": list_balances,
    "redbark.listTransactions": list_transactions,
    "redbark.listHoldings": list_holdings,
    "redbark.listTrades": list_trades,
    "redbark.exportBrokerage": export_brokerage,
    "redbark.mirrorTransactions": mirror(list_transactions),
    "redbark.mirrorTrades": mirror(list_trades),
    "redbark.awaitNewTrades": await_new_trades,
    "redbark.receiveWebhook": webhook.receive,
}
