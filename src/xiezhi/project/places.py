"""Where this installation keeps its things: database, files, keys, seals. Everything lies under one folder, `var`."""

import os
import secrets
from pathlib import Path

from xiezhi.record.keeping import place_once

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
KEYS = Path(os.environ.get("XIEZHI_KEYS", VAR / "keys"))
WITNESS = Path(os.environ.get("XIEZHI_WITNESS", VAR / "witness"))


def secret(name: str) -> str:
    """A secret of this installation, made when first asked for; readable by its owner only."""
    path = KEYS / name
    kept = path.read_bytes() if path.exists() else place_once(path, secrets.token_urlsafe(48).encode("ascii"))
    return kept.decode("ascii")
