"""A report as data for templates: texts only, each number with the address of its list. Word and PDF print the same."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from xiezhi.rules.language import tr
from xiezhi.work.situation.report.values import Cell, Contents, Definition, Link, Section, Table
from xiezhi.work.situation.wording import moment_words

# From a link to the address of the list, pinned to the report's snapshot; "" where there is none to give.
Address: TypeAlias = Callable[[Link], str]
_NUMBERS_ZH = (
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
)


def as_data(contents: Contents, address: Address) -> dict[str, Any]:
    """As the templates read it."""
    cells = _Cells(address)
    return {
        "lang": contents.lang,
        "title": contents.title,
        "court": contents.court,
        "period": contents.period,
        "known": tr("数据截至", "As known at ") + moment_words(contents.basis.known_at),
        "mark": contents.mark,
        "heading": [list(pair) for pair in contents.heading],
        "summary": [cells.row(text) for text in contents.summary],
        "sections": [
            _section(one, cells) | {"numbered": _number(place) + one.title, "annex": False}
            for place, one in enumerate(contents.sections)
        ]
        + [
            _section(one, cells) | {"numbered": _appendix(place, one.title), "annex": True}
            for place, one in enumerate(contents.annexes)
        ],
        "definitions": [_definition(one) for one in contents.definitions],
        "recipients": [clean(one) for one in contents.recipients],
        "words": fixed_words(len(contents.annexes)),
    }


def _number(place: int) -> str:
    return tr(f"{_NUMBERS_ZH[place]}、", f"{place + 1}. ")


def _appendix(place: int, title: str) -> str:
    return tr(f"附录{_NUMBERS_ZH[place]}　{title}", f"Appendix {place + 1}. {title}")


class _Cells:
    def __init__(self, address: Address) -> None:
        self._address = address
        self._known: dict[Link, str] = {}

    def row(self, cells: Iterable[Cell]) -> list[list[str | bool]]:
        return [[clean(cell.words), self._of(cell.link), cell.few, cell.shade] for cell in cells]

    def _of(self, link: Link | None) -> str:
        if link is None:
            return ""
        if link not in self._known:
            self._known[link] = self._address(link)
        return self._known[link]


def _section(section: Section, cells: _Cells) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "sentences": [cells.row(text) for text in section.sentences],
        "pictures": [{"title": one.title, "svg": one.svg, "told": one.told} for one in section.pictures],
        "tables": [_table(one, cells) for one in section.tables],
        "notes": list(section.notes),
    }


def _table(table: Table, cells: _Cells) -> dict[str, Any]:
    return {
        "title": table.title,
        "heads": [{"words": head.words, "right": head.right} for head in table.heads],
        "rows": [cells.row(row) for row in table.rows],
        "about": table.about,
        "wide": table.wide,
    }


def _definition(one: Definition) -> dict[str, str]:
    version = tr(f"，第{one.version}版", f", version {one.version}")
    force = tr(f"，{one.force}", f", {one.force}") if one.force else ""
    source = tr(f"来源：{one.source}。{one.status}。", f"Source: {one.source}. {one.status}.")
    return {
        "key": one.key, "name": clean(one.name), "force": version + force, "formula": clean(one.formula),
        "caveat": clean(one.caveat), "source": clean(source),
    }  # fmt: skip


def clean(words: str) -> str:
    """Without characters that no document may hold."""
    return "".join(letter for letter in words if letter.isprintable() or letter in "\n\t")


def one_line(words: str) -> str:
    """What somebody typed, in one line with single blanks, without characters that no document may hold."""
    return " ".join(clean(" ".join(words.split())).split())


def fixed_words(annexes: int) -> dict[str, str]:
    """The fixed words of a report; definitions and recipients stand behind so many other annexes."""
    return {
        "kind": tr("审判运行态势分析报告", "The situation of trials"),
        "summary": tr("概要", "In short"),
        "note": tr("注：", "Note: "),
        "definitions": _appendix(annexes, tr("指标口径", "Definitions")),
        "definitions_about": tr(
            "本报告所用指标的公式、来源和版本。“产品口径”是本平台的公式，不是官方公式。",
            "Formulas, sources and versions of the indicators in this report. “The product's own formula” is not an official one.",
        ),
        "recipients": _appendix(annexes + 1, tr("发送范围", "Recipients")),
        "nobody": tr("没有登记发送对象。", "No recipient is entered."),
        "page": tr("第{page}页，共{pages}页", "Page {page} of {pages}"),
    }
