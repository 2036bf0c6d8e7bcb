"""Every resource of a program, held against the service models and the documented limits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from service_models.declared import Declared
from service_models.limits.all import program_findings, resource_findings
from service_models.mappings.access import ACCESS
from service_models.mappings.compute import COMPUTE
from service_models.mappings.messaging import MESSAGING
from service_models.mappings.network_and_warehouse import NETWORK_AND_WAREHOUSE
from service_models.mappings.storage import STORAGE
from service_models.model import check_request
from service_models.request import Finding, ResourceType

RESOURCE_TYPES: Mapping[str, ResourceType] = {**STORAGE, **ACCESS, **COMPUTE, **MESSAGING, **NETWORK_AND_WAREHOUSE}

PROVIDER = "pulumi:providers:aws"


def declared_resources(printed: Sequence[Mapping[str, Any]]) -> list[Declared]:
    """A program's resources, as `tests/program/print-resources.ts` prints them."""
    tags = default_tags(printed)
    return [Declared(one["type"], one["name"], one["region"], one["inputs"], tags) for one in printed]


def default_tags(printed: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """Raises ValueError when more than one provider could have given them."""
    providers = [one["inputs"] for one in printed if one["type"] == PROVIDER]
    if len(providers) > 1:
        raise ValueError(f"{len(providers)} providers of {PROVIDER}: say in check.py which resource is of which.")
    # What a provider is told reaches it as texts.
    given: dict[str, dict[str, str]] = json.loads(providers[0].get("defaultTags", "{}")) if providers else {}
    return given.get("tags", {})


def check_program(resources: Iterable[Declared]) -> list[Finding]:
    resources = list(resources)
    return [finding for one in resources for finding in check_resource(one)] + program_findings(resources)


def check_resource(declared: Declared) -> list[Finding]:
    resource = f'{declared.type} "{declared.name}"'
    known = RESOURCE_TYPES.get(declared.type)
    if known is None:
        rule = "must have a mapping to AWS's APIs: add it to tests/program/service_models/mappings"
        return [Finding(resource, "type", declared.type, rule)]
    # A list: reading is done when the last request is made.
    findings = [finding for request in known.requests(declared) for finding in check_request(resource, request)]
    for name in known.provider_only:
        declared[name].note()
    unmapped = [
        Finding(resource, one.path, one.value, f"must be mapped: {declared.type} takes it to no API call that is known here")
        for one in declared.unread()
    ]
    return findings + unmapped + resource_findings(resource, declared)
