"""What the shared parts of pages need in templates: a role's name, the address without one value, the small bar."""

from datetime import date
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import MONTHS_EN
from xiezhi.rules.offices import role
from xiezhi.site.clock_strip import Bar
from xiezhi.site.clock_strip.words import short_day as near_day
from xiezhi.work.deadlines.pack.rows import READERS

register = template.Library()


@register.filter
def role_name(code: str) -> str:
    """The name of a role in the reader's language."""
    found = role(code)
    return tr(found.name_zh, found.name_en)


@register.filter
def gets_packs(viewer: Viewer) -> bool:
    """Whether the viewer's docket takes in whole divisions, so that their paper packs are for him."""
    return viewer.post is not None and role(viewer.post.role).docket in READERS


@register.filter
def without(request: HttpRequest, name: str) -> str:
    """The query of this page without one of its values (and on the first page)."""
    return urlencode([(key, value) for key, value in request.GET.items() if key not in (name, "page")])


@register.filter
def day_of_year(day: date) -> str:
    """10月8日 / 8 Oct, where the year stands above."""
    return tr(f"{day.month}月{day.day}日", f"{day.day} {MONTHS_EN[day.month - 1]}")


@register.filter
def short_day(day: date) -> str:
    """A day without its year, if it is this year's."""
    return near_day(day, timezone.localdate())


@register.filter
def counted(number: int) -> str:
    """A count with thousands set apart: 1,000,000."""
    return f"{number:,}"


@register.simple_tag
def clock_bar(bar: Bar) -> SafeString:
    """The small bar of a table row; written here and not in a template, because a page draws fifty."""
    if not bar.pieces and not bar.flag:
        drawn = format_html('<line class="unbound" x1="0" x2="{}%" y1="7" y2="7"/>', bar.due_at)
    else:
        groove = format_html('<line x1="0" x2="{}%" y1="7" y2="7"/>', bar.due_at)
        pieces = format_html_join("", '<rect class="{}" x="{}%" width="{}%" y="4" height="6"/>', bar.pieces)
        flag = (
            format_html(
                '<line class="{}" x1="{}%" x2="{}%" y1="0" y2="14"/>', bar.flag, bar.due_at, bar.due_at
            )
            if bar.flag
            else ""
        )
        drawn = format_html("{}{}{}", groove, pieces, flag)
    return format_html('<svg class="bar" role="img" aria-label="{}">{}</svg>', bar.words, drawn)
