"""HTTP as every provider here needs it: whole answers or none, patience with limits, and failures with a name."""

import http.client
import json
import random
import socket
import threading
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode, urlsplit

ATTEMPTS = 6
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0

KINDS = {
    400: "invalid-request",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    409: "conflict",
    410: "gone",
    429: "rate-limited",
}


class Failure(Exception):
    """A job that could not be done, in the words of the protocol."""

    def __init__(self, kind, message, status=None, code=None, retry_after=None):
        super().__init__(message)
        self.kind = kind
        self.status = status
        self.code = code
        self.retry_after = retry_after

    def told(self):
        told = {"kind": self.kind, "status": self.status, "code": self.code, "message": str(self)}
        if self.retry_after is not None:
            told["retryAfterMs"] = round(self.retry_after * 1000)
        return {name: value for name, value in told.items() if value is not None}


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    json: object


class Api:
    """
    One provider for the length of one job.

    headers: those of every request; kinds: what a status means at this provider, where it is not what it usually means.
    """

    def __init__(self, case, headers, kinds=None):
        self._case = case
        self._headers = {"Accept": "application/json", "Accept-Encoding": "gzip", **headers}
        self._kinds = {**KINDS, **(kinds or {})}

    def get(self, path, query=None):
        return self._call("GET", with_query(path, query), None, safe=True)

    def post(self, path, body):
        """Sent again only if the answer says that nothing was done."""
        return self._call("POST", path, json.dumps(body), safe=False)

    def _call(self, method, path, body, safe):
        for attempt in range(1, ATTEMPTS + 1):
            wait = None
            try:
                answer = self._once(method, path, body)
                if 200 <= answer.status < 300:
                    return answer
                failure = refusal(answer, self._kinds)
                if answer.status in (429, 503):
                    wait = failure.retry_after = told_wait(answer, self._case.now())
                told_undone = answer.status == 429 or wait is not None
                again = told_undone or (safe and answer.status >= 500)
            except Failure as broken:
                failure, again = broken, safe
            if not again or attempt == ATTEMPTS:
                raise failure
            pause = backoff(attempt) if wait is None else wait
            if self._case.now() + pause >= self._case.deadline:
                raise failure
            self._case.sleep(pause)

    def _once(self, method, path, body):
        url = urlsplit(self._case.base_url + path)
        what = f"{method} {url.path}"
        kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
        connection = kind(url.netloc, timeout=self._case.request_timeout)
        headers = self._headers if body is None else {**self._headers, "Content-Type": "application/json"}
        try:
            with whole_within(connection, self._case.request_timeout):
                connection.request(method, f"{url.path}?{url.query}" if url.query else url.path, body, headers)
                response = connection.getresponse()
                data = response.read()
        except TimeoutError as error:
            raise Failure("timeout", f"{what}: no whole answer in time") from error
        except (OSError, http.client.HTTPException) as error:
            raise Failure("network", f"{what}: {error or type(error).__name__}") from error
        finally:
            connection.close()
        return Answer(response.status, response.headers, parsed(response, data, what))


@contextmanager
def whole_within(connection, seconds):
    """
    A limit for a request as a whole. The timeout of a socket is one for each read, which an answer that trickles in
    never meets; so the socket is shut when the time is over, and whoever reads from it wakes up.
    """
    connection.connect()
    sock = connection.sock
    expired = threading.Event()

    def expire():
        expired.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if expired.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
    # A body whose end is the end of the connection looks whole when it was we who ended it.
    if expired.is_set():
        raise TimeoutError


def parsed(response, data, what):
    """The body as JSON, numbers exact. Of a refusal it may be anything: then None."""
    try:
        if response.headers.get("Content-Encoding") == "gzip":
            data = zlib.decompress(data, wbits=31)
        kind = response.headers.get_content_type() if "Content-Type" in response.headers else "application/json"
        if not kind.endswith("json"):
            raise ValueError(f"the body is {kind}")
        return json.loads(data.decode("utf-8"), parse_float=Decimal)
    except (ValueError, zlib.error) as error:
        if not 200 <= response.status < 300:
            return None
        raise Failure("broken-answer", f"{what}: {error}", status=response.status) from error


def told_wait(answer, now):
    """Seconds that Retry-After tells to wait: it is a number of seconds or a date. None: it tells nothing that can be read."""
    text = (answer.headers.get("Retry-After") or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except ValueError:
        return None


def backoff(attempt):
    """Half a second, one, two, four, ... and a little more, so that not all clients come back at once."""
    return min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE) * random.uniform(1.0, 1.2)


def member(answer, *names):
    """What stands at these names in an answer. One that lacks it is no answer to go on with."""
    value = answer.json
    try:
        for name in names:
            value = value[name]
    except (KeyError, TypeError) as error:
        raise Failure("broken-answer", f"no {'.'.join(names)} in the answer", status=answer.status) from error
    return value


def each_once(rows):
    """A row that was pushed on to the next page while we read comes twice, to the letter. Rows that only share an id stay."""
    return list({json.dumps(row, default=str): row for row in rows}.values())


def refusal(answer, kinds):
    """A Failure by status; what the provider said about it stands in `error` or in the body itself."""
    body = answer.json if isinstance(answer.json, dict) else {}
    error = body.get("error", body)
    error = error if isinstance(error, dict) else {}
    kind = "unavailable" if answer.status >= 500 else kinds.get(answer.status, "other")
    return Failure(kind, error.get("message") or f"HTTP {answer.status}", answer.status, error.get("code"))


def with_query(path, query):
    """None is left out."""
    given = {name: value for name, value in (query or {}).items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path
