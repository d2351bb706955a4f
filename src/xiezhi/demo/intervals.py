"""Invented reference intervals for the invented province, so that the health check has something inside and something outside.

The file says of itself that it is for demonstration: an installation for real work refuses it (`work.situation.own_intervals`).
"""

from pathlib import Path

from django.conf import settings

FILE = Path(__file__).parent / "data" / "intervals.toml"


def lay_intervals() -> bool:
    """Put the file where a demonstration looks for its intervals; whether it did. Never in real work, never over a file that is there,
    never in place of one that was named."""
    place = Path(settings.INTERVALS)
    if not settings.DEMONSTRATION or settings.INTERVALS_NAMED or place.exists():
        return False
    place.write_bytes(FILE.read_bytes())
    return True
