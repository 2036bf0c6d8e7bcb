"""Runs one Glue script on real Spark, in a process of its own.

The sandbox starts it with file descriptors 3 (messages to the sandbox, one JSON object a line) and 4 (what the JVM prints), and
writes two JSON lines to its standard input: how to start the JVM, and, later, the run. The JVM can so be up before the run is
asked for; the script still creates its own Spark context, with the conf and credentials of its run. Standard output and error
are the script's alone. When the input ends, the sandbox is gone, and everything here ends with it.
"""

from __future__ import annotations

import json
import os
import runpy
import shutil
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypedDict

from pyspark import SparkContext

if TYPE_CHECKING:
    from pyspark.status import StatusTracker

# Started in a directory of its own within it.
SANDBOX_DIRECTORY = Path.cwd().parent
MESSAGES_FD = 3
JVM_OUTPUT_FD = 4
PROGRESS_INTERVAL_SECONDS = 0.25
MAX_ERROR_LENGTH = 2000


class StartRequest(TypedDict):
    """How to start the JVM."""

    submitArguments: str
    warmUpDirectory: str | None


class RunRequest(TypedDict):
    """What to run, and as whom."""

    script: str
    arguments: list[str]
    pyFiles: list[str]
    sparkProperties: dict[str, str]
    environment: dict[str, str]


def main() -> None:
    with os.fdopen(MESSAGES_FD, "w", buffering=1, encoding="utf-8") as messages:
        start: StartRequest = json.loads(sys.stdin.readline())
        start_jvm(start["submitArguments"])
        if start["warmUpDirectory"] is not None:
            from warm_up import warm_up

            warm_up(Path(start["warmUpDirectory"]))
        send(messages, type="ready")
        line = sys.stdin.readline()
        if line == "":
            remove_files()
            return
        run: RunRequest = json.loads(line)
        threading.Thread(target=exit_with_the_sandbox, daemon=True).start()
        threading.Thread(target=report_progress, args=(messages,), daemon=True).start()
        error = run_script(run)
        sys.stdout.flush()
        sys.stderr.flush()
        send(messages, type="result", error=error)
    # At once: the sandbox ends the JVM with the process group, there is nothing to wait for.
    os._exit(0 if error is None else 1)


def send(messages: IO[str], **message: object) -> None:
    messages.write(json.dumps(message) + "\n")


def start_jvm(submit_arguments: str) -> None:
    os.environ["PYSPARK_SUBMIT_ARGS"] = submit_arguments
    with output_to(JVM_OUTPUT_FD):
        SparkContext._ensure_initialized()
    del os.environ["PYSPARK_SUBMIT_ARGS"]


@contextmanager
def output_to(descriptor: int) -> Iterator[None]:
    """Gives processes started meanwhile another standard output and error."""
    kept = [os.dup(1), os.dup(2)]
    try:
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
        yield
    finally:
        for number, saved in zip((1, 2), kept, strict=True):
            os.dup2(saved, number)
            os.close(saved)


def exit_with_the_sandbox() -> None:
    while sys.stdin.readline() != "":
        pass
    remove_files()
    os._exit(1)


def remove_files() -> None:
    """What the sandbox removes when it ends in order, and cannot after a crash."""
    if SANDBOX_DIRECTORY.name.startswith("stepline-glue-"):
        shutil.rmtree(SANDBOX_DIRECTORY, ignore_errors=True)


def run_script(run: RunRequest) -> str | None:
    """The error the run ends with, as Glue reports it, or None."""
    os.environ.update(run["environment"])
    system: Any = SparkContext._jvm.java.lang.System  # type: ignore[union-attr]
    for name, value in run["sparkProperties"].items():
        # What spark-submit does with --conf: every SparkConf made from now on starts with it.
        system.setProperty(name, value)
    modules = [str(Path(file).parent) if file.endswith(".py") else file for file in run["pyFiles"]]
    sys.path[0:1] = [str(Path(run["script"]).parent), *modules]
    sys.argv = [run["script"], *run["arguments"]]
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    try:
        runpy.run_path(run["script"], run_name="__main__")
    except SystemExit as end:
        return exit_message(end.code)
    except BaseException as error:  # whatever the script raises is its result
        print_traceback(error, run["script"])
        return error_message(error)
    return None


def exit_message(code: object) -> str | None:
    """What `sys.exit` was called with: nothing or 0 is success, a text is the error itself, which Python also prints."""
    if code is None or code == 0:
        return None
    if isinstance(code, str):
        print(code, file=sys.stderr)
        return one_line(code)
    return f"SystemExit: {code}"


def print_traceback(error: BaseException, script: str) -> None:
    """Begins with the script: the frames that run it are none of its author's."""
    own = error.__traceback__
    while own is not None and own.tb_frame.f_code.co_filename != script:
        own = own.tb_next
    traceback.print_exception(error.with_traceback(own or error.__traceback__))


def error_message(error: BaseException) -> str:
    """One line: the exception's name and message, without the Java stack Spark appends to it."""
    message = str(error).split("\n\tat ")[0].strip()
    return one_line(type(error).__name__ + (f": {message}" if message else ""))


def one_line(text: str) -> str:
    return " ".join(text.split())[:MAX_ERROR_LENGTH]


def report_progress(messages: IO[str]) -> None:
    """Tells how far each stage is, whenever that changes, for as long as the script has a Spark context."""
    told: dict[int, tuple[int, int]] = {}
    while True:
        time.sleep(PROGRESS_INTERVAL_SECONDS)
        context = SparkContext._active_spark_context
        if context is None:
            continue
        try:
            for stage, counts in stage_progress(context.statusTracker(), told):
                if told.get(stage) != counts:
                    told[stage] = counts
                    completed, total = counts
                    send(messages, type="progress", stage=stage, completedTasks=completed, totalTasks=total)
        except Exception:  # the context was stopped, or the run is over: nothing to tell any more
            continue


def stage_progress(tracker: StatusTracker, told: dict[int, tuple[int, int]]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Stages that run, and those told as unfinished before: stage id, (completed tasks, all tasks)."""
    unfinished = {stage for stage, (completed, total) in told.items() if completed < total}
    for stage in sorted(unfinished | set(tracker.getActiveStageIds())):
        info = tracker.getStageInfo(stage)
        if info is not None:
            yield stage, (info.numCompletedTasks, info.numTasks)


if __name__ == "__main__":
    main()
