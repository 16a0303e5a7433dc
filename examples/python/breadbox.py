"""Breadbox: stored transactions in pages by cursor, and syncs that are started and then watched."""

from datetime import date, timedelta
from urllib.parse import quote

from client import Api, Failure, each_once, member

PAGE = 500
MOST_EMPTY_PAGES = 3
FIRST_POLL = 1.0
LONGEST_POLL = 30.0


def api(case):
    return Api(case, {"X-API-Key": case.credentials["apiKey"]})


def list_transactions(case):
    """
    All rows of all pages. A page without a cursor is the last one, in whichever way the cursor is missing. Pages come only
    by date; who wants another order sorts the rows himself.
    """
    breadbox = api(case)
    filters = {
        "account_id": case.input.get("accountId"),
        "user_id": case.input.get("userId"),
        "start_date": case.input.get("firstDay"),
        "end_date": day_after(case.input.get("lastDay")),
        "search": case.input.get("search"),
    }
    found = []
    cursor = None
    empty = 0
    while empty < MOST_EMPTY_PAGES:
        answer = breadbox.get("/api/v1/transactions", {**filters, "limit": PAGE, "cursor": cursor})
        page = member(answer, "data") or []
        found += page
        cursor = answer.json.get("next_cursor")
        if not cursor and not answer.json.get("has_more"):
            return each_once(found)
        if not cursor:
            break
        empty = 0 if page else empty + 1
    raise Failure("incomplete", "more rows were promised, and no way leads to them")


def sync_connection(case):
    """
    Starts a sync and waits for its end. The log of the sync before is still the newest one for a while, so an end counts
    only if it stands in another log than the one that was there at the start.
    """
    breadbox = api(case)
    path = status_path(case)
    answer = breadbox.get(path)
    demand_login(answer)
    before = member(answer, "recent_sync") or {}
    breadbox.post("/api/v1/sync", {"connection_id": case.input["connectionId"]})
    pause = FIRST_POLL
    while case.now() + pause < case.deadline:
        case.sleep(pause)
        pause = min(pause * 1.5, LONGEST_POLL)
        answer = breadbox.get(path)
        sync = member(answer, "recent_sync")
        if sync is None or sync["id"] == before.get("id") or sync["status"] == "in_progress":
            continue
        if sync["status"] == "success":
            return sync
        demand_login(answer)
        raise Failure("sync-failed", sync["error"] or "the sync failed")
    raise Failure("timeout", "the sync did not end in time")


def demand_login(answer):
    """Only the owner can mend this: trying on would help nobody."""
    if member(answer, "status") == "pending_reauth":
        code = answer.json.get("error_code")
        raise Failure("login-required", answer.json.get("error_message") or "sign in again", code=code)


def list_connections(case):
    return member(api(case).get("/api/v1/connections", {"user_id": case.input.get("userId")}), "data")


def connection_status(case):
    return api(case).get(status_path(case)).json


def status_path(case):
    return f"/api/v1/connections/{quote(case.input['connectionId'], safe='')}/status"


def list_accounts(case):
    return member(api(case).get("/api/v1/accounts", {"user_id": case.input.get("userId")}), "data")


def day_after(day):
    """`end_date` is the first day that is not wanted any more."""
    return None if day is None else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


JOBS = {
    "breadbox.listConnections": list_connections,
    "breadbox.connectionStatus": connection_status,
    "breadbox.listAccounts": list_accounts,
    "breadbox.listTransactions": list_transactions,
    "breadbox.syncConnection": sync_connection,
}
