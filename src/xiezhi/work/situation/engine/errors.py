"""What cannot be asked of the engine: each fault names the choices."""

from collections.abc import Iterable

from xiezhi.rules.errors import InputError

SHOWN = 12  # choices in a message


def no_such(zh: str, en: str, found: str, choices: Iterable[str], *, field: str) -> InputError:
    """There is no such thing: "zh" and "en" name its kind."""
    known = sorted(choices)
    more_zh, more_en = ("等", " …") if len(known) > SHOWN else ("", "")
    shown = known[:SHOWN]
    return InputError(
        f"没有这个{zh}：{found}；可选：{'、'.join(shown)}{more_zh}",
        f"there is no such {en}: {found}; choose from: {', '.join(shown)}{more_en}",
        field=field,
    )
