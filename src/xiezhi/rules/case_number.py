"""Case numbers (案号): reading, checking and writing them.

Two forms: since 2016 （2019）甘0102民初123号 (法〔2015〕137号: year, court code, type symbol, serial number), and before it
（2014）兰城刑初字第123号, which mixes with the new one in real documents. Called by the text reader, intake and the search box.
Data: rules/data/case_numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from xiezhi.rules.errors import InputError
from xiezhi.rules.lawdata import DATA, read_rows

SUPREME = "最高法"
DEMONSTRATION = (
    "示"  # reserved: no province has this character, so its numbers can never be those of a real court
)
LONGEST = 60
LONGEST_SERIAL = 9
FIRST_YEAR = 1949

_BLANKS = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200E))
)
_ONE_SPELLING = (
    dict.fromkeys(map(ord, "（〔［[【〈〖"), "(")
    | dict.fromkeys(map(ord, "）〕］]】〉〗"), ")")
    | {ord("０") + digit: str(digit) for digit in range(10)}
    | dict.fromkeys(map(ord, "－—–―‐‑─"), "-")
    | {ord("，"): ","}
    | dict.fromkeys(map(ord, _BLANKS))
)

# Letters, not Han characters, in the patterns: the classes of Han characters take milliseconds each to compile. What is no
# Han character is found before matching, by _strange.
_SUFFIX = r"之[一二三四五六七八九十百]{1,4}|之[0-9]{1,3}|-[0-9]{1,3}"
_WHOLE = re.compile(
    r"(?P<opening>\()?(?P<year>[0-9]{4})年?(?P<closing>\))?"
    r"(?P<body>[^\W\d_]\w{0,23}?)(?P<old>字第?|第)?(?<![0-9])(?P<serial>[0-9]{1,9})(?P<more>(?:[-至、,][0-9]{1,9}){0,9})号?"
    rf"(?P<suffix>{_SUFFIX})?"
)
_DIGIT = re.compile("[0-9]")
_SPLIT = re.compile(rf"(?P<court>{SUPREME}|\D(?:[0-9]{{4}}|[0-9]{{2}})?)(?P<symbol>\D{{1,6}})")
_FOUND = re.compile(
    r"[（(〔［\[【]\s?(?:\d\s?){4}年?[）)〕］\]】]\s?(?![第字号年])[^\W\d_](?:\s?\w){0,23}?\s?(?:字\s?)?(?:第\s?)?"
    r"(?:\d\s?){1,9}(?:[-－—至、，,]\d{1,9}){0,9}号(?:之[一二三四五六七八九十百]{1,4}|之\d{1,3}|[-－]\d{1,3}(?!\d))?"
)
# How the type of case begins in the old form, after the court's abbreviation: first what most numbers have, then the rest.
_BRANCH = re.compile(r"[少未立知]?[刑民行商执赔破]|[知财家少]")
_OTHER_TYPE = re.compile(r"[减假督催特申监调保诉辖经审清仲]")
# Procuratorates, experts, notaries, prisons, lawmakers and firms number their papers in the same form.
_OTHER_OFFICE = re.compile(r"[检鉴证狱释价A-Za-zＡ-Ｚａ-ｚ]|公(?:刑|鉴|物|治|交)")


class CaseNumberError(InputError):
    """A case number that cannot be read: `position` counts characters from 0 in the text as given."""

    def __init__(self, zh: str, en: str, position: int) -> None:
        super().__init__(
            f"案号第{position + 1}个字符处：{zh}",
            f"case number, character {position + 1}: {en}",
            field="case_number",
        )
        self.position = position


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """One case number; two are equal when they name the same case, however written.

    `form` is 2015 or old. In the old form `court` is the court's abbreviation, empty for the Supreme People's Court.
    `suffix` is 之一 and the like, -1, or the further numbers of a joint document (、124). `raw` keeps what was read.
    """

    year: int
    court: str
    symbol: str
    serial: int
    suffix: str
    form: str
    raw: str = field(default="", compare=False)

    def __str__(self) -> str:
        last = (
            f"{self.serial}号{self.suffix}"
            if self.suffix.startswith("之")
            else f"{self.serial}{self.suffix}号"
        )
        return f"（{self.year}）{self.court}{self.symbol}{'' if self.form == '2015' else '字第'}{last}"

    @property
    def region(self) -> str | None:
        """The province that the court code begins with; None in the old form."""
        prefix = prefixes().get(SUPREME if self.court == SUPREME else self.court[:1])
        return prefix.name if prefix and self.form == "2015" else None

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


class Prefix(NamedTuple):
    """The first characters of court codes: a province, its high court, and since when the code is used."""

    name: str
    court: str
    first: date
    verification: str


class Doubt(NamedTuple):
    """Something odd about a case number that can be read all the same."""

    code: str
    zh: str
    en: str


class Found(NamedTuple):
    """A case number in running text with its place, as written and as read (None = looks like one, cannot be read)."""

    start: int
    end: int
    text: str
    number: CaseNumber | None


@cache
def case_types() -> tuple[CaseType, ...]:
    """All types of cases (法〔2015〕137号, annex; transcribed, not compared with the official annex)."""
    rows = read_rows(DATA / "case_numbers" / "types.csv")
    return tuple(CaseType(*(row.get(name, str) or "" for name in CaseType._fields)) for row in rows)


@cache
def _types_by_symbol() -> dict[str, tuple[CaseType, ...]]:
    symbols = dict.fromkeys(kind.symbol for kind in case_types() if kind.symbol)
    return {symbol: tuple(kind for kind in case_types() if kind.symbol == symbol) for symbol in symbols}


def types_of_symbol(symbol: str) -> tuple[CaseType, ...]:
    """The types of cases that bear a symbol; empty when none is known."""
    return _types_by_symbol().get(symbol, ())


@cache
def prefixes() -> dict[str, Prefix]:
    """The first characters of court codes, the demonstration courts' among them."""
    return {
        row.need("prefix", str): Prefix(
            row.need("name", str), row.get("court", str) or "", row.need_day("from"), row.verification()
        )
        for row in read_rows(DATA / "case_numbers" / "prefixes.csv")
    }  # fmt: skip


def parse_case_number(text: str) -> CaseNumber:
    """Read one case number in either form, full or half width, blanks anywhere. Brackets and 号 may be left out.

    Raises CaseNumberError, which says what is wrong and where.
    """
    try:
        return _read_once(text)
    except _ShapeError as fault:
        raise CaseNumberError(fault.zh, fault.en, _place(text, fault.place)) from None


def find_case_numbers(text: str) -> Iterator[Found]:
    """Every case number of a court in running text that stands with its year in brackets."""
    for match in _FOUND.finditer(text):
        try:
            number = parse_case_number(match[0])
        except CaseNumberError:
            number = None
        if (number and number.form == "2015") or not _OTHER_OFFICE.search(match[0]):
            yield Found(match.start(), match.end(), match[0], number)


def doubts(number: CaseNumber, on: date) -> tuple[Doubt, ...]:
    """What is odd about a number on a day: a year to come, a form before or after its time, a symbol nobody knows."""
    found = []
    since = min(prefix.first for prefix in prefixes().values()).year
    if number.year > on.year:
        found.append(Doubt("future_year", f"{number.year}年尚未到来", f"{number.year} has not come yet"))
    if number.form == "2015" and number.year < since:
        zh, en = f"{since}年以前尚无此种编号", f"numbers of this form begin in {since}"
        found.append(Doubt("form_before_its_time", zh, en))
    if number.form == "old" and number.year >= since:
        found.append(
            Doubt(
                "form_after_its_time", f"{since}年起不再使用旧式案号", f"the old form ended with {since - 1}"
            )
        )
    if number.raw and ("字" in number.raw) == (number.form == "2015"):
        found.append(Doubt("mixed_form", "新旧两式混用", "old and new form are mixed"))
    if number.form == "2015" and not types_of_symbol(number.symbol):
        zh, en = (
            f"类型代字{number.symbol}不在已知之列",
            f"the type symbol {number.symbol} is not among those known",
        )
        found.append(Doubt("unknown_symbol", zh, en))
    return tuple(found)


class _ShapeError(Exception):
    """What is wrong, at a place in the text once its blanks are gone."""

    def __init__(self, zh: str, en: str, place: int) -> None:
        super().__init__(zh)
        self.zh, self.en, self.place = zh, en, place


def _place(text: str, place: int) -> int:
    """Where in the text as given a character stands that is at `place` once the blanks are gone."""
    kept = [at for at, character in enumerate(text) if _ONE_SPELLING.get(ord(character), "") is not None]
    return kept[place] if place < len(kept) else len(text)


def _is_han(character: str) -> bool:
    return "㐀" <= character <= "鿿" or character == "〇"


def _has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None


@lru_cache(maxsize=8_192)
def _read_once(text: str) -> CaseNumber:
    """One number is read several times on its way into the record."""
    return _read(text.translate(_ONE_SPELLING), text)


def _read(plain: str, raw: str) -> CaseNumber:
    _check_characters(plain)
    match = _WHOLE.fullmatch(plain)
    if match is None:
        raise _misshapen(plain)
    _check_figures(match)
    split = _split(match)
    court, symbol = split or _abbreviation(match["body"], match.start("body"))
    suffix = match["more"] + (match["suffix"] or "")
    return CaseNumber(
        int(match["year"]), court, symbol, int(match["serial"]), suffix, "2015" if split else "old", raw
    )


def _check_characters(plain: str) -> None:
    if not plain:
        raise _ShapeError("没有内容", "nothing there", 0)
    if len(plain) > LONGEST:
        raise _ShapeError(f"太长，超过{LONGEST}个字符", f"longer than {LONGEST} characters", LONGEST)
    for place, character in enumerate(plain):
        if not (_is_han(character) or character in "0123456789()-、,"):
            raise _ShapeError(f"不应有{character!r}", f"{character!r} does not belong there", place)


def _misshapen(plain: str) -> _ShapeError:
    """What is wrong with a text that has not the shape of a case number."""
    year = re.match(r"\(?[0-9]{4}年?\)?", plain)
    if year is None:
        return _ShapeError(
            "应以四位年份开头，如（2019）", "expected a year of four digits first, as in （2019）", 0
        )
    rest, after = plain[year.end() :], year.end()
    if not rest or not _is_han(rest[0]):
        return _ShapeError(
            "年份之后应为法院代字，如 甘0102", "expected the court code after the year, such as 甘0102", after
        )
    serial = re.search(r"[0-9]+(?=号|$)", rest)
    if serial is None:
        return _ShapeError(
            "缺少顺序号，如 123号",
            "the serial number is missing, such as 123号",
            len(plain.removesuffix("号")),
        )
    if len(serial[0]) > LONGEST_SERIAL:
        zh, en = f"顺序号超过{LONGEST_SERIAL}位", f"the serial number has more than {LONGEST_SERIAL} digits"
        return _ShapeError(zh, en, after + serial.start())
    surplus = rest[serial.end() :].removeprefix("号")
    place = len(plain) - len(surplus) if surplus else after
    return _ShapeError(f"多余或者不明的内容：{plain[place:]}", f"extra or unclear: {plain[place:]}", place)


def _check_figures(match: re.Match[str]) -> None:
    if bool(match["opening"]) != bool(match["closing"]):
        place = match.start() if match["closing"] else match.start("body")
        raise _ShapeError("年份的括号不成对", "the brackets of the year do not pair", place)
    if int(match["year"]) < FIRST_YEAR:
        raise _ShapeError(
            f"年份{match['year']}不可能", f"the year {match['year']} is impossible", match.start("year")
        )
    if int(match["serial"]) == 0:
        raise _ShapeError("顺序号不能为零", "the serial number cannot be zero", match.start("serial"))


def _split(match: re.Match[str]) -> tuple[str, str] | None:
    """Court code and type symbol of the 2015 form: the code has digits, or no 字第 follows and the symbol is known."""
    parts = _SPLIT.fullmatch(match["body"])
    if parts is None:
        return None
    court, symbol = parts["court"], parts["symbol"]
    prefix = prefixes().get(court if court == SUPREME else court[0])
    if prefix is None:
        return None
    if court == SUPREME or _has_digit(court):
        return court, symbol
    in_time = int(match["year"]) >= prefix.first.year and not match["old"]
    return (court, symbol) if in_time and types_of_symbol(symbol) else None


def _abbreviation(body: str, place: int) -> tuple[str, str]:
    """Court and type in the old form: the type begins with the first word for a kind of case."""
    if _has_digit(body):
        if body[0] not in prefixes():
            raise _ShapeError(f"法院代字不明：{body[0]}", f"unknown court code: {body[0]}", place)
        raise _ShapeError(
            f"法院代字或者类型代字不明：{body}", f"court code or type symbol unclear: {body}", place
        )
    match = (
        _BRANCH.search(body, 1)
        or _BRANCH.match(body)
        or _OTHER_TYPE.search(body, 1)
        or _OTHER_TYPE.match(body)
    )
    if match is None:
        raise _ShapeError(
            f"缺少类型代字，如 民初：{body}", f"the type symbol is missing, such as 民初: {body}", place
        )
    return body[: match.start()], body[match.start() :]
