"""The pictures of the readme, taken from a small demonstration province of their own: `./dev pictures`."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
PORT = 8790
ADDRESS = f"http://127.0.0.1:{PORT}"
CASES = 20_000
CASE = 'tbody a[href^="/cases/"]'
PASSWORD = "xiezhi-demo"
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def wait_for(address: str, seconds: float) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def take(page: Any, language: str) -> None:
    page.goto(f"{ADDRESS}/docket")
    page.screenshot(path=IMAGES / f"docket.{language}.png")
    page.goto(f"{ADDRESS}/docket?view=hidden")
    if not page.locator(CASE).count():
        page.goto(f"{ADDRESS}/docket")
    hit = page.locator(CASE).first
    page.goto(ADDRESS + re.sub(r"[?#].*", "", hit.get_attribute("href")))
    page.screenshot(path=IMAGES / f"case.{language}.png")


def take_recording(page: Any, language: str) -> None:
    """The form of a suspension in the first case whose clock runs, with what it would do to the dates."""
    page.goto(f"{ADDRESS}/docket?branch=civil&level=first")
    if not page.locator(CASE).count():
        page.goto(f"{ADDRESS}/docket?branch=civil")
    case = re.sub(r"[?#].*", "", page.locator(CASE).first.get_attribute("href"))
    page.goto(f"{ADDRESS}{case}/record/suspension.ordered")
    page.select_option("[name=ground]", "party_death")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"recording.{language}.png")


def take_situation(page: Any, language: str) -> None:
    """The overview down to the months, which ask for a taller window; the first look at new facts takes its time."""
    page.set_viewport_size({"width": 1366, "height": 1060})
    page.goto(f"{ADDRESS}/situation/", timeout=240_000)
    page.screenshot(path=IMAGES / f"situation.{language}.png")


def signed_in(chromium: Any, username: str, language: str) -> Any:
    page = chromium.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN").new_page()
    page.context.add_cookies([{"name": "language", "value": language, "url": ADDRESS}])
    page.goto(f"{ADDRESS}/sign-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{ADDRESS}/desk*")
    return page


def main() -> None:
    folder = ROOT / "var" / "pictures"
    shutil.rmtree(folder, ignore_errors=True)
    xiezhi = str(Path(sys.executable).with_name("xiezhi"))
    words = [xiezhi, "up", "--port", str(PORT), "--cases", str(CASES), "--workers", "1"]
    site = subprocess.Popen(words, env={**os.environ, "XIEZHI_VAR": str(folder)})
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        wait_for(f"{ADDRESS}/sign-in", 900)
        with sync_playwright() as player:
            chromium = player.chromium.launch(executable_path=program, args=FLAGS)
            for language in ("zh", "en"):
                take(signed_in(chromium, "president", language), language)
                take_recording(signed_in(chromium, "clerk", language), language)
                president = signed_in(chromium, "intermediate-president", language)
                president.goto(f"{ADDRESS}/deadlines")
                president.screenshot(path=IMAGES / f"limits.{language}.png")
                take_situation(signed_in(chromium, "provincial-management", language), language)
            chromium.close()
    finally:
        site.send_signal(signal.SIGINT)
        site.wait()


if __name__ == "__main__":
    main()
