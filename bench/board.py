"""Board, month, hidden overruns and desk over HTTP, one web process, one request at a time: median and 95th percentile per page.

The figures of several courts are kept for some seconds; a request that comes after them is measured apart.
"""

import subprocess
import sys
import time

from measuring import heading, row
from measuring.installation import CASES, installation, settle
from pages import PORT, REQUESTS, Visitor

GOAL = 120.0  # ms at the 95th percentile
KEPT = 20.5  # seconds after which figures of several courts are counted anew
FRESH = 3  # requests that count anew
VIEWERS = ("judge", "division-head", "president", "intermediate-president", "provincial-management")
PAGES = {
    "board": "/deadlines",
    "month": "/deadlines/month",
    "hidden overruns": "/deadlines/overruns",
    "desk": "/desk",
}
WIDE = ("intermediate-president", "provincial-management")


def measure(visitor: Visitor, name: str, path: str) -> None:
    """A page as it is opened again and again."""
    visitor.get(path)
    times = visitor.timed(path)
    late = times[int(0.95 * len(times))]
    row(f"{name}, median", times[len(times) // 2], "ms")
    row(f"{name}, 95th percentile", late, "ms", f"goal ≤ {GOAL:.0f} ms", "" if late <= GOAL else "MISSED")


def measure_anew(visitor: Visitor, name: str, path: str) -> None:
    """The page for the first who opens it after a while."""
    times = []
    for _ in range(FRESH):
        time.sleep(KEPT)
        began = time.perf_counter()
        visitor.get(path)
        times.append(1000 * (time.perf_counter() - began))
    row(f"{name}, counted anew, slowest of {FRESH}", max(times), "ms")


def main() -> None:
    from xiezhi.demo.load import PASSWORD
    from xiezhi.project.database import migrate

    heading(f"Watching limits at {CASES:,} cases, one process, {REQUESTS} requests each")
    migrate()
    settle()
    server = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(PORT), "--workers", "1",
            "--blocking-threads", "1", "--log-level", "warning", "xiezhi.project.wsgi:application",
        ]
    )  # fmt: skip
    try:
        time.sleep(5)
        for username in VIEWERS:
            visitor = Visitor(username, PASSWORD)
            for name, path in PAGES.items():
                measure(visitor, f"{name} of {username}", path)
        for username in WIDE:
            visitor = Visitor(username, PASSWORD)
            for name in ("board", "month"):
                measure_anew(visitor, f"{name} of {username}", PAGES[name])
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    with installation():
        main()
