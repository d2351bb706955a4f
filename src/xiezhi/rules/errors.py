"""What can go wrong on the ground floor, told in both languages.

Every message says what was wrong, where, and what to do. `text(lang)` gives it in the
reader's language; `str()` gives the Chinese one, the source language of the product.
"""

from datetime import date


class XiezhiError(Exception):
    """Anything this product refuses, with a message in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def text(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


class InputError(XiezhiError):
    """The caller's data cannot be read: `field` names what, `line` (when known) names where."""

    def __init__(self, zh: str, en: str, *, field: str | None = None, line: int | None = None) -> None:
        super().__init__(zh, en)
        self.field = field
        self.line = line


class RuleDataError(XiezhiError):
    """The law data itself is faulty: names the file and the key, found when it is loaded."""

    def __init__(self, file: str, key: str, zh: str, en: str) -> None:
        super().__init__(f"{file}，{key}：{zh}", f"{file}, {key}: {en}")
        self.file = file
        self.key = key


class OutsideValidity(XiezhiError):
    """A question about a day for which the data say nothing; never answered by extrapolation."""

    def __init__(self, subject: str, day: date, zh: str, en: str) -> None:
        super().__init__(f"{subject}：{day.isoformat()}，{zh}", f"{subject}: {day.isoformat()}, {en}")
        self.subject = subject
        self.day = day
