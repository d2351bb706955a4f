"""Where a process that loads its share of the cases begins: Django first, then everything that stands on it."""

import os
from datetime import date, datetime
from typing import Any


def run_part(
    seed: int, cases: int, today: date, at: datetime, part: int, parts: int, done: Any, faults: Any
) -> None:
    """The entry of a spawned process, which knows nothing yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiezhi.project.settings")
    import django

    django.setup()
    from xiezhi.demo.share import load_part

    load_part(seed, cases, today, at, part, parts, done, faults)
