"""How long importing takes, in a process of its own: the ground floor, the clock with its data, and `xiezhi --help`.

Goals: `import xiezhi.rules` 60 ms, `--help` 400 ms. The limit is the interpreter doing nothing.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 9
XIEZHI = str(Path(sys.executable).with_name("xiezhi"))


def milliseconds(*command: str) -> float:
    """Wall time of a command, the median of the rounds, in ms."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def main() -> None:
    nothing = milliseconds(sys.executable, "-c", "pass")
    print(f"interpreter alone                       {nothing:6.0f} ms")
    for what, goal in (
        ("import xiezhi.rules", 60),
        ("import xiezhi.rules.limits.clock", None),
        ("from xiezhi.rules.limits.clock import default_clock; default_clock()", None),
        ("import typer", None),
    ):
        took = milliseconds(sys.executable, "-c", what) - nothing
        print(f"{what[-40:]:40s}{took:6.0f} ms above it" + (f"   goal {goal} ms" if goal else ""))
    print(f"{'xiezhi --help':40s}{milliseconds(XIEZHI, '--help'):6.0f} ms in all   goal 400 ms")


if __name__ == "__main__":
    main()
