"""Names of the columns between the steps. Contracts cannot use `$` in a name, so nothing of theirs collides.

raw$age: as delivered; text$age: trimmed, null values gone; age: typed, read as `contacts.age`; target$age: the target
column's value.
"""

from pyspark.sql import Column
from pyspark.sql import functions as F

MALFORMED = "$malformed"
"""The record's text when its fields do not fit the header, else null."""
POSITION = "$position"
"""Which record of which file, as one number: unique, in file order, the same in every run over the same files (read.py)."""
MULTI_LINE = "$multi_line"
"""Whether the record spans several lines of its file."""
UNDECODABLE = "$undecodable"
"""Whether the record has bytes that are not UTF-8."""
REASON = "$reason"
"""The first rule a row breaks, null for a good row."""
RANK = "$rank"
"""1 for the row of a key that is kept."""
BAD = "$bad"
"""What the quarantine keeps of a row, null for a good row."""


def raw(name: str) -> str:
    return f"raw${name}"


def text(name: str) -> str:
    return f"text${name}"


def target(name: str) -> str:
    return f"target${name}"


def found(lookup: str) -> str:
    return f"found${lookup}"


def broken(rule: str) -> str:
    return f"broken${rule}"


def warning(rule: str) -> str:
    return f"warning${rule}"


def order(position: int) -> str:
    return f"order${position}"


def column(*path: str) -> Column:
    """`column("contacts", "age")`; a name may hold any character."""
    return F.col(".".join("`" + name.replace("`", "``") + "`" for name in path))
