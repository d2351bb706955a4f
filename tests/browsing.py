"""What tests in a browser share: pages of people signed in, which remember what went wrong on them, and an eye for accessibility.

A plugin of pytest (see tests/conftest.py): its fixtures are there without being imported.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pytest_django.live_server_helper import LiveServer

from tests.cast import Member, Province, found_province
from tests.site_cast import signed_in

WITH_BROWSER = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.usefixtures("plain_files"),
]
"""The marks of a module whose tests meet a server and its browser."""


@pytest.fixture
def served_province(transactional_db: None) -> Province:
    """The cast, committed, so that the server of the test sees it."""
    return found_province()


class Reader:
    """A page of a browser, which remembers what went wrong on it."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.faults: list[str] = []
        page.set_default_timeout(15_000)
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("request", self._stays_here)

    def _stays_here(self, request: Any) -> None:
        if not request.url.startswith(self.address):
            self.faults.append(f"asked another host: {request.url}")

    def opens(self, path: str) -> Any:
        """The page of an address of ours."""
        self.page.goto(self.address + path)
        return self.page


Opens = Callable[..., Reader]


@pytest.fixture
def reader(live_server: LiveServer, browser: Any) -> Iterator[Opens]:
    """`reader(member, width=…, language=…, color_scheme=…)`: a page in which that officer is signed in (None: nobody)."""
    contexts, readers = [], []

    def sign_in(who: Member | None, width: int = 1366, language: str = "zh", **options: Any) -> Reader:
        context = browser.new_context(viewport={"width": width, "height": 768}, **options)
        cookies = {"language": language}
        if who is not None:
            cookies["sessionid"] = signed_in(who).cookies["sessionid"].value
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        contexts.append(context)
        readers.append(Reader(context.new_page(), live_server.url))
        return readers[-1]

    yield sign_in
    for context in contexts:
        context.close()
    assert [fault for one in readers for fault in one.faults] == []


def violations(page: Any) -> list[str]:
    """What the accessibility check finds on a page, each with the first element it means."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
