"""Saves what changed, every second and at the end; puts it back into the resources, those made through the API made anew."""

from __future__ import annotations

import hmac
import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from keeping.gate import Gate
from keeping.resources import Kind
from keeping.store import Store

_EVERY_SECONDS: Final = 1.0
_PATIENCE_SECONDS: Final = 0.25
# A request may take long, an upload for instance. After this time a save no longer waits for it.
_OVERDUE_SECONDS: Final = 10.0
_RESTORE: Final = "/_stepline/restore"
_LOG: Final = logging.getLogger(__name__)

# Beside the kinds' names: what resources were made of that the program does not declare.
_MADE: Final = "made"

Kept = dict[str, dict[str, Any]]


class Keeper:
    """Nothing is saved before ``restore``: an unfinished start must not replace what was saved."""

    def __init__(self, store: Store, gate: Gate, kinds: Sequence[Kind[Any]], warn: Callable[[str], None]) -> None:
        self._store = store
        self._gate = gate
        self._kinds = kinds
        self._warn = warn
        self._loaded: Kept = store.load() or {}
        self._aside: Kept = {}
        self._declared: dict[str, frozenset[str]] = {}
        self._restored = False
        self._saving = threading.Lock()
        self._seen = -1
        self._saved_at = time.monotonic()
        self._failed = False

    def restore(self) -> list[str]:
        """Puts everything back that has a place. Gives what has none: it stays in the folder and comes back with its resource."""
        made = self._loaded.get(_MADE, {})
        self._declared = {kind.name: frozenset(kind.places()) for kind in self._kinds}
        for kind in self._kinds:
            for name in self._loaded.get(kind.name, {}):
                if name not in self._declared[kind.name]:
                    kind.make(name, made.get(kind.name, {}).get(name))
        for kind in self._kinds:
            places = kind.places()
            for name, kept in self._loaded.get(kind.name, {}).items():
                place = places.get(name)
                if place is None or not kind.fits(place, kept):
                    self._aside.setdefault(kind.name, {})[name] = kept
                else:
                    kind.put(place, kept)
        self._loaded = {}
        self._restored = True
        threading.Thread(target=self._save_regularly, daemon=True).start()
        return [f"{kind.name} {name.split('/', 1)[1]}" for kind in self._kinds for name in self._aside.get(kind.name, {})]

    def save(self, patience: float = _PATIENCE_SECONDS) -> None:
        if not self._restored:
            return
        with self._saving:
            with self._gate.closed(patience) as quiet:
                overdue = time.monotonic() - self._saved_at > _OVERDUE_SECONDS
                if not quiet and not overdue and patience == _PATIENCE_SECONDS:
                    return
                self._seen = self._gate.entered
                content = self._store.dump(self._collect())
            self._store.write(content)
            self._saved_at = time.monotonic()

    def _collect(self) -> Kept:
        present = {kind.name: {name: kind.take(place) for name, place in kind.places().items()} for kind in self._kinds}
        made = {kind.name: self._made(kind) for kind in self._kinds}
        return {_MADE: made, **{name: {**self._aside.get(name, {}), **places} for name, places in present.items()}}

    def _made(self, kind: Kind[Any]) -> dict[str, Any]:
        declared = self._declared[kind.name]
        return {name: kind.made_of(place) for name, place in kind.places().items() if name not in declared}

    def _save_regularly(self) -> None:
        while True:
            time.sleep(_EVERY_SECONDS)
            if self._seen == self._gate.entered and not any(kind.changes_by_itself() for kind in self._kinds):
                continue
            try:
                self.save()
                self._failed = False
            except Exception as error:
                _LOG.exception("The state could not be saved")
                if not self._failed:
                    self._warn(f"The state could not be saved: {error}")
                self._failed = True


def serving(keeper: Keeper, gate: Gate, admin_token: str) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """The gate, with the one request of the sandbox's own in front of it."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != _RESTORE:
            return gate(environ, start_response)
        if not hmac.compare_digest(environ.get("HTTP_X_STEPLINE_ADMIN", ""), admin_token):
            start_response("403 Forbidden", [])
            return [b""]
        try:
            answer, status = json.dumps({"aside": keeper.restore()}), "200 OK"
        except Exception as error:
            _LOG.exception("The state could not be put back")
            answer, status = json.dumps({"error": f"{type(error).__name__}: {error}"}), "500 Internal Server Error"
        start_response(status, [("content-type", "application/json")])
        return [answer.encode()]

    return application
