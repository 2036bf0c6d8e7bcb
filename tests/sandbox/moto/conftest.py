from __future__ import annotations

from collections.abc import Iterator

import pytest

from fake_gateway import FakeGateway
from launched import HISTORY_EVENTS, TIME_SCALE, Launched, launch


@pytest.fixture(scope="session")
def _launched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launched]:
    gateway = FakeGateway()
    options = [
        "--time-scale",
        str(TIME_SCALE),
        "--timeout-scale",
        "0.2",
        "--history-events",
        str(HISTORY_EVENTS),
    ]
    process = launch(tmp_path_factory.mktemp("moto"), gateway, *options)
    yield Launched(gateway, gateway.moto_port)
    process.kill()
    process.wait()
    gateway.close()


@pytest.fixture
def moto(_launched: Launched) -> Launched:
    _launched.gateway.reset()
    return _launched
