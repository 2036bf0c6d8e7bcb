"""What Step Functions adds to JSONata's functions, and takes away.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

from __future__ import annotations

import hashlib
import json
import random
import uuid
from collections.abc import Sequence
from typing import Any, Final

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


FUNCTIONS: Final = {
    "partition": _partition,
    "range": _range,
    "hash": _hash,
    "random": _random,
    "uuid": _uuid,
    "parse": _parse,
    "eval": _eval,
}
