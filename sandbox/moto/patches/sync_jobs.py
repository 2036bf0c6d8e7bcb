"""``glue:startJobRun.sync`` and ``states:startExecution.sync[:2]`` end as on AWS, and are stopped with their state.

Upstream: Glue's ``.sync`` fails always, with "'NoneType' object has no attribute 'interrupt_all'"; a STOPPED run counts
as success; an EXPIRED one is polled for ever; nothing calls BatchStopJobRun or StopExecution.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from patches.replacing import wrap
from patches.task_attempts import SyncTask

LOG = logging.getLogger(__name__)


def patch() -> None:
    import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_glue as glue
    import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn as sfn
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import (
        ResourceCondition,
    )

    # What waits for a .sync task expects a callback endpoint, which only this pattern creates.
    glue._SUPPORTED_INTEGRATION_PATTERNS.add(ResourceCondition(ResourceCondition.WaitForTaskToken))
    glue._JOB_RUN_STATE_ABNORMAL_TERMINAL_VALUE.update({"STOPPED", "EXPIRED"})
    glue._JOB_RUN_STATE_TERMINAL_VALUES.update({"STOPPED", "EXPIRED"})
    # The one member of StartJobRun's model the list lacks.
    glue._SUPPORTED_API_PARAM_BINDINGS["startjobrun"].add("ExecutionRoleSessionPolicy")

    def stop_job_run(client: Any, submitted: dict[str, Any]) -> None:
        client.batch_stop_job_run(JobName=submitted["JobName"], JobRunIds=[submitted["JobRunId"]])

    def stop_execution(client: Any, submitted: dict[str, Any]) -> None:
        client.stop_execution(executionArn=submitted["ExecutionArn"])

    wrap(glue.StateTaskServiceGlue, "_build_sync_resolver", _stoppable("glue", stop_job_run))
    wrap(sfn.StateTaskServiceSfn, "_build_sync_resolver", _stoppable("stepfunctions", stop_execution))
    wrap(sfn.StateTaskServiceSfn, "_build_sync2_resolver", _stoppable("stepfunctions", stop_execution))

    # Upstream: times of a job are Python's datetime in the state's result; Step Functions gives milliseconds.
    for module in (glue, sfn):
        wrap(
            module,
            "to_json_str",
            lambda original: lambda value, **options: original(milliseconds(value), **options),
        )


def _stoppable(service: str, stop: Callable[[Any, dict[str, Any]], None]) -> Callable[..., Any]:
    from moto.stepfunctions.parser.asl.utils.boto_client import boto_client_for

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def build(self: Any, env: Any, resource_runtime_part: Any, state_credentials: Any, **others: Any) -> SyncTask:
            submitted = dict(env.stack[-1])
            resolve = original(
                self,
                env=env,
                resource_runtime_part=resource_runtime_part,
                state_credentials=state_credentials,
                **others,
            )
            client = boto_client_for(region=resource_runtime_part.region, service=service, state_credentials=state_credentials)

            def stop_once() -> None:
                try:
                    stop(client, submitted)
                except (ClientError, BotoCoreError) as failure:
                    # As on AWS: the attempt to stop is made, and nobody is left to hear that it failed.
                    LOG.warning("Could not stop %s: %s", submitted, failure)

            return SyncTask(resolve=lambda: milliseconds(resolve()), stop=stop_once)

        return build

    return make


def milliseconds(value: Any) -> Any:
    """The value with every time in it as milliseconds since 1970."""
    if isinstance(value, datetime.datetime):
        return int(value.timestamp() * 1000)
    if isinstance(value, dict):
        return {key: milliseconds(member) for key, member in value.items()}
    if isinstance(value, list):
        return [milliseconds(item) for item in value]
    return value
