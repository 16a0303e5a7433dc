"""Fivetran: lists in pages by cursor, an envelope of code, message and data around everything. Only reading here."""

import base64
from urllib.parse import quote

from client import Api, Failure, member

PAGE = 100
MOST_IDLE_PAGES = 3


def api(case):
    pair = f"{case.credentials['key']}:{case.credentials['secret']}".encode()
    headers = {"Authorization": f"Basic {base64.b64encode(pair).decode()}", "Accept": "application/json;version=2"}
    return Api(case, headers)


def account_info(case):
    return member(api(case).get("/v1/account/info"), "data")


def list_groups(case):
    return listing(case, "/v1/groups", {})


def list_connections(case):
    filters = {"group_id": case.input.get("groupId"), "schema": case.input.get("schema")}
    return listing(case, "/v1/connections", filters)


def get_connection(case):
    # An id may hold any character, "=" among them.
    return member(api(case).get(f"/v1/connections/{quote(case.input['id'], safe='')}"), "data")


JOBS = {
    "fivetran.accountInfo": account_info,
    "fivetran.listGroups": list_groups,
    "fivetran.listConnections": list_connections,
    "fivetran.getConnection": get_connection,
}


def listing(case, path, filters):
    """All items of all pages, each once. The last page has no `next_cursor`; an empty one may come before it."""
    fivetran = api(case)
    found = {}
    cursor = None
    idle = 0
    while idle < MOST_IDLE_PAGES:
        known = len(found)
        answer = fivetran.get(path, {**filters, "limit": PAGE, "cursor": cursor})
        found.update((item["id"], item) for item in member(answer, "data", "items"))
        cursor = member(answer, "data").get("next_cursor")
        if cursor is None:
            return list(found.values())
        idle = idle + 1 if len(found) == known else 0
    raise Failure("incomplete", f"{path}: page after page without anything new, and more are said to follow")
