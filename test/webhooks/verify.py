"""What receivers of webhooks do with a signature, written from the providers' documentation alone.

Reads one JSON object a line, {"provider", "key", "headers", "body"}, and answers each with true or false.
"""
import base64
import hashlib
import hmac
import json
import sys


def snaptrade(headers, body, consumer_key):
    text = json.dumps(json.loads(body), separators=(",", ":"), sort_keys=True)
    digest = hmac.new(consumer_key.encode(), text.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(base64.b64encode(digest).decode(), headers["signature"])


def redbark(headers, body, secret):
    signed = headers["x-redbark-timestamp"] + "." + body
    digest = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest("sha256=" + digest, headers["x-redbark-signature"])


def fivetran(headers, body, secret):
    digest = hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(digest.lower(), headers["x-fivetran-signature-256"].lower())


VERIFIERS = {"snaptrade": snaptrade, "redbark": redbark, "fivetran": fivetran}

for line in sys.stdin:
    message = json.loads(line)
    verify = VERIFIERS[message["provider"]]
    print(json.dumps(verify(message["headers"], message["body"], message["key"])))
