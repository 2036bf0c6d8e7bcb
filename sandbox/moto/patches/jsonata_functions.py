"""What Step Functions adds to JSONata's functions and takes away, and what the evaluator gets wrong of them.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import re
import uuid
from collections.abc import Sequence
from typing import Any, Final

from jsonata import Jsonata
from jsonata.functions import Functions

from patches.jsonata_values import EvaluationError, from_jsonata, to_jsonata

_RANGE_ITEMS: Final = 1000
_HASHES: Final = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


def _arguments(name: str, given: Sequence[Any], least: int, most: int) -> list[Any]:
    while given and given[-1] is None:
        given = given[:-1]
    if not least <= len(given) <= most:
        raise EvaluationError(f"${name} takes {least} to {most} arguments, not {len(given)}.")
    return [from_jsonata(item) for item in given]


def _partition(*given: Any) -> Any:
    array, size = _arguments("partition", given, 2, 2)
    if not isinstance(array, list) or not isinstance(size, (int, float)) or int(size) < 1:
        raise EvaluationError("$partition takes an array and a chunk size of 1 or more.")
    step = int(size)
    return to_jsonata([array[start : start + step] for start in range(0, len(array), step)])


def _range(*given: Any) -> Any:
    first, last, step = _arguments("range", given, 3, 3)
    if not all(isinstance(bound, (int, float)) for bound in (first, last, step)) or int(step) == 0:
        raise EvaluationError("$range takes a first and a last number, and a step that is not 0.")
    first, last, step = int(first), int(last), int(step)
    items = list(range(first, last + (1 if step > 0 else -1), step))
    if len(items) > _RANGE_ITEMS:
        raise EvaluationError(f"$range gives at most {_RANGE_ITEMS} items, not {len(items)}.")
    return items


def _hash(*given: Any) -> str:
    text, algorithm = _arguments("hash", given, 2, 2)
    if not isinstance(text, str) or algorithm not in _HASHES:
        raise EvaluationError(f"$hash takes a string and one of {', '.join(_HASHES)}.")
    return hashlib.new(_HASHES[algorithm], text.encode()).hexdigest()


def _random(*given: Any) -> float:
    arguments = _arguments("random", given, 0, 1)
    return random.Random(arguments[0]).random() if arguments else random.random()


def _uuid(*given: Any) -> str:
    _arguments("uuid", given, 0, 0)
    return str(uuid.uuid4())


def _parse(*given: Any) -> Any:
    (text,) = _arguments("parse", given, 1, 1)
    try:
        return to_jsonata(json.loads(text))
    except (TypeError, ValueError) as failure:
        raise EvaluationError(f"$parse needs a JSON text: {failure}") from failure


def _eval(*_given: Any) -> Any:
    raise EvaluationError("$eval is not part of Step Functions' JSONata: parse JSON with $parse.")


# JSONata's own pattern, every part after the year left out or given.
_TIMESTAMP: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-]\d\d):?(\d\d))?)?)?)?", re.ASCII
)
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


class _Timestamps:
    """Upstream: ``datetime.fromisoformat``, which before Python 3.11 takes neither ``Z`` nor ``+0100`` nor ``.1``, and never
    a month without a day; from 3.11 on it takes a week, too, which JSONata refuses.
    """

    @staticmethod
    def datetime_to_millis(timestamp: str | None, picture: str | None) -> int | None:
        if timestamp is None or picture is not None:
            parsed: int | None = Functions.datetime_to_millis(timestamp, picture)
            return parsed
        match = _TIMESTAMP.fullmatch(timestamp)
        if match is None:
            raise EvaluationError(f'$toMillis takes an ISO 8601 timestamp as 2008-11-21T00:00:00Z, not "{timestamp}".')
        year, month, day, hour, minute, second, fraction, offset_hours, offset_minutes = match.groups()
        sign = -1 if (offset_hours or "").startswith("-") else 1
        offset = datetime.timedelta(hours=int(offset_hours or 0), minutes=sign * int(offset_minutes or 0))
        try:
            date = datetime.datetime(int(year), int(month or 1), int(day or 1), tzinfo=datetime.timezone.utc)
        except ValueError as failure:
            raise EvaluationError(f'$toMillis has no such day as "{timestamp}": {failure}.') from failure
        time = datetime.timedelta(hours=int(hour or 0), minutes=int(minute or 0), seconds=int(second or 0))
        milliseconds = int((fraction or "")[:3].ljust(3, "0"))
        return (date + time - offset - _EPOCH) // datetime.timedelta(milliseconds=1) + milliseconds


FUNCTIONS: Final = {
    "partition": Jsonata.JLambda(_partition),
    "range": Jsonata.JLambda(_range),
    "hash": Jsonata.JLambda(_hash),
    "random": Jsonata.JLambda(_random),
    "uuid": Jsonata.JLambda(_uuid),
    "parse": Jsonata.JLambda(_parse),
    "eval": Jsonata.JLambda(_eval),
    "toMillis": Jsonata.JNativeFunction("toMillis", "<s-s?:n>", _Timestamps, "datetime_to_millis"),
}
