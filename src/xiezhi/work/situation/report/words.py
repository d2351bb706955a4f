"""Sentences of the report: pieces of text and numbers that open, put together. Small numbers are told as counts."""

from collections.abc import Mapping

from xiezhi.rules.language import tr
from xiezhi.work.situation.few import FEW
from xiezhi.work.situation.report.values import Cell, Text
from xiezhi.work.situation.wording import NOTHING, change_words


def growth_words(now: float | None, before: float | None) -> str:
    """By how many per cent of before: +8.1%; a dash where a per cent says nothing."""
    return NOTHING if before is None or before < FEW else change_words(now, before) or NOTHING


def told(template: str, /, **parts: Cell | str) -> Text:
    """A sentence: the template with its {names} replaced, numbers keeping what they open."""
    return _pieces(template, parts)


def _pieces(template: str, parts: Mapping[str, Cell | str]) -> Text:
    found: list[Cell] = []
    for place, piece in enumerate(template.split("{")):
        name, brace, rest = piece.partition("}")
        if place == 0 or not brace:
            found.append(Cell(piece))
            continue
        part = parts[name]
        found += [part if isinstance(part, Cell) else Cell(part), Cell(rest)]
    return tuple(_joined(found))


def _joined(cells: list[Cell]) -> list[Cell]:
    """Neighbouring pieces of plain text in one; empty ones gone."""
    joined: list[Cell] = []
    for cell in cells:
        if not cell.words:
            continue
        bare = cell == Cell(cell.words)
        if bare and joined and joined[-1] == Cell(joined[-1].words):
            joined[-1] = Cell(joined[-1].words + cell.words)
        else:
            joined.append(cell)
    return joined


def sentence_of(text: Text) -> Text:
    """With a full stop."""
    return tuple(_joined([*text, Cell(tr("。", "."))]))


def listed(texts: list[Text], zh: str = "；", en: str = "; ") -> Text:
    """Several pieces one after the other."""
    found: list[Cell] = []
    for place, text in enumerate(texts):
        found += ([Cell(tr(zh, en))] if place else []) + list(text)
    return tuple(_joined(found))
