"""A moment in which no request changes anything."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

# Waits up to 20 seconds for a message: a save does not wait for it.
_LONG_POLL = "AmazonSQS.ReceiveMessage"


class Gate:
    """A WSGI application in front of another one: lets requests through, and for a moment none."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._changed = threading.Condition()
        self._closed = False
        self._inside = 0
        self.entered = 0
        """Requests so far: where it stands still, nothing but an execution changed anything."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        counted = environ.get("HTTP_X_AMZ_TARGET") != _LONG_POLL
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self.entered += 1
            self._inside += counted
        try:
            return self._application(environ, start_response)
        finally:
            with self._changed:
                self._inside -= counted
                self._changed.notify_all()

    @contextmanager
    def closed(self, patience: float) -> Iterator[bool]:
        """Holds new requests back; gives whether those under way ended within ``patience`` seconds."""
        with self._changed:
            self._closed = True
            quiet = self._changed.wait_for(lambda: self._inside == 0, patience)
        try:
            yield quiet
        finally:
            with self._changed:
                self._closed = False
                self._changed.notify_all()
