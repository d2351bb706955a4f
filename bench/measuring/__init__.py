"""How every file of bench/ measures and prints: medians of repeats, beside a goal, a physical limit and a peer."""

import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

REPEATS = 7


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The median time of one run; the first run, which fills tables and caches, is not counted."""
    work()
    times = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return statistics.median(times)


def machine() -> str:
    """The machine and the day, to stand beside every figure."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        model = next(
            (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model
        )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {date.today().isoformat()}"  # noqa: DTZ011


def heading(title: str) -> None:
    print(f"\n{title}\n  {machine()}")


def row(name: str, figure: float, unit: str, goal: str = "", beside: str = "") -> None:
    """One line: the figure, its goal, and what it is compared with."""
    print(f"  {name:<46} {figure:>12,.2f} {unit:<16} {goal:<22} {beside}".rstrip())
