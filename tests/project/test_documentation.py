"""What a stranger reads first is complete and true: every command has its place, the shown output is the real one."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from xiezhi.site.cli import app

ROOT = Path(__file__).parents[2]
README = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
PAGES = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))


def words_of_the_script() -> list[str]:
    script = (ROOT / "dev").read_text(encoding="utf-8")
    return re.findall(r'^    "([a-z]+)": \(', script[script.index("WORDS:") :], re.MULTILINE)


def commands() -> list[str]:
    nouns = get_command(app).commands  # type: ignore[attr-defined]
    pairs = [(noun, getattr(command, "commands", None)) for noun, command in nouns.items()]
    return [f"{noun} {verb}".strip() for noun, verbs in pairs for verb in verbs or [""]]


@pytest.mark.parametrize("word", words_of_the_script())
def test_every_word_of_the_script_is_documented(word: str) -> None:
    assert f"./dev {word}" in PAGES


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"xiezhi {command}" in PAGES


@pytest.mark.parametrize("language", README)
def test_the_readme_shows_the_two_commands(language: str) -> None:
    text = README[language].read_text(encoding="utf-8")
    assert "./dev run" in text
    assert "./dev test" in text


@pytest.mark.parametrize("language", README)
def test_the_readme_shows_what_the_program_really_prints(language: str) -> None:
    told = subprocess.run(
        [Path(sys.executable).with_name("xiezhi"), "--lang", language, "judgments", "audit", "--demo"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "100"},
        check=False,
    )
    shown = README[language].read_text(encoding="utf-8")
    printed = "\n".join(line.rstrip() for line in told.stdout.strip().splitlines())
    assert printed in shown, "put the output of judgments audit --demo (100 columns) into the readme"


@pytest.mark.parametrize(
    "page", [*README.values(), *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda page: page.name
)
def test_every_link_leads_to_a_file(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs" / "decisions" / "index.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs" / "decisions").glob("0*.md"):
        assert page.name in index


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    listed = project[project.index("dependencies = [") : project.index("[project.scripts]")]
    listed += project[project.index("[dependency-groups]") : project.index("[tool.")]
    for package in re.findall(r'"([a-z][a-z0-9-]+)"', listed):
        assert package in reasons


def test_the_changelog_has_a_place_for_the_law() -> None:
    assert "### Law" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_nothing_that_is_kept_names_the_place_of_this_checkout() -> None:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git checkout")
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        assert not path.is_file() or f"{ROOT}/".encode() not in path.read_bytes(), name
