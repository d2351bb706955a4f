"""JSON to the letter: what other readers would pass over in silence is refused. Called by the command line and by intake."""

import json
import re
from collections import Counter
from typing import Any

from xiezhi.rules.errors import InputError

HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


def parse_json(text: str) -> Any:
    """The value of a JSON text: no NaN, no field twice, no half of a character. Raises InputError or ValueError."""
    value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_each_once)
    if HALF_CHARACTER.search(text):
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError as fault:
            half = f"\\u{ord(fault.object[fault.start]):04x}"
            raise InputError(f"{half} 不是完整的字符", f"{half} is half of a character") from None
    return value


def _no_constant(word: str) -> float:
    raise InputError(f"{word} 不是 JSON 的数", f"{word} is no JSON number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise InputError(f"字段 {twice} 出现两次", f"the field {twice} stands twice", field=twice)
    return found
