"""Case numbers (案号): reading, checking and writing them.

Two forms: since 2016 （2019）甘0102民初123号 (法〔2015〕137号: year, court code, type symbol, serial number), and before it
（2014）仓刑初字第512号, which mixes with the new one in real documents. Called by the text reader, intake and the search box.
Data: rules/data/case_numbers.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from xiezhi.rules.errors import InputError
from xiezhi.rules.lawdata import DATA

OPENING, CLOSING = "（(〔［[【", "）)〕］]】"
SUPREME = "最高法"
DEMONSTRATION = "示"  # no province has this character: numbers that begin with it belong to invented courts
LONGEST = 60
FIRST_YEAR = 1949

_HAN = "㐀-鿿"
_WHOLE = re.compile(
    rf"\(?(?P<year>\d{{4}})\)?(?P<body>[{_HAN}][{_HAN}0-9]{{0,23}}?)(?P<old>字第?|第)?(?P<serial>\d{{1,9}})号?"
    rf"(?P<suffix>之[一二三四五六七八九十百\d]{{1,4}}|-\d{{1,3}})?"
)
_SPLIT = re.compile(rf"(?P<court>{SUPREME}|[{_HAN}](?:\d{{2}}){{0,2}})(?P<symbol>[{_HAN}]{{1,6}})")
_FOUND = re.compile(
    rf"[{re.escape(OPENING)}]\s?(?:\d\s?){{4}}[{re.escape(CLOSING)}]\s?[{_HAN}](?:\s?[{_HAN}\d]){{0,23}}?\s?(?:字\s?)?(?:第\s?)?"
    rf"(?:\d\s?){{1,9}}号(?:之[一二三四五六七八九十百\d]{{1,4}}|[-－]\d{{1,3}}(?!\d))?"
)


class CaseNumberError(InputError):
    """A case number that cannot be read: `position` counts characters from 0 in the text as given."""

    def __init__(self, zh: str, en: str, position: int) -> None:
        super().__init__(f"案号第{position + 1}个字符处：{zh}", f"case number, character {position + 1}: {en}", field="case_number")
        self.position = position


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """One case number. `form` is 2015 or old; in the old form the court is its abbreviation and the symbol is not split off."""

    year: int
    court: str
    symbol: str
    serial: int
    suffix: str
    form: str

    def __str__(self) -> str:
        if self.form == "2015":
            return f"（{self.year}）{self.court}{self.symbol}{self.serial}号{self.suffix}"
        return f"（{self.year}）{self.court}{self.symbol}字第{self.serial}号{self.suffix}"

    @property
    def is_demonstration(self) -> bool:
        return self.court.startswith(DEMONSTRATION)


class CaseType(NamedTuple):
    """A type of case and the symbol it gives to the number."""

    code: str
    name: str
    symbol: str
    group: str
    verification: str
    note: str


class Found(NamedTuple):
    """A case number in running text with its place, as written and as read (None = looks like one, cannot be read)."""

    start: int
    end: int
    text: str
    number: CaseNumber | None


@cache
def case_types() -> tuple[CaseType, ...]:
    """All types of cases (法〔2015〕137号, annex; transcribed, not compared with the official annex)."""
    with (DATA / "case_numbers" / "types.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(CaseType(**row) for row in csv.DictReader(stream))


@cache
def types_of_symbol(symbol: str) -> tuple[CaseType, ...]:
    """The types of cases that bear a symbol; empty when none is known."""
    return tuple(kind for kind in case_types() if kind.symbol == symbol)


@cache
def prefixes() -> dict[str, str]:
    """The first characters of court codes, with the province (or the demonstration courts) they stand for."""
    with (DATA / "case_numbers" / "prefixes.csv").open(encoding="utf-8", newline="") as stream:
        return {row["prefix"]: row["name"] for row in csv.DictReader(stream)}


def parse_case_number(text: str) -> CaseNumber:
    """Read one case number in either form, full or half width, blanks anywhere, brackets optional. Raises CaseNumberError."""
    plain, places = _plain(text)
    if not plain:
        raise CaseNumberError("没有内容", "nothing there", 0)
    if len(plain) > LONGEST:
        raise CaseNumberError(f"太长，超过{LONGEST}个字符", f"longer than {LONGEST} characters", places[LONGEST])
    match = _WHOLE.fullmatch(plain)
    if match is None:
        raise _complaint(plain, places)
    year, serial = int(match["year"]), int(match["serial"])
    if year < FIRST_YEAR:
        raise CaseNumberError(f"年份{year}不可能", f"the year {year} is impossible", places[match.start("year")])
    if serial == 0:
        raise CaseNumberError("顺序号不能为零", "the serial number cannot be zero", places[match.start("serial")])
    split = None if match["old"] else _split(match["body"])
    if split is None and re.search(r"\d", match["body"]) and not match["old"]:
        place = places[match.start("body")]
        raise CaseNumberError(f"法院代字或类型代字不明：{match['body']}", f"court code or type symbol unclear: {match['body']}", place)
    court, symbol = split or _abbreviation(match["body"])
    return CaseNumber(year, court, symbol, serial, match["suffix"] or "", "2015" if split else "old")


def find_case_numbers(text: str) -> Iterator[Found]:
    """Every case number in running text that stands with its year in brackets."""
    for match in _FOUND.finditer(text):
        try:
            number = parse_case_number(match[0])
        except CaseNumberError:
            number = None
        yield Found(match.start(), match.end(), match[0], number)


def _plain(text: str) -> tuple[str, list[int]]:
    """Half width, round brackets, no blanks; with the place of each remaining character in the text given."""
    plain, places = [], []
    for place, character in enumerate(text):
        for half in unicodedata.normalize("NFKC", character):
            if not half.isspace():
                plain.append("(" if half in OPENING else ")" if half in CLOSING else half)
                places.append(place)
    return "".join(plain), places


def _split(body: str) -> tuple[str, str] | None:
    """Court code and type symbol of the 2015 form: the code has digits, or the symbol is known."""
    match = _SPLIT.fullmatch(body)
    if match is None or (match["court"] not in prefixes() and match["court"][0] not in prefixes()):
        return None
    has_digits = match["court"][-1].isdigit()
    return (match["court"], match["symbol"]) if has_digits or types_of_symbol(match["symbol"]) else None


_BRANCHES = re.compile(r"(?:刑|民|行|知|商|执|赔|破|监|财|家|少)")


def _abbreviation(body: str) -> tuple[str, str]:
    """The old form: what stands before the first word for a kind of case is the court's abbreviation."""
    match = _BRANCHES.search(body, 1)
    place = match.start() if match else len(body)
    return body[:place], body[place:]


def _complaint(plain: str, places: list[int]) -> CaseNumberError:
    """What is wrong with a text that is no case number, and where."""
    year = re.match(r"\(?\d{4}\)?", plain)
    if year is None:
        return CaseNumberError("应以四位年份开头，如（2019）", "expected a year of four digits first, as in （2019）", places[0])
    after = year.end()
    body = re.match(rf"[{_HAN}][{_HAN}0-9]*?(?=\d+号?|$)", plain[after:])
    if body is None:
        zh, en = "年份之后应为法院代字，如 甘0102", "expected the court code after the year, such as 甘0102"
        return CaseNumberError(zh, en, places[min(after, len(places) - 1)])
    serial = re.search(r"\d+号?", plain[after:])
    if serial is None:
        return CaseNumberError("缺少顺序号，如 123号", "the serial number is missing, such as 123号", places[-1])
    strange = re.search(rf"[^{_HAN}0-9()-]", plain)
    place = strange.start() if strange else min(after + serial.end(), len(places) - 1)
    return CaseNumberError(f"多余或者不明的内容：{plain[place:][:10]}", f"extra or unclear: {plain[place:][:10]}", places[place])
