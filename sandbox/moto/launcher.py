"""moto's server with Step Functions that really executes, mended where it differs from AWS.

Prints ``ready PORT`` when it listens, or ``refused REASON`` when its data folder can't be used; then ``warning TEXT`` for
what a person should know. Ends when its standard input closes (its parent died) or on SIGTERM; what is kept is saved first.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TextIO

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

# Longer than any request but a stuck one takes.
_LAST_PATIENCE_SECONDS: Final = 2.0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="loopback port; 0 takes a free one")
    parser.add_argument("--gateway-url", required=True, help="http://127.0.0.1:PORT, where machines send their calls")
    parser.add_argument("--account-id", default="111122223333")
    parser.add_argument("--log-file", required=True)
    parser.add_argument("--time-scale", type=float, default=1.0, help="factor on Wait states and pauses between attempts")
    parser.add_argument("--timeout-scale", type=float, default=1.0, help="factor on TimeoutSeconds")
    parser.add_argument("--history-events", type=int, default=25_000, help="most events of an execution; AWS allows 25,000")
    parser.add_argument("--data-dir", type=Path, help="folder that keeps the state; without one it ends with the process")
    return parser.parse_args()


def isolate(account_id: str) -> None:
    """Nothing of the user's own AWS set-up is read, and no call leaves the loopback interface."""
    for name in list(os.environ):
        if name.startswith("AWS_") or name.lower() in ("http_proxy", "https_proxy", "all_proxy"):
            del os.environ[name]
    os.environ.update(
        {
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "*",
            "MOTO_ACCOUNT_ID": account_id,
            # Upstream: a Wait state's Timestamp is compared with local time.
            "TZ": "UTC",
        }
    )
    time.tzset()


def exit_with_parent(at_end: list[Callable[[], None]]) -> None:
    def end() -> None:
        try:
            for work in at_end:
                work()
        except Exception:
            logging.exception("The state could not be saved at the end")
        os._exit(0)

    def wait_for_end() -> None:
        while sys.stdin.buffer.read(1024):
            pass
        end()

    threading.Thread(target=wait_for_end, daemon=True).start()
    # In a thread of its own: what it interrupts may hold what a save needs.
    signal.signal(signal.SIGTERM, lambda _number, _frame: threading.Thread(target=end).start())
    # The terminal sends it to every process; the parent decides when its children go.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def log_to(path: str) -> TextIO:
    """Everything printed later goes to the log; what is returned is the real standard output."""
    out = os.fdopen(os.dup(1), "w")
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    # The interpreter reports each error of a state here, caught or not: the history has them all.
    logging.getLogger("moto.stepfunctions").setLevel(logging.CRITICAL)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    return out


def keeping_state(
    application: Any, options: argparse.Namespace, admin_token: str, out: TextIO, at_end: list[Callable[[], None]]
) -> Any:
    from keeping.executions import Machines
    from keeping.gate import Gate
    from keeping.keeper import Keeper, serving
    from keeping.log_groups import LogGroups
    from keeping.resources import Buckets, Keys, Kind, Queues, Tables
    from keeping.store import Store, StoreError

    account = options.account_id
    kinds: list[Kind[Any]] = [
        Buckets(account),
        Tables(account),
        Queues(account),
        Keys(account),
        LogGroups(account),
        Machines(account),
    ]
    gate = Gate(application)
    try:
        keeper = Keeper(Store(options.data_dir), gate, kinds, warn=lambda text: print(f"warning {text}", file=out, flush=True))
    except (StoreError, OSError) as error:
        print(f"refused {error}", file=out, flush=True)
        os._exit(1)
    at_end.append(lambda: keeper.save(_LAST_PATIENCE_SECONDS))
    return serving(keeper, gate, admin_token)


def main() -> None:
    options = arguments()
    admin_token = os.environ.pop("STEPLINE_ADMIN_TOKEN", "")
    if not admin_token:
        sys.exit("STEPLINE_ADMIN_TOKEN is not set: the gateway gives role sessions only to who knows it.")
    isolate(options.account_id)
    out = log_to(options.log_file)
    at_end: list[Callable[[], None]] = []
    exit_with_parent(at_end)

    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import make_server

    from patches.install import install
    from patches.role_clients import Gateway

    install(
        Gateway(options.gateway_url.rstrip("/"), admin_token),
        time_scale=options.time_scale,
        timeout_scale=options.timeout_scale,
        history_events=options.history_events,
    )
    application: Any = DomainDispatcherApplication(create_backend_app)
    if options.data_dir is not None:
        application = keeping_state(application, options, admin_token, out, at_end)
    server = make_server(
        "127.0.0.1",
        options.port,
        application,
        threaded=True,
        request_handler=MotoRequestHandler,
    )
    print(f"ready {server.server_port}", file=out, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
