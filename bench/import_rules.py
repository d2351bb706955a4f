"""How long imports, the law data and `xiezhi --help` take, beside an empty interpreter and the libraries used elsewhere.

With compiled modules kept between runs, as Python does unless told otherwise.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measuring import heading, row

REPEATS = 15
XIEZHI = Path(sys.executable).with_name("xiezhi")
CLOCK = "from xiezhi.rules.limits.clock import default_clock"
WORK = (
    ("import xiezhi.rules", "import xiezhi.rules", "goal ≤ 60 ms"),
    ("import the clock", CLOCK, ""),
    ("import the clock, load law and calendar", f"{CLOCK}; default_clock()", ""),
    ("import the bulk clock", "import xiezhi.rules.limits.bulk", ""),
    ("import numpy", "import numpy", "its greater part"),
    (
        "import dateutil.relativedelta, chinese_calendar",
        "import dateutil.relativedelta, chinese_calendar",
        "peer",
    ),
)
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def milliseconds(*command: str | Path) -> float:
    """From start to end of a process, the second time and later."""
    times = []
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    for _ in range(REPEATS):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def main() -> None:
    heading("Imports")
    empty = milliseconds(sys.executable, "-c", "pass")
    row("an empty interpreter (the limit)", empty, "ms")
    for name, code, goal in WORK:
        row(name, max(0.0, milliseconds(sys.executable, "-c", code) - empty), "ms more", goal)
    row("xiezhi --help", milliseconds(XIEZHI, "--help"), "ms in all", "goal ≤ 400 ms")


if __name__ == "__main__":
    main()
