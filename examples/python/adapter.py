"""Lets Understudy judge the client in this folder: one JSON message a line, in on stdin, out on stdout.

    understudy verify --adapter 'python3 examples/python/adapter.py' --run 'redbark/**'

The protocol is told in docs/adapter.md. This adapter takes one case after the other, so it needs no threads: while a case
waits, the next line of stdin can only be about that wait.
"""

import json
import sys
import traceback
from datetime import datetime
from decimal import Decimal

import breadbox
import fivetran
import redbark
from client import Failure

JOBS = {**redbark.JOBS, **breadbox.JOBS, **fivetran.JOBS}


class Cancelled(Exception):
    """The suite has given the case up."""


class Case:
    """What a job is given: where to ask, with what, within which limits; and the time."""

    def __init__(self, message):
        self.seq = message["seq"]
        self.operation = message["operation"]
        self.base_url = message["baseUrl"]
        self.credentials = message["credentials"]
        self.input = message["input"]
        self.request_timeout = message["limits"]["requestTimeoutMs"] / 1000
        self._now = instant(message["now"])
        self.deadline = self._now + message["limits"]["deadlineMs"] / 1000

    def now(self):
        """Seconds since 1970, on the suite's clock: it moves on only while this client sleeps."""
        return self._now

    def sleep(self, seconds):
        """A wait. The suite moves its clock on and says so, which takes no time."""
        send({"type": "sleep", "seq": self.seq, "ms": round(seconds * 1000)})
        for message in messages():
            if message.get("seq") != self.seq:
                continue
            if message["type"] == "sleepAck":
                self._now = instant(message["now"])
                return
            if message["type"] == "cancel":
                raise Cancelled
        raise Cancelled


def main():
    for message in messages():
        if message["type"] == "hello":
            send(
                {
                    "type": "hello",
                    "client": "understudy-example-python",
                    "version": "1.0.0",
                    "language": "Python",
                    "operations": sorted(JOBS),
                    "capabilities": ["clock"],
                }
            )
        elif message["type"] == "case":
            answer = play(Case(message))
            if answer is not None:
                send({"type": "result", "seq": message["seq"], **answer})
        elif message["type"] == "bye":
            return


def play(case):
    """The members of the result; None if nobody wants it any more."""
    try:
        return {"value": JOBS[case.operation](case)}
    except Cancelled:
        return None
    except Failure as failure:
        return {"failure": failure.told()}
    except Exception:  # A bug of ours is reported as one; it must not end the adapter.
        return {"crashed": traceback.format_exc()}


def messages():
    # Not `for line in sys.stdin`: that would be a second reader, with a buffer of its own, in every wait.
    while line := sys.stdin.readline():
        yield json.loads(line)


def send(message):
    sys.stdout.write(json.dumps(message, default=exact) + "\n")
    sys.stdout.flush()


def exact(value):
    """A decimal goes out as text, so that no digit is lost on the way."""
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a result")


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


if __name__ == "__main__":
    main()
