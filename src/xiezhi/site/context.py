"""What the frame of every page shows: who reads, from where, whether the data are invented."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.language import language
from xiezhi.rules.limits.loader import load_catalogue

THEMES = ("light", "dark")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Values for the base layout."""
    theme = request.COOKIES.get("theme", "")
    return {
        "viewer": getattr(request, "viewer", None),
        "lang": language(),
        "theme": theme if theme in THEMES else "",
        "demonstration": settings.DEMONSTRATION,
        "training": settings.TRAINING,
        "rules_checked_to": load_catalogue().texts_checked_to,
        "holidays_through": load_calendar().published_through,
    }
