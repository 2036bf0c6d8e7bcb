"""JSONata with a real evaluator, and data that stays data.

Upstream: ``eval_jsonata_expression`` calls ``None`` (the JVM bridge it was written for is not part of moto). And a
state's data is declared to the expression as program text, strings without escaping: ``"`` in an error message breaks
the expression, ``" & $eval(...)`` in a file name would run. Here expressions are parsed once and data is bound.
"""

from __future__ import annotations

import datetime
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from jsonata import Jsonata

from patches.jsonata_functions import FUNCTIONS
from patches.jsonata_values import EvaluationError, from_jsonata, iso_instant, to_jsonata
from patches.replacing import replace

# Step Functions stops an evaluation after 1 s; this evaluator is slower than theirs, so it gets more.
_TIMEOUT_MILLISECONDS: Final = 5_000
_CACHED_EXPRESSIONS: Final = 4096


class _Compiled:
    """A parsed expression. The evaluator keeps state on it while it runs, so one thread at a time."""

    def __init__(self, expression: str) -> None:
        self.lock = threading.Lock()
        self.program = Jsonata(expression)
        # Tells null (NULL_VALUE) from undefined (None).
        self.program.set_output_convert_nulls(False)


class _Expressions:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._compiled: OrderedDict[str, _Compiled] = OrderedDict()

    def get(self, expression: str) -> _Compiled:
        with self._lock:
            compiled = self._compiled.get(expression)
            if compiled is None:
                compiled = self._compiled[expression] = _Compiled(expression)
                if len(self._compiled) > _CACHED_EXPRESSIONS:
                    self._compiled.popitem(last=False)
            else:
                self._compiled.move_to_end(expression)
            return compiled


_expressions = _Expressions()


def evaluate(expression: str, variables: Mapping[str, Any]) -> Any:
    """The value of an expression, as plain JSON data.

    :param variables: names without ``$``; they may hide a function of the same name, as on AWS.
    :raises EvaluationError: when it cannot be parsed, fails, or gives nothing or what JSON has no word for.
    """
    try:
        compiled = _expressions.get(expression)
        with compiled.lock:
            # Built-in functions look the running expression up per thread; only the constructor sets it.
            Jsonata.CURRENT.jsonata = compiled.program
            frame = compiled.program.create_frame()
            frame.set_runtime_bounds(_TIMEOUT_MILLISECONDS, None)
            for name, function in FUNCTIONS.items():
                frame.bind(name, function)
            for name, value in variables.items():
                frame.bind(name, to_jsonata(value))
            result = compiled.program.evaluate(None, frame)
    except EvaluationError:
        raise
    except Exception as failure:
        raise EvaluationError(f"The JSONata expression '{expression}' failed: {failure}") from failure
    if result is None:
        raise EvaluationError(f"The JSONata expression '{expression}' returned nothing (undefined).")
    try:
        return from_jsonata(result)
    except TypeError as failure:
        raise EvaluationError(
            f"The JSONata expression '{expression}' returned an unsupported result type: {failure}."
        ) from failure


def states_variable(env: Any) -> dict[str, Any]:
    """``$states`` as AWS fills it: ``result`` and ``errorOutput`` only where there is one."""
    held = env.states._states_data
    context = dict(held["context"])
    state = context.get("State")
    if state is not None:
        entered = datetime.datetime.fromisoformat(state["EnteredTime"])
        context["State"] = {"RetryCount": 0, **state, "EnteredTime": iso_instant(entered)}
    states = {"input": held["input"], "context": context}
    for name in ("result", "errorOutput"):
        if held.get(name) is not None:
            states[name] = held[name]
    return states


def workflow_variables(env: Any) -> dict[str, Any]:
    store = env.variable_store
    return {**store._outer_scope, **store._inner_scope}


def patch() -> None:
    from moto.stepfunctions.parser.asl.component.common.query_language import QueryLanguageMode
    from moto.stepfunctions.parser.asl.component.common.string.string_expression import (
        StringJSONata,
        StringVariableSample,
    )
    from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

    from patches.failures import evaluation_failure

    def eval_in_state(self: Any, env: Any) -> None:
        variables = workflow_variables(env)
        if getattr(self, "query_language_mode", QueryLanguageMode.JSONata) == QueryLanguageMode.JSONata:
            variables["states"] = states_variable(env)
        try:
            env.stack.append(evaluate(self.expression.strip(), variables))
        except EvaluationError as failure:
            raise evaluation_failure(env, str(failure)) from failure

    replace(StringJSONata, "_eval_body", eval_in_state)
    replace(StringVariableSample, "_eval_body", eval_in_state)

    environment_of = ExecutionWorker._get_evaluation_environment

    def environment_with_context(self: Any) -> Any:
        # Upstream: StartTime is a Python datetime, and RedriveCount is missing.
        env = environment_of(self)
        execution: Any = env.states.context_object.context_object_data["Execution"]
        execution["StartTime"] = iso_instant(execution["StartTime"])
        execution["RedriveCount"] = 0
        return env

    replace(ExecutionWorker, "_get_evaluation_environment", environment_with_context)
