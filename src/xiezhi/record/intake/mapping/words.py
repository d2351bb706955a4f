"""The words by which columns and values of other systems are known: data of the folder `data`, compared without width, blanks and accents."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"
_PLAIN = re.compile(r"[\s_（）()\[\]：:\-.·*/]+")


@cache
def headers() -> dict[str, tuple[str, ...]]:
    """Headings by field."""
    return {field: tuple(names) for field, names in _read("headers.toml").items()}


@cache
def known(choices: str) -> dict[str, str]:
    """Values of other systems by small letters, with ours."""
    return {
        name.lower(): ours for ours, names in _read("codes.toml").get(choices, {}).items() for name in names
    }


def plain(heading: str) -> str:
    """A heading as it is compared: one width, small letters, no blanks, marks or accents."""
    text = unicodedata.normalize("NFKD", heading)
    return _PLAIN.sub("", "".join(sign for sign in text if not unicodedata.combining(sign))).lower()


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
