"""State in a folder: one file, replaced as a whole, and the bytes of S3 objects beside it, each under its hash."""

from __future__ import annotations

import copyreg
import fcntl
import hashlib
import io
import json
import os
import pickle
from pathlib import Path
from typing import Any, Final

from patches.replacing import MOTO_VERSION

FORMAT: Final = 1
_STATE: Final = "moto.state"
_BODIES: Final = "objects"
_LOCK: Final = "lock"

# What a state holds besides classes of moto's own.
_PLAIN: Final = frozenset(
    {
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("builtins", "bytearray"),
        ("builtins", "dict"),
        ("collections", "defaultdict"),
        ("collections", "OrderedDict"),
        ("datetime", "datetime"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("requests.structures", "CaseInsensitiveDict"),
    }
)


class StoreError(Exception):
    """The folder can't be used; the message says why and what would do."""


class _Body:
    """Stands for an object's bytes, which are in a file of their own."""

    def __init__(self, digest: str) -> None:
        self.digest = digest


class Store:
    """One sandbox's at a time: the folder is locked until the process ends, however it ends.

    Raises ``StoreError`` when another sandbox has it.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._bodies = directory / _BODIES
        self._bodies.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(directory / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError(f"{directory} is in use by another sandbox: stop that one, or take another folder.") from None
        self._written = b""

    def load(self) -> Any:
        """What was saved last; None in a new folder. Bytes of objects that are gone are removed.

        Raises ``StoreError`` for a file that is broken, or of another version.
        """
        file = self._directory / _STATE
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            return None
        state, used = self._read(file, content)
        for body in self._bodies.iterdir():
            if body.name not in used:
                body.unlink()
        return state

    def dump(self, state: Any) -> bytes:
        """The state as it will be written; bytes of objects are in their files when this returns."""
        buffer = io.BytesIO()
        _Pickler(buffer, self._keep_body).dump(state)
        return buffer.getvalue()

    def write(self, content: bytes) -> None:
        """Replaces the file at once: who ends in the middle leaves the one before."""
        if content == self._written:
            return
        header = {"format": FORMAT, "moto": MOTO_VERSION, "sha256": hashlib.sha256(content).hexdigest()}
        _replace(self._directory / _STATE, json.dumps(header).encode() + b"\n" + content)
        self._written = content

    def _read(self, file: Path, content: bytes) -> tuple[Any, set[str]]:
        head, _, pickled = content.partition(b"\n")
        try:
            header = json.loads(head)
            version = (header["format"], header["moto"])
            intact = header["sha256"] == hashlib.sha256(pickled).hexdigest()
        except (ValueError, KeyError, TypeError):
            raise StoreError(f"{file} is not a sandbox's state: {_REMEDY}") from None
        if version != (FORMAT, MOTO_VERSION):
            raise StoreError(
                f"{file} is of format {version[0]} and moto {version[1]}, "
                f"this sandbox reads format {FORMAT} of moto {MOTO_VERSION}: {_REMEDY}"
            )
        if not intact:
            raise StoreError(f"{file} is damaged, its checksum is another: {_REMEDY}")
        used: set[str] = set()

        def body(digest: str) -> bytes:
            used.add(digest)
            return self._body(digest)

        try:
            return _Unpickler(io.BytesIO(pickled), body).load(), used
        except StoreError:
            raise
        except Exception as error:
            raise StoreError(f"{file} can't be read ({error}): {_REMEDY}") from error

    def _keep_body(self, value: bytes) -> str:
        digest = hashlib.sha256(value).hexdigest()
        file = self._bodies / digest
        if not file.exists():
            _replace(file, value)
        return digest

    def _body(self, digest: str) -> bytes:
        file = self._bodies / digest
        try:
            value = file.read_bytes()
        except OSError as error:
            raise StoreError(f"{file}, the bytes of an S3 object, can't be read ({error.strerror}): {_REMEDY}") from error
        if hashlib.sha256(value).hexdigest() != digest:
            raise StoreError(f"{file}, the bytes of an S3 object, is damaged: {_REMEDY}")
        return value


_REMEDY: Final = "take another folder, or move this one away to begin anew."


def _replace(file: Path, content: bytes) -> None:
    temporary = file.with_name(f"{file.name}.new")
    with open(temporary, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    os.replace(temporary, file)


class _Pickler(pickle.Pickler):
    def __init__(self, out: io.BytesIO, keep_body: Any) -> None:
        super().__init__(out, protocol=5)
        self._keep_body = keep_body

    def reducer_override(self, value: Any) -> Any:
        from moto.s3.models import FakeKey

        if type(value) is not FakeKey:
            return NotImplemented
        state = value.__getstate__() if _digest(value) is None else _without_buffer(value)
        digest = state.pop(_DIGEST, None)
        if digest is None:
            digest = self._keep_body(state["value"] or b"")
            # An object's bytes never change: another upload makes another object.
            value.__dict__[_DIGEST] = digest
        state["value"] = _Body(digest)
        return copyreg.__newobj__, (FakeKey,), state  # type: ignore[attr-defined]

    def persistent_id(self, value: Any) -> str | None:
        return value.digest if type(value) is _Body else None


_DIGEST: Final = "_stepline_digest"


def _digest(key: Any) -> str | None:
    digest: str | None = key.__dict__.get(_DIGEST)
    return digest


def _without_buffer(key: Any) -> dict[str, Any]:
    return {name: value for name, value in key.__dict__.items() if name not in ("_value_buffer", "lock")}


class _Unpickler(pickle.Unpickler):
    """Makes nothing but data: a state from elsewhere runs no code."""

    def __init__(self, content: io.BytesIO, body: Any) -> None:
        super().__init__(content)
        self._body = body

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module.startswith("moto.") or (module, name) in _PLAIN else None
        # A module's own classes, not what it imported.
        if isinstance(found, type) and (found.__module__ == module or (module, name) in _PLAIN):
            return found
        raise pickle.UnpicklingError(f"it holds a {module}.{name}")

    def persistent_load(self, digest: Any) -> bytes:
        body: bytes = self._body(str(digest))
        return body
