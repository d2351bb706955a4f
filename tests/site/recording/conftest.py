"""A case of the river court before its panel, and the forms in which its people record what happens."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import DEFENDANT, PLAINTIFF, Member, Province, Story, docketed, found_province, sole
from tests.site_cast import signed_in


@pytest.fixture(autouse=True)
def files(plain_files: None) -> None:
    """Every test here meets pages, and many file papers."""


@pytest.fixture
def province(db: None) -> Province:
    return found_province()


@pytest.fixture
def story(province: Province) -> Story:
    """A civil case of 2019, assigned, before a judge who sits alone with a clerk; plaintiff and defendant."""
    river = province.river
    told = docketed(river, parties=[PLAINTIFF, DEFENDANT]).assigned(river.judge)
    return told.on(3, 5, "panel.formed", **sole(river.judge, river.clerk))


def address(story: Story, kind: str = "", view: str = "") -> str:
    """Of the form of a kind; of all acts without one."""
    if not kind:
        return reverse("staff:case_record", args=[story.case])
    return reverse(f"staff:case_record_{view or 'kind'}", args=[story.case, kind])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def filled_in(html: str, form: str = "record") -> dict[str, Any]:
    """What a browser would send of a form as it stands, without JavaScript."""
    inside = re.search(rf'<form[^>]*id="{form}".*?</form>', html, re.DOTALL)
    assert inside, "the page has no such form"
    return _Inputs(inside[0]).values


class _Inputs(HTMLParser):
    """The values of the inputs, selects and areas of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "input" and told.get("type") in ("checkbox", "radio"):
            if "checked" in told:
                self.values[name] = value or "on"
        elif tag == "input" and told.get("type") != "file":
            self.values[name] = value
        elif tag == "select":
            self._select = name
            self.values.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in told:
            self.values[self._select] = value
        elif tag == "textarea":
            self._area = name
            self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self.values[self._area] = self.values[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data


class Pen:
    """Somebody who opens forms and sends them as a browser without JavaScript would."""

    def __init__(self, who: Member) -> None:
        self.client: Client = signed_in(who)

    def opens(self, story: Story, kind: str, query: str = "") -> Any:
        return self.client.get(address(story, kind) + query)

    def sends(self, story: Story, kind: str, query: str = "", **typed: Any) -> Any:
        """Open the form, change what is typed, send it."""
        page = self.opens(story, kind, query)
        assert page.status_code == 200, page.status_code
        return self.resends(story, kind, page, **typed)

    def resends(self, story: Story, kind: str, page: Any, **typed: Any) -> Any:
        """Send the form of a page again, with changes; names with points and brackets come in a dictionary `other`."""
        return self.client.post(address(story, kind), self.fills(page, **typed))

    def fills(self, page: Any, **typed: Any) -> dict[str, Any]:
        other = typed.pop("other", {})
        return filled_in(text(page)) | typed | other

    def foresees(self, story: Story, kind: str, page: Any, **typed: Any) -> str:
        """The answer beside the form for what is typed."""
        return text(self.client.post(address(story, kind, "preview"), self.fills(page, **typed)))


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days)
