"""Help and complaints speak the reader's language, and help comes at once."""

import os
import re
import subprocess
import sys

import pytest

from xiezhi.rules.language import language

COMMANDS = [
    (), ("deadlines",), ("deadlines", "compute"), ("deadlines", "explain"), ("judgments",), ("judgments", "read"),
    ("judgments", "audit"), ("law",), ("law", "list"), ("law", "show"), ("law", "diff"), ("calendar",), ("calendar", "show"),
    ("calendar", "next"), ("case-number",), ("case-number", "parse"),
]  # fmt: skip
ENGLISH = re.compile(r"Usage|Options|Commands|Arguments|Show this|required|Missing|No such|Error")
CHINESE = re.compile("[\u4e00-\u9fff]")
ALL = """
import sys
from xiezhi.site.cli import main
for words in {commands!r}:
    sys.argv = ["xiezhi", *words, "--help"]
    try:
        main()
    except SystemExit:
        pass
"""


def told(lang: str, *words: str) -> subprocess.CompletedProcess[str]:
    surroundings = os.environ | {"XIEZHI_LANG": lang}
    return subprocess.run(
        [sys.executable, *words],
        env=surroundings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(("lang", "foreign"), [("zh", ENGLISH), ("en", CHINESE)])
def test_every_help_is_wholly_in_one_language(lang: str, foreign: re.Pattern[str]) -> None:
    found = told(lang, "-c", ALL.format(commands=COMMANDS))
    assert found.returncode == 0
    assert not foreign.findall(found.stdout)
    assert found.stdout.count("--help") >= len(COMMANDS)


@pytest.mark.parametrize(
    "words", [["nowhere"], ["law", "show"], ["law", "--wrong"], ["calendar", "show", "--days", "x"]]
)
def test_a_wrong_command_line_is_told_in_the_language_of_the_reader(words: list[str]) -> None:
    call = f"import sys; sys.argv = ['xiezhi', *{words!r}]; from xiezhi.site.cli import main; main()"
    for lang, foreign in (("zh", ENGLISH), ("en", CHINESE)):
        found = told(lang, "-c", call)
        assert (found.returncode, found.stdout) == (2, "")
        assert found.stderr
        assert not foreign.findall(found.stderr)


def test_help_loads_nothing_heavy() -> None:
    call = (
        "import sys; sys.argv = ['xiezhi', '--help']; from xiezhi.site.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'numpy', 'pyarrow', 'jinja2', 'xiezhi.rules.limits.clock'} & set(sys.modules)))"
    )
    assert told("en", "-c", call).stdout.splitlines()[-1] == "[]"


def test_a_closed_pipe_ends_quietly() -> None:
    call = (
        "import sys; sys.argv = ['xiezhi', 'law', 'list', '--json']; from xiezhi.site.cli import main; main()"
    )
    command = f'"{sys.executable}" -c "{call}" | head -1'
    found = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert found.stdout.startswith("{")
    assert found.stderr == ""


@pytest.mark.parametrize(
    ("surroundings", "words", "expected"),
    [
        ({}, [], "zh"),
        ({"LANG": "C.UTF-8"}, [], "zh"),
        ({"LANG": "zh_CN.GB18030"}, [], "zh"),
        ({"LANG": "en_GB.UTF-8"}, [], "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, [], "zh"),
        ({"LANG": "en_GB.UTF-8", "XIEZHI_LANG": "zh"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8"}, ["law", "list", "--lang", "en"], "en"),
        ({"LANG": "en_US.UTF-8"}, ["--lang=zh", "law"], "zh"),
    ],
)
def test_the_language_is_asked_for_or_of_the_place_or_chinese(
    monkeypatch: pytest.MonkeyPatch, surroundings: dict[str, str], words: list[str], expected: str
) -> None:
    for name in ("XIEZHI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    assert language(words) == expected
