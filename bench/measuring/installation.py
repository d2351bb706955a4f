"""An installation of its own for measuring: a server under var/bench, with as many demonstration cases as asked for, kept between runs.

`XIEZHI_BENCH_CASES` sets the number (default 1,000,000); another number makes the province anew.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
FOLDER = HOME / "var" / "bench"
CASES = int(os.environ.get("XIEZHI_BENCH_CASES", "1000000"))
SEED = 20191016
TODAY = date(2026, 11, 26)  # the figures must not hang on the day of measuring


@contextmanager
def installation(folder: Path = FOLDER, cases: int = CASES) -> Iterator[float | None]:
    """Django over the measuring installation; gives the seconds that loading took, None when the province was there already."""
    os.environ["XIEZHI_VAR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "xiezhi.project.settings"
    os.environ.pop("DATABASE_URL", None)
    stamp = folder / "cases"
    fresh = not stamp.exists() or stamp.read_text(encoding="ascii") != str(cases)
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    import django

    django.setup()
    from django.core.management import call_command

    from xiezhi.project import postgres

    call_command("collectstatic", verbosity=0, interactive=False)
    try:
        yield _load(stamp, cases) if fresh else None
    finally:
        from django.db import connections

        connections.close_all()
        postgres.stop()


def _load(stamp: Path, cases: int) -> float:
    from django.utils import timezone

    from xiezhi.demo.load import load
    from xiezhi.project.database import migrate
    from xiezhi.project.recurring import seal

    migrate()
    began = time.perf_counter()

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r  loading {done:,} of {total:,}", end="", file=sys.stderr, flush=True)

    load(SEED, cases, TODAY, timezone.now(), progress=progress)
    took = time.perf_counter() - began
    seal()
    stamp.write_text(str(cases), encoding="ascii")
    return took


def settle() -> None:
    """What the server does by itself in an installation that runs: statistics and a look at dead rows after migrations and loads."""
    from django.db import connection

    from xiezhi.project.database import as_owner

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
