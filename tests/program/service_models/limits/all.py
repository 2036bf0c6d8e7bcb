"""Every documented limit, asked of a resource or of a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service_models.declared import Declared
from service_models.limits.access import ACCESS_LIMITS, policies_of_roles
from service_models.limits.compute import COMPUTE_LIMITS
from service_models.limits.limit import Limit, Limits, selected
from service_models.limits.messaging import MESSAGING_LIMITS
from service_models.limits.monitoring import MONITORING_LIMITS
from service_models.limits.names import name_clashes
from service_models.limits.network_and_warehouse import NETWORK_AND_WAREHOUSE_LIMITS
from service_models.limits.storage import STORAGE_LIMITS
from service_models.limits.tags import tag_findings
from service_models.request import Finding

LIMITS: Limits = {
    **STORAGE_LIMITS,
    **ACCESS_LIMITS,
    **COMPUTE_LIMITS,
    **MESSAGING_LIMITS,
    **MONITORING_LIMITS,
    **NETWORK_AND_WAREHOUSE_LIMITS,
}


def resource_findings(resource: str, declared: Declared) -> list[Finding]:
    return [*limit_findings(resource, declared), *tag_findings(resource, declared)]


def limit_findings(resource: str, declared: Declared) -> Iterator[Finding]:
    for limit in LIMITS.get(declared.type, ()):
        for value in selected(declared.inputs, limit.path):
            if not kept(limit, value.value, declared.values):
                yield Finding(resource, value.path, value.value, f"{limit.rule} ({limit.source})")


def kept(limit: Limit, value: Any, inputs: Mapping[str, Any]) -> bool:
    try:
        return limit.holds(value, inputs)
    except (AttributeError, KeyError, TypeError):
        # A limit may ask a value what only one of the right form can answer.
        return False


def program_findings(resources: Sequence[Declared]) -> list[Finding]:
    return [*policies_of_roles(resources), *name_clashes(resources)]
