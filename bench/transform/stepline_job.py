"""The Glue job as it is, on buckets that are folders: `stepline_job.py <folder of the buckets> --contract_uri ...`."""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "glue"))

from stepline_glue.job import run
from stepline_glue.manifest import PinnedFile
from stepline_glue.options import parse_options
from stepline_glue.session import open_session


def in_folder(buckets: str, file: PinnedFile) -> str:
    return f"file://{buckets}/{file.bucket}/{file.key}"


if __name__ == "__main__":
    folder, *arguments = sys.argv[1:]
    run(open_session(), parse_options(arguments), partial(in_folder, folder))
