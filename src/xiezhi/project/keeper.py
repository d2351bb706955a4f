"""Beside a running installation: waits for the process that started it to be gone, however it went, and takes the rest down.

Its standard input is a pipe that only that process holds the other end of. An orderly end ends this process last; after a
kill -9 it ends the web site, the worker, and the database server that came along.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Sequence

from xiezhi.project import postgres

PATIENCE = 10.0  # seconds the others get to end by themselves


def main(groups: Sequence[int]) -> None:
    """Wait, then end the process groups and the server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    groups = [
        *groups,
        *map(int, sys.stdin.buffer),
    ]  # workers that were started again come as lines, until the end
    _tell(groups, signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    while _tell(groups, 0) and time.monotonic() < until:
        time.sleep(0.1)
    _tell(groups, signal.SIGKILL)
    if not os.environ.get("DATABASE_URL") and postgres.is_running():
        postgres.stop()


def _tell(groups: Sequence[int], number: int) -> bool:
    """Send a signal to each group; whether any was still there."""
    there = False
    for group in groups:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, number)
            there = True
    return there


if __name__ == "__main__":
    main([int(group) for group in sys.argv[1:]])
