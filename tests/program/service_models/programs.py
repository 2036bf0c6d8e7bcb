"""The programs of the repository, recorded."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from service_models.check import declared_resources
from service_models.declared import Declared

ROOT = Path(__file__).parents[3]


def recorded_programs() -> dict[str, Sequence[Declared]]:
    """`. prod`, `bootstrap example`, ... -> resources. Raises CalledProcessError when a program can't be evaluated."""
    command = ["node", "-r", "ts-node/register", "tests/program/print-resources.ts"]
    printed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    loaded: dict[str, list[dict[str, Any]]] = json.loads(printed)
    return {program: declared_resources(resources) for program, resources in loaded.items()}
