"""What all commands share: the two consoles, options in both languages, faults told plainly, exit statuses.

0: done. 1: done, but some input could not be used. 2: the command could not be carried out. 130: interrupted.
"""

import functools
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.language import LANGUAGES, language, tr

if TYPE_CHECKING:
    from rich.console import Console

SOME_FAILED = 1
IMPOSSIBLE = 2
INTERRUPTED = 130
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
T = TypeVar("T")
Command = TypeVar("Command", bound=Callable[..., Any])


@functools.cache
def out() -> "Console":
    """Standard output. Made when first asked for: rich takes longer to load than `--help` may."""
    from rich.console import Console

    return Console(highlight=False)


@functools.cache
def err() -> "Console":
    """Standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def _check_language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise typer.BadParameter(tr("应为 zh 或 en", "expected zh or en"))
    return value


LANG = typer.Option(
    None,
    "--lang",
    callback=_check_language,
    help=tr("语言：zh 或 en", "Language: zh or en"),
    show_default=False,
)
JSON = typer.Option(False, "--json", help=tr("输出 JSON", "Write JSON"))
OUTPUT = typer.Option(
    None,
    "--output",
    "-o",
    help=tr(
        "写入文件（.gz 则压缩）；不写则为标准输出", "Write to a file (.gz packs it); else to standard output"
    ),
)


def parse_day(text: str | None) -> date | None:
    """An option's day. Raises InputError."""
    from xiezhi.rules.dates import parse_date

    return None if text is None else parse_date(text, field="DATE")


def today() -> date:
    """The machine's day: asked here and nowhere below."""
    return datetime.now().astimezone().date()


def harmless(text: str) -> str:
    """Text from a file with its control characters made visible, so that it cannot steer the terminal."""
    return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def print_line(text: str, style: str | None = None) -> None:
    """A line as it stands: no markup, and left to the terminal to wrap (rich breaks Chinese before a long sentence)."""
    out().print(harmless(text), style=style, markup=False, soft_wrap=True)


def json_line(value: object) -> str:
    """A value as one line of JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False) + "\n"


def print_json(value: object) -> None:
    """One line of JSON on standard output, past rich."""
    sys.stdout.write(json_line(value))


def complain_line(text: str, style: str = "red") -> None:
    """A line on standard error, past markup and wrapping."""
    err().print(harmless(text), style=style, markup=False, soft_wrap=True)


def complain(fault: XiezhiError) -> None:
    """One line on standard error, in the reader's language."""
    complain_line(fault.text(language()))


def guarded(command: Command) -> Command:
    """Turn faults into one plain line and an exit status; a closed pipe or Ctrl-C end quietly."""

    @functools.wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except XiezhiError as fault:
            complain(fault)
            raise typer.Exit(IMPOSSIBLE) from None
        except KeyboardInterrupt:
            complain(InputError("已中断；没有写出不完整的文件", "interrupted; no file was left half-written"))
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as fault:
            complain(InputError(f"读写失败：{fault}", f"reading or writing failed: {fault}"))
            raise typer.Exit(IMPOSSIBLE) from None

    return run  # type: ignore[return-value]


def tracked(items: Iterable[T], zh: str, en: str, total: int | None = None) -> Iterator[T]:
    """The items, with a progress bar on a terminal only."""
    if not err().is_terminal:
        yield from items
        return
    from rich.progress import track

    yield from track(items, description=tr(zh, en), total=total, console=err(), transient=True)


@contextmanager
def progress_bar(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar with count and time left, on a terminal only; gives the function that is told how many are done."""
    if not err().is_terminal:
        yield lambda done: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def growing_bar(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """As `progress_bar`, for work whose end comes into sight while it is done: the function is told how many are done, of how many."""
    if not err().is_terminal:
        yield lambda done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
