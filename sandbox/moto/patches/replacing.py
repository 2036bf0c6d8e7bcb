"""The one way a patch touches moto: it names what it replaces, and fails where that is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MOTO_VERSION = "5.2.5"


def require_moto_version() -> None:
    """Every patch was written against the inside of one version of moto."""
    from moto import __version__

    if __version__ != MOTO_VERSION:
        raise RuntimeError(
            f"The sandbox mends moto {MOTO_VERSION}, found {__version__}: "
            f"install moto[server]=={MOTO_VERSION}, or move sandbox/moto/patches to the new version."
        )


def replace(owner: object, name: str, replacement: object) -> Any:
    """Put ``replacement`` in place of ``owner.name``; the original is returned."""
    original = getattr(owner, name, None)
    if original is None:
        where = getattr(owner, "__name__", repr(owner))
        raise RuntimeError(f"moto {MOTO_VERSION} should have {where}.{name}: the patch of it no longer applies.")
    setattr(owner, name, replacement)
    return original


def wrap(owner: object, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Put ``make(original)`` in place of the method ``owner.name``."""
    original = replace(owner, name, object())
    setattr(owner, name, make(original))
