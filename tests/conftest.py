"""What all tests share: a known language and terminal, hypothesis without stop-watch, the browser of the machine."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The answer of a test must not hang on who runs it where.
for name in ("XIEZHI_LANG", "LC_ALL", "LC_MESSAGES", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS"):
    os.environ.pop(name, None)
os.environ["LANG"] = "C.UTF-8"

settings.register_profile("everyday", deadline=None)
settings.register_profile("gate", parent=settings.get_profile("everyday"), derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") == "true" else "everyday")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# It opens nothing but our own pages; containers give it no sandbox.
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The machine's own Chromium; `./dev test` installs it where it may."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()
