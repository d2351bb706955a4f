"""Which language to speak: the reader's own (a page), `--lang`, XIEZHI_LANG, the locale; Chinese when nothing is said.

Every text of the product stands as a pair, Chinese and English side by side, so that neither can be forgotten
(decision 0006). `speak_to` sets the language for one request or job; the command line never needs it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LANGUAGES = ("zh", "en")

_reader: ContextVar[str | None] = ContextVar("reader", default=None)


@contextmanager
def speak_to(lang: str) -> Iterator[None]:
    """Speak this language inside the block, whatever the machine's locale."""
    before = _reader.set(lang)
    try:
        yield
    finally:
        _reader.reset(before)


def language(arguments: list[str] | None = None) -> str:
    """zh or en. The command line is looked at before it is parsed, because the help texts need it."""
    return _reader.get() or _of_command_line(sys.argv[1:] if arguments is None else arguments)


def _of_command_line(words: list[str]) -> str:
    for place, word in enumerate(words):
        if word.startswith("--lang="):
            return "en" if word.endswith("en") else "zh"
        if word == "--lang" and place + 1 < len(words):
            return "en" if words[place + 1] == "en" else "zh"
    names = ("XIEZHI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "en" if chosen.lower().startswith("en") else "zh"


def tr(zh: str, en: str) -> str:
    """The words in the reader's language."""
    return en if language() == "en" else zh
