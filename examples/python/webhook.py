"""A message of Redbark's webhooks: believed for its signature, and read for what it is."""

import hashlib
import hmac
import json
from decimal import Decimal

from client import Failure

# Older ones are somebody else's, sent again.
OLDEST = 5 * 60


def receive(case):
    """Rows in the words and units of the REST API: the message has snake_case, small letters and whole cents."""
    body, timestamp = case.input["body"], case.input["timestamp"]
    # What was signed is the raw body, not what it means: it is parsed only afterwards.
    signed = hmac.new(case.input["secret"].encode(), f"{timestamp}.{body}".encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"sha256={signed}".encode(), case.input["signature"].encode()):
        raise Failure("unauthorized", "the message is not signed with our secret")
    if abs(case.now() - int(timestamp)) > OLDEST:
        raise Failure("unauthorized", "the message is too old")
    message = json.loads(body, parse_float=Decimal)
    return {
        "id": message["id"],
        "type": message["type"],
        "chunk": message["metadata"]["chunk"],
        "totalChunks": message["metadata"]["total_chunks"],
        "rows": [
            {
                "id": row["id"],
                "accountId": row["account_id"],
                "amount": Decimal(row["amount"] if "amount" in row else row["total_amount"]).scaleb(-2),
                "currency": row["currency"].upper(),
            }
            for row in message["data"]["new"]
        ],
    }
