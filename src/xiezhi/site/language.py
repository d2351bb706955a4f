"""Which language to speak: `--lang`, then XIEZHI_LANG, then the locale; Chinese when nothing is said."""

import os
import sys

LANGUAGES = ("zh", "en")


def language(arguments: list[str] | None = None) -> str:
    """zh or en. Looked up before the command line is parsed, because the help texts need it."""
    words = sys.argv[1:] if arguments is None else arguments
    for place, word in enumerate(words):
        if word.startswith("--lang="):
            return "en" if word.endswith("en") else "zh"
        if word == "--lang" and place + 1 < len(words):
            return "en" if words[place + 1] == "en" else "zh"
    chosen = (
        os.environ.get("XIEZHI_LANG")
        or os.environ.get("LC_ALL")
        or os.environ.get("LC_MESSAGES")
        or os.environ.get("LANG")
        or ""
    )
    return "en" if chosen.lower().startswith("en") else "zh"


def tr(zh: str, en: str) -> str:
    """The words in the reader's language."""
    return en if language() == "en" else zh
