"""DynamoDB's calls happen one after the other: a transaction is isolated from whatever else is under way.

Upstream: a request is a thread and nothing is locked. Two transactions may both find their condition true; one whose
condition is false puts the whole table back as it was before, and with it loses what another one has just claimed.
"""

from __future__ import annotations

import threading
from typing import Any

from patches.replacing import wrap


def patch() -> None:
    from moto.dynamodb.responses import DynamoHandler

    one_at_a_time = threading.Lock()

    def serially(original: Any) -> Any:
        def call_action(self: Any) -> Any:
            with one_at_a_time:
                return original(self)

        return call_action

    wrap(DynamoHandler, "call_action", serially)
