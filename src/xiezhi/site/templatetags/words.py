"""Words in templates: both languages side by side, and days and moments as each language writes them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from xiezhi.rules.language import language, tr
from xiezhi.rules.limits.sentences import day_en, day_zh

register = template.Library()


@register.simple_tag
def t(zh: str, en: str, **values: Any) -> str:
    """The words in the reader's language; `{n}` in them is replaced by the value named n."""
    words = tr(zh, en)
    return words.format(**values) if values else words


@register.filter
def day(value: date | None) -> str:
    """2019年10月16日 or 16 Oct 2019; nothing for no day."""
    if value is None:
        return ""
    return tr(day_zh(value), day_en(value))


@register.filter
def moment(value: datetime | None) -> str:
    """A day with hour and minute, in the time of mainland China."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{day(local.date())} {local:%H:%M}"


@register.filter
def grouped(value: int) -> str:
    """A count with its thousands apart: 462,130."""
    return f"{value:,}"


@register.filter
def name(value: Any) -> str:
    """The name of a court, division or rule in the reader's language; the Chinese one where there is no English."""
    if value is None:
        return ""
    zh = str(getattr(value, "name_zh", None) or getattr(value, "name", ""))
    return str(getattr(value, "name_en", "") or zh) if language() == "en" else zh
