"""Who may do what is decided by the gateway, on every policy there is; moto has no say in it.

Upstream: S3 decides by a bucket's policy without its conditions: "deny what does not come over TLS" denies everything.
"""

from __future__ import annotations

from typing import Any

from patches.replacing import replace


def patch() -> None:
    from moto.iam.access_control import PermissionResult
    from moto.s3.models import FakeBucket

    def undecided(_self: Any, _action: str, _resource: str) -> Any:
        return PermissionResult.NEUTRAL

    replace(FakeBucket, "get_permission", undecided)
