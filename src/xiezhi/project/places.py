"""Where this installation keeps its things: database, files, keys, seals. Everything lies under one folder, `var`."""

import os
import secrets
from pathlib import Path

from xiezhi.record.keeping import place_once
from xiezhi.rules.errors import InputError

_CHECKOUT = Path(__file__).parents[3]


def _home() -> Path:
    """The checkout, or the folder one stands in when the package is installed elsewhere."""
    return _CHECKOUT if (_CHECKOUT / "pyproject.toml").exists() else Path.cwd()


HOME = _home()
TRAINING = os.environ.get("XIEZHI_TRAINING") == "1"
# Training is the same program over a folder, and so a database, of its own.
VAR = Path(os.environ.get("XIEZHI_VAR", HOME / "var")).resolve() / ("training" if TRAINING else "")
DATABASE = VAR / "database"
FILES = VAR / "files"
FACTS = VAR / "facts"  # snapshots of the facts: made anew from the record when they are gone
KEYS = Path(os.environ.get("XIEZHI_KEYS", VAR / "keys"))
INTERVALS = Path(os.environ.get("XIEZHI_INTERVALS") or VAR / "intervals.toml")
ADDRESS = VAR / "up.address"  # where the installation was reached when it was started last
WITNESS = Path(os.environ.get("XIEZHI_WITNESS", VAR / "witness"))


def secret(name: str) -> str:
    """A secret of this installation, made when first asked for; readable by its owner only."""
    path = KEYS / name
    kept = path.read_bytes() if path.exists() else place_once(path, secrets.token_urlsafe(48).encode("ascii"))
    return kept.decode("ascii")


def address() -> str:
    """Where the site is reached, for links that leave the screen: as XIEZHI_ADDRESS says, else as at the last start."""
    told = os.environ.get("XIEZHI_ADDRESS", "")
    if not told and ADDRESS.exists():
        told = ADDRESS.read_text(encoding="utf-8").strip()
    return (told or "http://127.0.0.1:8000").rstrip("/")


def count(name: str, usual: int) -> int:
    """A number from one up that an environment variable gives, or the usual one. Raises InputError."""
    told = os.environ.get(name, "").strip()
    if told and not (told.isascii() and told.isdigit() and int(told)):
        raise InputError(
            f"{name}应为不小于1的整数，实为“{told}”；请改正或者去掉这一环境变量",
            f"{name} should be a whole number from 1 up, found “{told}”; correct this environment variable or leave it out",
            field=name,
        )
    return int(told) if told else usual
