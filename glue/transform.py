"""Entry script of the Glue job: what `--script-location` names. The job itself is the package `stepline_glue`, shipped as
`--extra-py-files`."""

import sys

from stepline_glue.errors import JobError
from stepline_glue.job import main

if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except JobError as error:
        # One line on stderr and status 1: Glue and the sandbox show it as the run's error message.
        sys.exit(f"{type(error).__name__}: {error}")
