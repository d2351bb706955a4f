"""How tests of the pages of limits count what a list shows, and follow every number on a page."""

import re
from html import unescape
from typing import Any

from django.test import Client

from tests.cast import Member
from tests.site_cast import signed_in

FIGURE = re.compile(r'<a(?: class="[^"]*")? href="([^"]+)"[^>]*>([\d,]+)(?:件)?</a>')
ROWS = re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL)
SAME = re.compile(r"<b>([\d,]+)</b>")


def text(answer: Any) -> str:
    """The page of an answer that went well."""
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def shown(who: Member, path: str, client: Client | None = None) -> str:
    """The page as this member of the cast sees it."""
    return text((client or signed_in(who)).get(path))


def figures(page: str) -> list[tuple[str, int]]:
    """Every number on the page that is a link, with its address."""
    return [(unescape(href), int(number.replace(",", ""))) for href, number in FIGURE.findall(page)]


def rows(page: str) -> int:
    """How many rows the table of a list has; 0 where there is no table."""
    table = ROWS.search(page)
    return table[1].count("<tr") if table else 0


def opens_as_many(client: Client, page: str) -> int:
    """Follows every number of a page: its list has exactly so many rows. How many numbers there were."""
    found = figures(page)
    for href, number in found:
        listed = text(client.get(href))
        assert rows(listed) == number, (href, number, rows(listed))
        if number:
            said = SAME.search(listed)
            assert said is not None, href
            assert int(said[1].replace(",", "")) == number
    return len(found)
