"""Puts every patch in place."""

from __future__ import annotations

from patches import role_clients
from patches.clock import Clock
from patches.heavy_imports import without_batch
from patches.replacing import require_moto_version
from patches.role_clients import Gateway, RoleClients


def install(gateway: Gateway, time_scale: float, timeout_scale: float, history_events: int) -> None:
    require_moto_version()

    from moto.core.config import default_user_config

    # Else an execution does nothing, and ends in success.
    default_user_config["stepfunctions"] = {"execute_state_machine": True}

    clients = RoleClients(gateway)
    scaled = Clock(time_scale, timeout_scale)
    with without_batch():
        # First: modules of the interpreter that are imported later keep their own reference to what it replaces.
        role_clients.patch(clients)

    from patches import (
        bucket_policies,
        clock,
        error_names,
        executions,
        jsonata_evaluation,
        recorded_key_ids,
        sdk_integrations,
        serial_items,
        sync_jobs,
        task_attempts,
        workflow_variables,
    )

    jsonata_evaluation.patch()
    workflow_variables.patch()
    clock.patch(scaled)
    task_attempts.patch(scaled, task_attempts.Polling())
    sync_jobs.patch()
    error_names.patch()
    sdk_integrations.patch()
    recorded_key_ids.patch()
    bucket_policies.patch()
    serial_items.patch()
    executions.patch(scaled, history_events)
