"""The command line as a user meets it: what it prints, and with which status it ends."""

import io
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from xiezhi.site.cli import main
from xiezhi.site.cli.console import err, out


class Answer(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


Xiezhi = Callable[..., Answer]


@pytest.fixture
def xiezhi(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Xiezhi]:
    """Run a command in this process: `xiezhi("deadlines", "compute", "-", given=b"…")`."""

    def run(*words: str, given: bytes = b"") -> Answer:
        monkeypatch.setattr(sys, "argv", ["xiezhi", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return Answer(int(end.value.code or 0), printed.out, printed.err)

    monkeypatch.setenv("COLUMNS", "80")
    out.cache_clear()
    err.cache_clear()
    yield run
    out.cache_clear()
    err.cache_clear()
