r"""The regular expressions of AWS's service models, as Python's.

They are Java's. They are matched against the whole value: of the 9,911 patterns in botocore 1.44.5, 7,522 have no anchor at
all, such as IAM's `[\w+=,.@-]+` for the name of a role, and would otherwise forbid next to nothing. So does AWS: IAM answers
"Member must satisfy regular expression pattern: [\w+=,.@-]+" to a name with a space inside.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from functools import cache

SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
CATEGORY = re.compile(r"\\([pP])(?:\{(L|M|N|P|S|Z|C|[LMNPSZC][a-z])\}|([LMNPSZC]))")

Ranges = list[tuple[int, int]]


class UnknownSyntaxError(ValueError):
    """Of Java's syntax, what has not been needed so far."""


@cache
def matcher(pattern: str) -> re.Pattern[str]:
    """To be asked with `fullmatch`. Classes such as `\\w` are those of ASCII, as in Java.

    Raises UnknownSyntaxError for what can't be translated: a pattern must not pass for want of understanding.
    """
    try:
        return re.compile(translated(pattern), re.ASCII)
    except re.error as error:
        raise UnknownSyntaxError(f"{pattern!r}: {error}: teach tests/program/service_models/patterns.py") from error


def translated(pattern: str) -> str:
    pieces: list[str] = []
    in_class = False
    at = 0
    while at < len(pattern):
        piece, text = token(pattern, at, in_class)
        pieces.append(text)
        if piece == "[" and in_class:
            raise UnknownSyntaxError(f"{pattern!r}: a class inside a class: teach tests/program/service_models/patterns.py")
        if piece in ("[", "]"):
            in_class = piece == "["
        at += len(piece)
    return "".join(pieces)


def token(pattern: str, at: int, in_class: bool) -> tuple[str, str]:
    """The piece of the pattern at a place, and the same for Python."""
    # Java reads two escapes of surrogates as the one character they stand for.
    if pair := SURROGATES.match(pattern, at):
        high, low = (int(digits, 16) for digits in pair.groups())
        return pair.group(), f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"
    if category := CATEGORY.match(pattern, at):
        sign, braced, bare = category.groups()
        members = class_members(braced or bare, sign == "P")
        return category.group(), members if in_class else f"[{members}]"
    piece = pattern[at : at + 2] if pattern[at] == "\\" else pattern[at]
    return piece, piece


@cache
def class_members(category: str, negated: bool) -> str:
    """Every character of a Unicode category, or of all others, as ranges of a class."""
    ranges = [one for name, some in categories().items() if name.startswith(category) != negated for one in some]
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


@cache
def categories() -> dict[str, Ranges]:
    """Category -> the code points of it, as ranges."""
    found: dict[str, Ranges] = defaultdict(list)
    for code in range(sys.maxunicode + 1):
        ranges = found[unicodedata.category(chr(code))]
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return found
