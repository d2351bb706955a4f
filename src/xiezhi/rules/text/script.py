"""One spelling for every character, so that the grammar is written once.

Courts type brackets, digits and punctuation in several widths. Each character is replaced by exactly one,
so a position in the uniform text is the same position in the original.
"""

_BRACKETS_OPEN = "([{［【〔﹝｛"
_BRACKETS_CLOSE = ")]}］】〕﹞｝"
_ZEROS = "○◯ΟοОоＯ〇"
_BLANKS = "\t\u00a0\u1680\u2002\u2003\u2009\u202f\u3000\u200b\ufeff\r\n\v\f\u0085\u2028\u2029"


def _uniform_characters() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update({ord(mark): mark for mark in "，；：（）！？"})
    table.update({ord(narrow): wide for narrow, wide in zip(",;:()", "，；：（）", strict=True)})
    table.update(dict.fromkeys(map(ord, _BRACKETS_OPEN), "（"))
    table.update(dict.fromkeys(map(ord, _BRACKETS_CLOSE), "）"))
    table.update(dict.fromkeys(map(ord, _ZEROS), "〇"))
    table.update(dict.fromkeys(map(ord, _BLANKS), " "))
    table.update({ord("｡"): "。", ord("﹐"): "，", ord("✕"): "×", ord("╳"): "×", ord("﹡"): "*"})
    return table


_UNIFORM = _uniform_characters()


def uniform(text: str) -> str:
    """The text with one spelling per character; length and positions unchanged."""
    return text.translate(_UNIFORM)


def without_blanks(text: str) -> str:
    """The text with every blank taken out (for names and titles that are spaced out on paper)."""
    return "".join(text.split())
