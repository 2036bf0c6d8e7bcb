"""``Assign`` and ``Output`` of a state are evaluated side by side: neither sees what the other makes.

Upstream: ``Assign`` is written at once, so ``Output`` of the same state reads the new values. And an assigned string is
put into the state's history unescaped.
"""

from __future__ import annotations

import json
from typing import Any

from patches.replacing import replace, wrap


def patch() -> None:
    from moto.stepfunctions.parser.asl.component.state.choice.state_choice import StateChoice
    from moto.stepfunctions.parser.asl.component.state.state import CommonStateField
    from moto.stepfunctions.parser.asl.eval.variable_store import VariableStore

    write = VariableStore.set

    def hold(self: Any, variable_identifier: str, variable_value: Any) -> None:
        self.__dict__.setdefault("_held", {})[variable_identifier] = variable_value

    def release(store: Any) -> None:
        for identifier, value in store.__dict__.pop("_held", {}).items():
            write(store, identifier, value)

    replace(VariableStore, "set", hold)

    # The step of every state after its output is made and before its exit is recorded.
    def releasing(original: Any) -> Any:
        def set_next(self: Any, env: Any) -> None:
            release(env.variable_store)
            original(self, env)

        return set_next

    wrap(CommonStateField, "_set_next", releasing)
    wrap(StateChoice, "_set_next", releasing)

    def assigned_variables(self: Any) -> dict[str, str]:
        return {name: json.dumps(self.get(name), separators=(",", ":")) for name in sorted(self._declaration_tracing)}

    replace(VariableStore, "get_assigned_variables", assigned_variables)
